"""Fakes with a vocabulary: a clock that ticks, a reader that says what it was told to. No mocks, no magic."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from vigie.model import Claim, Document, Entity, Move, Origin, Quote, Reading, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FakeNames", "ScriptedReader", "TickingClock", "claim", "document", "entity", "move", "reading"]


class TickingClock:
    """Starts at an instant and goes on by one step at every look; `now` is the last instant given."""

    def __init__(
        self, start: dt.datetime = dt.datetime(2024, 5, 1, tzinfo=dt.UTC), step: dt.timedelta = dt.timedelta(seconds=1)
    ) -> None:
        self.now = start
        self._step = step

    def __call__(self) -> dt.datetime:
        """The next instant."""
        self.now += self._step
        return self.now


class ScriptedReader:
    """Gives the readings it was made with, by document id; a document without one says nothing."""

    def __init__(self, readings: Iterable[Reading] = (), *, name: str = "scripted-1") -> None:
        self.name = name
        self.read_ids: list[str] = []
        """Ids of the documents read, in order, for asserting that none was read twice."""
        self._readings = {one.document_id: one for one in readings}

    def read(self, document: Document) -> Reading:
        """The reading for that document."""
        self.read_ids.append(document.id)
        return self._readings.get(document.id) or reading(document, reader=self.name)


class FakeNames:
    """Names without an atlas: a key is its own name, owners and outlets are those it was made with."""

    def __init__(self, *, outlets: Iterable[str] = (), owners: dict[str, str] | None = None) -> None:
        self._outlets = set(outlets)
        self._owners = owners or {}

    def name_of(self, key: str) -> str:
        """The key with capitals."""
        return key.removeprefix("?").replace("-", " ").title()

    def is_outlet(self, key: str) -> bool:
        """True for the outlets it was made with."""
        return key in self._outlets

    def owner_of(self, outlet: str) -> str | None:
        """The owner it was made with."""
        return self._owners.get(outlet)

    def agencies(self) -> dict[str, str]:
        """AFP alone."""
        return {"AFP": "AFP", "法新社": "AFP"}


def document(
    document_id: str, text: str, *, published_on: str | None = "2024-05-01", outlet: str | None = None, title: str | None = None
) -> Document:
    """A document with little said about it."""
    return Document(id=document_id, text=text, published_on=published_on, outlet=outlet, title=title)


def entity(key: str, kind: str = "company", *, name: str | None = None, mentions: tuple[str, ...] = ()) -> Entity:
    """An entity whose name is its key with capitals."""
    return Entity(key=key, name=name or key.replace("-", " ").title(), kind=kind, mentions=mentions)


def claim(
    of: Document,
    kind: str,
    who: tuple[str, ...],
    whom: tuple[str, ...] = (),
    *,
    status: Status = Status.HAPPENED,
    quote: str | None = None,
    source: str | None = None,
    happened_on: str | None = None,
    things: tuple[str, ...] = (),
    what: tuple[str, ...] = (),
) -> Claim:
    """A claim that rests on ``quote``, or on the whole text."""
    words = quote or of.text
    start = of.text.index(words)
    parts = (of.id, kind, *who, "|", *whom, "|", *things, *what, status.value, source or "", happened_on or "", words)
    return Claim(
        id="c-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12],
        document_id=of.id,
        type=kind,
        who=who,
        whom=whom,
        things=things,
        what=what,
        status=status,
        source=source,
        happened_on=happened_on,
        quotes=(Quote(start=start, end=start + len(words), words=words),),
        reader="scripted-1",
    )


def reading(
    of: Document,
    *claims: Claim,
    lang: str = "en",
    entities: tuple[Entity, ...] = (),
    affiliations: dict[str, str] | None = None,
    reader: str = "scripted-1",
) -> Reading:
    """A reading with those claims; entities that the claims name and ``entities`` lacks are companies."""
    named = {one.key for one in entities}
    keys = dict.fromkeys(key for one in claims for key in (*one.who, *one.whom, *one.things) if key not in named)
    return Reading(
        document_id=of.id,
        reader=reader,
        lang=lang,
        published_on=of.published_on,
        entities=(*entities, *(entity(key) for key in keys)),
        mentions=(),
        claims=claims,
        affiliations=affiliations or {},
    )


def move(
    move_id: str = "m-1",
    *,
    kind: str = "agree",
    who: tuple[str, ...] = ("renault",),
    whom: tuple[str, ...] = ("xiaomi",),
    things: tuple[str, ...] = (),
    people: tuple[str, ...] = (),
    status: Status = Status.RUMOURED,
    contradicted: bool = False,
    happened_on: str | None = "2024-05",
    claim_ids: tuple[str, ...] | None = None,
    document_ids: tuple[str, ...] = ("d1",),
    origins: tuple[str, ...] = ("A",),
) -> Move:
    """A move told by outlets named as ``origins``; its claim's id is its own with another letter where none is given."""
    return Move(
        id=move_id,
        type=kind,
        who=who,
        whom=whom,
        things=things,
        people=people,
        status=status,
        contradicted=contradicted,
        happened_on=happened_on,
        claim_ids=claim_ids or (f"c{move_id[1:]}",),
        document_ids=document_ids,
        origins=tuple(Origin(id=f"outlet:{name}", name=name, document_ids=document_ids, reason="") for name in origins),
    )
