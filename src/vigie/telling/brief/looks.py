"""How a brief looks, alike in every form: marks of quotation, colours of statuses, what of foreign text is shown."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from vigie.telling.brief.dates import day_words
from vigie.telling.brief.wording import Wording

if TYPE_CHECKING:
    from vigie.telling.brief.value import Reference

__all__ = ["MARKS", "TONES", "dated", "is_web", "shown"]

MARKS = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}
TONES = {
    "happened": "1d7a3f",
    "planned": "1f5fa8",
    "rumoured": "8a6100",
    "possible": "7a3f9a",
    "asked": "0a6f75",
    "denied": "b3261e",
}
"""Status to colour, hexadecimal; each has a contrast of 4.5 or more on white."""

_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")


def shown(text: str) -> str:
    """In one line, without control characters and marks that turn the direction of writing."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", _UNSHOWN.sub("", text)).strip()


def dated(one: Reference, lang: str) -> str:
    """The day of a reference in words; a coarser date as it is."""
    if one.on is None:
        return ""
    return day_words(dt.date.fromisoformat(one.on), Wording.load(lang)) if len(one.on) == len("2026-05-03") else one.on


def is_web(url: str) -> bool:
    """True for an address of the web."""
    return re.match(r"https?://[^\s\"'<>]+$", url) is not None
