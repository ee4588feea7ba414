"""Random markets for the engine's tests, and one way to play a change on them."""

from collections.abc import Callable

import numpy as np
import pytest

from vigie.market.cells import Change, Products, Result, collapse, costs, expand
from vigie.market.demand import Tastes, nests, tastes
from vigie.market.equilibrium import solve


def _random_market(seed: int, *, products: int = 60, firms: int = 8, levels: int = 2, draws: int = 1) -> tuple[Products, Tastes]:
    """A market of many firms and nests with shares far apart, and tastes for it."""
    rng = np.random.default_rng(seed)
    firm = np.concatenate([np.arange(firms), rng.integers(0, firms, products - firms)]).astype(np.intp)
    outer, inner = rng.integers(0, 4, products), rng.integers(0, 3, products)
    sigma1 = rng.uniform(0, 0.95, draws)
    sigma2 = rng.uniform(0, sigma1) if levels == 2 else np.zeros(draws)
    taste = tastes(rng.uniform(0.05, 3, draws), sigma1, sigma2)
    pull = rng.lognormal(0, 1.5, products)
    share = pull / pull.sum() * rng.uniform(0.2, 0.9)
    price = rng.uniform(5, 60, products)[:, None] + 3 / taste.alpha
    where = nests(inner, outer) if levels == 2 else nests(outer)
    shares = np.broadcast_to(share[:, None], (products, draws)).copy()
    return Products(share=shares, price=price, firm=firm, nests=where), taste


def _play(
    market: Products,
    taste: Tastes,
    *,
    firm: np.ndarray | None = None,
    control: np.ndarray | None = None,
    cost: np.ndarray | None = None,
    utility: np.ndarray | float = 0.0,
) -> Result:
    """What happens when owners, control, costs or utilities change; what is not given stays."""
    firms = int(max(market.firm.max(), -1 if firm is None else firm.max())) + 1
    alone = np.eye(firms)
    change = Change(
        firm=market.firm if firm is None else firm,
        control=alone if control is None else control,
        cost=costs(market, alone, taste) if cost is None else cost,
        utility=utility,
    )
    game, cell = collapse(market, alone, taste, change)
    return expand(market, taste, change, game, cell, solve(game))


@pytest.fixture(scope="session")
def random_market() -> Callable[..., tuple[Products, Tastes]]:
    """Builds a market from a seed."""
    return _random_market


@pytest.fixture(scope="session")
def play() -> Callable[..., Result]:
    """Plays a change of owners, control, costs or utilities."""
    return _play
