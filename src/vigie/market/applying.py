"""From levers to a changed game and its prices at rest. The one place that knows what each lever does to the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import InputError
from vigie.market.baseline import POWERTRAINS, Cell
from vigie.market.demand import Floats, Nests
from vigie.market.duties import Duty, DutyTable
from vigie.market.equilibrium import Fee as GameFee
from vigie.market.equilibrium import Game, Layout, Pool, solve
from vigie.market.levers import (
    ALL,
    Cost,
    Demand,
    Divestiture,
    DutyChange,
    Fee,
    JointVenture,
    Lever,
    Limit,
    Merger,
    MinimumPrice,
    Product,
    Range,
    Royalty,
    Site,
    Stake,
    Withdrawal,
)
from vigie.market.world import Base, Income, Stand, at_rest, claims, surplus_of

if TYPE_CHECKING:
    import datetime as dt

    from vigie.market.uncertain import Dice


_SMALLEST_REACH = 1e-6
_LARGEST_REACH = 0.9


@dataclass(slots=True)
class _Change:
    """A market on its way from the base to the game after the deal; arrays (C, B)."""

    firms: list[str]
    cells: list[Cell]
    labels: list[str]
    seller: list[str]
    cost: Floats
    """Unit cost afterwards without duty."""
    worth: Floats
    """Thousand euro that buyers would pay more."""
    price0: Floats
    """Base price, or the price at which an entrant's reach was judged."""
    margin0: Floats
    within: Floats
    gone: set[int] = field(default_factory=set)
    keep: Floats | None = None
    floor: Floats | None = None
    fees: list[GameFee] = field(default_factory=list)
    weights: list[tuple[str, str, float]] = field(default_factory=list)
    parts: list[tuple[str, str, float]] = field(default_factory=list)
    owners: list[tuple[str, str]] = field(default_factory=list)
    pools: list[tuple[str, list[int], Floats]] = field(default_factory=list)


def duties_after(duties: DutyTable, levers: tuple[Lever, ...]) -> DutyTable:
    """The duty table with what the levers change; base duties stay."""
    for lever in levers:
        if isinstance(lever, DutyChange):
            if lever.first_on is None:
                raise InputError("the lever 'duty' lacks 'from': a duty needs the day from which it holds", culprit="from")
            duties = duties.with_row(
                Duty(
                    importer=lever.importer,
                    origin=lever.origin,
                    powertrains=POWERTRAINS if lever.powertrain == ALL else (lever.powertrain,),
                    companies=("others",) if lever.company == ALL else (lever.company,),
                    first_on=lever.first_on,
                    last_on=lever.last_on,
                    rate=lever.rate,
                    facts=frozenset(lever.facts),
                )
            )
    return duties


def touches(lever: Lever, market: str) -> bool:
    """True where a lever can change something in that market."""
    if isinstance(lever, JointVenture):
        return False
    place = getattr(lever, "importer", getattr(lever, "market", ALL))
    return place in {market, ALL}


def apply(base: Base, levers: tuple[Lever, ...], duties: DutyTable, on: dt.date, first_on: dt.date, dice: Dice) -> Stand:
    """Where the market stands on day ``on`` with these levers at work since ``first_on``; the base itself where nothing changes.

    Raises `NotConverged` where no equilibrium is found and ``InputError`` where a lever names what is not sold there.
    """
    key = base.market.id
    mine = tuple(lever for lever in levers if touches(lever, key) or isinstance(lever, JointVenture))
    after = duties_after(duties, mine)
    change = _start(base, mine, on, first_on, dice)
    for lever in mine:
        _pull(change, lever, dice)
    built_in = [cell.built_in for cell in change.cells]
    rates = np.array([after.rate(key, b, c.powertrain, c.group, on)[0] for b, c in zip(built_in, change.cells, strict=True)])
    duty = rates[:, None] * base.customs_part * change.price0
    entered = len(change.cells) - len(base.market.cells)
    same = not mine and entered == 0 and np.array_equal(rates, base.duty_rate)
    if same:
        return at_rest(base)
    return _finish(base, change, duty)


def _start(base: Base, levers: tuple[Lever, ...], on: dt.date, first_on: dt.date, dice: Dice) -> _Change:
    """The base, and the cars that enter."""
    market = base.market
    duty0 = base.duty_rate[:, None] * base.customs_part * market.price
    change = _Change(
        firms=list(base.firms),
        cells=list(market.cells),
        labels=[""] * len(market.cells),
        seller=[cell.group for cell in market.cells],
        cost=base.cost - duty0,
        worth=np.zeros_like(base.cost),
        price0=market.price,
        margin0=base.margin,
        within=base.parts.within,
        parts=[(one.holder, one.held, one.part) for one in base.holdings],
        weights=[(one.holder, one.held, one.part) for one in base.holdings],
    )
    for lever in levers:
        if isinstance(lever, Product):
            _enter(change, base, lever, on, first_on, dice)
    return change


