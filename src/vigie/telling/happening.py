"""Is a move one that was told before? Moves change their ids when their claims do; happenings don't. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vigie.model import Move, Told

__all__ = ["known_as", "parties_of"]


def parties_of(move: Move) -> tuple[str, ...]:
    """Keys of the parties and things of a move, in one order."""
    return tuple(sorted({*move.who, *move.whom, *move.things}))


def known_as(
    moves: Sequence[Move], book: Sequence[Told], *, standing: Collection[str], copies: Mapping[str, str]
) -> dict[str, list[Told]]:
    """Move id to the entries of the book that are the same happening; a move without an entry is missing.

    The same happening is, in this order: a move that shares a claim with the entry; one of the same type and parties in a document
    of an entry that no move stands for any longer (the document was edited: its claims have new ids); one that only copies tell, of
    documents in which an entry tells of the same type and parties. ``standing`` holds the ids of all moves that stand, ``copies``
    maps a copy's document id to that of the original.
    """
    by_claim = {claim: entry for entry in book for claim in entry.claim_ids}
    found: dict[str, list[Told]] = {}
    for move in moves:
        shared = {by_claim[claim].root: by_claim[claim] for claim in move.claim_ids if claim in by_claim}
        if shared:
            found[move.id] = [shared[root] for root in sorted(shared)]
    matched = {entry.root for entries in found.values() for entry in entries}
    gone = [entry for entry in book if entry.root not in matched and entry.move_id not in standing]
    for move in moves:
        if move.id in found:
            continue
        edited = [entry for entry in gone if set(entry.document_ids) & set(move.document_ids) and _alike(move, entry)]
        if edited:
            best = max(edited, key=lambda entry: (entry.happened_on == move.happened_on, entry.root))
            gone.remove(best)
            found[move.id] = [best]
        elif all(one in copies for one in move.document_ids):
            originals = {copies[one] for one in move.document_ids}
            copied = [entry for entry in book if originals & _family(entry, copies) and _alike(move, entry)]
            if copied:
                found[move.id] = copied[:1]
    return found


def _family(entry: Told, copies: Mapping[str, str]) -> set[str]:
    return {copies.get(one, one) for one in entry.document_ids}


def _alike(move: Move, entry: Told) -> bool:
    """The same type, and the parties of one among those of the other."""
    mine, theirs = set(parties_of(move)), set(entry.parties)
    return move.type == entry.type and bool(mine & theirs) and (mine <= theirs or theirs <= mine)
