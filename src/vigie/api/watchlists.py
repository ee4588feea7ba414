"""Watchlists, and the alerts that came of them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from starlette.responses import Response

from vigie.api.answer import ANSWERS, CHANGES, FOUND, answer, page_of
from vigie.api.asked import Analyst, HouseOf, Viewpoint
from vigie.errors import UnknownName
from vigie.model import Watchlist
from vigie.telling import Desk, delivery_record, notice_record
from vigie.telling.watchlists import FIELDS, held_record, watchlist_of, watchlist_record

__all__ = ["router"]

router = APIRouter(tags=["watchlists"])

Name = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="Small letters, digits and hyphens.")]
_FIELDS = {
    "description": "What is watched for.",
    "json_schema_extra": {"properties": {name: {"description": says} for name, says in FIELDS.items()}},
}


@router.get("/watchlists", responses=ANSWERS)
def watchlists(request: Request, house: HouseOf, desk: Viewpoint) -> Response:
    """The watchlists that hold; ``file`` names the file that declares one, which can only be changed there."""
    held = [held_record(one, file, desk.names.name_of) for one, file in house.watchlists(desk)]
    return page_of(request, held, None)


@router.get("/watchlists/{name}", responses=FOUND)
def watchlist(request: Request, desk: Viewpoint, name: Name) -> Response:
    """One watchlist, as the file that would declare it."""
    return answer(request, watchlist_record(_called(desk, name), desk.names.name_of))


@router.put("/watchlists/{name}", responses=CHANGES)
def keep(
    request: Request, house: HouseOf, who: Analyst, name: Name, record: Annotated[dict[str, Any], Body(**_FIELDS)]
) -> Response:
    """Keep a watchlist, in place of one of the same name."""
    desk = house.desk(None)
    one = watchlist_of({**record, "name": name}, desk.actor, where=name)
    house.keep_watchlist(one, visitor=who)
    return answer(request, watchlist_record(one, desk.names.name_of))


@router.delete("/watchlists/{name}", status_code=204, responses=CHANGES)
def remove(house: HouseOf, who: Analyst, name: Name) -> Response:
    """Retire a watchlist."""
    house.remove_watchlist(_called(house.desk(None), name).name, visitor=who)
    return Response(status_code=204)


@router.get("/alerts", responses=FOUND)
def alerts(
    request: Request,
    desk: Viewpoint,
    watchlist: Annotated[str | None, Query(max_length=63, description="Only those of this watchlist.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """The changes that watchlists were owed, the latest decided first, with the lines that matched."""
    if watchlist is not None:
        _called(desk, watchlist)
    return page_of(request, [notice_record(one) for one in desk.view.notices(watchlist, most=limit)], None)


@router.get("/alerts/deliveries", responses=ANSWERS)
def deliveries(request: Request, desk: Viewpoint, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """The messages that went out or are to go, the latest recorded first; no address is kept in them."""
    return page_of(request, [delivery_record(one) for one in desk.view.deliveries()[::-1][:limit]], None)


def _called(desk: Desk, name: str) -> Watchlist:
    found = next((one for one in desk.view.watchlists() if one.name == name), None)
    if found is None:
        raise UnknownName(f"the ledger keeps no watchlist '{name}': /api/v1/watchlists lists them", culprit=name)
    return found
