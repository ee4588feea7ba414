"""Claims: each thing that a document says, asks or denies, with its words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, FOUND, Page, answer, page_of
from vigie.api.asked import Piece, Viewpoint
from vigie.errors import UnknownName
from vigie.telling.shapes import ClaimOfShape

__all__ = ["router"]

router = APIRouter(prefix="/claims", tags=["claims"])


@router.get("", response_model=Page[ClaimOfShape], responses=ANSWERS)
def claims(
    request: Request,
    desk: Viewpoint,
    part: Piece,
    document: Annotated[str | None, Query(max_length=500, description="Only those of this document.")] = None,
) -> Response:
    """The claims of documents in the order of their ids, those of one document together: a page holds `limit` documents."""
    if document is not None:
        return page_of(request, desk.claim_records([document]), None)
    page = desk.view.document_page(most=part.most, after=part.after)
    return page_of(request, desk.claim_records(page.ids), page.after)


@router.get("/{claim_id}", response_model=ClaimOfShape, responses=FOUND)
def claim(request: Request, desk: Viewpoint, claim_id: Annotated[str, Path(max_length=200)]) -> Response:
    """One claim, with the document that makes it and the move it belongs to."""
    document_id = desk.view.documents_of([claim_id]).get(claim_id)
    found = [] if document_id is None else [one for one in desk.claim_records([document_id]) if one["id"] == claim_id]
    if not found:
        raise UnknownName(f"there is no claim '{claim_id}': /api/v1/claims lists them", culprit=claim_id)
    return answer(request, found[0])
