"""Documents: listed, shown with what was read in them, and taken in."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from vigie.api.answer import ANSWERS, CHANGES, FOUND, Page, answer, page_of
from vigie.api.asked import Analyst, HouseOf, Piece, Viewpoint
from vigie.errors import UnknownName
from vigie.telling import title_record
from vigie.telling.shapes import DocumentPageShape, TitleShape

__all__ = ["router"]

router = APIRouter(prefix="/documents", tags=["documents"])

DocumentId = Annotated[str, Path(description="The id of a document.", max_length=500)]


class Sent(BaseModel):
    """A document as it is sent: its text, and what is known of it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=1_000_000, description="Plain text; paragraphs are separated by an empty line.")
    id: str | None = Field(
        default=None, min_length=1, max_length=200, description="Its id; without one, it follows from the content."
    )
    title: str | None = Field(default=None, max_length=1000)
    url: str | None = Field(default=None, max_length=2000)
    outlet: str | None = Field(default=None, max_length=200)
    author: str | None = Field(default=None, max_length=200)
    lang: str | None = Field(default=None, max_length=8, description="ISO 639-1, where it is known; the reader decides otherwise.")
    published: str | None = Field(default=None, max_length=40, description="ISO date of publication.")


class Taken(DocumentPageShape):
    """A document that was taken in, as it stands now."""

    new: bool


@router.get("", response_model=Page[TitleShape], responses=ANSWERS)
def documents(request: Request, desk: Viewpoint, part: Piece) -> Response:
    """The documents, by id, without their texts."""
    page = desk.view.document_page(most=part.most, after=part.after)
    return page_of(request, [title_record(one) for one in desk.view.documents(page.ids)], page.after)


@router.get("/{document_id:path}", response_model=DocumentPageShape, responses=FOUND)
def document(request: Request, desk: Viewpoint, document_id: DocumentId) -> Response:
    """A document with where it came from, its versions, and the claims that were read in it."""
    found = desk.view.document(document_id)
    if found is None:
        raise UnknownName(f"there is no document '{document_id}': /api/v1/documents lists them", culprit=document_id)
    return answer(request, desk.document_record(found))


@router.post(
    "",
    status_code=201,
    response_model=Taken,
    responses={**CHANGES, 200: {"model": Taken, "description": "It stood already, exactly so."}},
)
def send(request: Request, house: HouseOf, who: Analyst, sent: Sent) -> Response:
    """Take a document in: it is read, recorded and weighed, and comes back with its claims and the moves they belong to."""
    record: dict[str, Any] = sent.model_dump(exclude_none=True)
    taken = house.take(record)
    if taken.new:
        house.accounts.note(who, "document sent", taken.document.id)
    found = house.desk(None).document_record(taken.document)
    location = {"location": f"{request.url.path}/{taken.document.id}"} if taken.document.id.isascii() else None
    return answer(request, {**found, "new": taken.new}, status=201 if taken.new else 200, headers=location)
