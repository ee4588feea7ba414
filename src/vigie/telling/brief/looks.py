"""How a brief looks, alike in every form: colours of statuses, days of references."""

from __future__ import annotations

import datetime as dt

from vigie.telling.brief.dates import day_words
from vigie.telling.brief.wording import Wording

__all__ = ["TONES", "dated"]

TONES = {
    "happened": "1d7a3f",
    "planned": "1f5fa8",
    "rumoured": "8a6100",
    "possible": "7a3f9a",
    "asked": "0a6f75",
    "denied": "b3261e",
}
"""Status to colour on white, hexadecimal."""


def dated(on: str | None, lang: str) -> str:
    """A day in words; a coarser date as it is; nothing where there is none."""
    if on is None:
        return ""
    return day_words(dt.date.fromisoformat(on), Wording.load(lang)) if len(on) == len("2026-05-03") else on
