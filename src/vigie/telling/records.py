"""Model values as the plain records that ``--json``, exports and the API give. Names, never keys; decides nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from enum import Enum
from typing import TYPE_CHECKING, Any

from vigie.model import ANONYMOUS
from vigie.model.lifecycle import answered, conflicts, lapses_on, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vigie.model import Claim, Delivery, Document, Entity, Judgement, Move, Names, Notice, Reading, Story, Value
    from vigie.telling.answer import Telling
    from vigie.telling.brief import Brief
    from vigie.telling.shapes import (
        ClaimShape,
        DocumentShape,
        EntityShape,
        JudgementShape,
        MoveShape,
        ReadingShape,
        StoryShape,
        TitleShape,
        ValueShape,
    )

__all__ = [
    "brief_record",
    "claim_record",
    "delivery_record",
    "document_record",
    "entity_record",
    "judgement_record",
    "move_record",
    "notice_record",
    "reading_record",
    "story_record",
    "title_record",
]


def reading_record(reading: Reading, *, story: str | None, copy_of: str | None, moves: Mapping[str, str]) -> ReadingShape:
    """One document as ``vigie read --json`` prints it; ``moves`` maps claim ids to move ids."""
    names = {entity.key: entity.name for entity in reading.entities}
    return {
        "id": reading.document_id,
        "lang": reading.lang,
        "published": reading.published_on,
        "story": story,
        "copy_of": copy_of,
        "entities": [entity_record(entity) for entity in reading.entities],
        "claims": [claim_record(claim, names, move=moves.get(claim.id)) for claim in reading.claims],
        "reader": reading.reader,
    }


def entity_record(entity: Entity) -> EntityShape:
    """An entity with its names and the forms found."""
    return {
        "name": entity.name,
        "kind": entity.kind,
        "aka": list(entity.aka),
        "mentions": list(entity.mentions),
        "known": entity.known,
    }


def claim_record(claim: Claim, names: Mapping[str, str], *, move: str | None) -> ClaimShape:
    """A claim with names for keys; ``what`` holds the things' names, then free words."""

    def named(key: str) -> str:
        return names.get(key, key.removeprefix("?"))

    return {
        "id": claim.id,
        "type": claim.type,
        "who": [named(key) for key in claim.who],
        "whom": [named(key) for key in claim.whom],
        "what": [*(named(key) for key in claim.things), *claim.what],
        "status": claim.status.value,
        "source": claim.source if claim.source in (None, ANONYMOUS) else named(claim.source),
        "when": claim.happened_on,
        "where": named(claim.where) if claim.where else None,
        "value": _value(claim.value),
        "quotes": [quote.words for quote in claim.quotes],
        "move": move,
        "confidence": round(claim.confidence, 3),
        "reader": claim.reader,
    }


def _value(value: Value | None) -> ValueShape | None:
    if value is None:
        return None
    return {"number": value.number, "unit": value.unit, "metric": value.metric, "period": value.period}


def move_record(move: Move, told: Iterable[Telling], names: Names) -> MoveShape:
    """A move with its tellings and origins; names for keys."""

    def named(keys: Iterable[str]) -> list[str]:
        return [names.name_of(key) for key in keys]

    listed = list(told)
    published = [(one.claim, one.document.published_on) for one in listed]
    answers, lapses = answered(published), lapses_on(move.status, published)
    return {
        "id": move.id,
        "type": move.type,
        "who": named(move.who),
        "whom": named(move.whom),
        "what": named(move.things),
        "people": named(move.people),
        "status": move.status.value,
        "contradicted": move.contradicted,
        "when": move.happened_on,
        "origins": [{"name": o.name, "documents": list(o.document_ids), "reason": o.reason} for o in move.origins],
        "documents": list(move.document_ids),
        "claims": [
            {
                "id": one.claim.id,
                "document": one.document.id,
                "title": one.document.title,
                "outlet": one.document.outlet,
                "published": one.document.published_on,
                "status": one.claim.status.value,
                "source": _source(one.claim.source, names),
                "when": one.claim.happened_on,
                "value": _value(one.claim.value),
                "quotes": [quote.words for quote in one.claim.quotes],
                "confidence": round(one.claim.confidence, 3),
                "reader": one.claim.reader,
                "answers": answers.get(one.claim.id),
            }
            for one in listed
        ],
        "steps": [{"status": one.status.value, "published": one.published_on, "claim": one.claim_id} for one in steps(published)],
        "conflicts": [
            {"about": one.about, "told": [{"says": says, "claims": list(ids)} for says, ids in one.told]}
            for one in conflicts([claim for claim, _ in published])
        ],
        "lapses": None if lapses is None else lapses.isoformat(),
    }


