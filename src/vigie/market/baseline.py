"""The market before any deal: cars by group, powertrain and where they were built, drawn where they are not known.

Built from `data/tables/*.yml`, `data/mix.yml` and `data/prices.yml` by iterative proportional fitting; every cell says
whether it was observed, imputed or assumed, and which facts it rests on. Plays no deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from vigie.errors import DataError, UnknownName
from vigie.market.fitting import fit
from vigie.market.uncertain import Dice, Number, Reader, State, worst

if TYPE_CHECKING:
    from vigie.market.demand import Floats
    from vigie.market.facts import Facts

POWERTRAINS = ("bev", "phev", "hybrid", "ice")
"""Battery electric, plug-in hybrid, hybrid without a plug, combustion: the nests of demand."""
PLUGGED = (0, 0, 1, 1)
"""Group of each powertrain: with a plug or without."""
EUROPEAN = frozenset({"eu27", "uk-efta", "europe"})
_SMALLEST_PART = 0.01


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Cars of one group and powertrain from one place, sold in one market."""

    group: str
    powertrain: str
    built_in: str
    """``china`` or ``elsewhere``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Market:
    """One market of one year, drawn B times."""

    id: str
    names: dict[str, str]
    relevant: bool
    """False where the market is too wide for a concentration figure to mean anything."""
    year: int
    cells: tuple[Cell, ...]
    units: Floats
    """(C, B) cars a year."""
    price: Floats
    """(C, B) thousand euro without tax."""
    states: tuple[State, ...]
    """How each cell's units are known."""
    price_states: tuple[State, ...]
    facts: tuple[frozenset[str], ...]
    """Facts behind each cell's units and price."""
    total: Number

    def rows(self, group: str) -> list[int]:
        """Where the cells of a group stand."""
        return [n for n, cell in enumerate(self.cells) if cell.group == group]


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A car group as the market table knows it."""

    id: str
    name: str
    home: str
    names: tuple[str, ...]


@cache
def read_data(name: str) -> Any:
    """A YAML file of the market's data folder, read once and not to be changed; ``name`` may hold slashes."""
    entry = resources.files(__package__).joinpath("data", *name.split("/"))
    return yaml.load(entry.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


@cache
def companies() -> dict[str, Company]:
    """All groups by id."""
    return {
        key: Company(id=key, name=one["name"], home=one["home"], names=tuple(one["names"]))
        for key, one in read_data("groups.yml").items()
    }


def find_company(name: str) -> Company:
    """The group of that id, name or brand, case and accents of letters aside; raises ``UnknownName`` naming near ones."""
    wanted = name.casefold().strip()
    for company in companies().values():
        if wanted in {company.id, company.name.casefold(), *(other.casefold() for other in company.names)}:
            return company
    from difflib import get_close_matches

    every = {n.casefold(): c.id for c in companies().values() for n in (c.id, c.name, *c.names)}
    near = sorted({every[match] for match in get_close_matches(wanted, every, n=3)})
    hint = f"did you mean {' or '.join(near)}?" if near else f"the market table knows {', '.join(companies())}"
    raise UnknownName(f"the market table knows no company '{name}': {hint}", culprit=name)


@cache
def years() -> tuple[int, ...]:
    """The years for which there is a table, oldest first."""
    folder = resources.files(__package__).joinpath("data", "tables")
    return tuple(sorted(int(entry.name.removesuffix(".yml")) for entry in folder.iterdir() if entry.name.endswith(".yml")))


def load_baseline(year: int, facts: Facts, dice: Dice) -> dict[str, Market]:
    """All markets of a year by id; raises ``UnknownName`` where there is no table and ``DataError`` where data contradict."""
    if year not in years():
        raise UnknownName(f"there is no market table for {year}: choose among {', '.join(map(str, years()))}", culprit=str(year))
    reader = Reader(facts, dice)
    table = read_data(f"tables/{year}.yml")
    return {key: _market(key, year, written, reader) for key, written in table["markets"].items()}


def margins(key: str, year: int, written: Any, reader: Reader) -> tuple[Number, dict[str, Number], dict[str, Number]]:
    """Total, powertrain sums and group sums of a market as its file gives them, ``rest`` worked out."""
    where = f"{key} {year}"
    total = reader.value(written["total"], f"units: {where} total")
    known = {"total": total}
    columns = _filled(written["powertrains"], total, known, reader, f"units: {where}")
    rows = _filled(written["groups"], total, known, reader, f"units: {where}")
    if set(columns) != set(POWERTRAINS):
        raise DataError(f"the table of {where} must give exactly {', '.join(POWERTRAINS)}: correct its powertrains", culprit=key)
    return total, columns, rows


def _filled(written: dict[str, Any], total: Number, known: dict[str, Number], reader: Reader, where: str) -> dict[str, Number]:
    """Read the parts of a total; the one called ``rest`` is what the others leave, at least a hundredth of it."""
    found = {name: reader.value(value, f"{where} {name}", known) for name, value in written.items() if value != "rest"}
    open_name = next((name for name, value in written.items() if value == "rest"), None)
    if open_name is None:
        raise DataError(f"{where} leaves no part as 'rest': one must take what the others leave", culprit=where)
    held = sum((part.draws for part in found.values()), np.zeros_like(total.draws))
    if np.median(held) >= np.median(total.draws):
        raise DataError(f"{where} has parts that exceed its total: reconcile them", culprit=where)
    room = np.minimum(1.0, (1 - _SMALLEST_PART) * total.draws / held)
    found = {name: Number(part.draws * room, part.state, part.facts, part.why) for name, part in found.items()}
    rest = total.draws - held * room
    state = worst([*(part.state for part in found.values()), "imputed"])
    ids = total.facts.union(*(part.facts for part in found.values()))
    found[open_name] = Number(rest, state, ids, "what the others leave")
    return {name: found[name] for name in written}


def _region(market: str) -> str:
    return "europe" if market in EUROPEAN else market


def _market(key: str, year: int, written: Any, reader: Reader) -> Market:
    total, columns, rows = margins(key, year, written, reader)
    mix = read_data("mix.yml")
    table, pinned = _fill(key, year, columns, rows, mix, reader)
    cells: list[Cell] = []
    units: list[Floats] = []
    states: list[State] = []
    facts: list[frozenset[str]] = []
    for g, group in enumerate(rows):
        for p, powertrain in enumerate(POWERTRAINS):
            if not np.median(table[g, p]) >= 1:
                continue
            only = sum(np.median(table[g, q]) >= 1 for q in range(len(POWERTRAINS))) == 1
            pin = pinned.get((g, p))
            if pin is not None:
                state, ids = pin.state, pin.facts
            elif only:
                state, ids = rows[group].state, rows[group].facts
            else:
                state = worst([rows[group].state, columns[powertrain].state, "imputed"])
                ids = rows[group].facts | columns[powertrain].facts
            for name, built_in, part, more in _origins(key, year, group, powertrain, mix, reader, int(written["firms_in_other"])):
                cells.append(Cell(name, powertrain, built_in))
                units.append(np.maximum(table[g, p], 1e-3) * part.draws)
                states.append(worst([state, "imputed"]) if more else state)
                facts.append(ids | part.facts)
    price, price_states, price_facts = _prices(key, year, cells, reader)
    return Market(
        id=key,
        names=dict(written["name"]),
        relevant=bool(written["relevant"]),
        year=year,
        cells=tuple(cells),
        units=np.stack(units),
        price=price,
        states=tuple(states),
        price_states=tuple(price_states),
        facts=tuple(a | b for a, b in zip(facts, price_facts, strict=True)),
        total=total,
    )


def _fill(
    key: str, year: int, columns: dict[str, Number], rows: dict[str, Number], mix: Any, reader: Reader
) -> tuple[Floats, dict[tuple[int, int], Number]]:
    """Cars by group and powertrain (G, 4, B), and the cells that are known by themselves."""
    where = f"{key} {year}"
    guess = np.zeros((len(rows), len(POWERTRAINS), reader.dice.count))
    for g, group in enumerate(rows):
        if group not in mix[_region(key)]:
            raise DataError(
                f"the mix of {_region(key)} lacks the group '{group}', which the table of {where} names: add it", culprit=group
            )
        for p, part in enumerate(mix[_region(key)][group]):
            if part > 0:
                noise = reader.dice.spread(f"mix: {_region(key)} {group} {POWERTRAINS[p]}", float(mix["spread"]))
                guess[g, p] = part * rows[group].draws * noise
    left_rows = np.stack([row.draws for row in rows.values()])
    left_columns = np.stack([columns[p].draws for p in POWERTRAINS])
    pinned: dict[tuple[int, int], Number] = {}
    held = np.zeros_like(guess)
    names = list(rows)
    for pin in mix["pinned"]:
        if pin["year"] != year or pin["market"] != key:
            continue
        g, p = names.index(pin["group"]), POWERTRAINS.index(pin["powertrain"])
        number = reader.value(pin["value"], f"units: {where} {pin['group']} {pin['powertrain']}")
        held[g, p] = np.minimum(number.draws, 0.98 * np.minimum(left_rows[g], left_columns[p]))
        guess[g, p] = 0.0
        left_rows[g] = left_rows[g] - held[g, p]
        left_columns[p] = left_columns[p] - held[g, p]
        pinned[g, p] = number
    return fit(guess, left_rows, left_columns, f"the table of {where}") + held, pinned


def _origins(
    key: str, year: int, group: str, powertrain: str, mix: Any, reader: Reader, fringe: int
) -> list[tuple[str, str, Number, bool]]:
    """Seller, where built, part of the cell, and whether the part is an assumption."""
    whole = np.ones(reader.dice.count)
    if group == "other":
        return [(f"other-{n + 1}", "elsewhere", Number(whole / fringe, "assumed"), True) for n in range(fringe)]
    if key == "china":
        return [(group, "china", Number(whole, "observed"), False)]
    if key not in EUROPEAN:
        return [(group, "elsewhere", Number(whole, "observed"), False)]
    for rule in mix["built_in_china"]:
        if rule["group"] != group or rule.get("powertrain", powertrain) != powertrain or rule.get("year", year) != year:
            continue
        ids = frozenset(fact for name in rule.get("facts", ()) for fact in (reader.facts.get(name, f"built in China: {group}").id,))
        part = np.minimum(
            float(rule["part"]) * reader.dice.spread(f"built in China: {group}", float(rule.get("spread", 0.0))), 0.98
        )
        if float(rule["part"]) == 1.0:
            return [(group, "china", Number(whole, "assumed", ids), False)]
        return [
            (group, "china", Number(part, "assumed", ids), True),
            (group, "elsewhere", Number(1 - part, "assumed", ids), True),
        ]
    return [(group, "elsewhere", Number(whole, "assumed"), False)]


def _prices(key: str, year: int, cells: list[Cell], reader: Reader) -> tuple[Floats, list[State], list[frozenset[str]]]:
    """Price of each cell: the powertrain's, times the group's level, times noise; or the one known for the cell."""
    data = read_data("prices.yml")
    level_of = data["markets"].get(f"{key} {year}", data["markets"][key])
    common = {p: reader.value(level_of[p], f"price: {key} {p}") for p in POWERTRAINS}
    found: list[Floats] = []
    states: list[State] = []
    facts: list[frozenset[str]] = []
    for cell in cells:
        known = next(
            (
                c
                for c in data["cells"]
                if (c["market"], c["group"], c["powertrain"]) == (key, cell.group, cell.powertrain) and c.get("year", year) == year
            ),
            None,
        )
        if known is not None:
            number = reader.value(known["value"], f"price: {key} {cell.group} {cell.powertrain}")
            found.append(number.draws)
            states.append(number.state)
            facts.append(number.facts)
            continue
        group = "other" if cell.group.startswith("other-") else cell.group
        level = float(data["groups"][_region(key)][group])
        noise = reader.dice.spread(f"price: {_region(key)} {group}", float(data["common_spread"]))
        own = reader.dice.spread(f"price: {key} {group} {cell.powertrain}", float(data["cell_spread"]))
        found.append(common[cell.powertrain].draws * level * noise * own)
        states.append("assumed")
        facts.append(common[cell.powertrain].facts)
    return np.stack(found), states, facts