def _enter(change: _Change, base: Base, lever: Product, on: dt.date, first_on: dt.date, dice: Dice) -> None:
    """Add a car whose attraction gives it its reach at its price while rivals stand still."""
    if not any(cell.powertrain == lever.powertrain for cell in base.market.cells):
        raise InputError(
            f"'{lever.name}': nobody sells {lever.powertrain} cars in {base.market.id}, so a reach can't be judged",
            culprit=lever.name,
        )
    elapsed = (on - (lever.first_on or first_on)).days / 365.25
    rolled = 1.0 if lever.years == 0 else min(1.0, lever.start + (1 - lever.start) * elapsed / lever.years)
    reach = np.clip(_drawn(dice, f"reach: {lever.name}", lever.reach) * rolled, _SMALLEST_REACH, _LARGEST_REACH)
    price = _drawn(dice, f"entry price: {lever.name}", lever.price)
    cost = _drawn(dice, f"entry cost: {lever.name}", lever.cost)
    change.cells.append(Cell(lever.company, lever.powertrain, lever.built_in))
    change.labels.append(lever.name)
    change.seller.append(lever.company)
    _know(change, lever.company)
    change.cost = np.vstack([change.cost, cost])
    change.worth = np.vstack([change.worth, np.zeros_like(cost)])
    change.price0 = np.vstack([change.price0, price])
    change.margin0 = np.vstack([change.margin0, price - cost])
    change.within = np.vstack([change.within, reach / (1 - reach)])


def _drawn(dice: Dice, name: str, written: Range) -> Floats:
    return dice.between(name, written.low, written.high)


def _know(change: _Change, firm: str) -> None:
    if firm not in change.firms:
        change.firms.append(firm)


def _rows(change: _Change, company: str, powertrain: str) -> list[int]:
    return [n for n, cell in enumerate(change.cells) if change.seller[n] == company and powertrain in {ALL, cell.powertrain}]


def _label(lever: Lever) -> str:
    """What the draws of a lever are called: its kind, whose cars, which."""
    words = [
        type(lever).__name__.lower(),
        getattr(lever, "company", ""),
        getattr(lever, "payer", ""),
        getattr(lever, "powertrain", ""),
    ]
    return " ".join(word for word in words if word)


def _pull(change: _Change, lever: Lever, dice: Dice) -> None:
    """Do to the change what the lever says."""
    label = _label(lever)
    match lever:
        case Cost():
            for n in _rows(change, lever.company, lever.powertrain):
                change.cost = _with(change.cost, n, change.cost[n] * (1 + _drawn(dice, f"cost: {label}", lever.change)))
        case Demand():
            for n in _rows(change, lever.company, lever.powertrain):
                change.worth = _with(change.worth, n, change.worth[n] + _drawn(dice, f"worth to buyers: {label}", lever.worth))
        case Site():
            for n in _rows(change, lever.company, lever.powertrain):
                if change.cells[n].built_in != lever.built_in:
                    old = change.cells[n]
                    change.cells[n] = Cell(old.group, old.powertrain, lever.built_in)
                    change.cost = _with(change.cost, n, change.cost[n] * (1 + _drawn(dice, f"move: {label}", lever.cost_change)))
        case Royalty():
            _royalty(change, lever, label, dice)
        case Fee():
            _know(change, lever.earner)
            for n in _rows(change, lever.payer, lever.powertrain):
                paid = _drawn(dice, f"fee: {label}", lever.per_unit)
                own = _drawn(dice, f"building: {label}", lever.own_cost)
                change.cost = _with(change.cost, n, change.cost[n] + paid)
                change.fees.append(
                    GameFee(firm=change.firms.index(lever.earner), cell=n, per_unit=paid - own, rate=np.zeros_like(paid))
                )
        case JointVenture() | Stake() | Merger() | Divestiture():
            _own(change, lever)
        case Withdrawal():
            change.gone |= set(_rows(change, lever.company, lever.powertrain))
        case Limit():
            rows = _rows(change, lever.company, lever.powertrain)
            if rows:
                change.pools.append((lever.name, rows, _drawn(dice, f"limit: {lever.name}", lever.limit)))
        case MinimumPrice():
            if change.floor is None:
                change.floor = np.full_like(change.cost, -np.inf)
            for n in _rows(change, lever.company, lever.powertrain):
                if change.cells[n].built_in == "china":
                    change.floor[n] = _drawn(dice, f"minimum price: {label}", lever.price)
        case _:
            pass


def _with(values: Floats, row: int, new: Floats) -> Floats:
    found = values.copy()
    found[row] = new
    return found


def _royalty(change: _Change, lever: Royalty, label: str, dice: Dice) -> None:
    _know(change, lever.earner)
    for n in _rows(change, lever.payer, lever.powertrain):
        paid = _drawn(dice, f"royalty: {label}", lever.per_unit)
        rate = _drawn(dice, f"royalty rate: {label}", lever.per_cent)
        change.cost = _with(change.cost, n, change.cost[n] + paid)
        if np.any(rate > 0):
            keep = np.ones_like(change.cost) if change.keep is None else change.keep
            change.keep = _with(keep, n, keep[n] - rate)
        change.fees.append(GameFee(firm=change.firms.index(lever.earner), cell=n, per_unit=paid, rate=rate))


