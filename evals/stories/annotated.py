"""Annotated documents (the format of ``../shared/gold``) as documents and readings. Judges nothing."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vigie.model import ANONYMOUS, Claim, Document, Entity, Mention, Quote, Reading, Status, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Names

sys.path.append(str(Path(__file__).resolve().parents[1] / "reading"))
from gold import load  # evals/reading

__all__ = ["PlainNames", "Sample", "read_folder"]


@dataclass(frozen=True, slots=True)
class PlainNames:
    """Names without an atlas: a key is its own name, and nobody's owner is known."""

    outlets: frozenset[str] = frozenset()

    def name_of(self, key: str) -> str:
        """The key's own words."""
        return key.removeprefix("?").replace("-", " ")

    def is_outlet(self, key: str) -> bool:
        """True where a document of the set annotates it as one."""
        return key in self.outlets

    def owner_of(self, outlet: str) -> str | None:
        """Unknown."""
        del outlet

    def agencies(self) -> dict[str, str]:
        """Unknown."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One annotated document, with what should be found."""

    document: Document
    reading: Reading
    story: str | None
    copy_of: str | None
    moves: dict[str, str]
    """Claim id to the move it tells of, for claims that are not optional."""
    names: Names
    folder: Path
    """Names of moves and stories hold within a folder."""
    raw: dict[str, Any]
    """The annotated document as stored."""


def read_folder(*folders: Path) -> list[Sample]:
    """All documents of the folders, each ordered by file name."""
    records = [(folder, gold.raw) for folder in folders for gold in load(folder)]
    outlets = frozenset(_key(e["name"]) for _, record in records for e in record["entities"] if e["kind"] == "outlet")
    return [_sample(record, PlainNames(outlets), folder) for folder, record in records]


def _key(name: str) -> str:
    return "?" + re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def _sample(record: dict[str, Any], names: PlainNames, folder: Path) -> Sample:
    keys: dict[str, str] = {}
    for entity in record["entities"]:
        for name in (entity["name"], *(entity.get("aka") or ())):
            keys.setdefault(name, _key(entity["name"]))
    document = Document(
        id=record["id"],
        text=record["text"],
        title=record["title"],
        outlet=record["outlet"],
        author=record["author"],
        published_on=record["published"],
    )
    claims = [_claim(number, claim, record, keys) for number, claim in enumerate(record["claims"])]
    reading = Reading(
        document_id=record["id"],
        reader="annotated-1",
        lang=record["lang"],
        published_on=record["published"],
        entities=tuple(
            Entity(
                key=_key(e["name"]),
                name=e["name"],
                kind=e["kind"],
                aka=tuple(e.get("aka") or ()),
                mentions=tuple(e.get("mentions") or ()),
            )
            for e in record["entities"]
        ),
        mentions=tuple(_mentions(record)),
        claims=tuple(claims),
        affiliations={keys.get(p, _key(p)): keys.get(o, _key(o)) for p, o in (record.get("affiliations") or {}).items() if o},
    )
    moves = {
        read.id: claim["move"]
        for read, claim in zip(claims, record["claims"], strict=True)
        if claim.get("move") and not claim.get("optional")
    }
    return Sample(
        document=document,
        reading=reading,
        story=record["story"],
        copy_of=record["copy_of"],
        moves=moves,
        names=names,
        folder=folder,
        raw=record,
    )


def _mentions(record: dict[str, Any]) -> Iterator[Mention]:
    """Every place where a form of an entity stands; pronouns are not annotated."""
    for entity in record["entities"]:
        for form in filter(None, entity.get("mentions") or (entity["name"],)):
            for found in re.finditer(re.escape(form), record["text"]):
                yield Mention(start=found.start(), end=found.end(), key=_key(entity["name"]), how="name")


def _claim(number: int, claim: dict[str, Any], record: dict[str, Any], keys: dict[str, str]) -> Claim:
    def named(names: list[str] | None) -> tuple[str, ...]:
        return tuple(keys.get(name, _key(name)) for name in names or ())

    what, value, source = claim.get("what") or [], claim.get("value") or {}, claim.get("source")
    quotes = [Quote(start=(at := record["text"].find(words)), end=at + len(words), words=words) for words in claim["quotes"]]
    return Claim(
        id=f"{record['id']}#{number:02}",
        document_id=record["id"],
        type=claim["type"],
        who=named(claim.get("who")),
        whom=named(claim.get("whom")),
        things=tuple(keys[word] for word in what if word in keys),
        what=tuple(word for word in what if word not in keys),
        status=Status(claim["status"]),
        source=source if source in (None, ANONYMOUS) else named([source])[0],
        happened_on=claim.get("when"),
        where=claim.get("where"),
        value=None
        if value.get("number") is None
        else Value(number=value["number"], unit=value.get("unit"), metric=value.get("metric"), period=value.get("period")),
        quotes=tuple(quotes),
        confidence=1.0,
    )
