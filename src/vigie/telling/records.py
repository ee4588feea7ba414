"""Model values as the plain records that ``--json``, exports and the API give. Names, never keys; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vigie.model import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vigie.model import Claim, Entity, Reading, Value

__all__ = ["claim_record", "entity_record", "reading_record"]


def reading_record(reading: Reading, *, story: str | None, copy_of: str | None, moves: Mapping[str, str]) -> dict[str, Any]:
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


def entity_record(entity: Entity) -> dict[str, Any]:
    """An entity with its names and the forms found."""
    return {
        "name": entity.name,
        "kind": entity.kind,
        "aka": list(entity.aka),
        "mentions": list(entity.mentions),
        "known": entity.known,
    }


def claim_record(claim: Claim, names: Mapping[str, str], *, move: str | None) -> dict[str, Any]:
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
    }


def _value(value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"number": value.number, "unit": value.unit, "metric": value.metric, "period": value.period}
