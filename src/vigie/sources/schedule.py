"""When a source is visited, and what a visit teaches: pure functions over frozen values. Fetches nothing, asks no clock.

The pause between visits starts at a quarter of the expected interval of publication, shrinks by 0.7 after a visit that brought
something and grows by 1.25 after one that did not: so it follows the rate of change without keeping a history (Cho and
Garcia-Molina, Estimating frequency of change, 2003, compare such rules), and never leaves the bounds below.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from vigie.model import HealthState, SourceState
from vigie.sources.health import expected_interval_s, judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.model import Document, Link, Source

__all__ = ["Report", "after_failure", "after_link", "after_visit", "is_due", "link_retry_at", "published_instants", "recheck_at"]

SHORTEST_S, LONGEST_S = 300.0, 12 * 3600.0
"""Between two visits: five minutes out of politeness, half a day so that silence and moves are noticed."""
_SHRINK, _GROW = 0.7, 1.25
BACK_OFF_LONGEST_S = 2 * 86400.0
_LINK_RETRIES_S = (3600.0, 6 * 3600.0, 24 * 3600.0)
"""A link that failed is asked again after an hour, six, a day, and then given up."""
_RECHECKS_S = (24 * 3600.0, 7 * 86400.0)
"""An article is looked at again a day and a week after it was read: most corrections are made by then."""
_KEPT_GAPS = 60
_REMEMBERED_LINKS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one visit that succeeded found."""

    new: int = 0
    """Documents or links that were not known."""
    entries: int | None = None
    """How many it listed; ``None`` where nothing had changed."""
    dated: int = 0
    published: tuple[dt.datetime, ...] = ()
    """Instants of publication, in any order, as far as known."""
    broken: str = ""
    """What was broken in it, where the rest could be read."""
    etag: str | None = None
    last_modified: str | None = None
    capture_id: str | None = None
    moved_to: str | None = None
    cursor: str | None = None


def published_instants(documents: Iterable[Document], links: Iterable[Link]) -> tuple[dt.datetime, ...]:
    """When documents and links were published, as instants; a day without a clock counts as its noon in UTC."""
    texts = [one.extra.get("published_at") or one.published_on for one in documents] + [one.published_on for one in links]
    found = []
    for text in texts:
        if text is None:
            continue
        try:
            at = dt.datetime.fromisoformat(text if "T" in text else f"{text}T12:00:00+00:00")
        except ValueError:
            continue
        found.append(at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC))
    return tuple(found)


def is_due(state: SourceState | None, now: dt.datetime) -> bool:
    """True for a source never visited and for one whose time has come."""
    return state is None or state.next_at is None or state.next_at <= now


def after_visit(state: SourceState, source: Source, report: Report, now: dt.datetime) -> SourceState:
    """The state after a visit that got an answer, changed or not."""
    gaps, newest = _rhythm(state, report, now)
    changed = replace(
        state,
        first_at=state.first_at or now,
        checked_at=now,
        failures=0,
        etag=report.etag if report.entries is not None else report.etag or state.etag,
        last_modified=report.last_modified if report.entries is not None else report.last_modified or state.last_modified,
        capture_id=report.capture_id or state.capture_id,
        cursor=report.cursor or state.cursor,
        # Asked at its new address, a source names none; it counts as moved until its declaration is changed.
        moved_to=None if (report.moved_to or state.moved_to) == source.url else report.moved_to or state.moved_to,
        last_new_at=now if report.new else state.last_new_at,
        newest_at=newest,
        gaps=gaps,
        entries=state.entries if report.entries is None else report.entries,
        dated=state.dated if report.entries is None else report.dated,
        broken=state.broken if report.entries is None else report.broken,
    )
    expected = expected_interval_s(changed, source)
    longest = min(max(expected / 4, SHORTEST_S), LONGEST_S)
    shortest = max(SHORTEST_S, longest / 8)
    before = state.interval if state.interval is not None else longest
    interval = min(max(before * (_SHRINK if report.new else _GROW), shortest), longest)
    verdict, reason = judge(changed, source, now)
    changed = _enter(changed, verdict, reason, now)
    return replace(changed, interval=interval, next_at=now + dt.timedelta(seconds=interval * _jitter(source.id, now)))


