"""Decides how an actor or a pair is told: what is known, what is not, what was denied. Asks no ledger, paints nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vigie.model import Claim, Document, Move, Reading

__all__ = ["Answer", "Telling", "answer", "tellings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Moves by how surely they are told; in each part by date, undated ones last."""

    known: tuple[Move, ...]
    """Happened or planned."""
    open: tuple[Move, ...]
    """Rumoured, possible or asked: never told as facts."""
    denied: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One claim of a move with the document that makes it."""

    claim: Claim
    document: Document


def answer(moves: Iterable[Move]) -> Answer:
    """The moves in their parts; a move stands in exactly one."""
    ordered = sorted(moves, key=lambda move: (move.happened_on is None, move.happened_on or "", move.id))
    return Answer(
        known=tuple(move for move in ordered if move.status.firm),
        open=tuple(move for move in ordered if not move.status.firm and move.status is not Status.DENIED),
        denied=tuple(move for move in ordered if move.status is Status.DENIED),
    )


def tellings(
    move: Move, readings: Mapping[str, Reading], documents: Mapping[str, Document], copies: Iterable[str] = ()
) -> list[Telling]:
    """The claims of a move with their documents, the most telling first.

    Those with the move's own status come before others, originals before ``copies`` (document ids), earlier documents before later.
    """
    wanted, copied = set(move.claim_ids), set(copies)
    found = [
        Telling(claim=claim, document=documents[document_id])
        for document_id in move.document_ids
        if document_id in readings and document_id in documents
        for claim in readings[document_id].claims
        if claim.id in wanted
    ]

    def rank(one: Telling) -> tuple[bool, bool, str, str, int]:
        own = one.claim.status is move.status
        return (not own, one.document.id in copied, one.document.published_on or "9999", one.document.id, one.claim.quotes[0].start)

    return sorted(found, key=rank)
