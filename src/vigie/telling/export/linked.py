"""Moves as linked data in the words of schema.org: actions, the claims about them, the articles that make these. Asserts no more.

A move is an ``Action`` whose ``actionStatus`` says whether it is done; what is only planned, rumoured, possible or asked has
``PotentialActionStatus``, what is denied ``FailedActionStatus``; its own status stands in ``disambiguatingDescription``.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from vigie.model import Status
from vigie.telling.export import pieces
from vigie.telling.export.naming import move_title

if TYPE_CHECKING:
    from vigie.model import Move
    from vigie.telling.answer import Telling
    from vigie.telling.desk import Desk
    from vigie.telling.export.wish import Wish

__all__ = ["write_jsonld"]

_TYPES = {"person": "Person", "model": "Product", "technology": "Product", "place": "Place", "occasion": "Event"}
_STATES = {Status.HAPPENED: "CompletedActionStatus", Status.DENIED: "FailedActionStatus"}


def write_jsonld(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """One document with a graph; it is written piece by piece."""
    out.write(b'{"@context": "https://schema.org", "@graph": [')
    first = True
    for some in pieces.moves(desk.view, wish.moves):
        told = desk.told(some)
        for move in some:
            out.write(b"\n" if first else b",\n")
            out.write(json.dumps(_action(desk, move, told[move.id], wish), ensure_ascii=False).encode("utf-8", "replace"))
            first = False
    out.write(b"\n]}\n")


def _action(desk: Desk, move: Move, told: list[Telling], wish: Wish) -> dict[str, Any]:
    def things(keys: tuple[str, ...]) -> list[dict[str, str]]:
        found = [desk.actor_record(key) for key in keys]
        return [{"@type": _TYPES.get(one["kind"], "Organization"), "name": one["name"], "identifier": one["id"]} for one in found]

    action: dict[str, Any] = {
        "@type": "Action",
        "@id": f"urn:vigie:{move.id}",
        "name": move_title(desk, move, wish.say),
        "additionalType": f"urn:vigie:type:{move.type}",
        "actionStatus": f"https://schema.org/{_STATES.get(move.status, 'PotentialActionStatus')}",
        "disambiguatingDescription": move.status.value + (", contradicted" if move.contradicted else ""),
        "agent": things(move.who),
        "participant": things((*move.whom, *move.people)),
        "object": things(move.things),
        "startTime": move.happened_on,
        "url": f"{wish.base}/move/{move.id}" if wish.base else None,
        "subjectOf": [_claim(one) for one in told],
    }
    return {name: value for name, value in action.items() if value not in (None, [])}


def _claim(told: Telling) -> dict[str, Any]:
    document = told.document
    article = {
        "@type": "NewsArticle",
        "@id": f"urn:vigie:document:{document.id}",
        "headline": document.title,
        "datePublished": document.published_on,
        "url": document.url,
        "publisher": {"@type": "Organization", "name": document.outlet} if document.outlet else None,
        "author": {"@type": "Person", "name": document.author} if document.author else None,
    }
    return {
        "@type": "Claim",
        "@id": f"urn:vigie:claim:{told.claim.id}",
        "text": [quote.words for quote in told.claim.quotes],
        "disambiguatingDescription": told.claim.status.value,
        "appearance": {name: value for name, value in article.items() if value is not None},
    }
