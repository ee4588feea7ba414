"""What every read may be asked with: a viewpoint, a page, a filter of moves. Looks nothing up but names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic.config import JsonDict

from vigie.access import Visitor
from vigie.house import House
from vigie.ledger import MoveFilter
from vigie.ledger.paging import mark_of, place_of
from vigie.model import Role, Status, parse_as_of
from vigie.taxonomy import claim_types
from vigie.telling import Desk

__all__ = ["Analyst", "AsOf", "At", "Filter", "HouseOf", "Piece", "Viewpoint", "Wanted", "day_of", "listed", "visitor_of"]

_INSTANT = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])(T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)?$"
_DATE = r"^(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]))?|-Q[1-4]|-H[12])?$"
"""What most days look like, for whoever reads the OpenAPI; the sentence about a wrong one is ours, so the check is elsewhere."""

AsOf = Annotated[
    str | None,
    Query(
        description="Show what the ledger knew at the end of that day, or at an instant (UTC); without it, what it knows now.",
        max_length=40,
        json_schema_extra={"pattern": _INSTANT, "examples": ["2024-05-01"]},
    ),
]


def _house(request: Request) -> House:
    house: House = request.app.state.house
    return house


HouseOf = Annotated[House, Depends(_house)]


def _at(as_of: AsOf = None) -> dt.datetime | None:
    return parse_as_of(as_of)


At = Annotated[dt.datetime | None, Depends(_at)]


def _desk(house: HouseOf, at: At) -> Desk:
    return house.desk(at)


Viewpoint = Annotated[Desk, Depends(_desk)]
"""The desk over what was known at ``as_of``."""


def visitor_of(request: Request) -> Visitor:
    """Who asks, as the guard found; without a guard before it, as in tests of routes, an admin of this machine."""
    visitor = getattr(request.state, "visitor", None)
    return visitor if isinstance(visitor, Visitor) else Visitor(name="local", role=Role.ADMIN, how="open")


def _analyst(request: Request) -> Visitor:
    visitor = visitor_of(request)
    visitor.need(Role.ANALYST)
    return visitor


Analyst = Annotated[Visitor, Depends(_analyst)]
"""Who asks, an analyst at least."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is wanted."""

    most: int
    after: str | None


def _part(
    limit: Annotated[int, Query(ge=1, le=200, description="At most so many.")] = 50,
    after: Annotated[str | None, Query(max_length=2000, description="The mark that the page before gave.")] = None,
) -> Part:
    return Part(limit, after or None)


Piece = Annotated[Part, Depends(_part)]


def listed(keys: list[str], part: Part) -> tuple[list[str], str | None]:
    """The part of a list of ascending keys, and the mark of the next one; raises `InputError` for what is no mark."""
    if part.after is not None:
        (last,) = place_of(part.after, str)
        keys = [key for key in keys if key > str(last)]
    chosen = keys[: part.most]
    return chosen, mark_of(chosen[-1]) if len(keys) > part.most else None


def day_of(text: str | None, default: dt.date) -> dt.date:
    """A day given in an address, or the default; raises `InputError` for what is none."""
    at = parse_as_of(text)
    return default if at is None else at.date()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which moves are asked for, in the asker's words."""

    actor: list[str]
    kind: list[str]
    status: list[str]
    since: str | None
    until: str | None

    def filter(self, desk: Desk, *also: str) -> MoveFilter:
        """As the ledger takes it, with further actors by name; raises `UnknownName` and `InputError` for what can't be asked."""
        return desk.move_filter((*also, *self.actor), self.kind, self.status, self.since, self.until)


def _one_of(names: Iterable[str]) -> JsonDict:
    return {"items": {"type": "string", "enum": list(names)}}


def _wanted(
    actor: Annotated[list[str] | None, Query(description="Who takes part; more than once for all together.", max_length=8)] = None,
    kind: Annotated[
        list[str] | None, Query(alias="type", description="A claim type.", max_length=20, json_schema_extra=_one_of(claim_types()))
    ] = None,
    status: Annotated[
        list[str] | None, Query(description="How surely.", max_length=8, json_schema_extra=_one_of(one.value for one in Status))
    ] = None,
    since: Annotated[
        str | None,
        Query(description="May have happened on that day or later.", max_length=10, json_schema_extra={"pattern": _DATE}),
    ] = None,
    until: Annotated[
        str | None,
        Query(description="May have happened on that day or earlier.", max_length=10, json_schema_extra={"pattern": _DATE}),
    ] = None,
) -> Wanted:
    return Wanted(actor or [], kind or [], status or [], since, until)


Filter = Annotated[Wanted, Depends(_wanted)]
