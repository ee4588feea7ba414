"""Foreign text as it may be shown: in one line, without what hides or turns it; and the marks around a quote. Marks nothing up."""

from __future__ import annotations

import re

__all__ = ["MARKS", "is_web", "shown"]

MARKS = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»")}
"""Language to the marks before and after a quote."""

_UNSHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")


def shown(text: str) -> str:
    """In one line, no-break spaces kept, without control characters and marks that turn the direction of writing."""
    return re.sub(r"[^\S\u00a0\u202f]+", " ", _UNSHOWN.sub("", text)).strip()


def is_web(url: str) -> bool:
    """True for an address of the web."""
    return re.match(r"https?://[\w.:@-]+(?:[/?#][^\s\"'<>]*)?$", url) is not None
