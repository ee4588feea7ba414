"""The shapes of the records that ``--json``, the API and exports give, as types: one description for code and OpenAPI alike."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict

__all__ = [
    "ActorPageShape",
    "ActorShape",
    "CaptureShape",
    "ClaimOfShape",
    "ClaimShape",
    "ConflictShape",
    "DocumentPageShape",
    "DocumentShape",
    "EntityShape",
    "HitShape",
    "JudgementShape",
    "LedgerShape",
    "MoveClaimShape",
    "MovePageShape",
    "MoveShape",
    "OriginShape",
    "OutletShape",
    "PartnerShape",
    "PostShape",
    "ReadingShape",
    "SaidShape",
    "StakeShape",
    "StepShape",
    "StoryShape",
    "StretchShape",
    "TitleShape",
    "ValueShape",
    "VersionShape",
]


class ValueShape(TypedDict):
    """A number in full units."""

    number: float
    unit: str | None
    metric: str | None
    period: str | None


class ActorShape(TypedDict):
    """Somebody or something that was read about."""

    id: str
    name: str
    kind: str
    country: str | None
    known: bool


class StakeShape(TypedDict):
    """Who owned how much, from when to when."""

    owner: str
    share: float | None
    start: str | None
    end: str | None


class PostShape(TypedDict):
    """A post that a person held, from when to when."""

    at: str
    post: str
    title: str | None
    start: str | None
    end: str | None


class PartnerShape(TypedDict):
    """One who takes part in moves together with an actor."""

    id: str
    name: str
    moves: int
    last: str | None


class ActorPageShape(ActorShape):
    """An actor with what the atlas knows, and its moves in numbers."""

    names: list[str]
    brand_of: str | None
    owners: list[StakeShape]
    posts: list[PostShape]
    moves: int
    types: dict[str, int]
    statuses: dict[str, int]
    partners: list[PartnerShape]


class OutletShape(TypedDict):
    """A press outlet."""

    id: str
    name: str
    owner: str | None
    country: str | None
    language: str | None
    agency: bool


class EntityShape(TypedDict):
    """A thing that a document names."""

    name: str
    kind: str
    aka: list[str]
    mentions: list[str]
    known: bool


class ClaimShape(TypedDict):
    """One thing that one document says, asks or denies."""

    id: str
    type: str
    who: list[str]
    whom: list[str]
    what: list[str]
    status: str
    source: str | None
    when: str | None
    where: str | None
    value: ValueShape | None
    quotes: list[str]
    move: str | None
    confidence: float
    reader: str


class ClaimOfShape(ClaimShape):
    """A claim with the document that makes it."""

    document: str
    title: str | None
    outlet: str | None
    published: str | None


class StretchShape(TypedDict):
    """A stretch of a text, marked where it is what was looked for."""

    words: str
    marked: bool


class HitShape(TypedDict):
    """One thing found, with the document that it was found in."""

    document: str
    title: str | None
    outlet: str | None
    lang: str
    published: str | None
    snippet: list[StretchShape]
    claim: ClaimShape | None
    move: MoveShape | None


class ReadingShape(TypedDict):
    """What was read in one document."""

    id: str
    lang: str
    published: str | None
    story: str | None
    copy_of: str | None
    entities: list[EntityShape]
    claims: list[ClaimShape]
    reader: str


class LedgerShape(TypedDict):
    """How much stands in the ledger."""

    vigie: str
    as_of: str | None
    first_recorded_at: str | None
    captures: int
    documents: int
    claims: int
    copies: int
    stories: int
    moves: int
    unweighed: int


class OriginShape(TypedDict):
    """An independent voice."""

    name: str
    documents: list[str]
    reason: str


class MoveClaimShape(TypedDict):
    """A claim of a move, with the document that makes it."""

    id: str
    document: str
    title: str | None
    outlet: str | None
    published: str | None
    status: str
    source: str | None
    when: str | None
    value: ValueShape | None
    quotes: list[str]
    confidence: float
    reader: str
    answers: str | None
    """Of a denial: the id of the claim that it answers."""


class StepShape(TypedDict):
    """The first time that a status was told of a move."""

    status: str
    published: str | None
    claim: str


class SaidShape(TypedDict):
    """What some tellings say of a number or date that others give otherwise."""

    says: str
    claims: list[str]


class ConflictShape(TypedDict):
    """What tellings of a move disagree on: ``value`` or ``date``."""

    about: str
    told: list[SaidShape]


class MoveShape(TypedDict):
    """One happening, with those who tell of it."""

    id: str
    type: str
    who: list[str]
    whom: list[str]
    what: list[str]
    people: list[str]
    status: str
    contradicted: bool
    when: str | None
    origins: list[OriginShape]
    documents: list[str]
    claims: list[MoveClaimShape]
    steps: list[StepShape]
    conflicts: list[ConflictShape]
    lapses: str | None
    """The day on which it lapses where nothing more is heard of it."""


class JudgementShape(TypedDict):
    """Same, different or unsure, by whom and why."""

    id: str
    subject: str
    left: str
    right: str
    verdict: str
    score: float
    reasons: list[str]
    author: str
    recorded_at: str | None


class MovePageShape(MoveShape):
    """A move with the judgements that hold its claims together."""

    judgements: list[JudgementShape]


class CaptureShape(TypedDict):
    """Where a document's bytes came from."""

    path: str
    at: str
    sha256: str
    bytes: int


class VersionShape(TypedDict):
    """One version of a document and what it changed."""

    recorded_at: str
    difference: list[str]


class DocumentShape(TypedDict):
    """A document with its text."""

    id: str
    title: str | None
    outlet: str | None
    author: str | None
    url: str | None
    published: str | None
    capture: str | None
    text: str
    extra: dict[str, Any]


class DocumentPageShape(DocumentShape):
    """A document with where it came from, its versions and what was read in it."""

    captured: NotRequired[CaptureShape]
    versions: NotRequired[list[VersionShape]]
    reading: NotRequired[ReadingShape]


class TitleShape(TypedDict):
    """A document without its text."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None


class StoryShape(TypedDict):
    """Documents that report the same happenings."""

    id: str
    title: str
    documents: list[TitleShape]
    moves: list[str]
