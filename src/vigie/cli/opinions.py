"""What came of the second reader, said on standard error: what several commands share. No command itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.cli.session import Session
    from vigie.reading.second import Opinion

__all__ = ["say_opinions"]

_SHOWN = 20
"""Sentences before the rest is counted only: an endpoint that is away says the same of every document."""


def say_opinions(session: Session, opinions: Iterable[Opinion]) -> None:
    """Where it could not be had, what it said without grounds, and what it changed and cost."""
    listed = list(opinions)
    lines = [line for opinion in listed for line in (*opinion.refused, opinion.note) if line]
    for line in lines[:_SHOWN]:
        session.errors.print(f"vigie: {line}", markup=False, soft_wrap=True)
    if len(lines) > _SHOWN:
        session.errors.print(session.messages("second_more", n=len(lines) - _SHOWN), style="dim", markup=False)
    agreed = [opinion.agreed for opinion in listed if opinion.agreed is not None]
    if agreed:
        counted = {name: sum(getattr(one, name) for one in agreed) for name in ("confirmed", "dropped", "weakened", "added")}
        tokens = sum(opinion.tokens for opinion in listed)
        said = session.messages("second", asked=len(agreed), tokens=tokens, **counted)
        session.errors.print(said, style="dim", markup=False, soft_wrap=True)
