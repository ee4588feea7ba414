"""Actors: who is read about most, and one of them: what it is, its ties, figures, people, and what it says it wants."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

from vigie.ledger import MoveFilter
from vigie.model import Status, bounds
from vigie.taxonomy import claim_type, claim_types
from vigie.telling import move_record
from vigie.web.drawing.grid import GridRow, grid
from vigie.web.drawing.series import Point, series
from vigie.web.drawing.timeline import Lane, Spot, timeline
from vigie.web.page import Page, Shown
from vigie.web.words import type_words, value_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from vigie.atlas import Record
    from vigie.model import Move
    from vigie.telling import Telling
    from vigie.web.look import Look

__all__ = ["ACTORS", "PAGES", "spot"]

_MOVES = 300
"""The latest moves that the page draws and reads; the rest is in the search."""
_READ = 60
"""The latest of them whose words are read, for what the actor says and for figures: half a millisecond for each document."""
_LISTED = 30
_PARTNERS = 12
_FAMILIES = ("contact", "tie", "conflict", "product", "site", "people", "number", "state")
ACTORS = ("company", "brand", "group", "person", "authority")
"""Kinds of those who act: no model, place or outlet."""
_ACTIVE = 200
_AGAINST = ("dispute", "end", "close")
"""Types that speak of going apart; a denial of any other does so as well."""


def show(look: Look) -> Shown | str:
    """The actor with the key in the address; a name leads to the key's page. Raises ``UnknownName`` where nobody is called so."""
    name = look.request.path_params["key"]
    desk = look.desk
    if desk.atlas.get(name) is None and desk.view.names([name]) == {}:
        return look.to("actor", desk.actor(name))
    record = desk.atlas.get(name)
    page = desk.view.move_page(MoveFilter(actors=(name,)), most=_MOVES)
    told = desk.told(page.moves[:_READ], each=2)
    partners = desk.view.partners(name, most=60)
    desk.fetch_names(key for move in page.moves for key in move.keys)
    desk.fetch_names(one.key for one in partners)
    partners = [one for one in partners if look.kind_of(one.key) in ACTORS][:_PARTNERS]
    tally = desk.view.tally(MoveFilter(actors=(name,)))
    return Shown(
        template="actor.html",
        values={
            "key": name,
            "record": record,
            "kind": look.kind_of(name),
            "owners": record.owners_on(look.now.date().isoformat()) if record else (),
            "people": _people(look, name),
            "posts": _posts(record),
            "brands": [one for one in desk.atlas.records if one.brand_of == name],
            "moves": page.moves[:_LISTED],
            "more": tally.moves > _LISTED,
            "told": told,
            "tally": tally,
            "timeline": _timeline(look, name, page.moves),
            "partners": partners,
            "ties": _ties(look, name, page.moves, [one.key for one in partners]),
            "charts": _charts(look, page.moves, told),
            "says": _says(look, name, page.moves, told),
        },
        records=(move_record(one, told[one.id], desk.names) for one in page.moves[:_READ]),
    )


def listing(look: Look) -> Shown | str:
    """Who takes part in most moves; a name asked for leads to its page."""
    if look.ask("name"):
        return look.to("actor", look.desk.actor(look.ask("name")))
    busiest = look.shelf.busiest(look.as_of)
    look.desk.fetch_names(one.key for one in busiest)
    rows = [
        {"key": one.key, "name": look.desk.names.name_of(one.key), "moves": one.moves, "last": one.last_on}
        for one in busiest
        if look.kind_of(one.key) in ACTORS
    ][:_ACTIVE]
    return Shown(template="actors.html", values={"rows": rows}, records=rows)


def spot(move: Move, look: Look) -> Spot:
    """A move as a place on a timeline; it must be dated."""
    kind, status = type_words(move.type, look.lang), look.say(f"status.{move.status.value}")
    parties = ", ".join(look.desk.names.name_of(key) for key in (*move.who, *move.whom, *move.things))
    assert move.happened_on is not None
    words = f"{move.happened_on} · {kind} ({status}): {parties}"
    family = claim_type(move.type).family
    return Spot(on=move.happened_on, status=move.status.value, family=family, words=words, href=look.to("move", move.id))


def _timeline(look: Look, key: str, moves: Iterable[Move]) -> Markup:
    dated = [move for move in moves if move.happened_on]
    lanes = []
    for family in _FAMILIES:
        spots = tuple(spot(move, look) for move in dated if claim_type(move.type).family == family)
        if spots:
            lanes.append(Lane(name=look.say(f"web.family.{family}"), spots=spots))
    title = look.say("web.actor.timeline", who=look.desk.names.name_of(key))
    return timeline(title, lanes, until=look.now.date(), lang=look.lang, more=look.say("web.more_here", n="{n}"))


