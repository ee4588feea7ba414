"""Sources with their health, and the outlets that the atlas knows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, FOUND, Page, answer, page_of
from vigie.api.asked import At, HouseOf, Piece, Viewpoint, listed
from vigie.errors import UnknownName
from vigie.sources import health
from vigie.sources.health import health_record
from vigie.stories import SourceShape, source_shape
from vigie.telling.shapes import OutletShape

__all__ = ["router"]

router = APIRouter(tags=["sources"])


@router.get("/sources", responses=ANSWERS)
def sources(request: Request, house: HouseOf) -> Response:
    """The sources that are followed, by id: state, since when, the last good visit, the next one, and why."""
    states, now = house.ledger.view().source_states(), house.clock()
    found = sorted(house.sources(), key=lambda one: one.id)
    rows = [(source, states.get(source.id), health(states.get(source.id), source, now)) for source in found]
    return page_of(request, [health_record(*row) for row in rows], None)


@router.get("/outlets", response_model=Page[OutletShape], responses=ANSWERS)
def outlets(request: Request, desk: Viewpoint, part: Piece) -> Response:
    """The outlets of the atlas, by key, with owner, country and language."""
    known = {one.id: one for one in desk.atlas.records if one.kind == "outlet"}
    chosen, after = listed(sorted(known), part)
    return page_of(request, [desk.outlet_record(known[key]) for key in chosen], after)


@router.get("/outlets/records", response_model=Page[SourceShape], responses=ANSWERS)
def records(request: Request, house: HouseOf, at: At) -> Response:
    """How often each outlet was first, what became of its rumours, and the Admiralty grade that follows; over the latest moves."""
    found = [source_shape(one) for one in house.shelf.records(at) if one.kind == "outlet"]
    return page_of(request, found, None)


@router.get("/outlets/{outlet}", response_model=OutletShape, responses=FOUND)
def outlet(request: Request, desk: Viewpoint, outlet: Annotated[str, Path(max_length=200)]) -> Response:
    """One outlet, by name or key."""
    found = [one for one in desk.atlas.find_all(outlet) if one.kind == "outlet"]
    if not found:
        raise UnknownName(f"the atlas knows no outlet '{outlet}': /api/v1/outlets lists them", culprit=outlet)
    return answer(request, desk.outlet_record(found[0]))
