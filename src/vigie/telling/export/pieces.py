"""The moves, claims, documents and ties of a view, piece by piece. Writes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from vigie.ledger import MoveFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.ledger import View
    from vigie.model import Move
    from vigie.telling.desk import Desk

__all__ = ["AT_ONCE", "Tie", "document_ids", "moves", "ties"]

AT_ONCE = 200
"""Things looked up together: a few hundred texts stand in memory at a time."""


def moves(view: View, wanted: MoveFilter) -> Iterator[list[Move]]:
    """The moves that the filter lets through, the latest first, in pieces."""
    after = None
    while True:
        page = view.move_page(wanted, most=AT_ONCE, after=after)
        if page.moves:
            yield list(page.moves)
        if page.after is None:
            return
        after = page.after


def document_ids(view: View, wanted: MoveFilter) -> Iterator[list[str]]:
    """Ids of all documents, or of those that tell of the moves where the filter asks for anything; ascending, in pieces."""
    if wanted != MoveFilter():
        found = sorted({one for some in moves(view, wanted) for move in some for one in move.document_ids})
        yield from (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))
        return
    after = None
    while True:
        page = view.document_page(most=AT_ONCE, after=after)
        if page.ids:
            yield list(page.ids)
        if page.after is None:
            return
        after = page.after


@dataclass(slots=True)
class Tie:
    """What two actors have to do with each other."""

    moves: int = 0
    types: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    first_on: str | None = None
    last_on: str | None = None

    def add(self, move: Move) -> None:
        """Count one more move."""
        self.moves += 1
        self.types[move.type] += 1
        self.statuses[move.status.value] += 1
        if move.happened_on is not None:
            self.first_on = min(filter(None, (self.first_on, move.happened_on)))
            self.last_on = max(filter(None, (self.last_on, move.happened_on)))


def ties(desk: Desk, wanted: MoveFilter) -> dict[tuple[str, str], Tie]:
    """Each pair of parties of a move (who and whom, by key, ascending) with what lies between them."""
    found: dict[tuple[str, str], Tie] = {}
    for some in moves(desk.view, wanted):
        for move in some:
            for pair in combinations(sorted({*move.who, *move.whom}), 2):
                found.setdefault(pair, Tie()).add(move)
    return dict(sorted(found.items()))
