"""Products to firm x nest cells and back, exactly: under nested logit the markup is one number per firm and subgroup.

Builds games for `vigie.market.equilibrium` from products with shares and prices; solves nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vigie.market.demand import Floats, Ints, Nests, Tastes, split, total
from vigie.market.equilibrium import Game, Layout, Outcome, base_margins


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Products:
    """What is sold in one market at the base; arrays (J, B), B draws or 1."""

    share: Floats
    """Share of the potential market (of the budget under CES)."""
    price: Floats
    firm: Ints
    """(J,) firm of each product."""
    nests: Nests

    def layout(self, control: Floats) -> Layout:
        """The products as a layout of their own, one cell each."""
        return Layout(self.nests, self.firm, control)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """What changes for products; arrays (J, B)."""

    firm: Ints
    """(J,) who sets the price afterwards."""
    control: Floats
    """(F, F) weights afterwards."""
    cost: Floats
    """Unit cost afterwards."""
    utility: Floats | float = 0.0
    """Change of mean utility, price not counted."""
    stays: NDArrayBool | None = None
    """(J,) False for products that leave; None where all stay."""


NDArrayBool = np.ndarray[tuple[int], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """Products after the change; arrays (J, B), 0 share and NaN price where a product left."""

    price: Floats
    share: Floats
    margin: Floats
    """Price less unit cost."""
    surplus: Floats
    """(B,) change of consumer surplus per potential buyer, in money (in parts of the budget under CES)."""
    residual: Floats
    """(B,) see `Outcome.residual`."""


def costs(products: Products, control: Floats, taste: Tastes) -> Floats:
    """Unit costs (J, B) that the base shares and prices imply."""
    parts = split(products.share, products.nests)
    margin = base_margins(products.layout(control), taste, parts.within, parts.sub, parts.group)
    if taste.form == "ces":
        ces: Floats = products.price * (1 - margin)
        return ces
    unit: Floats = products.price - margin
    return unit


def collapse(products: Products, control: Floats, taste: Tastes, change: Change) -> tuple[Game, Ints]:
    """The game on cells and, per product, its cell (-1 where it leaves)."""
    parts = split(products.share, products.nests)
    margin = base_margins(products.layout(control), taste, parts.within, parts.sub, parts.group)
    keys = np.stack([products.nests.subgroup, products.firm, change.firm], axis=1)
    stays = np.ones(len(products.firm), dtype=bool) if change.stays is None else change.stays
    found, cell = np.unique(keys[stays], axis=0, return_inverse=True)
    cell_of = np.full(len(products.firm), -1, dtype=np.intp)
    cell_of[stays] = cell.reshape(-1)
    cells = len(found)
    if taste.form == "ces":
        moved = np.log(change.cost) - np.log(products.price * (1 - margin))
    else:
        moved = change.cost - (products.price - margin)
    shock = (change.utility - taste.alpha * moved) / (1 - taste.sigma1)
    shock = np.broadcast_to(shock, products.share.shape)[stays]
    mass = parts.within[stays]
    within = total(mass, cell_of[stays], cells)
    joint = np.log(total(mass * np.exp(shock), cell_of[stays], cells)) - np.log(within)
    first = np.array([int(np.flatnonzero(cell_of == c)[0]) for c in range(cells)], dtype=np.intp)
    where = Nests(products.nests.subgroup[first], products.nests.group)
    return Game(
        layout=Layout(where, change.firm[first], change.control),
        tastes=taste,
        within=within,
        sub=parts.sub,
        group=parts.group,
        margin0=np.broadcast_to(margin, products.share.shape)[first],
        shock=joint,
        cost=np.zeros_like(within),
    ), cell_of


def expand(products: Products, taste: Tastes, change: Change, game: Game, cell_of: Ints, outcome: Outcome) -> Result:
    """Prices and shares of products from the cells' outcome."""
    stays = cell_of >= 0
    price = np.full(products.share.shape, np.nan)
    share = np.zeros(products.share.shape)
    margin = outcome.margin[cell_of[stays]]
    cost = np.broadcast_to(change.cost, products.share.shape)[stays]
    price[stays] = cost / (1 - margin) if taste.form == "ces" else cost + margin
    base = split(products.share, products.nests).within[stays]
    margin0 = game.margin0[cell_of[stays]]
    if taste.form == "ces":
        moved = np.log(cost) - np.log(products.price[stays] * (1 - margin0))
    else:
        moved = cost - (products.price[stays] - margin0)
    utility = np.broadcast_to(change.utility, products.share.shape)[stays]
    weight = base * np.exp((utility - taste.alpha * moved) / (1 - taste.sigma1))
    cell = cell_of[stays]
    share[stays] = weight / total(weight, cell, len(outcome.share))[cell] * outcome.share[cell]
    return Result(
        price=price,
        share=share,
        margin=price - np.broadcast_to(change.cost, products.share.shape),
        surplus=np.log(outcome.scale) / taste.alpha,
        residual=outcome.residual,
    )