def _own(change: _Change, lever: JointVenture | Stake | Merger | Divestiture) -> None:
    """Who holds what and minds whom."""
    match lever:
        case JointVenture():
            if lever.name not in change.firms:
                return
            for parent, part in lever.shares:
                _know(change, parent)
                change.parts.append((parent, lever.name, part))
                change.weights.append((parent, lever.name, part))
            for parent, part in lever.control or lever.shares:
                change.weights.append((lever.name, parent, part))
                if part > 0.5:
                    change.owners.append((lever.name, parent))
        case Stake():
            for firm in (lever.holder, lever.held):
                _know(change, firm)
            change.parts.append((lever.holder, lever.held, lever.share))
            change.weights.append((lever.holder, lever.held, lever.share))
            if not lever.silent:
                change.weights.append((lever.held, lever.holder, lever.share))
                if lever.share > 0.5:
                    change.owners.append((lever.held, lever.holder))
        case Merger():
            for firm in lever.companies:
                _know(change, firm)
            for one in lever.companies:
                change.weights += [(one, other, 1.0) for other in lever.companies if other != one]
            change.owners += [(other, lever.companies[0]) for other in lever.companies[1:]]
        case Divestiture():
            _know(change, lever.to)
            for n in _rows(change, lever.company, lever.powertrain):
                change.seller[n] = lever.to


def _control(change: _Change) -> Floats:
    found = np.eye(len(change.firms))
    for one, other, weight in change.weights:
        if one in change.firms and other in change.firms:
            a, b = change.firms.index(one), change.firms.index(other)
            found[a, b] = max(found[a, b], weight)
    return found


def _finish(base: Base, change: _Change, duty: Floats) -> Stand:
    """Solve the changed game and tell where it stands."""
    taste, market = base.tastes, base.market
    full = change.cost + duty
    cost0 = np.vstack([base.cost, change.price0[len(market.cells) :] - change.margin0[len(market.cells) :]])
    net = full if change.keep is None else full / change.keep
    shock = taste.steep * (change.worth - (net - cost0))
    stays = [n for n in range(len(change.cells)) if n not in change.gone]
    place = {n: i for i, n in enumerate(stays)}
    powertrains = [cell.powertrain for cell in market.cells]
    nest_of = {p: int(base.layout.nests.subgroup[powertrains.index(p)]) for p in dict.fromkeys(powertrains)}
    where = Nests(np.array([nest_of[change.cells[n].powertrain] for n in stays], dtype=np.intp), base.layout.nests.group)
    if len(set(where.subgroup.tolist())) < where.subgroups:
        raise InputError(f"the deal takes every car of a powertrain off {market.id}: leave one", culprit=market.id)
    firm = np.array([change.firms.index(change.seller[n]) for n in stays], dtype=np.intp)
    draws = full.shape[1]
    potential = base.potential
    game = Game(
        layout=Layout(where, firm, _control(change)),
        tastes=taste,
        within=change.within[stays],
        sub=base.parts.sub,
        group=base.parts.group,
        margin0=change.margin0[stays],
        shock=shock[stays],
        cost=full[stays],
        keep=None if change.keep is None else change.keep[stays],
        price_floor=None if change.floor is None else change.floor[stays],
        fees=tuple(
            GameFee(firm=f.firm, cell=place[f.cell], per_unit=f.per_unit, rate=f.rate) for f in change.fees if f.cell in place
        ),
        pools=tuple(
            Pool(name=name, cells=np.array([place[n] for n in rows if n in place], dtype=np.intp), limit=limit / potential)
            for name, rows, limit in change.pools
            if any(n in place for n in rows)
        ),
    )
    outcome = solve(game)
    keep = np.ones((len(stays), draws)) if game.keep is None else game.keep
    price = (game.cost + outcome.margin) / keep
    units = outcome.share * potential
    owner = np.arange(len(change.firms))
    for one, by in change.owners:
        owner[owner == change.firms.index(one)] = owner[change.firms.index(by)]
    return Stand(
        market=market,
        firms=tuple(change.firms),
        cells=tuple(change.cells[n] for n in stays),
        labels=tuple(change.labels[n] for n in stays),
        firm=firm,
        owner=owner,
        claims=claims(tuple(change.firms), change.parts),
        units=units,
        price=price,
        margin=outcome.margin,
        duty=duty[stays],
        incomes=tuple(Income(firm=f.firm, cell=f.cell, amount=f.per_unit + f.rate * price[f.cell]) for f in game.fees),
        surplus=surplus_of(base, outcome),
        shadow={pool.name: outcome.shadow[n] for n, pool in enumerate(game.pools)},
        limits={pool.name: units[pool.cells].sum(axis=0) / (pool.limit * potential) for pool in game.pools},
        residual=float(outcome.residual.max()),
        tastes=taste,
        nests=where,
        potential=potential,
    )
