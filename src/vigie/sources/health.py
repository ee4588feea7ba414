"""How a source is doing: pure functions from what visits taught to a state with its reason. Fetches nothing, asks no clock.

Silence is a matter of time alone, so it is judged whenever somebody looks, not only after a visit.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vigie.model import Health, HealthState, SourceState

if TYPE_CHECKING:
    import datetime as dt

    from vigie.model import Source

__all__ = ["expected_interval_s", "health", "health_record", "judge"]

SILENT_AFTER = 1.75
"""Expected intervals without anything new: a source is called silent before two have passed, with the pause between visits
(a quarter of one at most) left for noticing."""
_LEAST_GAPS = 5
_LEAST_INTERVAL_S = 3600.0
_QUANTILE = 0.9
_LEAST_FOLLOWED = 3


def expected_interval_s(state: SourceState, source: Source) -> float:
    """Seconds between publications that are nothing to worry about: nine in ten of the source's own gaps were shorter.

    With fewer than five gaps known, the declared cadence.
    """
    if len(state.gaps) < _LEAST_GAPS:
        return max(source.cadence.total_seconds(), _LEAST_INTERVAL_S)
    ordered = sorted(state.gaps)
    return max(ordered[min(int(_QUANTILE * len(ordered)), len(ordered) - 1)], _LEAST_INTERVAL_S)


def judge(state: SourceState, source: Source, now: dt.datetime) -> tuple[HealthState, str]:
    """The state that a visit which got an answer leaves a source in, and why; the gravest reason wins.

    Silence outweighs what is lacking in the entries: of a source that is always a little broken it would never be noticed.
    """
    healthy = source.healthy
    if state.entries < healthy.entries:
        return HealthState.EMPTY, f"it lists {state.entries} where {healthy.entries} or more are expected"
    if _silent(state, source, now):
        return HealthState.SILENT, _silence(state, source)
    if state.broken:
        return HealthState.PARTIAL, state.broken
    if state.followed >= _LEAST_FOLLOWED and state.failed > (1 - healthy.complete) * state.followed:
        return HealthState.PARTIAL, f"{state.failed} of {state.followed} links gave no text"
    if state.dated < healthy.dated * state.entries:
        return HealthState.UNDATED, f"{state.entries - state.dated} of {state.entries} carry no date"
    read = state.followed - state.failed
    if read >= _LEAST_FOLLOWED and state.undated > (1 - healthy.dated) * read:
        return HealthState.UNDATED, f"{state.undated} of {read} pages carry no date"
    if state.moved_to:
        return HealthState.MOVED, f"it moved to {state.moved_to}"
    return HealthState.WORKING, ""


def health(state: SourceState | None, source: Source, now: dt.datetime) -> Health:
    """How a source is doing at ``now``: its state after the last visit, or silent where time has run out since."""
    if state is None or state.checked_at is None:
        return Health(state=HealthState.UNVISITED, since_at=None, last_good_at=None)
    found = Health(state=state.state, since_at=state.since_at, last_good_at=state.last_good_at, reason=state.reason)
    if state.state is HealthState.SILENT:
        return replace(found, since_at=_last_sign(state))
    if state.state not in (HealthState.EMPTY, HealthState.REFUSED) and _silent(state, source, now):
        return replace(found, state=HealthState.SILENT, since_at=_last_sign(state), reason=_silence(state, source))
    return found


def _last_sign(state: SourceState) -> dt.datetime | None:
    signs = [at for at in (state.newest_at, state.last_new_at) if at is not None]
    # What was new at the very first visit had been there before.
    if state.last_new_at == state.first_at and state.newest_at is not None:
        return state.newest_at
    return max(signs, default=state.first_at)


def _silent(state: SourceState, source: Source, now: dt.datetime) -> bool:
    last = _last_sign(state)
    return last is not None and (now - last).total_seconds() >= SILENT_AFTER * expected_interval_s(state, source)


def _silence(state: SourceState, source: Source) -> str:
    hours = expected_interval_s(state, source) / 3600
    span = f"{hours:.0f} h" if hours < 72 else f"{hours / 24:.0f} days"
    last = _last_sign(state)
    return f"nothing new since {last:%Y-%m-%d %H:%M} UTC, where {span} is its rhythm" if last else "nothing new"


def health_record(source: Source, state: SourceState | None, found: Health) -> dict[str, Any]:
    """How a source is doing, as JSON."""

    def iso(at: dt.datetime | None) -> str | None:
        return at.isoformat() if at else None

    return {
        "id": source.id,
        "state": found.state.value,
        "since": iso(found.since_at),
        "last_good": iso(found.last_good_at),
        "reason": found.reason,
        "next": iso(state.next_at) if state else None,
        "entries": state.entries if state else None,
        "failures": state.failures if state else 0,
        "moved_to": state.moved_to if state else None,
    }
