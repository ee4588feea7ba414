"""Model values to rows and back. Knows no query and no transaction."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from vigie.model import (
    Capture,
    Claim,
    Copy,
    Cue,
    Document,
    Entity,
    Judgement,
    Mention,
    Move,
    Origin,
    Quote,
    Reading,
    Status,
    Story,
    Value,
    Verdict,
    bounds,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "capture_of",
    "capture_row",
    "claim_of",
    "claim_row",
    "copy_of",
    "copy_row",
    "digest",
    "document_of",
    "document_row",
    "entity_of",
    "entity_row",
    "judgement_of",
    "judgement_row",
    "move_of",
    "move_row",
    "reading_of_rows",
    "reading_row",
    "sealed",
    "story_of",
    "story_row",
]

_DOCUMENT, _READING = TypeAdapter(Document), TypeAdapter(Reading)

Row = Any
"""A row of SQLAlchemy's, read by attribute."""


def flat(value: Any) -> dict[str, Any]:
    """The fields of a dataclass that holds no other: ``dataclasses.asdict`` without its search for what is nested."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def digest(row: Mapping[str, Any]) -> str:
    """A hash over a row's values: equal rows have equal digests.

    What is empty is left out, so that a field which later versions add, empty in all that stood before, changes no digest.
    """
    return hashlib.sha256(
        json.dumps(_essence(row), sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    ).hexdigest()


def _essence(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _essence(one) for name, one in value.items() if one}
    return [_essence(one) for one in value] if isinstance(value, list | tuple) else value


def sealed(value: Document | Reading) -> str:
    """A hash over a whole document or reading; as in `digest`, what is at its default is left out."""
    packed = (_DOCUMENT if isinstance(value, Document) else _READING).dump_json(value, exclude_defaults=True)  # type: ignore[arg-type]
    return hashlib.sha256(packed).hexdigest()


def capture_of(row: Row) -> Capture:
    """A capture from its row."""
    return Capture(
        id=row.id,
        origin_path=row.origin_path,
        media_type=row.media_type,
        content=zlib.decompress(row.content) if row.packed == "zlib" else bytes(row.content),
        captured_at=row.captured_at,
        dropped_at=row.dropped_at,
    )


def capture_row(capture: Capture) -> dict[str, Any]:
    """The values of a capture's row, its content compressed where that makes it smaller."""
    packed = zlib.compress(capture.content, 6)
    smaller = len(packed) < len(capture.content)
    return {**flat(capture), "content": packed if smaller else capture.content, "packed": "zlib" if smaller else ""}


def document_row(document: Document) -> dict[str, Any]:
    """The values of a document's row."""
    return flat(document)


def document_of(row: Row) -> Document:
    """A document from its row."""
    return Document(
        id=row.id,
        text=row.text,
        title=row.title,
        url=row.url,
        outlet=row.outlet,
        author=row.author,
        lang=row.lang,
        published_on=row.published_on,
        capture_id=row.capture_id,
        extra=dict(row.extra),
    )


def entity_row(entity: Entity) -> dict[str, Any]:
    """The values of an entity's row."""
    return {
        "key": entity.key,
        "name": entity.name,
        "kind": entity.kind,
        "aka": entity.aka,
        "mentions": entity.mentions,
        "known": entity.known,
    }


def entity_of(row: Row) -> Entity:
    """An entity from its row."""
    return Entity(key=row.key, name=row.name, kind=row.kind, aka=tuple(row.aka), mentions=tuple(row.mentions), known=row.known)


def claim_row(claim: Claim) -> dict[str, Any]:
    """The values of a claim's row; what is nested is made JSON by the column."""
    return {
        "id": claim.id,
        "document_id": claim.document_id,
        "type": claim.type,
        "status": claim.status.value,
        "source": claim.source,
        "happened_on": claim.happened_on,
        "place": claim.where,
        "confidence": claim.confidence,
        "reader": claim.reader,
        "who": claim.who,
        "whom": claim.whom,
        "things": claim.things,
        "what": claim.what,
        "value": {} if claim.value is None else claim.value,
        "quotes": claim.quotes,
        "cues": claim.cues,
    }


