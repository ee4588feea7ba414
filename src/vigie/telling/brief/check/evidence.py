"""What the checker holds a brief against: the claims, outlooks and sources that it cites, looked up once. Judges nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from vigie.ledger import View
    from vigie.model import Claim, Document, Move, Outlook, Status

__all__ = ["Evidence", "Witness", "evidence_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A claim with where it stands."""

    claim: Claim
    document: Document
    published_on: str | None
    lang: str
    move: Move | None
    was: Status | None
    """The status that the move had at the brief's beginning; ``None`` where it was not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """By id."""

    claims: Mapping[str, Sequence[Witness]] = field(default_factory=dict)
    """A document may make two claims of one id: they differ in nothing but date, place, things or number."""
    outlooks: Mapping[str, Outlook] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    """Source id to name."""


def evidence_of(view: View, before: View | None, ids: Collection[str], *, sources: Mapping[str, str] | None = None) -> Evidence:
    """The claims, outlooks and sources of those ids that ``view`` holds; ``before`` is the same ledger at the brief's beginning."""
    by_claim = view.documents_of(ids)
    wanted = set(by_claim.values())
    documents = {one.id: one for one in view.documents(wanted)} if wanted else {}
    moves = {claim: move for move in view.moves_of(wanted) for claim in move.claim_ids} if wanted else {}
    earlier = (
        {} if before is None or not wanted else {claim: move.status for move in before.moves_of(wanted) for claim in move.claim_ids}
    )
    found: dict[str, list[Witness]] = {}
    for reading in view.readings(wanted) if wanted else ():
        for claim in reading.claims:
            if claim.id in by_claim and reading.document_id in documents:
                document, move = documents[reading.document_id], moves.get(claim.id)
                statuses = [earlier[one] for one in (move.claim_ids if move is not None else ()) if one in earlier]
                found.setdefault(claim.id, []).append(
                    Witness(
                        claim=claim,
                        document=document,
                        published_on=reading.published_on or document.published_on,
                        lang=reading.lang,
                        move=move,
                        was=statuses[0] if statuses else None,
                    )
                )
    return Evidence(claims=found, outlooks={one.id: one for one in view.outlooks() if one.id in ids}, sources=sources or {})
