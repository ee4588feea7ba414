"""Demand: shares and utilities are inverses, slopes are derivatives."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from vigie.errors import InputError
from vigie.market.demand import diversion, nests, own_elasticities, shares_at, slopes, split, tastes, utilities


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("levels", [1, 2])
def test_shares_come_back_from_the_utilities_that_they_imply(random_market: Callable[..., Any], seed: int, levels: int) -> None:
    market, taste = random_market(seed, levels=levels, draws=3)

    again = shares_at(utilities(market.share, market.nests, taste), market.nests, taste)

    assert np.abs(again / market.share - 1).max() < 1e-11


@pytest.mark.parametrize("levels", [1, 2])
def test_slopes_are_what_small_price_changes_do(random_market: Callable[..., Any], levels: int) -> None:
    market, taste = random_market(5, products=12, firms=3, levels=levels)
    level = utilities(market.share, market.nests, taste)
    exact = slopes(market.share, market.nests, taste)[:, :, 0]
    step = 1e-5 / taste.alpha[0]
    for k in range(len(level)):
        moved = level.copy()
        moved[k] -= taste.alpha * step
        back = level.copy()
        back[k] += taste.alpha * step
        rise = (shares_at(moved, market.nests, taste) - shares_at(back, market.nests, taste))[:, 0] / (2 * step)
        assert np.abs(rise - exact[:, k]).max() < 1e-7 * np.abs(exact).max()


def test_plain_logit_elasticity_is_the_textbook_one() -> None:
    share, price = np.array([[0.2], [0.1]]), np.array([[10.0], [20.0]])

    found = own_elasticities(share, price, nests([0, 1]), tastes(0.3))

    assert found[:, 0] == pytest.approx([-0.3 * 10 * 0.8, -0.3 * 20 * 0.9])


def test_diversion_under_plain_logit_is_in_proportion_to_share() -> None:
    share = np.array([[0.2], [0.1], [0.3]])

    flow = diversion(share, nests([0, 1, 2]), tastes(1.0))[:, :, 0]

    assert flow[0] == pytest.approx([0, 0.1 / 0.8, 0.3 / 0.8])


def test_buyers_switch_inside_the_nest_first() -> None:
    share = np.array([[0.1], [0.1], [0.1]])

    flow = diversion(share, nests([0, 0, 1]), tastes(1.0, 0.8))[:, :, 0]

    assert flow[0, 1] > 5 * flow[0, 2]


@pytest.mark.parametrize(
    ("values", "culprit"),
    [((-1.0, 0.5, 0.2), "alpha"), ((1.0, 1.0, 0.2), "sigma"), ((1.0, 0.2, 0.5), "sigma"), ((1.0, 0.2, -0.1), "sigma")],
)
def test_tastes_without_meaning_are_refused_by_name(values: tuple[float, float, float], culprit: str) -> None:
    with pytest.raises(InputError) as caught:
        tastes(*values)

    assert caught.value.culprit == culprit


def test_shares_that_leave_nobody_outside_are_refused() -> None:
    with pytest.raises(InputError, match="potential market"):
        split(np.array([[0.6], [0.4]]), nests([0, 1]))
