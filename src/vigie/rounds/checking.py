"""Are the declared addresses alive? One visit each into a ledger that is thrown away, without following links."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.rounds.visiting import visit_sources
from vigie.sources import health

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vigie.model import Clock, Health, Source
    from vigie.rounds.step import Step
    from vigie.sources.fetching.fetcher import Fetcher
    from vigie.watch import Watch

__all__ = ["check_sources"]


def check_sources(
    sources: Iterable[Source], fetcher: Fetcher, *, watch: Watch, clock: Clock, on_step: Callable[[Step], None] = lambda _: None
) -> list[tuple[Source, Health]]:
    """Each source with the state that one visit finds; ``watch`` stands over a ledger that nobody keeps."""
    listed = list(sources)
    visit_sources(
        watch, [replace(one, most=0) for one in listed], fetcher, clock=clock, everything=True, on_step=on_step, weigh=False
    )
    states = watch.view().source_states()
    return [(one, health(states.get(one.id), one, clock())) for one in listed]
