"""The numbers of a scenario, each with its interval, its chance of rising and the facts it rests on.

No interval, no number: an `Estimate` can't be made without one. Takes stands from `vigie.market.applying`; draws nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.market.baseline import POWERTRAINS
from vigie.market.concentration import Thresholds, concern, firm_shares, hhi, joint_diversion, largest, upward_pressure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.market.baseline import Market
    from vigie.market.demand import Floats, Ints
    from vigie.market.world import Stand


_NOISE = 1e-9
"""Relative change below which two numbers differ by rounding alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number that is not known exactly."""

    median: float
    low: float
    """Fifth percentile."""
    high: float
    """Ninety-fifth percentile."""
    rises: float
    """Chance of a value above 0, in [0, 1]."""


def estimate(draws: Floats) -> Estimate:
    """Median, 5 to 95 per cent and chance above 0 of draws (B,); values below 1e-9 of the largest count as 0.

    Percentiles are interpolated linearly between sorted draws, as numpy does.
    """
    clean = np.where(np.abs(draws) < 1e-9 * max(1.0, float(np.abs(draws).max())), 0.0, draws)
    ordered = np.sort(clean)
    at = np.array([0.05, 0.50, 0.95]) * (len(ordered) - 1)
    below = np.floor(at).astype(np.intp)
    above = np.minimum(below + 1, len(ordered) - 1)
    low, median, high = ordered[below] + (at - below) * (ordered[above] - ordered[below])
    return Estimate(median=float(median), low=float(low), high=float(high), rises=float((clean > 0).mean()))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figure:
    """One number of a scenario, before and after."""

    market: str
    """Market's id, or ``all`` for the markets that the deal touches together."""
    what: str
    """Key of what is measured; see `WHATS`."""
    who: str
    """Company, pair of companies ``a>b``, powertrain or limit; empty for the market as a whole."""
    unit: str
    before: Estimate | None
    after: Estimate | None
    change: Estimate
    facts: tuple[str, ...]
    draws: Floats
    """(B,) draws of the change, for the tornado."""


WHATS = {
    "units": "cars a year",
    "share": "% of cars sold",
    "price": "thousand euro",
    "profit": "million euro a year",
    "hhi": "HHI points",
    "sheet": "HHI points",
    "c4": "% of cars sold",
    "concern": "% of draws",
    "surplus": "million euro a year",
    "duty": "million euro a year",
    "diversion": "% of buyers lost",
    "upp": "thousand euro",
    "guppi": "% of price",
    "overlap": "% of cars sold",
    "meets": "% of the smaller one's cars",
    "alike": "% of cars",
    "used": "% of the limit",
    "scarcity": "thousand euro",
}
"""What can be measured → its unit."""


