"""Judgements: same or different, by the machine and by persons; a person's word stands, and can be taken back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from vigie.api.answer import ANSWERS, CHANGES, Page, answer, page_of
from vigie.api.asked import Analyst, HouseOf, Viewpoint
from vigie.model import Verdict
from vigie.telling import judgement_record
from vigie.telling.shapes import JudgementShape

__all__ = ["router"]

router = APIRouter(prefix="/judgements", tags=["judgements"])

_ID = r"^[^\x00]+$"


class Said(BaseModel):
    """What a person says of two things."""

    model_config = ConfigDict(extra="forbid")

    subject: Literal["move", "story", "copy"] = Field(description="move: two claims; story and copy: two documents.")
    left: str = Field(min_length=1, max_length=500, pattern=_ID)
    right: str = Field(min_length=1, max_length=500, pattern=_ID)
    verdict: Literal["same", "different"]


@router.get("", response_model=Page[JudgementShape], responses=ANSWERS)
def judgements(
    request: Request,
    desk: Viewpoint,
    about: Annotated[list[str], Query(max_length=50, description="Ids of claims or documents.")],
    by_persons: Annotated[bool, Query(description="Only those that persons made.")] = False,
) -> Response:
    """The judgements about some claims or documents."""
    found = [one for one in desk.view.judgements(about) if not (by_persons and one.by_machine)]
    return page_of(request, [judgement_record(one) for one in found], None)


@router.post("", status_code=201, response_model=JudgementShape, responses=CHANGES)
def say(request: Request, house: HouseOf, who: Analyst, said: Said) -> Response:
    """Say same or different of two claims or documents; all is weighed anew, and your word stands against the machine's."""
    judgement = house.judge(said.subject, said.left, said.right, Verdict(said.verdict), visitor=who)
    return answer(request, judgement_record(judgement), status=201)


@router.delete("/{judgement_id}", status_code=204, responses=CHANGES)
def take_back(house: HouseOf, who: Analyst, judgement_id: Annotated[str, Path(max_length=200)]) -> Response:
    """Take a person's judgement back; all is then as before."""
    house.take_back(judgement_id, visitor=who)
    return Response(status_code=204)
