"""Pairs: what lies between two actors, and what it may lead to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from vigie.api.actors import ActorName
from vigie.api.answer import FOUND, Page, answer, page_of
from vigie.api.asked import At, Filter, HouseOf, Piece, Viewpoint, day_of
from vigie.foresight.record import page_record
from vigie.telling.shapes import MoveShape

__all__ = ["router"]

router = APIRouter(prefix="/pairs", tags=["pairs"])


@router.get("/{first}/{second}/moves", response_model=Page[MoveShape], responses=FOUND)
def moves(request: Request, desk: Viewpoint, first: ActorName, second: ActorName, wanted: Filter, part: Piece) -> Response:
    """The moves that both take part in, the latest first."""
    page = desk.view.move_page(wanted.filter(desk, first, second), most=part.most, after=part.after)
    return page_of(request, desk.move_records(page.moves), page.after)


@router.get("/{first}/{second}/outlook", responses=FOUND)
def outlook(
    request: Request,
    house: HouseOf,
    at: At,
    desk: Viewpoint,
    first: ActorName,
    second: ActorName,
    by: Annotated[str | None, Query(max_length=40, description="The day by which; a year on without it.")] = None,
) -> Response:
    """How likely the two are to reach talks, an agreement or a stake by a day, or nothing: with reasons and track record."""
    today = house.clock().date()
    asked_on = today if at is None else min(at.date(), today)
    by_on = day_of(by, asked_on + dt.timedelta(days=365))
    page = house.shelf.outlook(desk.actor(first), desk.actor(second), asked_on, by_on)
    return answer(request, page_record(page, desk.names))