def _figure(market: str, what: str, who: str, before: Floats | None, after: Floats | None, facts: frozenset[str]) -> Figure:
    """A figure whose change is after less before, or all of what is given where only one is."""
    if before is not None and after is not None:
        change = after - before
        change = np.where(np.abs(change) < _NOISE * np.maximum(np.abs(before), np.abs(after)), 0.0, change)
    else:
        only = after if before is None else before
        if only is None:
            raise ValueError("a figure needs draws")
        change = only
    return Figure(
        market=market,
        what=what,
        who=who,
        unit=WHATS[what],
        before=None if before is None else estimate(before),
        after=None if after is None else estimate(after),
        change=estimate(change),
        facts=tuple(sorted(facts)),
        draws=change,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What the numbers of a market rest on."""

    table: frozenset[str]
    """Facts behind the market's total."""
    tastes: frozenset[str]
    deal: frozenset[str]
    """Facts of the deal, its levers and the duties it pays."""

    def under(self, stand: Stand, rows: list[int]) -> frozenset[str]:
        """Facts behind figures of some cells after the deal."""
        base = dict(zip(stand.market.cells, stand.market.facts, strict=True))
        own = frozenset().union(*(base.get(stand.cells[n], frozenset()) for n in rows))
        return own | self.table | self.tastes | self.deal


def market_figures(
    before: Stand, after: Stand, focus: tuple[str, ...], pairs: list[tuple[str, str]], rule: Thresholds, ground: Ground
) -> Iterator[Figure]:
    """All figures of one market: of the market, its powertrains, its companies, the pairs of parties, the limits."""
    key = before.market.id
    everything = ground.under(after, list(range(len(after.cells))))
    yield _figure(key, "units", "", before.units.sum(axis=0), after.units.sum(axis=0), everything)
    yield _figure(key, "price", "", _mean_price(before, None), _mean_price(after, None), everything)
    yield _figure(key, "surplus", "", None, after.surplus - before.surplus, everything)
    yield _figure(key, "duty", "", before.duty_paid(), after.duty_paid(), everything)
    yield from _concentration(key, before, after, pairs, rule, everything)
    for powertrain in POWERTRAINS:
        rows = [n for n, cell in enumerate(after.cells) if cell.powertrain == powertrain]
        old = [n for n, cell in enumerate(before.cells) if cell.powertrain == powertrain]
        if rows and old:
            facts = ground.under(after, rows)
            yield _figure(key, "units", powertrain, before.units[old].sum(axis=0), after.units[rows].sum(axis=0), facts)
            yield _figure(key, "price", powertrain, _mean_price(before, old), _mean_price(after, rows), facts)
    yield from _companies(key, before, after, focus, ground)
    for one, other in pairs:
        yield from _pair(key, before, after, one, other, everything)
    for name in after.limits:
        yield _figure(key, "used", name, None, 100 * after.limits[name], everything)
        yield _figure(key, "scarcity", name, None, after.shadow[name], everything)


def _mean_price(stand: Stand, rows: list[int] | None) -> Floats:
    chosen = list(range(len(stand.cells))) if rows is None else rows
    found: Floats = (stand.units[chosen] * stand.price[chosen]).sum(axis=0) / stand.units[chosen].sum(axis=0)
    return found


def _seller_of(stand: Stand) -> Ints:
    """(C,) who controls each cell's seller."""
    found: Ints = stand.owner[stand.firm]
    return found


def _concentration(
    key: str, before: Stand, after: Stand, pairs: list[tuple[str, str]], rule: Thresholds, facts: frozenset[str]
) -> Iterator[Figure]:
    """HHI and C4 by who controls whom; the authority's sheet: what the HHI of base shares gains by the change of control."""
    old = firm_shares(before.units, _seller_of(before), len(before.firms))
    new = firm_shares(after.units, _seller_of(after), len(after.firms))
    hhi_old, hhi_new = hhi(old), hhi(new)
    sheet = _sheet(before, after)
    joint = np.zeros_like(hhi_old)
    for one, other in pairs:
        joint = np.maximum(
            joint, sum((old[before.firms.index(f)] for f in (one, other) if f in before.firms), np.zeros_like(joint))
        )
    yield _figure(key, "hhi", "", hhi_old, hhi_new, facts)
    yield _figure(key, "sheet", "", None, sheet, facts)
    yield _figure(key, "c4", "", 100 * largest(old, 4), 100 * largest(new, 4), facts)
    yield _figure(key, "concern", "", None, 100 * concern(rule, hhi_old + sheet, sheet, np.where(sheet > 0, joint, 0.0)), facts)


def _sheet(before: Stand, after: Stand) -> Floats:
    """Change of HHI (B,) when base shares are added up by who controls whom after the deal."""
    controller = []
    for cell, firm in zip(before.cells, before.firm, strict=True):
        name = before.firms[firm]
        rows = [n for n, other in enumerate(after.cells) if (other.group, other.powertrain) == (cell.group, cell.powertrain)]
        seller = after.firm[rows[0]] if rows else (after.firms.index(name) if name in after.firms else 0)
        controller.append(after.owner[seller])
    joined = firm_shares(before.units, np.array(controller, dtype=np.intp), len(after.firms))
    alone = firm_shares(before.units, _seller_of(before), len(before.firms))
    return hhi(joined) - hhi(alone)


def _companies(key: str, before: Stand, after: Stand, focus: tuple[str, ...], ground: Ground) -> Iterator[Figure]:
    """Share, cars, price and profit of each company that sells there or earns there."""
    profit_old, profit_new = before.profit(), after.profit()
    sold_old, sold_new = before.units.sum(axis=0), after.units.sum(axis=0)
    nothing = np.zeros_like(sold_old)
    names = [*focus, *(f for f in after.firms if f not in focus and not f.startswith("other-"))]
    for name in names:
        rows, old = after.of(name), before.of(name)
        gained = profit_new.get(name, nothing), profit_old.get(name, nothing)
        if not rows and not old and np.array_equal(*gained):
            continue
        facts = ground.under(after, rows)
        units_old, units_new = before.units_of(name), after.units_of(name)
        yield _figure(key, "share", name, 100 * units_old / sold_old, 100 * units_new / sold_new, facts)
        yield _figure(key, "units", name, units_old, units_new, facts)
        if rows and old:
            yield _figure(key, "price", name, _mean_price(before, old), _mean_price(after, rows), facts)
        elif rows:
            yield _figure(key, "price", name, None, _mean_price(after, rows), facts)
        yield _figure(key, "profit", name, gained[1], gained[0], facts)


def _pair(key: str, before: Stand, after: Stand, one: str, other: str, facts: frozenset[str]) -> Iterator[Figure]:
    """How near two companies are: common sales, diversion, upward pressure; at base prices, or where one enters, after."""
    stand = before if before.of(one) and before.of(other) else after
    rows, others = np.array(stand.of(one), dtype=np.intp), np.array(stand.of(other), dtype=np.intp)
    sold = before.units.sum(axis=0)
    common = np.zeros_like(sold)
    for powertrain in POWERTRAINS:
        mine, theirs = (
            sum((before.units[n] for n in before.of(f) if before.cells[n].powertrain == powertrain), np.zeros_like(sold))
            for f in (one, other)
        )
        common = common + np.minimum(mine, theirs)
    yield _figure(key, "overlap", f"{one}>{other}", 100 * common / sold, None, facts)
    if len(rows) == 0 or len(others) == 0:
        return
    shares = stand.units / stand.potential
    for a, b, label in ((rows, others, f"{one}>{other}"), (others, rows, f"{other}>{one}")):
        flow = joint_diversion(shares, stand.nests, stand.tastes, a, b)
        pressure = upward_pressure(shares, stand.margin, stand.nests, stand.tastes, a, b)
        weight = stand.units[a] / stand.units[a].sum(axis=0)
        yield _figure(key, "diversion", label, None, 100 * flow, facts)
        yield _figure(key, "upp", label, None, (weight * pressure).sum(axis=0), facts)
        yield _figure(key, "guppi", label, None, 100 * (weight * pressure / stand.price[a]).sum(axis=0), facts)


def all_figures(pairs: list[tuple[Stand, Stand]], names: tuple[str, ...], facts: frozenset[str]) -> Iterator[Figure]:
    """Figures over all markets that the deal touches: cars and profit of each party, surplus of buyers."""
    for name in names:
        old = sum((before.units_of(name) for before, _ in pairs), np.zeros(pairs[0][0].units.shape[1]))
        new = sum((after.units_of(name) for _, after in pairs), np.zeros_like(old))
        yield _figure("all", "units", name, old, new, facts)
        nothing = np.zeros_like(old)
        was = sum((before.profit().get(name, nothing) for before, _ in pairs), nothing)
        now = sum((after.profit().get(name, nothing) for _, after in pairs), nothing)
        yield _figure("all", "profit", name, was, now, facts)
    yield _figure(
        "all",
        "surplus",
        "",
        None,
        sum((after.surplus - before.surplus for before, after in pairs), np.zeros_like(pairs[0][0].surplus)),
        facts,
    )


def footprint_figures(markets: list[Market], pairs: list[tuple[str, str]]) -> Iterator[Figure]:
    """How far two companies meet over all markets before the deal: in the same market and powertrain, and in powertrains alone."""
    for one, other in pairs:
        sold = {name: _sold(markets, name) for name in (one, other)}
        facts = frozenset().union(
            *(market.total.facts for market in markets),
            *(market.facts[n] for market in markets for name in (one, other) for n in market.rows(name)),
        )
        whole = {name: values.sum(axis=(0, 1)) for name, values in sold.items()}
        smaller = np.minimum(whole[one], whole[other])
        if not np.all(smaller > 0):
            continue
        met = np.minimum(sold[one], sold[other]).sum(axis=(0, 1))
        parts = [sold[name].sum(axis=0) / whole[name] for name in (one, other)]
        yield _figure("all", "meets", f"{one}>{other}", 100 * met / smaller, None, facts)
        yield _figure("all", "alike", f"{one}>{other}", 100 * np.minimum(*parts).sum(axis=0), None, facts)


def _sold(markets: list[Market], name: str) -> Floats:
    """(markets, 4, B) cars of a group by market and powertrain."""
    found = np.zeros((len(markets), len(POWERTRAINS), markets[0].units.shape[1]))
    for m, market in enumerate(markets):
        for n in market.rows(name):
            found[m, POWERTRAINS.index(market.cells[n].powertrain)] += market.units[n]
    return found