def _ties(look: Look, key: str, moves: Sequence[Move], partners: Sequence[str]) -> Markup:
    cells: dict[str, dict[int, Counter[str]]] = {one: defaultdict(Counter) for one in partners}
    for move in moves:
        if move.happened_on is None or move.status is Status.DENIED:
            continue
        for other in move.keys & cells.keys():
            cells[other][bounds(move.happened_on)[0].year][claim_type(move.type).family] += 1
    years = sorted({year for row in cells.values() for year in row})
    rows = [
        GridRow(name=look.desk.names.name_of(one), href=look.to("pair", key, one), years=cells[one])
        for one in partners
        if cells[one]
    ]
    names = {one.family: look.say(f"web.family.{one.family}") for one in claim_types().values()}
    span = range(years[0], years[-1] + 1) if years else range(0)
    return grid(look.say("web.actor.ties"), rows, span, names)


def _charts(look: Look, moves: Iterable[Move], told: dict[str, list[Telling]]) -> list[dict[str, Any]]:
    """Figures that were told, one chart for each metric and unit with two dates or more."""
    found: dict[tuple[str, str], list[tuple[str, Move, Telling]]] = defaultdict(list)
    for move in moves:
        for one in told.get(move.id, ()):
            value, on = one.claim.value, one.claim.happened_on or move.happened_on
            if value is not None and on is not None:
                label = value.metric or type_words(move.type, look.lang)
                found[label, value.unit or ""].append((on, move, one))
    charts = []
    for (label, unit), rows in sorted(found.items(), key=lambda item: -len(item[1])):
        points, seen = [], set()
        for on, move, one in sorted(rows, key=lambda row: row[0]):
            value = one.claim.value
            assert value is not None
            if (on, value.number) in seen:
                continue
            seen.add((on, value.number))
            words = f"{on}: {value_words(value, look.lang)} ({one.document.outlet or one.document.id})"
            points.append(
                Point(on=on, value=value.number, status=one.claim.status.value, words=words, href=look.to("move", move.id))
            )
        if len({point.on for point in points}) > 1:
            head = f"{label}, {unit}" if unit else label
            charts.append({"head": head, "svg": series(head, points, look.lang), "points": points})
    return charts[:6]


def _people(look: Look, key: str) -> list[dict[str, Any]]:
    """Who holds or held a post there: those of the day first, then the latest to leave."""
    day = look.now.date().isoformat()
    rows: list[dict[str, Any]] = [
        {"record": one, "post": post, "now": post.held_on(day)}
        for one in look.desk.atlas.records
        for post in one.posts
        if post.at == key and (post.start or "0") <= day
    ]
    rows.sort(key=lambda row: (row["now"], row["post"].end or "9999", row["post"].start or ""), reverse=True)
    return rows[:14]


def _posts(record: Record | None) -> list[Any]:
    return sorted(record.posts, key=lambda post: post.start or "", reverse=True) if record else []


def _says(look: Look, key: str, moves: Iterable[Move], told: dict[str, list[Telling]]) -> list[dict[str, Any]]:
    """What the actor itself, or who acts for it, is made responsible for: by subject, towards it and away from it side by side."""
    by_subject: dict[str, dict[str, list[Telling]]] = defaultdict(lambda: {"towards": [], "away": []})
    for move in moves:
        for one in told.get(move.id, ()):
            if not _speaks_for(look, one.claim.source, key, one.document.published_on):
                continue
            side = "away" if (one.claim.status is Status.DENIED) != (move.type in _AGAINST) else "towards"
            for subject in _subjects(one, key):
                by_subject[subject][side].append(one)
    rows: list[dict[str, Any]] = []
    for subject, sides in by_subject.items():
        for some in sides.values():
            some.sort(key=lambda one: (one.document.published_on or "", one.claim.id), reverse=True)
        kept = {
            side: [next(same) for _, same in groupby(some, key=lambda one: one.claim.quotes[0].words)]
            for side, some in sides.items()
        }
        name = look.desk.names.name_of(subject) if subject in look.desk.read or subject in look.desk.atlas else subject
        rows.append({"name": name, **kept, "both": bool(kept["towards"] and kept["away"])})
    rows.sort(key=lambda row: (row["both"], len(row["towards"]) + len(row["away"])), reverse=True)
    return rows[:10]


def _subjects(one: Telling, key: str) -> list[str]:
    """What a claim is about besides the actor: the others in it, its things, else its type."""
    keys = [other for other in (*one.claim.who, *one.claim.whom, *one.claim.things) if other != key]
    return list(dict.fromkeys(keys)) or [claim_type(one.claim.type).labels["en"]]


def _speaks_for(look: Look, source: str | None, key: str, day: str | None) -> bool:
    if source is None or source == key:
        return source == key
    return look.desk.atlas.employer(source, (day or "")[:10] or None) == key


PAGES = (Page(path="/actors", show=listing), Page(path="/actor/{key:path}", show=show))
