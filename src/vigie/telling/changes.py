"""What changed between two instants: moves that are new, of another status, or contradicted. Looks into two views."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import Change, Told
from vigie.telling.happening import known_as, parties_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.ledger import View
    from vigie.model import Move, Status

__all__ = ["Changed", "changed_among", "changes_between"]

_EVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A move with what is new about it."""

    move: Move
    change: Change
    was: Status | None = None
    """The status that it had; of a new move ``None``."""


def changes_between(before: View | None, after: View, since: dt.datetime | None, *, most: int | None = None) -> list[Changed]:
    """What ``after`` knows that ``before``, the same ledger as of ``since``, did not know so, or all where there is none.

    Changes of status come first, then what is contradicted, then what is new; in each by origins, the most first, then by date, the
    latest first. With ``most`` only the so many latest recorded are looked at.
    """
    moves = after.moves_since(since) if most is None else [one.move for one in after.changes(since or _EVER, most=most).changes]
    return changed_among(moves, before, after)


def changed_among(moves: Sequence[Move], before: View | None, after: View) -> list[Changed]:
    """What is new about those moves of ``after``, in the order of `changes_between`."""
    ids = {one for move in moves for one in move.document_ids}
    copies = {one.document_id: one.copy_of for one in after.copies_of(ids)} if before is not None and ids else {}
    earlier = [] if before is None else _as_told(before.moves_of(ids | set(copies.values())))
    standing = {one.move_id for one in earlier if after.move(one.move_id) is not None}
    known = known_as(moves, earlier, standing=standing, copies=copies)
    found = []
    for move in moves:
        entries = known.get(move.id, [])
        if not entries:
            found.append(Changed(move=move, change=Change.NEW))
        elif all(entry.status is not move.status for entry in entries):
            found.append(Changed(move=move, change=Change.STATUS, was=entries[0].status))
        elif move.contradicted and not any(entry.contradicted for entry in entries):
            found.append(Changed(move=move, change=Change.CONTRADICTED, was=move.status))
    order = (Change.STATUS, Change.CONTRADICTED, Change.NEW)
    found.sort(key=lambda one: one.move.happened_on or "", reverse=True)
    return sorted(found, key=lambda one: (order.index(one.change), -len(one.move.origins)))


def _as_told(moves: Sequence[Move]) -> list[Told]:
    """Moves as if they had been told."""
    return [
        Told(
            watchlist="",
            root=move.id,
            move_id=move.id,
            type=move.type,
            parties=parties_of(move),
            happened_on=move.happened_on,
            status=move.status,
            contradicted=move.contradicted,
            claim_ids=move.claim_ids,
            document_ids=move.document_ids,
            told=True,
        )
        for move in moves
    ]
