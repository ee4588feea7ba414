"""Mixed logit: with one buyer type it is plain logit, solved elsewhere."""

from collections.abc import Callable
from typing import Any

import numpy as np

from vigie.market.demand import nests, tastes, utilities
from vigie.market.mixed import Types, base_costs, solve_mixed


def test_one_buyer_type_is_plain_logit(random_market: Callable[..., Any], play: Callable[..., Any]) -> None:
    market, _ = random_market(2, levels=1)
    plain = tastes(0.2)
    alone = nests(np.arange(60))
    market = type(market)(share=market.share, price=market.price + 30, firm=market.firm, nests=alone)
    after = np.where(market.firm == 1, 0, market.firm)
    types = Types(utility=utilities(market.share, alone, plain), dislike=plain.alpha, weight=np.ones(1))
    price = market.price[:, 0]
    cost = base_costs(types, price, 1.0 * (market.firm[:, None] == market.firm))

    found, share, _ = solve_mixed(types, price, cost, 1.0 * (after[:, None] == after))

    nested = play(market, plain, firm=after)
    assert np.abs(found / nested.price[:, 0] - 1).max() < 1e-10
    assert np.abs(share - nested.share[:, 0]).max() < 1e-12