def after_failure(state: SourceState, source: Source, reason: str, now: dt.datetime, *, retry_after_s: float | None) -> SourceState:
    """The state after a visit that got none: the pause doubles with each failure, and is never shorter than the server asks."""
    base = state.interval or min(max(source.cadence.total_seconds() / 4, SHORTEST_S), LONGEST_S)
    pause = max(min(base * 2 ** min(state.failures, 10), BACK_OFF_LONGEST_S) * _jitter(source.id, now), retry_after_s or 0.0)
    failed = replace(
        state,
        first_at=state.first_at or now,
        checked_at=now,
        failures=state.failures + 1,
        # A new address that fails is not tried twice before the declared one.
        moved_to=None if state.failures else state.moved_to,
        next_at=now + dt.timedelta(seconds=pause),
    )
    return _enter(failed, HealthState.REFUSED, reason, now)


def after_link(state: SourceState, source: Source, now: dt.datetime, *, good: bool, dated: bool) -> SourceState:
    """The state after one of its links gave a text, with a date or without, or was given up; old links fade from the count."""
    counts = (state.followed, state.failed, state.undated)
    followed, failed, undated = (one // 2 for one in counts) if state.followed >= _REMEMBERED_LINKS else counts
    counted = replace(state, followed=followed + 1, failed=failed + (not good), undated=undated + (good and not dated))
    if state.state in (HealthState.UNVISITED, HealthState.EMPTY, HealthState.REFUSED):
        return counted
    return _enter(counted, *judge(counted, source, now), now)


def link_retry_at(tries: int, now: dt.datetime, *, retry_after_s: float | None) -> dt.datetime | None:
    """When a link that failed for the ``tries``-th time is asked again; ``None`` where it is given up."""
    if tries > len(_LINK_RETRIES_S):
        return None
    return now + dt.timedelta(seconds=max(_LINK_RETRIES_S[tries - 1], retry_after_s or 0.0))


def recheck_at(checks: int, now: dt.datetime) -> dt.datetime | None:
    """When an article that was read is looked at again for the ``checks + 1``-th time; ``None`` where it is left alone."""
    return now + dt.timedelta(seconds=_RECHECKS_S[checks]) if checks < len(_RECHECKS_S) else None


def _enter(state: SourceState, verdict: HealthState, reason: str, now: dt.datetime) -> SourceState:
    good = verdict in (HealthState.WORKING, HealthState.MOVED)
    return replace(
        state,
        state=verdict,
        reason=reason,
        since_at=state.since_at if state.state is verdict and state.since_at else now,
        last_good_at=now if good else state.last_good_at,
    )


def _rhythm(state: SourceState, report: Report, now: dt.datetime) -> tuple[tuple[float, ...], dt.datetime | None]:
    """Gaps and newest publication with the report's instants; without any, visits that brought something stand for them."""
    instants = sorted({at for at in report.published if at <= now})
    if not instants and report.new:
        instants = [now]
    fresh = [at for at in instants if state.newest_at is None or at > state.newest_at]
    if not fresh:
        return state.gaps, state.newest_at
    chain = ([state.newest_at] if state.newest_at is not None else []) + fresh
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(chain)]
    return (*state.gaps, *gaps)[-_KEPT_GAPS:], fresh[-1]


def _jitter(source_id: str, now: dt.datetime) -> float:
    """Between 0.9 and 1, the same for the same source and instant: sources declared together drift apart."""
    digest = hashlib.sha256(f"{source_id}|{now.isoformat()}".encode()).digest()
    return 0.9 + 0.1 * digest[0] / 255