def document_record(document: Document) -> DocumentShape:
    """What is known about a document besides what it says."""
    return {
        "id": document.id,
        "title": document.title,
        "outlet": document.outlet,
        "author": document.author,
        "url": document.url,
        "published": document.published_on,
        "capture": document.capture_id,
        "text": document.text,
        "extra": dict(document.extra),
    }


def title_record(document: Document) -> TitleShape:
    """A document without its text."""
    return {"id": document.id, "title": document.title, "outlet": document.outlet, "published": document.published_on}


def story_record(story: Story, documents: Iterable[Document], moves: Iterable[Move]) -> StoryShape:
    """A story with its documents and the moves that they tell of."""
    return {
        "id": story.id,
        "title": story.title,
        "documents": [title_record(document) for document in documents],
        "moves": [move.id for move in moves],
    }


def judgement_record(judgement: Judgement) -> JudgementShape:
    """A judgement with its reasons and when it stands."""
    return {
        "id": judgement.id,
        "subject": judgement.subject,
        "left": judgement.left,
        "right": judgement.right,
        "verdict": judgement.verdict.value,
        "score": judgement.score,
        "reasons": list(judgement.reasons),
        "author": judgement.author,
        "recorded_at": judgement.recorded_at.isoformat() if judgement.recorded_at else None,
    }


def delivery_record(delivery: Delivery) -> dict[str, Any]:
    """A message of the outbox; it holds no address, for none is kept."""
    return {
        "id": delivery.id,
        "watchlist": delivery.watchlist,
        "channel": delivery.channel,
        "digest": delivery.digest,
        "notices": list(delivery.notice_ids),
        "subject": delivery.subject,
        "text": delivery.text,
        "state": delivery.state.value,
        "recorded_at": delivery.recorded_at.isoformat(),
        "sent_at": delivery.sent_at.isoformat() if delivery.sent_at else None,
        "next_at": delivery.next_at.isoformat() if delivery.next_at else None,
        "tries": delivery.tries,
        "fault": delivery.fault,
    }


def notice_record(notice: Notice) -> dict[str, Any]:
    """A change that a watchlist is owed, with the lines that matched."""
    return {
        "id": notice.id,
        "watchlist": notice.watchlist,
        "move": notice.move_id,
        "change": notice.change.value,
        "status": notice.status.value,
        "was": notice.was.value if notice.was else None,
        "why": [{"line": field, "value": value} for field, value in notice.why],
        "origins": notice.origins,
        "documents": notice.documents,
        "decided_at": notice.decided_at.isoformat(),
        "delivered": notice.delivered,
    }


def brief_record(brief: Brief) -> dict[str, Any]:
    """A brief with its sections, sentences and references; instants as ISO text, statuses by name."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        if isinstance(value, list | tuple):
            return [plain(one) for one in value]
        if isinstance(value, Enum):
            return value.value
        return value.isoformat() if isinstance(value, dt.date) else value

    record: dict[str, Any] = plain(asdict(brief))
    return record


def _source(source: str | None, names: Names) -> str | None:
    return source if source in (None, ANONYMOUS) else names.name_of(source)
