"""What a server's headers mean. Asks nothing."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

__all__ = ["retry_after_seconds"]

_LONGEST_WAIT_S = 7 * 86400.0
"""No server is believed that wants to be left alone for longer than a week."""


def retry_after_seconds(value: str | None, now: dt.datetime) -> float | None:
    """Seconds that ``Retry-After`` (RFC 9110) asks to wait, from 0 to a week; ``None`` where it says nothing."""
    if not value:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), _LONGEST_WAIT_S)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    at = at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at
    return min(max((at - now).total_seconds(), 0.0), _LONGEST_WAIT_S)
