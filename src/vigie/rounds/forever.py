"""Rounds one after the other, each when the next source is due, until told to stop. The clock and the pause are arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.rounds.visiting import visit_sources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from vigie.model import Clock, Source
    from vigie.rounds.step import Step, Visits
    from vigie.sources.fetching.fetcher import Fetcher
    from vigie.watch import Watch

__all__ = ["keep_watch", "pause_s"]

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 900.0
"""Between rounds: declarations are looked at again at least every quarter of an hour."""


def pause_s(due_at: Sequence[dt.datetime | None], now: dt.datetime) -> float:
    """Seconds until the first source is due (``None`` is due at once), within the bounds above."""
    waits = [0.0 if at is None else (at - now).total_seconds() for at in due_at]
    return min(max(min(waits, default=LONGEST_PAUSE_S), SHORTEST_PAUSE_S), LONGEST_PAUSE_S)


def keep_watch(
    watch: Watch,
    sources: Callable[[], Sequence[Source]],
    fetcher: Fetcher,
    *,
    clock: Clock,
    pause: Callable[[float], bool],
    on_step: Callable[[Step], None] = lambda _: None,
    on_round: Callable[[Visits, float], None] = lambda _visits, _seconds: None,
    keep_for: dt.timedelta | None = None,
) -> None:
    """Visit what is due, again and again.

    ``sources`` gives the declarations anew for each round; ``pause`` waits so many seconds and answers whether to go on;
    ``on_round`` hears of each round and of the pause after it. Bytes of captures older than ``keep_for`` are dropped.
    """
    while True:
        listed = sources()
        visits = visit_sources(watch, listed, fetcher, clock=clock, on_step=on_step)
        if keep_for is not None:
            watch.drop_contents(clock() - keep_for)
        states = watch.view().source_states()
        due = [states[one.id].next_at if one.id in states else None for one in listed]
        wait = pause_s(due, clock()) if listed else LONGEST_PAUSE_S
        on_round(visits, wait)
        if not pause(wait):
            return
