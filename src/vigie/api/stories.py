"""Stories: documents that report the same happenings."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, FOUND, Page, answer, page_of
from vigie.api.asked import Piece, Viewpoint
from vigie.errors import UnknownName
from vigie.telling.shapes import StoryShape

__all__ = ["router"]

router = APIRouter(prefix="/stories", tags=["stories"])


@router.get("", response_model=Page[StoryShape], responses=ANSWERS)
def stories(request: Request, desk: Viewpoint, part: Piece) -> Response:
    """The stories, by id, each with its documents and moves."""
    page = desk.view.story_page(most=part.most, after=part.after)
    found = [one for key in page.ids if (one := desk.view.story(key)) is not None]
    return page_of(request, desk.story_records(found), page.after)


@router.get("/{story_id}", response_model=StoryShape, responses=FOUND)
def story(request: Request, desk: Viewpoint, story_id: Annotated[str, Path(max_length=200)]) -> Response:
    """A story with its documents and moves."""
    found = desk.view.story(story_id)
    if found is None:
        raise UnknownName(f"there is no story '{story_id}': /api/v1/stories lists them", culprit=story_id)
    return answer(request, desk.story_record(found))
