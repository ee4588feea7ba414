"""Briefs and changes: what is new since an instant."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, FOUND, answer, page_of
from vigie.api.asked import At, HouseOf, Viewpoint
from vigie.model import parse_as_of
from vigie.telling import LANGUAGES, brief_record
from vigie.telling.brief import FORMATS, render

__all__ = ["router"]

router = APIRouter(tags=["briefs"])
_WEEK = dt.timedelta(days=7)
Since = Annotated[str | None, Query(max_length=40, description="A day (its end) or an instant, UTC; a week before without it.")]


def _since(text: str | None, until: dt.datetime) -> dt.datetime:
    return parse_as_of(text) or until - _WEEK


@router.get("/changes", responses=ANSWERS)
def changes(
    request: Request, house: HouseOf, at: At, desk: Viewpoint, since: Since = None, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> Response:
    """Moves that are new, of another status or contradicted since an instant: status changes first, then by origins."""
    found = house.shelf.changes(_since(since, at or house.clock()), at)[:limit]
    records = desk.move_records(one.move for one in found)
    items = [
        {"change": one.change.value, "was": one.was.value if one.was else None, "move": record}
        for one, record in zip(found, records, strict=True)
    ]
    return page_of(request, items, None)


_SERVED: dict[int | str, dict[str, Any]] = {
    **FOUND,
    200: {"description": "The brief.", "content": {"application/json": {}, **{kind: {} for kind in FORMATS.values()}}},
}


@router.get("/briefs", responses=_SERVED)
def brief(
    request: Request,
    house: HouseOf,
    at: At,
    since: Since = None,
    watchlist: Annotated[str | None, Query(max_length=63, description="Only what this watchlist asks for.")] = None,
    lang: Annotated[str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="Language of the sentences.")] = LANGUAGES[0],
    form: Annotated[str, Query(alias="format", pattern=f"^(json|{'|'.join(FORMATS)})$", description="How it is written.")] = "json",
) -> Response:
    """What changed, what it may mean, what is unsure, what was denied, who is silent: each sentence with what it cites."""
    made = house.brief(since=_since(since, at or house.clock()), as_of=at, watchlist=watchlist, lang=lang)
    if form == "json":
        return answer(request, brief_record(made))
    headers = {"content-disposition": f'attachment; filename="vigie-brief.{form}"'}
    return Response(render(made, form), media_type=FORMATS[form], headers=headers)