def claim_of(row: Row) -> Claim:
    """A claim from its row."""
    return Claim(
        id=row.id,
        document_id=row.document_id,
        type=row.type,
        who=tuple(row.who),
        whom=tuple(row.whom),
        things=tuple(row.things),
        what=tuple(row.what),
        status=Status(row.status),
        source=row.source,
        happened_on=row.happened_on,
        where=row.place,
        value=Value(**row.value) if row.value else None,
        quotes=tuple(Quote(**quote) for quote in row.quotes),
        confidence=row.confidence,
        cues=tuple(Cue(**cue) for cue in row.cues),
        reader=row.reader,
    )


def reading_of_rows(row: Row, entities: Sequence[Row], claims: Sequence[Row]) -> Reading:
    """A reading from its row and those of its parts."""
    return Reading(
        document_id=row.document_id,
        reader=row.reader,
        lang=row.lang,
        published_on=row.published_on,
        entities=tuple(entity_of(part) for part in entities),
        mentions=tuple(Mention(**mention) for mention in row.mentions),
        claims=tuple(claim_of(part) for part in claims),
        affiliations=dict(row.affiliations),
    )


def reading_row(reading: Reading) -> dict[str, Any]:
    """The values of a reading's row, without its entities and claims."""
    return {
        "document_id": reading.document_id,
        "reader": reading.reader,
        "lang": reading.lang,
        "published_on": reading.published_on,
        "mentions": reading.mentions,
        "affiliations": dict(reading.affiliations),
    }


def copy_row(copy: Copy) -> dict[str, Any]:
    """The values of a copy's row."""
    return flat(copy)


def copy_of(row: Row) -> Copy:
    """A copy from its row."""
    return Copy(document_id=row.document_id, copy_of=row.copy_of, score=row.score, reason=row.reason)


def story_row(story: Story) -> dict[str, Any]:
    """The values of a story's row."""
    return {"id": story.id, "title": story.title, "document_ids": list(story.document_ids)}


def story_of(row: Row) -> Story:
    """A story from its row."""
    return Story(id=row.id, title=row.title, document_ids=tuple(row.document_ids))


def move_row(move: Move) -> dict[str, Any]:
    """The values of a move's row, with the first and last day that it may have happened on."""
    first_on, last_on = (None, None) if move.happened_on is None else bounds(move.happened_on)
    return {
        "id": move.id,
        "type": move.type,
        "status": move.status.value,
        "contradicted": move.contradicted,
        "happened_on": move.happened_on,
        "first_on": first_on and first_on.isoformat(),
        "last_on": last_on and last_on.isoformat(),
        "who": list(move.who),
        "whom": list(move.whom),
        "things": list(move.things),
        "people": list(move.people),
        "claim_ids": list(move.claim_ids),
        "document_ids": list(move.document_ids),
        "origins": [{"id": o.id, "name": o.name, "document_ids": list(o.document_ids), "reason": o.reason} for o in move.origins],
    }


def move_of(row: Row) -> Move:
    """A move from its row."""
    return Move(
        id=row.id,
        type=row.type,
        who=tuple(row.who),
        whom=tuple(row.whom),
        things=tuple(row.things),
        people=tuple(row.people),
        status=Status(row.status),
        contradicted=row.contradicted,
        happened_on=row.happened_on,
        claim_ids=tuple(row.claim_ids),
        document_ids=tuple(row.document_ids),
        origins=tuple(
            Origin(id=o["id"], name=o["name"], document_ids=tuple(o["document_ids"]), reason=o["reason"]) for o in row.origins
        ),
    )


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """The values of a judgement's row, but for when it stands."""
    return {
        "id": judgement.id,
        "subject": judgement.subject,
        "first": judgement.left,
        "second": judgement.right,
        "verdict": judgement.verdict.value,
        "score": judgement.score,
        "reasons": list(judgement.reasons),
        "author": judgement.author,
    }


def judgement_of(row: Row) -> Judgement:
    """A judgement from its row, with when it stands."""
    return Judgement(
        id=row.id,
        subject=row.subject,
        left=row.first,
        right=row.second,
        verdict=Verdict(row.verdict),
        score=row.score,
        reasons=tuple(row.reasons),
        author=row.author,
        recorded_at=row.recorded_at,
        retired_at=row.retired_at,
    )
