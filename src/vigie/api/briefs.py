"""Briefs and changes: what is new since an instant."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, FOUND, answer, page_of
from vigie.api.asked import At, HouseOf, Viewpoint
from vigie.errors import UnknownName
from vigie.model import parse_as_of
from vigie.telling import LANGUAGES, brief_record, compose

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


@router.get("/briefs", responses=FOUND)
def brief(
    request: Request,
    house: HouseOf,
    at: At,
    desk: Viewpoint,
    since: Since = None,
    watchlist: Annotated[str | None, Query(max_length=63, description="Only what this watchlist asks for.")] = None,
    lang: Annotated[str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="Language of the sentences.")] = LANGUAGES[0],
) -> Response:
    """What changed, what it may mean, what is unsure, what was denied: sentences with the references that they cite."""
    until = at or house.clock()
    asked = None
    if watchlist is not None:
        asked = next((one for one in desk.view.watchlists() if one.name == watchlist), None)
        if asked is None:
            raise UnknownName(f"the ledger keeps no watchlist '{watchlist}': /api/v1/watchlists lists them", culprit=watchlist)
    begun = _since(since, until)
    before = house.ledger.view(begun)
    made = compose(desk.view, before, house.atlas, lang=lang, since=begun, until=until, watchlist=asked)
    return answer(request, brief_record(made))
