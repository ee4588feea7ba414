"""Who holds what part of whom, as data with dates; and what that does to the aims with which prices are set.

O'Brien and Salop, "Competitive effects of partial ownership", Antitrust Law Journal 67, 2000: a silent holder minds its
part of the other's profit; a holder with a say makes the other mind the holder's as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.market.baseline import read_data

if TYPE_CHECKING:
    import datetime as dt

    from vigie.market.facts import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A part of one company in another's hands."""

    holder: str
    held: str
    part: float
    first_on: dt.date
    counts: bool
    """False where it gives no say over cars of the table: engines, one country."""
    fact: str
    why: str = ""


def load_ownership(facts: Facts) -> tuple[Holding, ...]:
    """All holdings; raises ``DataError`` where a fact is gone."""
    return tuple(
        Holding(
            holder=row["holder"],
            held=row["held"],
            part=facts.get(row["part"], f"the part of {row['holder']} in {row['held']}").number,
            first_on=row["from"],
            counts=bool(row["counts"]),
            fact=row["part"],
            why=row.get("why", ""),
        )
        for row in read_data("ownership.yml")
    )


def held_on(holdings: tuple[Holding, ...], on: dt.date) -> tuple[Holding, ...]:
    """Those that count and stand on that day."""
    return tuple(one for one in holdings if one.counts and one.first_on <= on)
