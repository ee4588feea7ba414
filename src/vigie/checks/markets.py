"""Random markets for whoever changes the market engine: many firms and nests, shares far apart, tastes up to their bounds."""

from __future__ import annotations

import numpy as np

from vigie.market.cells import Change, Products, Result, collapse, costs, expand
from vigie.market.demand import Floats, Ints, Tastes, nests, tastes
from vigie.market.equilibrium import solve

__all__ = ["play_change", "random_market", "union"]


def random_market(seed: int, *, products: int = 60, firms: int = 8, levels: int = 2, draws: int = 1) -> tuple[Products, Tastes]:
    """A market and tastes for it, the same for the same seed; sigma up to 0.95; prices above margins."""
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


def union(market: Products, one: int, other: int) -> Ints:
    """Owners of the products after firm ``other`` is bought by firm ``one``."""
    found: Ints = np.where(market.firm == other, one, market.firm)
    return found


def play_change(
    market: Products,
    taste: Tastes,
    *,
    firm: Ints | None = None,
    control: Floats | None = None,
    cost: Floats | None = None,
    utility: Floats | float = 0.0,
    alone: Floats | None = None,
) -> Result:
    """What happens when owners, control, costs or utilities change; what is not given stays.

    ``alone`` is the control matrix of the base, the identity where it is not given.
    """
    firms = int(max(market.firm.max(), -1 if firm is None else firm.max())) + 1
    before = np.eye(firms) if alone is None else alone
    change = Change(
        firm=market.firm if firm is None else firm,
        control=before if control is None else control,
        cost=costs(market, before, taste) if cost is None else cost,
        utility=utility,
    )
    game, cell = collapse(market, before, taste, change)
    return expand(market, taste, change, game, cell, solve(game))
