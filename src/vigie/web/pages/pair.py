"""A pair: two lanes of time, what is known, not known and denied, who said what when, and the outlook with its reasons."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from vigie.errors import InputError
from vigie.foresight import RUNGS
from vigie.foresight.outlook import family_of
from vigie.foresight.record import page_record
from vigie.ledger import MoveFilter
from vigie.model import Status
from vigie.telling import answer, move_record
from vigie.web.drawing.interval import probability_row
from vigie.web.drawing.timeline import Lane, timeline
from vigie.web.page import EACH, Page, Shown
from vigie.web.pages.actor import ACTORS, spot

if TYPE_CHECKING:
    from markupsafe import Markup

    from vigie.model import Move
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOVES = 120
"""The latest moves of both that the page reads; the rest is in the search."""
_CLOSE = 60
_OWN = 80
"""Moves of each actor without the other that its lane shows: enough to see what it did meanwhile."""
_HORIZON = dt.timedelta(days=365)


def choose(look: Look) -> Shown | str:
    """Two names lead to their page; without them, pairs with most moves."""
    first, second = look.ask("first"), look.ask("second")
    if first and second:
        return look.to("pair", look.desk.actor(first), look.desk.actor(second))
    closest = look.shelf.closest(look.as_of)
    look.desk.fetch_names(key for one in closest for key in (one.first, one.second))
    rows: list[dict[str, Any]] = [
        {"first": one.first, "second": one.second, "moves": one.moves}
        for one in closest
        if look.kind_of(one.first) in ACTORS and look.kind_of(one.second) in ACTORS
    ][:_CLOSE]
    names = look.desk.names
    return Shown(
        template="pairs.html",
        values={"rows": rows, "first": first},
        records=({**row, "first": names.name_of(row["first"]), "second": names.name_of(row["second"])} for row in rows),
    )


def show(look: Look) -> Shown | str:
    """The two actors of the address; names lead to their keys."""
    first, second = (look.request.path_params[name] for name in ("first", "second"))
    desk = look.desk
    keys = tuple(_key(look, one) for one in (first, second))
    if keys != (first, second):
        return look.to("pair", *keys)
    page = desk.view.move_page(MoveFilter(actors=keys), most=_MOVES)
    own = [[one for one in desk.view.move_page(MoveFilter(actors=(key,)), most=_OWN).moves if one.happened_on] for key in keys]
    desk.fetch_names(key for some in (page.moves, *own) for move in some for key in move.keys)
    found, told = answer(page.moves), desk.told(page.moves, each=EACH)
    tellings = [one for move in page.moves for one in told[move.id]]
    tellings.sort(key=lambda one: (one.document.published_on or "9999", one.claim.id))
    return Shown(
        template="pair.html",
        values={
            "first": first,
            "second": second,
            "found": found,
            "told": told,
            "tellings": tellings[:60],
            "asked": [one for one in found.open if one.status is Status.ASKED],
            "timeline": _lanes(look, keys, page.moves, own),
            "more": desk.view.tally(MoveFilter(actors=keys)).moves > len(page.moves),
        },
        records=(move_record(one, told[one.id], desk.names) for one in page.moves),
    )


def outlook(look: Look) -> Shown:
    """What the contact of the two is likely to lead to; as a part of the pair's page or by itself."""
    first, second = (_key(look, look.request.path_params[name]) for name in ("first", "second"))
    asked_on = look.now.date()
    by_on = asked_on + _HORIZON
    if look.ask("by"):
        try:
            by_on = dt.date.fromisoformat(look.ask("by"))
        except ValueError as error:
            raise InputError(f"'{look.ask('by')}' is no date: write 2027-01-01", culprit=look.ask("by")) from error
    page = look.shelf.outlook(first, second, asked_on, by_on)
    return Shown(
        template="outlook.html",
        values={
            "first": first,
            "second": second,
            "page": page,
            "rungs": [_rung(look, page, name) for name in ("nothing", *RUNGS)] if page.rungs else [],
            "rung_names": RUNGS,
            "family": family_of(page.situation.last.type) if page.situation else "contact",
            "bare": look.request.headers.get("hx-request") == "true",
        },
        records=[page_record(page, look.desk.names)],
    )


def _key(look: Look, name: str) -> str:
    desk = look.desk
    return name if name in desk.atlas or name in desk.read else desk.actor(name)


def _rung(look: Look, page: Any, name: str) -> dict[str, Any]:
    if name == "nothing":
        value, low, high, base = page.nothing, *(1 - one for one in reversed(page.interval(RUNGS[0]))), None
    else:
        value, (low, high) = page.shown(name), page.interval(name)
        base = page.rungs[RUNGS.index(name)].base_rate
    words = look.say("web.outlook.rung", what=look.say(f"rung.{name}"), p=_percent(value), low=_percent(low), high=_percent(high))
    return {"name": name, "percent": _percent(value), "svg": probability_row(value, low, high, base, words)}


def _percent(value: float) -> str:
    return f"{100 * value:.0f}" if value >= 0.1 or value == 0 else f"{100 * value:.1f}"


def _lanes(look: Look, keys: tuple[str, ...], shared: tuple[Move, ...], own: list[list[Move]]) -> Markup:
    both = {one.id for one in shared}
    names = [look.desk.names.name_of(key) for key in keys]
    lanes = [
        Lane(name=names[0], spots=tuple(spot(one, look) for one in own[0] if one.id not in both)),
        Lane(name=look.say("web.pair.both"), spots=tuple(spot(one, look) for one in shared if one.happened_on)),
        Lane(name=names[1], spots=tuple(spot(one, look) for one in own[1] if one.id not in both)),
    ]
    title = look.say("web.pair.timeline", first=names[0], second=names[1])
    return timeline(title, lanes, until=look.now.date(), lang=look.lang, more=look.say("web.more_here", n="{n}"))


PAGES = (
    Page(path="/pair", show=choose),
    Page(path="/pair/{first}/{second}/outlook", show=outlook),
    Page(path="/pair/{first}/{second}", show=show),
)
