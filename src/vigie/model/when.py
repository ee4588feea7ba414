"""A day, month, quarter, half-year or year in the world, at the precision that is known. Knows nothing of clocks.

`When` is what `*_on` fields hold. It is text in ISO 8601 form (`2024-04-27`, `2024-04`, `2024-Q2`, `2024-H1`, `2024`)
with an interval behind it; unknown is `None`, never today. `parse_as_of` reads a viewpoint, which is an instant.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from vigie.errors import InputError

_FORM = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?")


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A stretch of days known as one ISO expression; ordered by that expression."""

    iso: str

    def __post_init__(self) -> None:
        """Refuse what is no date: raises ``ValueError`` naming the text."""
        bounds(self.iso)

    @property
    def first_on(self) -> dt.date:
        """The first day it can mean."""
        return bounds(self.iso)[0]

    @property
    def last_on(self) -> dt.date:
        """The last day it can mean."""
        return bounds(self.iso)[1]

    @property
    def precision(self) -> str:
        """One of ``day``, ``month``, ``quarter``, ``half``, ``year``."""
        if "Q" in self.iso:
            return "quarter"
        if "H" in self.iso:
            return "half"
        return {4: "year", 7: "month", 10: "day"}[len(self.iso)]

    def may_be(self, other: When) -> bool:
        """True where both could mean the same happening: their stretches of days touch."""
        return self.first_on <= other.last_on and other.first_on <= self.last_on

    def __str__(self) -> str:
        """The ISO expression."""
        return self.iso


def bounds(iso: str) -> tuple[dt.date, dt.date]:
    """First and last day of an ISO expression; raises ``ValueError`` where it is none."""
    try:
        return _bounds(iso)
    except ValueError as error:
        raise ValueError(f"'{iso}' is no date: write 2024, 2024-Q2, 2024-H1, 2024-04 or 2024-04-27") from error


def _bounds(iso: str) -> tuple[dt.date, dt.date]:
    found = _FORM.fullmatch(iso)
    if found is None:
        raise ValueError(iso)
    year = int(found[1])
    if found[2]:
        first_month, last_month = 3 * int(found[2]) - 2, 3 * int(found[2])
    elif found[3]:
        first_month, last_month = 6 * int(found[3]) - 5, 6 * int(found[3])
    elif found[4] and found[5]:
        day = dt.date(year, int(found[4]), int(found[5]))
        return day, day
    elif found[4]:
        first_month = last_month = int(found[4])
    else:
        first_month, last_month = 1, 12
    return dt.date(year, first_month, 1), dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def parse_as_of(text: str | None) -> dt.datetime | None:
    """``2024-05-01`` (the end of that day, UTC) or an ISO instant; raises `InputError` for anything else."""
    if text is None:
        return None
    try:
        if len(text) == len("2024-05-01"):
            return dt.datetime.combine(dt.date.fromisoformat(text), dt.time.max, tzinfo=dt.UTC)
        instant = dt.datetime.fromisoformat(text)
        return instant.replace(tzinfo=dt.UTC) if instant.tzinfo is None else instant.astimezone(dt.UTC)
    except (ValueError, OverflowError) as error:
        raise InputError(f"'{text}' is no date: write 2024-05-01 or 2024-05-01T12:00:00Z", culprit=text) from error
