"""Search: documents, quotes and moves by words and facets."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from vigie.api.answer import FOUND, answer
from vigie.api.asked import Filter, Piece, Viewpoint
from vigie.telling.shapes import HitShape

__all__ = ["router"]

router = APIRouter(prefix="/search", tags=["search"])


class FoundShape(TypedDict):
    """A page of what was found, and how the documents looked at divide."""

    items: list[HitShape]
    after: str | None
    total: int
    capped: bool
    facets: dict[str, dict[str, int]]


@router.get("", response_model=FoundShape, responses=FOUND)
def search(
    request: Request,
    desk: Viewpoint,
    wanted: Filter,
    part: Piece,
    q: Annotated[str, Query(max_length=400, description='Words; "side by side", -unwanted, beginn*; names in any script.')] = "",
    lang: Annotated[list[str] | None, Query(max_length=8, description="Language of the document.")] = None,
    outlet: Annotated[list[str] | None, Query(max_length=8, description="Outlet of the document.")] = None,
    what: Annotated[str, Query(max_length=20, json_schema_extra={"enum": ["documents", "quotes", "moves"]})] = "documents",
    sort: Annotated[str, Query(max_length=20, json_schema_extra={"enum": ["relevance", "time"]})] = "relevance",
) -> Response:
    """What holds the words, with facets; `since` and `until` are days of publication here."""
    asked = desk.search(
        q,
        actors=wanted.actor,
        types=wanted.kind,
        statuses=wanted.status,
        since=wanted.since,
        until=wanted.until,
        langs=lang or (),
        outlets=outlet or (),
        what=what,
        sort=sort,
    )
    found = desk.view.search(asked, most=part.most, after=part.after)
    record = {
        "items": [desk.hit_record(hit) for hit in found.hits],
        "after": found.after,
        "total": found.total,
        "capped": found.capped,
        "facets": {facet: dict(values) for facet, values in found.facets.items()},
    }
    return answer(request, record)
