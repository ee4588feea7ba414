"""Scenarios: what a deal would change on the market, all else equal."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, FOUND, answer, page_of
from vigie.errors import UnknownName

__all__ = ["router"]

router = APIRouter(prefix="/scenarios", tags=["scenarios"])
_ONE_PLAYS = threading.Lock()
"""A played deal takes a second of one core and hundreds of megabytes: one at a time."""


@router.get("", responses=ANSWERS)
def scenarios(request: Request) -> Response:
    """The deals that ship with vigie."""
    from vigie.market.deals import open_deal, shipped_deals
    from vigie.market.facts import load_facts

    found = [open_deal(name, load_facts()) for name in shipped_deals()]
    return page_of(request, [{"deal": one.id, "form": one.form, "title": one.title, "base": one.base} for one in found], None)


@router.get("/{deal}", responses=FOUND)
def scenario(
    request: Request,
    deal: Annotated[str, Path(max_length=100, description="A deal of the list.")],
    against: Annotated[str | None, Query(max_length=100, description="Compare with this deal instead of with none.")] = None,
    draws: Annotated[int, Query(ge=50, le=2000)] = 500,
    seed: Annotated[int, Query(ge=0, le=2**31)] = 1,
) -> Response:
    """Play a deal: every figure with its interval, its chance of rising and its facts. The same seed gives the same numbers."""
    from vigie.market.deals import shipped_deals

    for name in filter(None, (deal, against)):
        if name not in shipped_deals():
            raise UnknownName(f"there is no deal '{name}': /api/v1/scenarios lists them", culprit=name)
    with _ONE_PLAYS:
        return answer(request, _played(deal, against, draws, seed))


@lru_cache(maxsize=64)
def _played(deal: str, against: str | None, draws: int, seed: int) -> dict[str, Any]:
    from vigie.market.deals import open_deal
    from vigie.market.play import Board
    from vigie.market.record import scenario_record

    board = Board(draws=draws, seed=seed)
    return scenario_record(board.play(open_deal(deal, board.facts), None if against is None else open_deal(against, board.facts)))
