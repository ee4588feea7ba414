"""Search: moves by words and facets, page by page. Ranks nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.errors import InputError, UnknownName
from vigie.ledger import MoveFilter
from vigie.model import Status, bounds
from vigie.taxonomy import claim_types
from vigie.telling import move_record
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOST = 25


def show(look: Look) -> Shown:
    """The moves that fit, the latest first, with how many there are by status and type."""
    actors, missing = _actors(look)
    wanted = MoveFilter(
        actors=tuple(actors),
        types=_known(look, "type", list(claim_types())),
        statuses=tuple(Status(one) for one in _known(look, "status", [one.value for one in Status])),
        since=_day(look.ask("since")),
        until=_day(look.ask("until")),
    )
    view = look.desk.view
    page = view.move_page(wanted, most=_MOST, after=look.ask("after") or None)
    told = look.desk.told(page.moves)
    # Each facet counts what there would be if it alone were left open.
    by_status = view.tally(MoveFilter(actors=wanted.actors, types=wanted.types, since=wanted.since, until=wanted.until)).statuses
    by_type = view.tally(MoveFilter(actors=wanted.actors, statuses=wanted.statuses, since=wanted.since, until=wanted.until)).types
    return Shown(
        template="search.html",
        values={
            "page": page,
            "told": told,
            "actors": actors,
            "missing": missing,
            "total": view.tally(wanted).moves,
            "by_status": by_status,
            "by_type": by_type,
            "wanted": wanted,
            "partners": view.partners(actors[0], most=8) if len(actors) == 1 else [],
        },
        records=(move_record(one, told[one.id], look.desk.names) for one in page.moves),
    )


def _actors(look: Look) -> tuple[list[str], list[str]]:
    """Keys of the actors asked for, by the facet and by the words, and the words that name nobody."""
    desk = look.desk
    keys = [
        key if key in desk.read or key in desk.atlas else desk.actor(key)
        for key in look.request.query_params.getlist("actor")
        if key
    ]
    missing: list[str] = []
    words = look.ask("q")[:200].replace("×", ",").replace(";", ",")
    for part in filter(None, (one.strip() for one in words.split(","))):
        found = _named(look, part)
        keys += found
        if not found:
            missing.append(part)
    return list(dict.fromkeys(keys)), missing


def _named(look: Look, words: str) -> list[str]:
    """The actors that some words name: all of them together, else the longest runs of them, from the left."""
    parts = words.split()[:12]
    found, start = [], 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            key = _actor(look, " ".join(parts[start:end]))
            if key is not None:
                found.append(key)
                start = end - 1
                break
        start += 1
    return found


def _actor(look: Look, name: str) -> str | None:
    records = look.desk.atlas.find_all(name)
    called = look.desk.view.called(name)
    keys = [one.id for one in records] + called
    read = [key for key in keys if key in look.desk.read]
    return next(iter(read or keys), None)


def _known(look: Look, name: str, choices: list[str]) -> tuple[str, ...]:
    asked = [one for one in look.request.query_params.getlist(name) if one]
    for one in asked:
        if one not in choices:
            raise UnknownName(f"'{one}' is no {name}: choose among {', '.join(choices)}", culprit=one)
    return tuple(asked)


def _day(text: str) -> str | None:
    if not text:
        return None
    try:
        bounds(text)
    except ValueError as error:
        raise InputError(str(error), culprit=text) from error
    return text


PAGES = (Page(path="/search", show=show),)
