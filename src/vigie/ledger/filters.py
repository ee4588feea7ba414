"""Which moves are wanted, and in which order they come: one meaning for every implementation. Looks nothing up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import bounds

if TYPE_CHECKING:
    from vigie.model import Move, Status

__all__ = ["EVERY_MOVE", "MoveFilter", "by_date", "first_day", "matches", "newest_first"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveFilter:
    """Which moves are wanted; an empty field asks for nothing."""

    actors: tuple[str, ...] = ()
    """Entity keys that must all take part, as who, whom, thing or person."""
    types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    since: str | None = None
    """ISO date; moves that may have happened on or after it. Undated moves pass only where neither bound is set."""
    until: str | None = None


EVERY_MOVE = MoveFilter()
"""The filter that lets every move through."""


def first_day(move: Move) -> str:
    """The first day on which a move may have happened, as an ISO date; empty where it is undated."""
    return "" if move.happened_on is None else bounds(move.happened_on)[0].isoformat()


def matches(move: Move, wanted: MoveFilter) -> bool:
    """True where the filter lets a move through: the meaning of `MoveFilter`, for every implementation."""
    if wanted.actors and not set(wanted.actors) <= move.keys:
        return False
    if wanted.types and move.type not in wanted.types:
        return False
    if wanted.statuses and move.status not in wanted.statuses:
        return False
    if wanted.since is None and wanted.until is None:
        return True
    if move.happened_on is None:
        return False
    first_on, last_on = bounds(move.happened_on)
    after = wanted.since is None or last_on >= bounds(wanted.since)[0]
    return after and (wanted.until is None or first_on <= bounds(wanted.until)[1])


def newest_first(move: Move) -> tuple[str, str]:
    """The order of pages of moves, read backwards: the latest first day first, undated ones last; of one day the greater id."""
    return (first_day(move), move.id)


def by_date(move: Move) -> tuple[bool, str, str]:
    """The order of moves: dated ones first, by date, then by id."""
    return (move.happened_on is None, move.happened_on or "", move.id)
