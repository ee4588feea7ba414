"""Moves: the happenings that claims are about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from vigie.api.answer import FOUND, Page, answer, page_of
from vigie.api.asked import Filter, Piece, Viewpoint
from vigie.errors import UnknownName
from vigie.telling.shapes import MovePageShape, MoveShape

__all__ = ["router"]

router = APIRouter(prefix="/moves", tags=["moves"])


@router.get("", response_model=Page[MoveShape], responses=FOUND)
def moves(request: Request, desk: Viewpoint, wanted: Filter, part: Piece) -> Response:
    """The moves that the filter lets through, the latest first and undated ones last."""
    page = desk.view.move_page(wanted.filter(desk), most=part.most, after=part.after)
    return page_of(request, desk.move_records(page.moves), page.after)


@router.get("/{move_id}", response_model=MovePageShape, responses=FOUND)
def move(request: Request, desk: Viewpoint, move_id: Annotated[str, Path(max_length=200)]) -> Response:
    """A move with every telling, origin and judgement."""
    found = desk.view.move(move_id)
    if found is None:
        raise UnknownName(f"there is no move '{move_id}': /api/v1/moves lists them", culprit=move_id)
    return answer(request, desk.move_record(found))
