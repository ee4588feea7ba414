"""Dates as people write them, at the precision that is known. Knows no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.model import When
from vigie.telling.brief.wording import NO_BREAK, Wording

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["day_words", "on_words", "readable"]

_ORDINAL = {"en": ("first", "second", "third", "fourth"), "fr": ("premier", "deuxième", "troisième", "quatrième")}


def readable(iso: str | None) -> str | None:
    """The part of an ISO expression that is a date: a longer instant gives its day, what is none gives ``None``."""
    if iso is None:
        return None
    for text in (iso, iso[:10]):
        try:
            return When(text).iso
        except ValueError:
            continue
    return None


def day_words(day: dt.date, wording: Wording) -> str:
    """A day without preposition: "3 May 2026", « 1er mai 2026 »."""
    number = "1er" if wording.lang == "fr" and day.day == 1 else str(day.day)
    return f"{number}{NO_BREAK}{wording.data['months'][day.month - 1]}{NO_BREAK}{day.year}"


def on_words(iso: str, wording: Wording) -> str:
    """A date with its preposition: "on 3 May 2026", « au deuxième trimestre 2026 », "in 2024"; ``ValueError`` for no date."""
    when = When(iso)
    year, french = iso[:4], wording.lang == "fr"
    if when.precision == "day":
        words = day_words(when.first_on, wording)
        return f"le {words}" if french else f"on {words}"
    if when.precision == "month":
        month = wording.data["months"][when.first_on.month - 1]
        return f"en {month}{NO_BREAK}{year}" if french else f"in {month}{NO_BREAK}{year}"
    if when.precision == "year":
        return f"en {year}" if french else f"in {year}"
    order = _ORDINAL[wording.lang][int(iso[-1]) - 1]
    if french:
        return f"au {order} {'trimestre' if when.precision == 'quarter' else 'semestre'} {year}"
    return f"in the {order} {'quarter' if when.precision == 'quarter' else 'half'} of {year}"
