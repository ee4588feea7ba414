"""Decides which notices go out now: instant ones within the day's budget, the rest in a digest at its hour. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from vigie.model import Pace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.model import Delivery, Notice, Watchlist

__all__ = ["BACK_OFF", "Due", "due_now", "key_of", "retry_at", "start_of_day"]

BACK_OFF = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""How long after each try the next one comes; after the last, a delivery is given up: two days and a half in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Notices that one message is to hold."""

    watchlist: Watchlist
    notices: tuple[Notice, ...]
    digest: bool


def due_now(watchlists: Sequence[Watchlist], waiting: Sequence[Notice], recent: Sequence[Delivery], now: dt.datetime) -> list[Due]:
    """The messages that are due at ``now`` for the notices ``waiting``, in the order they were decided.

    ``recent`` are the deliveries recorded since the beginning of the day before: instant ones of the watchlist's own day count
    against its budget. What waits from before the watchlist's hour goes into one digest.
    """
    found = []
    for watchlist in watchlists:
        mine = [notice for notice in waiting if notice.watchlist == watchlist.name]
        today = start_of_day(watchlist, now)
        hour = _last_hour(watchlist, now)
        left = 0
        if watchlist.pace is Pace.INSTANT:
            sent = [one for one in recent if one.watchlist == watchlist.name and not one.digest and one.recorded_at >= today]
            left = max(0, watchlist.budget - len({notice for one in sent for notice in one.notice_ids}))
        instant = [notice for notice in mine if notice.decided_at >= today][:left]
        digest = [notice for notice in mine if notice not in instant and notice.decided_at < hour]
        found += [Due(watchlist=watchlist, notices=(notice,), digest=False) for notice in instant]
        if digest:
            found.append(Due(watchlist=watchlist, notices=tuple(digest), digest=True))
    return found


def start_of_day(watchlist: Watchlist, now: dt.datetime) -> dt.datetime:
    """Midnight of the watchlist's own day."""
    local = now.astimezone(ZoneInfo(watchlist.zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC)


def _last_hour(watchlist: Watchlist, now: dt.datetime) -> dt.datetime:
    """The last time that the watchlist's hour struck."""
    zone = ZoneInfo(watchlist.zone)
    local, hour = now.astimezone(zone), dt.time.fromisoformat(watchlist.at)
    struck = dt.datetime.combine(local.date(), hour, tzinfo=zone)
    if struck > local:
        struck = dt.datetime.combine(local.date() - dt.timedelta(days=1), hour, tzinfo=zone)
    return struck.astimezone(dt.UTC)


def key_of(due: Due, channel: str) -> str:
    """The idempotency key of a message: the same notices to the same channel have the same, in whatever process."""
    parts = (due.watchlist.name, channel, *sorted(notice.id for notice in due.notices))
    return "a-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def retry_at(tries: int, now: dt.datetime) -> dt.datetime | None:
    """When a message that was tried so many times is tried again; ``None``: never."""
    return now + BACK_OFF[tries - 1] if tries <= len(BACK_OFF) else None
