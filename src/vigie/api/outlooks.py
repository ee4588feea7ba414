"""Outlooks as they were issued, and how they fared."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, page_of
from vigie.api.asked import HouseOf, Piece, Viewpoint, listed
from vigie.foresight.record import outlook_record, score_record

__all__ = ["router"]

router = APIRouter(tags=["outlooks"])


@router.get("/outlooks", responses=ANSWERS)
def outlooks(request: Request, desk: Viewpoint, part: Piece) -> Response:
    """The outlooks that were issued, by id, with their probabilities."""
    known = {one.id: one for one in desk.view.outlooks()}
    chosen, after = listed(sorted(known), part)
    return page_of(request, [outlook_record(known[key], desk.names) for key in chosen], after)


@router.get("/scoreboard", responses=ANSWERS)
def scoreboard(request: Request, house: HouseOf) -> Response:
    """How the outlooks that are resolved by now fared, by kind, age and rung."""
    from vigie.foresight import score

    return page_of(request, [score_record(line) for line in score(house.shelf.resolved())], None)
