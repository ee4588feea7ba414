"""One document: its text with quotes and cue words marked, its claims, its copies, and what its versions changed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from vigie.errors import UnknownName
from vigie.stories import source_shape
from vigie.telling import difference, document_record, reading_record
from vigie.web.marked import marked
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_LONGEST = 200_000
"""Characters of a text on the page; what lies beyond is one click away, as plain text."""


def show(look: Look) -> Shown:
    """The document with the id in the address; raises ``UnknownName`` where there is none."""
    name = look.request.path_params["id"]
    view = look.desk.view
    document = view.document(name)
    if document is None:
        raise UnknownName(look.say("web.error.no_document", id=name), culprit=name)
    reading = view.reading(name)
    moves = {claim: move for move in view.moves_of([name]) for claim in move.claim_ids}
    stories = view.stories_of([name])
    copies = view.copies_of([name])
    others = {one for copy in copies for one in (copy.document_id, copy.copy_of)} - {name}
    versions = view.versions(name)
    claims = reading.claims if reading else ()
    record = {
        **document_record(document),
        "reading": reading_record(
            reading,
            story=stories[0].id if stories else None,
            copy_of=next((one.copy_of for one in copies if one.document_id == name), None),
            moves={claim: move.id for claim, move in moves.items()},
        )
        if reading
        else None,
    }
    return Shown(
        template="document.html",
        values={
            "document": document,
            "reading": reading,
            "claims": claims,
            "moves": moves,
            "stories": stories,
            "copies": copies,
            "others": {one.id: one for one in view.documents(others)},
            "capture": view.capture(document.capture_id) if document.capture_id else None,
            "changes": [(at, difference(before, after)) for (_, before), (at, after) in pairwise(versions)],
            "text": marked(document.text[:_LONGEST], claims, look.say),
            "left": max(len(document.text) - _LONGEST, 0),
            "roles": _roles(claims),
            "record": source_shape(outlet) if (outlet := look.shelf.grades(look.as_of).get(document.outlet or "")) else None,
        },
        records=[record],
    )


def _roles(claims: Any) -> list[str]:
    """Which kinds of cue words stand in the text."""
    found = {cue.role for claim in claims for cue in claim.cues}
    return [role for role in ("trigger", "status", "source", "who", "whom", "what", "date", "number") if role in found]


PAGES = (Page(path="/document/{id:path}", show=show),)
