"""Stories: the documents about the same happenings, and one of them with its moves. Decides no belonging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vigie.errors import UnknownName
from vigie.ledger import MoveFilter
from vigie.telling import move_record, story_record
from vigie.web.page import EACH, Page, Shown
from vigie.web.pages.judge import standing

if TYPE_CHECKING:
    from vigie.model import Document
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOST = 30


def show(look: Look) -> Shown:
    """The story with the id in the address; raises ``UnknownName`` where there is none."""
    name = look.request.path_params["id"]
    view = look.desk.view
    story = view.story(name)
    if story is None:
        raise UnknownName(look.say("web.error.no_story", id=name), culprit=name)
    documents = sorted(view.documents(story.document_ids), key=_by_date)
    moves = view.moves_of(story.document_ids)
    told = look.desk.told(moves, each=EACH)
    copies = {one.document_id: one for one in view.copies_of(story.document_ids) if one.document_id in story.document_ids}
    return Shown(
        template="story.html",
        values={
            "story": story,
            "documents": documents,
            "moves": moves,
            "told": told,
            "copies": copies,
            "titles": {one.id: one.outlet or one.title or one.id for one in documents},
            "judged": [one for one in view.judgements(story.document_ids) if {one.left, one.right} <= set(story.document_ids)],
            "decided": standing(view, story.document_ids),
        },
        records=[{**story_record(story, documents, moves), "told": [move_record(m, told[m.id], look.desk.names) for m in moves]}],
    )


def listing(look: Look) -> Shown:
    """The stories of the latest moves, page by page."""
    view = look.desk.view
    page = view.move_page(MoveFilter(), most=_MOST, after=look.ask("after") or None)
    place = {one: n for n, move in enumerate(page.moves) for one in reversed(move.document_ids)}
    stories = sorted(view.stories_of(list(place)), key=lambda story: min(place.get(one, _MOST) for one in story.document_ids))
    documents = {one.id: one for one in view.documents({one for story in stories for one in story.document_ids})}
    rows: list[dict[str, Any]] = []
    for story in stories:
        own = sorted((documents[one] for one in story.document_ids if one in documents), key=_by_date)
        rows.append({"story": story, "documents": own, "langs": sorted({one.lang for one in own if one.lang})})
    return Shown(
        template="stories.html",
        values={"rows": rows, "after": page.after},
        records=(story_record(row["story"], row["documents"], ()) for row in rows),
    )


def _by_date(document: Document) -> tuple[str, str]:
    return (document.published_on or "9999", document.id)


PAGES = (Page(path="/stories", show=listing), Page(path="/story/{id}", show=show))
