"""How fast each host is asked: so many at once, so long a pause, and a hold where the host asked for one."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from vigie.sources.fetching.answer import Limits

__all__ = ["Pace", "host_of"]

_PORTS = {"http": 80, "https": 443, "imap": 143, "imaps": 993}
_AWAY_AFTER, _AWAY_S = 3, 300.0
_LONGEST_HOLD_S = 5.0
"""A host that asks for more is left to the next round, which the schedule sees to."""


def host_of(url: str) -> str:
    """Host and port of an address, which share one pace; raises ``ValueError`` for what is no address."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or _PORTS.get(parts.scheme, 0)}"


@dataclass(slots=True)
class _Host:
    places: asyncio.Semaphore
    delay_s: float
    free_at: float = 0.0
    held_until: float = field(default=0.0)
    failures: int = 0
    """Answers in a row that did not come."""
    failed_at: float = 0.0


class Pace:
    """Turns at hosts. Lives in one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._hosts: dict[str, _Host] = {}

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(self._limits.per_host), self._limits.host_delay_s)
        return self._hosts[name]

    @asynccontextmanager
    async def turn(self, host: str, *, free: bool = False) -> AsyncIterator[None]:
        """Wait for a turn at a host; a ``free`` one (robots.txt) waits for no pause and causes none."""
        place = self._host(host)
        async with place.places:
            if not free:
                now = time.monotonic()
                start = max(now, place.free_at, min(place.held_until, now + _LONGEST_HOLD_S))
                place.free_at = start + place.delay_s
                if start > now:
                    await asyncio.sleep(start - now)
            yield

    def slow(self, host: str, delay_s: float) -> None:
        """Make the pauses at a host at least so long."""
        place = self._host(host)
        place.delay_s = max(place.delay_s, delay_s)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        self._host(host).held_until = time.monotonic() + seconds

    def note(self, host: str, *, answered: bool) -> None:
        """Keep count of the answers in a row that a host did not give."""
        place = self._host(host)
        place.failures = 0 if answered else place.failures + 1
        place.failed_at = time.monotonic()

    def away(self, host: str) -> float:
        """Seconds for which a host is taken to be away: after three answers in a row that did not come, five minutes."""
        place = self._hosts.get(host)
        if place is None or place.failures < _AWAY_AFTER:
            return 0.0
        return max(0.0, place.failed_at + _AWAY_S - time.monotonic())

    def held(self, host: str) -> float:
        """Seconds for which a host still wants to be left alone."""
        place = self._hosts.get(host)
        return 0.0 if place is None else max(0.0, place.held_until - time.monotonic())
