"""Actors: who takes part in moves, with what the atlas knows of them and whom they deal with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, FOUND, Page, answer, page_of
from vigie.api.asked import At, Filter, HouseOf, Piece, Viewpoint, listed
from vigie.foresight.record import suggestion_record
from vigie.telling.shapes import ActorPageShape, ActorShape, MoveShape

__all__ = ["ActorName", "router"]

router = APIRouter(prefix="/actors", tags=["actors"])

ActorName = Annotated[str, Path(description="A name in any script, or a key of the atlas.", max_length=200)]


@router.get("", response_model=Page[ActorShape], responses=ANSWERS)
def actors(
    request: Request,
    desk: Viewpoint,
    part: Piece,
    kind: Annotated[str | None, Query(max_length=20, description="company, brand, person, authority, model …")] = None,
) -> Response:
    """Everybody and everything that was read about, by key."""
    known = desk.view.names()
    chosen, after = listed(sorted(key for key in known if kind is None or known[key][1] == kind), part)
    return page_of(request, [desk.actor_record(key) for key in chosen], after)


@router.get("/{name}", response_model=ActorPageShape, responses=FOUND)
def actor(request: Request, desk: Viewpoint, name: ActorName) -> Response:
    """One actor: what the atlas knows, how many moves of which type and status, and with whom most."""
    return answer(request, desk.actor_page_record(desk.actor(name)))


@router.get("/{name}/moves", response_model=Page[MoveShape], responses=FOUND)
def moves(request: Request, desk: Viewpoint, name: ActorName, wanted: Filter, part: Piece) -> Response:
    """The moves that an actor takes part in, the latest first."""
    page = desk.view.move_page(wanted.filter(desk, name), most=part.most, after=part.after)
    return page_of(request, desk.move_records(page.moves), page.after)


@router.get("/{name}/next", responses=FOUND)
def next_partners(
    request: Request,
    house: HouseOf,
    at: At,
    desk: Viewpoint,
    name: ActorName,
    n: Annotated[int, Query(ge=1, le=50, description="How many.")] = 10,
) -> Response:
    """Whom the actor is likely to approach next, with reasons."""
    today = house.clock().date()
    asked_on = today if at is None else min(at.date(), today)
    found = house.shelf.next_partners(desk.actor(name), asked_on, n)
    return page_of(request, [suggestion_record(one, desk.names) for one in found], None)
