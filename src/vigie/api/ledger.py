"""The ledger itself: how much it holds, since when; and for admins, who did what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response
from typing_extensions import TypedDict

from vigie.access.record import deed_record, token_record, user_record
from vigie.api.answer import ANSWERS, answer, page_of
from vigie.api.asked import HouseOf, Viewpoint, visitor_of
from vigie.model import Role
from vigie.telling.shapes import LedgerShape

__all__ = ["router"]

router = APIRouter(tags=["ledger"])


class VisitorShape(TypedDict):
    """Who asks."""

    name: str
    role: str
    how: str


@router.get("/ledger", response_model=LedgerShape, responses=ANSWERS)
def ledger(request: Request, desk: Viewpoint) -> Response:
    """How much the ledger held."""
    return answer(request, desk.ledger_record())


@router.get("/me", response_model=VisitorShape, responses=ANSWERS)
def me(request: Request) -> Response:
    """Who asks, and with which role."""
    visitor = visitor_of(request)
    return answer(request, {"name": visitor.name, "role": visitor.role.value, "how": visitor.how})


@router.get("/users", responses=ANSWERS)
def users(request: Request, house: HouseOf) -> Response:
    """The users; for admins."""
    visitor_of(request).need(Role.ADMIN)
    return page_of(request, [user_record(one) for one in house.accounts.all()], None)


@router.get("/tokens", responses=ANSWERS)
def tokens(request: Request, house: HouseOf) -> Response:
    """The tokens, never their secrets; for admins."""
    visitor_of(request).need(Role.ADMIN)
    return page_of(request, [token_record(one) for one in house.accounts.tokens()], None)


@router.get("/deeds", responses=ANSWERS)
def deeds(request: Request, house: HouseOf, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> Response:
    """What was done through the doors, the latest first; for admins."""
    visitor_of(request).need(Role.ADMIN)
    return page_of(request, [deed_record(one) for one in house.accounts.deeds(most=limit)], None)
