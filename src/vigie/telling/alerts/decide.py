"""Decides which changes a watchlist is owed: one notice for a happening, one more for each change of its status. Pure.

Reads no ledger, sends nothing, asks no clock.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vigie.model import Change, Notice, Told
from vigie.telling.happening import known_as, parties_of
from vigie.telling.watchlists import matches, passes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from vigie.model import Move, Status, Watchlist
    from vigie.telling.watchlists import Subject

__all__ = ["Decision", "decide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is to be written down."""

    told: tuple[Told, ...]
    """Entries of the book that are new or changed."""
    notices: tuple[Notice, ...]


def decide(
    watchlist: Watchlist,
    subjects: Sequence[Subject],
    book: Sequence[Told],
    *,
    standing: Collection[str],
    copies: Mapping[str, str],
    now: dt.datetime,
    silent: bool = False,
) -> Decision:
    """The notices that a watchlist is owed for moves that are new or changed, and what it knows afterwards.

    A happening is told once it passes statuses and origins; from then on each change of its status is told, and that somebody
    contradicts it. ``silent`` takes everything as known: what stands when a watchlist is made, or changed, is no news. ``standing``
    and ``copies`` are those of `known_as`.
    """
    wanted = [(subject, lines) for subject in subjects if (lines := matches(watchlist, subject)) is not None]
    known = known_as([subject.move for subject, _ in wanted], book, standing=standing, copies=copies)
    told: dict[str, Told] = {}
    notices = []
    for subject, lines in wanted:
        move = subject.move
        entries = [told.get(entry.root, entry) for entry in known.get(move.id, ())]
        before = max(entries, key=lambda entry: (entry.told, entry.root), default=None)
        change = None if silent else _change(watchlist, move, before)
        root = before.root if before is not None else move.id
        count = (before.changes if before is not None else 0) + (change is not None)
        after = Told(
            watchlist=watchlist.name,
            root=root,
            move_id=move.id,
            type=move.type,
            parties=parties_of(move),
            happened_on=move.happened_on,
            status=move.status,
            contradicted=move.contradicted,
            claim_ids=move.claim_ids,
            document_ids=move.document_ids,
            told=change is not None or (before is not None and before.told) or (silent and passes(watchlist, move)),
            changes=count,
        )
        # The other entries that the move swallowed know the same from now on, so that a split tells nothing twice.
        for entry in [after, *(replace(after, root=entry.root, changes=entry.changes) for entry in entries if entry.root != root)]:
            if entry not in entries:
                told[entry.root] = entry
        if change is not None:
            notices.append(_notice(watchlist, move, before, change, lines, root=root, count=count, now=now))
    return Decision(told=tuple(told.values()), notices=tuple(notices))


def _change(watchlist: Watchlist, move: Move, before: Told | None) -> Change | None:
    if before is None or not before.told:
        if not passes(watchlist, move):
            return None
        return Change.STATUS if before is not None and before.status is not move.status else Change.NEW
    if before.status is not move.status:
        return Change.STATUS
    return Change.CONTRADICTED if move.contradicted and not before.contradicted else None


def _notice(
    watchlist: Watchlist,
    move: Move,
    before: Told | None,
    change: Change,
    lines: tuple[tuple[str, str], ...],
    *,
    root: str,
    count: int,
    now: dt.datetime,
) -> Notice:
    parts = (watchlist.name, root, str(count), change.value, move.status.value)
    was: Status | None = before.status if change is Change.STATUS and before is not None else None
    return Notice(
        id="n-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16],
        watchlist=watchlist.name,
        move_id=move.id,
        change=change,
        status=move.status,
        was=was,
        why=lines,
        origins=len(move.origins),
        documents=len(move.document_ids),
        decided_at=now,
    )
