"""One move: how it became what it is, who says so in which words, from how many origins, and why these claims are one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vigie.errors import UnknownName
from vigie.model.lifecycle import answered, conflicts, lapses_on, steps
from vigie.stories import credibility, source_shape
from vigie.web.page import Page, Shown
from vigie.web.pages.judge import standing

if TYPE_CHECKING:
    from vigie.telling import Telling
    from vigie.web.look import Look

__all__ = ["PAGES"]


def show(look: Look) -> Shown:
    """The move with the id in the address; raises ``UnknownName`` where there is none."""
    name = look.request.path_params["id"]
    view = look.desk.view
    move = view.move(name)
    if move is None:
        raise UnknownName(look.say("web.error.no_move", id=name), culprit=name)
    told = look.desk.told([move])[move.id]
    judged = look.desk.judged(move)
    published = [(one.claim, one.document.published_on) for one in told]
    by_claim = {one.claim.id: one for one in told}
    copies = {one.document_id: one for one in view.copies_of(move.document_ids)}
    lapses = lapses_on(move.status, published)
    lapsed = lapses is not None and lapses <= look.now.date()
    return Shown(
        template="move.html",
        values={
            "move": move,
            "told": told,
            "steps": [(step, by_claim[step.claim_id]) for step in steps(published)],
            "answers": answered(published),
            "conflicts": conflicts([claim for claim, _ in published]),
            "lapses": lapses,
            "lapsed": lapsed,
            "credibility": credibility(move, lapsed=lapsed),
            "by_document": _by_document(told),
            "judged": sorted(judged, key=lambda one: (one.by_machine, -abs(one.score))),
            "words": {one.claim.id: one.claim.quotes[0].words for one in told},
            "copies": copies,
            "grades": {name: source_shape(one) for name, one in look.shelf.grades(look.as_of).items()},
            "stories": view.stories_of(move.document_ids),
            "decided": standing(view, move.claim_ids),
        },
        records=[look.desk.move_record(move)],
    )


def _by_document(told: list[Telling]) -> list[dict[str, Any]]:
    """Tellings put together by document, the documents by date."""
    found: dict[str, dict[str, Any]] = {}
    for one in told:
        found.setdefault(one.document.id, {"document": one.document, "told": []})["told"].append(one)
    return sorted(found.values(), key=lambda one: (one["document"].published_on or "9999", one["document"].id))


PAGES = (Page(path="/move/{id}", show=show),)
