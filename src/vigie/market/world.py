"""One market as a game of prices, and where it stands before and after: units, prices, profits, duties.

Sets up the base from the market table; `vigie.market.applying` turns levers into a changed game.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import InputError
from vigie.market.baseline import PLUGGED, POWERTRAINS, Cell, Market
from vigie.market.demand import Floats, Ints, Nests, Parts, Tastes, split
from vigie.market.equilibrium import Layout, Outcome, base_margins
from vigie.market.priors import Priors, tastes_for

if TYPE_CHECKING:
    from vigie.market.duties import DutyTable
    from vigie.market.ownership import Holding


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Base:
    """A market of the table as a game at rest; arrays (C, B) unless said."""

    market: Market
    firms: tuple[str, ...]
    layout: Layout
    tastes: Tastes
    parts: Parts
    potential: Floats
    """(B,) people who might buy in the year."""
    margin: Floats
    """Thousand euro, as the first-order conditions imply."""
    cost: Floats
    """Thousand euro, duty included."""
    duty_rate: Floats
    """(C,) part of the customs value."""
    customs_part: Floats
    """(B,) customs value as a part of the price."""
    holdings: tuple[Holding, ...]
    on: dt.date
    """Day of the duties in the base."""
    facts: frozenset[str]
    """Facts behind the tastes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Income:
    """What a firm is paid per unit of another firm's cell."""

    firm: int
    cell: int
    amount: Floats
    """(B,) thousand euro per unit at the prices of rest."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stand:
    """Where a market stands; arrays (C, B) unless said."""

    market: Market
    firms: tuple[str, ...]
    cells: tuple[Cell, ...]
    labels: tuple[str, ...]
    """Name of the product where a deal brought it in, else empty."""
    firm: Ints
    """(C,) who sets the price."""
    owner: Ints
    """(F,) who controls each firm, itself where nobody does: what a concentration sheet adds up."""
    claims: Floats
    """(F, F) part of firm k's profit that is firm f's."""
    units: Floats
    """Cars a year."""
    price: Floats
    """Thousand euro without tax; NaN where not sold."""
    margin: Floats
    """Thousand euro kept per car."""
    duty: Floats
    """Thousand euro per car."""
    incomes: tuple[Income, ...]
    surplus: Floats
    """(B,) change of consumer surplus from the base, million euro a year."""
    shadow: dict[str, Floats]
    """Limit → (B,) thousand euro that one more car would earn."""
    limits: dict[str, Floats]
    """Limit → (B,) part of it that is used."""
    residual: float
    """Largest first-order residual of all draws."""
    tastes: Tastes
    nests: Nests
    potential: Floats
    """(B,) people who might buy in the year."""

    def of(self, firm: str) -> list[int]:
        """Cells whose prices a firm sets."""
        if firm not in self.firms:
            return []
        number = self.firms.index(firm)
        return [int(c) for c in np.flatnonzero(self.firm == number)]

    def units_of(self, firm: str) -> Floats:
        """(B,) cars a firm sells."""
        found: Floats = self.units[self.of(firm)].sum(axis=0) if self.of(firm) else np.zeros(self.units.shape[1])
        return found

    def operating(self) -> Floats:
        """(F, B) variable profit of each firm's own business, fees earned included, million euro a year."""
        found = np.zeros((len(self.firms), self.units.shape[1]))
        for cell, firm in enumerate(self.firm):
            found[firm] += self.margin[cell] * self.units[cell]
        for income in self.incomes:
            found[income.firm] += income.amount * self.units[income.cell]
        return found / 1e3

    def profit(self) -> dict[str, Floats]:
        """Firm → (B,) variable profit that is its own: its business less others' parts, and its parts in others."""
        attributed = self.claims @ self.operating()
        return {firm: attributed[n] for n, firm in enumerate(self.firms)}

    def duty_paid(self) -> Floats:
        """(B,) duty paid, million euro a year."""
        found: Floats = (self.duty * self.units).sum(axis=0) / 1e3
        return found


def claims(firms: tuple[str, ...], parts: list[tuple[str, str, float]]) -> Floats:
    """Claims matrix (F, F) from (holder, held, part) triples; what nobody named holds stays with the firm itself.

    Raises ``InputError`` where more than the whole of a firm is held.
    """
    found = np.eye(len(firms))
    for holder, held, part in parts:
        if holder in firms and held in firms:
            h, k = firms.index(holder), firms.index(held)
            found[h, k] += part
            found[k, k] -= part
    if found.min() < -1e-9:
        raise InputError("the holdings give away more than the whole of a company: lower the shares held", culprit="ownership")
    return found


def set_up(market: Market, priors: Priors, duties: DutyTable, holdings: tuple[Holding, ...]) -> Base:
    """The market as a game at rest on the first of July of its year."""
    on = dt.date(market.year, 7, 1)
    firms = tuple(dict.fromkeys(cell.group for cell in market.cells))
    present = [p for p in POWERTRAINS if any(cell.powertrain == p for cell in market.cells)]
    groups = sorted({PLUGGED[POWERTRAINS.index(p)] for p in present})
    where = Nests(
        np.array([present.index(cell.powertrain) for cell in market.cells], dtype=np.intp),
        np.array([groups.index(PLUGGED[POWERTRAINS.index(p)]) for p in present], dtype=np.intp),
    )
    potential = market.total.draws * priors.potential.draws
    share = market.units / potential
    taste = tastes_for(share, market.price, where, priors)
    control = np.eye(len(firms))
    standing = tuple(one for one in holdings if one.first_on <= on and one.counts and {one.holder, one.held} <= set(firms))
    for one in standing:
        control[firms.index(one.holder), firms.index(one.held)] = one.part
    layout = Layout(where, np.array([firms.index(cell.group) for cell in market.cells], dtype=np.intp), control)
    parts = split(share, where)
    margin = base_margins(layout, taste, parts.within, parts.sub, parts.group)
    rates = [duties.rate(market.id, cell.built_in, cell.powertrain, cell.group, on)[0] for cell in market.cells]
    return Base(
        market=market,
        firms=firms,
        layout=layout,
        tastes=taste,
        parts=parts,
        potential=potential,
        margin=margin,
        cost=market.price - margin,
        duty_rate=np.array(rates),
        customs_part=priors.customs_part.draws,
        holdings=standing,
        on=on,
        facts=priors.facts(),
    )


def at_rest(base: Base) -> Stand:
    """The base itself as a stand."""
    market = base.market
    return Stand(
        market=market,
        firms=base.firms,
        cells=market.cells,
        labels=("",) * len(market.cells),
        firm=base.layout.firm,
        owner=np.arange(len(base.firms)),
        claims=claims(base.firms, [(one.holder, one.held, one.part) for one in base.holdings]),
        units=market.units,
        price=market.price,
        margin=base.margin,
        duty=base.duty_rate[:, None] * base.customs_part * market.price,
        incomes=(),
        surplus=np.zeros(market.units.shape[1]),
        shadow={},
        limits={},
        residual=0.0,
        tastes=base.tastes,
        nests=base.layout.nests,
        potential=base.potential,
    )


def surplus_of(base: Base, outcome: Outcome) -> Floats:
    """(B,) change of consumer surplus from the base, million euro a year (Small and Rosen 1981)."""
    found: Floats = base.potential * np.log(outcome.scale) / base.tastes.alpha / 1e3
    return found
