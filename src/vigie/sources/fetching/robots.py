"""robots.txt as RFC 9309 has it: asked once a day for each origin, believed until then. Parsing is protego's."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["RobotsBook", "Rules"]

_UNREACHABLE_KEEP_S = 600.0
_FAILURE_KEEP_S = 60.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What an origin allows."""

    agent: str
    parsed: Protego | None
    """``None`` where all is allowed, or nothing where ``reason`` is given."""
    reason: str = ""
    delay_s: float | None = None
    retry_after_s: float | None = None

    def allowed(self, url: str) -> bool:
        """Whether the address may be fetched."""
        if self.reason:
            return False
        return self.parsed is None or self.parsed.can_fetch(url, self.agent)


class RobotsBook:
    """The rules of each origin. An origin's robots.txt is asked by one request at a time."""

    def __init__(self, *, agent: str, keep_s: float) -> None:
        self._agent = agent
        self._keep_s = keep_s
        self._rules: dict[str, tuple[float, Rules]] = {}
        self._failed: dict[str, tuple[float, Exception]] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def rules(self, url: str, ask: Callable[[str], Awaitable[tuple[int, bytes] | Exception]]) -> Rules:
        """The rules for an address; ``ask`` gives status and bytes of a robots.txt, or why there is none.

        That is raised, and believed for a minute: all addresses of a host that is away are not tried one after another.
        """
        parts = urlsplit(url)
        origin = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        if parts.path == "/robots.txt":
            return Rules(self._agent, None)
        lock = self._asking.setdefault(origin, asyncio.Lock())
        async with lock:
            known = self._rules.get(origin)
            if known is not None and known[0] > time.monotonic():
                return known[1]
            failed = self._failed.get(origin)
            if failed is not None and failed[0] > time.monotonic():
                raise failed[1]
            answer = await ask(origin + "/robots.txt")
            if isinstance(answer, Exception):
                self._failed[origin] = (time.monotonic() + _FAILURE_KEEP_S, answer)
                raise answer
            self._failed.pop(origin, None)
            status, text = answer
            rules = read_rules(status, text, self._agent)
            keep = _UNREACHABLE_KEEP_S if rules.reason else self._keep_s
            self._rules[origin] = (time.monotonic() + keep, rules)
            return rules


def read_rules(status: int, text: bytes, agent: str) -> Rules:
    """Rules from an answer: 4xx allows all but 429, which like 5xx allows nothing for now (RFC 9309, 2.3.1)."""
    if status >= 500 or status == 429:
        reason = f"its robots.txt answers with status {status}, so nothing may be fetched for now"
        return Rules(agent, None, reason=reason, retry_after_s=_UNREACHABLE_KEEP_S)
    if status != 200:
        return Rules(agent, None)
    try:
        parsed = Protego.parse(text.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return Rules(agent, None)
    delay = parsed.crawl_delay(agent)
    return Rules(agent, parsed, delay_s=float(delay) if delay else None)
