"""What documents say: entities, mentions and claims, each with the words it rests on. Data only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Status(Enum):
    """How surely a thing is said; the names are those of the glossary."""

    HAPPENED = "happened"
    PLANNED = "planned"
    RUMOURED = "rumoured"
    POSSIBLE = "possible"
    ASKED = "asked"
    DENIED = "denied"

    @property
    def firm(self) -> bool:
        """True where the document vouches for it: happened or planned."""
        return self in (Status.HAPPENED, Status.PLANNED)


ANONYMOUS = "anonymous"
"""The source of what unnamed people say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing that a document names."""

    key: str
    """The atlas's id, or ``?`` and a slug of the name where the atlas does not know it."""
    name: str
    """English canonical name, or the name as first written where unknown."""
    kind: str
    """``company brand person model authority outlet occasion place technology group``."""
    aka: tuple[str, ...] = ()
    """Other names that mean the same, the forms found in the text among them."""
    mentions: tuple[str, ...] = ()
    """Distinct surface forms, in order of appearance."""
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that stands for an entity: ``text[start:end]``."""

    start: int
    end: int
    key: str
    how: str
    """``name``, ``nickname``, ``metonym``, ``surname``, ``noun`` ("the group") or ``pronoun``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exact stretch of a document's text that says it: ``text[start:end] == words``."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number with its unit, in full units (600000000 EUR, not 600 million)."""

    number: float
    unit: str | None = None
    """ISO 4217 code, ``vehicles``, ``%``, ``km``, ``GWh``, ``jobs`` …; ``None`` where the text gives none."""
    metric: str | None = None
    period: str | None = None
    """ISO expression of the time it is counted over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that decided something, and what they decided."""

    start: int
    end: int
    words: str
    role: str
    """``trigger``, ``status``, ``source``, ``date``, ``number``, ``who``, ``whom``, ``what``."""
    meaning: str
    """What it says: a type, a status, a name, an ISO date."""
    reason: str = ""
    """One sentence for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that one document says, asks or denies about the world."""

    id: str
    """Content hash over document, type, parties, status, source and first quote: stable for the same reading."""
    document_id: str
    type: str
    """A claim type of the taxonomy."""
    who: tuple[str, ...]
    """Entity keys."""
    whom: tuple[str, ...] = ()
    """Entity keys."""
    things: tuple[str, ...] = ()
    """Entity keys of models (or other entities) that the claim is about."""
    what: tuple[str, ...] = ()
    """Free words: subject, goods, measure, post."""
    status: Status
    source: str | None = None
    """Entity key of who is made responsible, ``anonymous``, or ``None`` for the document's own voice."""
    happened_on: str | None = None
    """ISO expression; see :class:`vigie.model.When`."""
    where: str | None = None
    value: Value | None = None
    quotes: tuple[Quote, ...]
    confidence: float = 0.5
    """Between 0 and 1: the reader's estimate that the claim is in the document as read."""
    cues: tuple[Cue, ...] = field(default=())
    reader: str = ""
    """Name and version of the reader, such as ``rules-1``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one reader found in one document."""

    document_id: str
    reader: str
    lang: str
    published_on: str | None
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    affiliations: dict[str, str] = field(default_factory=dict)
    """Entity key of a person to that of the organisation the person acts for."""

    def entity(self, key: str) -> Entity:
        """The entity with that key; raises ``KeyError`` where the reading has none."""
        for entity in self.entities:
            if entity.key == key:
                return entity
        raise KeyError(key)
