"""What happens in the world, as claims tell it: moves, stories, origins and the judgements that made them. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from vigie.model.claim import Status


class Verdict(Enum):
    """What a judgement says of two things."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Same, different or unsure, by whom, how sure and why; retired rather than removed."""

    id: str
    subject: str
    """What is judged: ``copy``, ``origin``, ``story`` or ``move``."""
    left: str
    right: str
    """Ids of the two things compared (documents or claims); ``left < right``."""
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    """Sentences with the values compared."""
    author: str
    """Name and version of the machine's judge (``vigie weigh-1``), or a person's name."""
    recorded_at: dt.datetime | None = None
    retired_at: dt.datetime | None = None

    @property
    def by_machine(self) -> bool:
        """True where a judge of vigie's own made it, and no person."""
        return self.author.startswith("vigie ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One document that repeats another, wholly or for most of its length."""

    document_id: str
    copy_of: str
    """Id of the earliest document of the family."""
    score: float
    """Share of the shorter text's shingles that stand in the other, 0 to 1."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An independent voice: all documents that go back to it count once."""

    id: str
    name: str
    document_ids: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The one happening that claims are about, with the state it has reached."""

    id: str
    type: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    things: tuple[str, ...]
    people: tuple[str, ...] = ()
    """Entity keys of the persons who act in it for the parties."""
    status: Status
    contradicted: bool
    """True where one source says so and another denies it."""
    happened_on: str | None
    claim_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    origins: tuple[Origin, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Entity keys of all that take part: as who, whom, thing or person."""
        return frozenset((*self.who, *self.whom, *self.things, *self.people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Documents that report the same happenings."""

    id: str
    title: str
    document_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusions:
    """All that weighing a set of readings gives; the same set gives the same conclusions in whatever order it came."""

    copies: tuple[Copy, ...] = ()
    stories: tuple[Story, ...] = ()
    moves: tuple[Move, ...] = ()
    judgements: tuple[Judgement, ...] = ()
