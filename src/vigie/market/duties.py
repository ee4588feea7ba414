"""Duties on cars, as data: who levies what on whose cars, from where, from when.

Knows rates and dates only; what a rate does to a price is `vigie.market.world`'s.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.errors import DataError
from vigie.market.baseline import read_data

if TYPE_CHECKING:
    from vigie.market.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One rate on the customs value."""

    importer: str
    """Market that levies it."""
    origin: str
    """Where the car was built."""
    powertrains: tuple[str, ...]
    companies: tuple[str, ...]
    """Groups that pay it as their extra duty; ``others``: whoever is not named; empty: a base duty, which all pay."""
    first_on: dt.date
    last_on: dt.date | None
    rate: float
    facts: frozenset[str]

    def holds(self, importer: str, origin: str, powertrain: str, on: dt.date) -> bool:
        """True where it is levied on such a car that day, company aside."""
        return (
            (self.importer, self.origin) == (importer, origin)
            and powertrain in self.powertrains
            and self.first_on <= on
            and (self.last_on is None or on <= self.last_on)
        )


@dataclass(frozen=True, slots=True)
class DutyTable:
    """All duties."""

    rows: tuple[Duty, ...]

    def rate(self, importer: str, origin: str, powertrain: str, company: str, on: dt.date) -> tuple[float, frozenset[str]]:
        """What such a car of that company pays that day, as a part of the customs value, and the facts behind it.

        Base duties add up; of extra duties the newest row that fits the company holds, and of rows of one day the one
        that names it.
        """
        holding = [row for row in self.rows if row.holds(importer, origin, powertrain, on)]
        chosen = [row for row in holding if not row.companies]
        extra = [row for row in holding if company in row.companies or "others" in row.companies]
        if extra:
            chosen.append(max(extra, key=lambda row: (row.first_on, company in row.companies)))
        return sum(row.rate for row in chosen), frozenset().union(*(row.facts for row in chosen))

    def with_row(self, new: Duty) -> DutyTable:
        """The table with one more row."""
        return DutyTable((*self.rows, new))


def load_duties(facts: Facts) -> DutyTable:
    """The duties that ship with vigie; raises ``DataError`` naming a row without a date or a fact that is gone."""
    return DutyTable(tuple(_duty(row, facts) for row in read_data("duties.yml")))


def _duty(row: dict[str, Any], facts: Facts) -> Duty:
    label = f"the duty of {row.get('importer')} on cars from {row.get('origin')}"
    if not isinstance(row.get("from"), dt.date):
        raise DataError(f"{label} has no date: write 'from'", culprit="duties.yml")
    ids = [facts.get(row[key], label) for key in ("fact", "also") if key in row]
    return Duty(
        importer=row["importer"],
        origin=row["origin"],
        powertrains=tuple(row["powertrains"]),
        companies=tuple(row.get("companies", ())),
        first_on=row["from"],
        last_on=row.get("to"),
        rate=float(row["rate"]) if "rate" in row else ids[0].number,
        facts=frozenset(fact.id for fact in ids),
    )
