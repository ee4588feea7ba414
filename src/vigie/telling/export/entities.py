"""Moves as FollowTheMoney entities, one a line: companies, persons, authorities, articles, and the events they stand in.

A move becomes an ``Event`` whatever its status, with the status in its name and keywords; no ownership or other tie is asserted,
for that would make facts of rumours. The schema: https://followthemoney.tech/explorer/ (version 4).
"""

from __future__ import annotations

import hashlib
import json
from typing import IO, TYPE_CHECKING

from vigie.model import bounds
from vigie.telling.export import pieces
from vigie.telling.export.naming import move_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Document, Move
    from vigie.telling.answer import Telling
    from vigie.telling.desk import Desk
    from vigie.telling.export.wish import Wish

__all__ = ["write_ftm"]

_SCHEMAS = {"company": "Company", "person": "Person", "authority": "PublicBody"}
"""Kind of an actor to schema; what is none of these is an ``Organization``."""
_NO_ACTORS = frozenset({"model", "technology", "place", "occasion"})
_MOST_TEXT = 200_000
Properties = dict[str, list[str]]


def write_ftm(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """Each actor and article once, before the first event that names it."""
    written: set[str] = set()
    for some in pieces.moves(desk.view, wish.moves):
        told = desk.told(some)
        for move in some:
            for entity_id, schema, properties in _entities(desk, move, told[move.id], wish):
                if entity_id not in written:
                    written.add(entity_id)
                    kept = {name: values for name, values in properties.items() if values}
                    line = {"id": entity_id, "schema": schema, "properties": kept}
                    out.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def _entities(desk: Desk, move: Move, told: list[Telling], wish: Wish) -> Iterator[tuple[str, str, Properties]]:
    actors = list(dict.fromkeys((*move.who, *move.whom, *move.people)))
    involved = []
    for key in actors:
        actor = desk.actor_record(key)
        if actor["kind"] not in _NO_ACTORS:
            involved.append(_id("actor", key))
            record = desk.atlas.get(key)
            names = [actor["name"]] if record is None else list(record.all_names())
            country = [actor["country"]] if actor["country"] else []
            properties = {"name": names[:1], "alias": names[1:], "country": country}
            yield involved[-1], _SCHEMAS.get(actor["kind"], "Organization"), properties
    documents = {one.document.id: one.document for one in told}
    for document in documents.values():
        yield _id("document", document.id), "Article", _article(document)
    first_on, last_on = (None, None) if move.happened_on is None else bounds(move.happened_on)
    plain = move.happened_on if move.happened_on is not None and move.happened_on.replace("-", "").isdigit() else None
    yield (
        _id("move", move.id),
        "Event",
        {
            "name": [move_title(desk, move, wish.say)],
            "date": [plain] if plain else [],
            "startDate": [first_on.isoformat()] if first_on and not plain else [],
            "endDate": [last_on.isoformat()] if last_on and not plain else [],
            "keywords": [move.type, move.status.value, *(["contradicted"] if move.contradicted else [])],
            "summary": [
                f"{one.document.outlet or one.document.id}: {one.claim.quotes[0].words}" for one in told[:20] if one.claim.quotes
            ],
            "involved": involved,
            "proof": [_id("document", key) for key in documents],
            "recordId": [move.id],
            "sourceUrl": [f"{wish.base}/move/{move.id}"] if wish.base else [],
        },
    )


def _article(document: Document) -> Properties:
    day = (document.published_on or "")[:10]
    return {
        "title": [document.title] if document.title else [],
        "author": [document.author] if document.author else [],
        "publisher": [document.outlet] if document.outlet else [],
        "publishedAt": [day] if day else [],
        "sourceUrl": [document.url] if document.url and document.url.startswith(("http://", "https://")) else [],
        "bodyText": [document.text[:_MOST_TEXT]],
    }


def _id(kind: str, key: str) -> str:
    """An id that another ledger gives the same thing too."""
    return f"vigie-{kind}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:20]}"
