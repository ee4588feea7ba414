"""Search: words over documents, quotes and moves, or moves by facets alone; page by page. Ranks nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from vigie.ledger import MoveFilter
from vigie.ledger.searching import Sort, What
from vigie.model import Status
from vigie.taxonomy import claim_types
from vigie.telling import move_record
from vigie.web.page import EACH, Page, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vigie.ledger.searching import Hit
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOST = 25
_FACETED = 8
"""Values of an open-ended facet (actors, outlets) that are offered."""
_ASKED = {"actors": "actor", "types": "type", "statuses": "status", "langs": "language", "outlets": "outlet"}
"""Facet → how the address asks for it. Not ``lang``, which is the language of the page."""


def show(look: Look) -> Shown:
    """What is found for words; without words, the moves that the facets let through."""
    return _found(look) if look.ask("q") else _listed(look)


def _lists(look: Look) -> dict[str, tuple[str, ...]]:
    """What is asked for of each facet."""
    asked = look.request.query_params
    return {facet: tuple(one for one in asked.getlist(name) if one) for facet, name in _ASKED.items()}


def _found(look: Look) -> Shown:
    lists = _lists(look)
    what, sort = look.ask("what", "documents"), look.ask("sort", "relevance")
    wanted = look.desk.search(
        look.ask("q")[:400], **lists, since=look.ask("since") or None, until=look.ask("until") or None, what=what, sort=sort
    )
    found = look.desk.view.search(wanted, most=_MOST, after=look.ask("after") or None)
    moves = [hit.move for hit in found.hits if hit.move is not None]
    facets = {name: dict(list(found.facets.get(name, {}).items())[:_FACETED]) for name in ("actors", "langs", "outlets")}
    return Shown(
        template="search.html",
        values={
            "hits": found.hits,
            "moves": (),
            "told": look.desk.told(moves, each=EACH),
            "total": found.total,
            "capped": found.capped,
            "after": found.after,
            "lists": lists,
            "facets": {**facets, "statuses": found.facets.get("statuses", {}), "types": found.facets.get("types", {})},
            "what": what,
            "sort": sort,
            **_choices(),
        },
        records=(_hit_record(look, one) for one in found.hits),
    )


def _listed(look: Look) -> Shown:
    lists = _lists(look)
    since, until = look.ask("since") or None, look.ask("until") or None
    wanted = look.desk.move_filter(lists["actors"], lists["types"], lists["statuses"], since, until)
    view = look.desk.view
    page = view.move_page(wanted, most=_MOST, after=look.ask("after") or None)
    told = look.desk.told(page.moves, each=EACH)

    # Each facet counts what there would be if it alone were left open.
    def tally(types: tuple[str, ...], statuses: tuple[Status, ...]) -> Any:
        return view.tally(MoveFilter(actors=wanted.actors, types=types, statuses=statuses, since=wanted.since, until=wanted.until))

    partners = view.partners(wanted.actors[0], most=_FACETED) if len(wanted.actors) == 1 else []
    return Shown(
        template="search.html",
        values={
            "hits": (),
            "moves": page.moves,
            "told": told,
            "total": view.tally(wanted).moves,
            "capped": False,
            "after": page.after,
            "lists": {**lists, "actors": wanted.actors},
            "facets": {
                "statuses": tally(wanted.types, ()).statuses,
                "types": tally((), wanted.statuses).types,
                "actors": {one.key: one.moves for one in partners},
            },
            "what": "moves",
            "sort": "time",
            **_choices(),
        },
        records=(move_record(one, told[one.id], look.desk.names) for one in page.moves),
    )


def _choices() -> Mapping[str, Any]:
    return {
        "whats": get_args(What),
        "sorts": get_args(Sort),
        "asked": _ASKED,
        "statuses": [one.value for one in Status],
        "types": list(claim_types()),
    }


def _hit_record(look: Look, hit: Hit) -> dict[str, Any]:
    record: dict[str, Any] = {
        "document": hit.document_id,
        "title": hit.title,
        "outlet": hit.outlet,
        "lang": hit.lang,
        "published": hit.published_on,
        "snippet": "".join(words for words, _ in hit.snippet),
    }
    if hit.claim is not None:
        record |= {"claim": hit.claim.id, "type": hit.claim.type, "status": hit.claim.status.value}
    if hit.move is not None:
        who = [look.desk.names.name_of(key) for key in (*hit.move.who, *hit.move.whom)]
        record |= {"move": hit.move.id, "type": hit.move.type, "status": hit.move.status.value, "who": who}
    return record


PAGES = (Page(path="/search", show=show),)
