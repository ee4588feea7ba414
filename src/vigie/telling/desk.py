"""Looks things up in a view for whoever shows them: actors by name, moves with their tellings. Opens nothing, paints nothing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast, get_args

import vigie
from vigie.errors import InputError, UnknownName
from vigie.ledger import MoveFilter, Search, parse_query
from vigie.ledger.searching import Sort, What
from vigie.model import Status, bounds
from vigie.taxonomy import claim_type
from vigie.telling.answer import tellings
from vigie.telling.difference import difference
from vigie.telling.records import claim_record, document_record, judgement_record, move_record, reading_record, story_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from vigie.atlas import Atlas
    from vigie.atlas.record import Record
    from vigie.ledger import Hit, View
    from vigie.model import Claim, Copy, Document, Judgement, Move, Names, Reading, Story
    from vigie.telling.answer import Telling
    from vigie.telling.shapes import (
        ActorPageShape,
        ActorShape,
        ClaimOfShape,
        DocumentPageShape,
        HitShape,
        LedgerShape,
        MovePageShape,
        MoveShape,
        OutletShape,
        StoryShape,
    )

__all__ = ["Desk", "ReadNames"]


class ReadNames(Mapping[str, tuple[str, str]]):
    """Entity key to name and kind, looked up in a view when asked for: a large ledger knows more names than a page shows."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[str, tuple[str, str] | None] = {}

    def fetch(self, keys: Collection[str]) -> None:
        """Look up many at once."""
        fresh = [key for key in keys if key not in self._known]
        if fresh:
            self._known.update(dict.fromkeys(fresh))
            self._known.update(self._view.names(fresh))

    def __getitem__(self, key: str) -> tuple[str, str]:
        """The name and kind of a key; raises ``KeyError`` where nothing read names it."""
        self.fetch([key])
        found = self._known[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        """Every key."""
        return iter(self._view.names())

    def __len__(self) -> int:
        """How many keys there are."""
        return len(self._view.names())


_MOST_PARTNERS = 50

T = TypeVar("T", bound=str)


def _status(name: str) -> Status:
    try:
        return Status(name)
    except ValueError as error:
        raise UnknownName(f"'{name}' is no status: choose among {', '.join(one.value for one in Status)}", culprit=name) from error


def _date(text: str | None) -> str | None:
    if text is not None:
        try:
            bounds(text)
        except ValueError as error:
            raise InputError(str(error), culprit=text) from error
    return text


def _one_of(what: str, name: str, choices: tuple[T, ...]) -> T:
    for choice in choices:
        if choice == name:
            return choice
    raise UnknownName(f"'{name}' is no {what}: choose among {', '.join(choices)}", culprit=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A view with the names in it."""

    view: View
    atlas: Atlas
    names: Names
    read: Mapping[str, tuple[str, str]]
    """Entity key to name and kind, of everything that was read."""

    def actor(self, name: str) -> str:
        """The key that a name means: an actor that was read about before one that is only in the atlas.

        Raises `UnknownName` with the likest names where nobody is called so.
        """
        wanted = name.strip().casefold()
        candidates = [record.id for record in self.atlas.find_all(name)]
        candidates += [*self.view.called(name.strip()), *(key for key in (name.strip(), wanted) if key in self.read)]
        for key in candidates:
            if key in self.read:
                return key
        if candidates:
            return candidates[0]
        known = sorted({called for called, _ in self.read.values()} | {record.name for record in self.atlas.records})
        by_folded = {called.casefold(): called for called in known}
        close = [by_folded[one] for one in difflib.get_close_matches(wanted, list(by_folded), n=3, cutoff=0.7)]
        hint = f"did you mean {', '.join(close)}?" if close else "nothing that was read names it, nor does the atlas"
        raise UnknownName(f"nobody here is called '{name}': {hint}", culprit=name)

    def move_filter(
        self,
        actors: Iterable[str] = (),
        types: Iterable[str] = (),
        statuses: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> MoveFilter:
        """The filter that names and words mean; raises `UnknownName` or `InputError` for a name or date that is none."""
        return MoveFilter(
            actors=tuple(self.actor(name) for name in actors),
            types=tuple(claim_type(name).name for name in types),
            statuses=tuple(_status(name) for name in statuses),
            since=_date(since),
            until=_date(until),
        )

    def search(
        self,
        text: str = "",
        *,
        actors: Iterable[str] = (),
        types: Iterable[str] = (),
        statuses: Iterable[str] = (),
        langs: Iterable[str] = (),
        outlets: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        what: str = "documents",
        sort: str = "relevance",
    ) -> Search:
        """The search that a box and its facets mean, names in every script standing for whom they name.

        Raises `UnknownName` or `InputError` for a name, date, kind of hit or order that is none.
        """
        wanted = self.move_filter(actors, types, statuses, since, until)
        return Search(
            query=parse_query(text, self.meant),
            actors=wanted.actors,
            types=wanted.types,
            statuses=wanted.statuses,
            langs=tuple(langs),
            outlets=tuple(outlets),
            since=wanted.since,
            until=wanted.until,
            what=_one_of("what", what, get_args(What)),
            sort=_one_of("sort", sort, get_args(Sort)),
        )

    def meant(self, name: str) -> tuple[str, ...]:
        """The keys of all whom a name may mean, by the atlas and by what was read."""
        return tuple(dict.fromkeys([*(record.id for record in self.atlas.find_all(name)), *self.view.called(name)]))

    def fetch_names(self, keys: Iterable[str]) -> None:
        """Look up together the names that will be asked for one by one."""
        if isinstance(self.read, ReadNames):
            self.read.fetch({key for key in keys if key not in self.atlas})

    def told(self, moves: Iterable[Move], *, each: int | None = None) -> dict[str, list[Telling]]:
        """Move id to its tellings, the most telling first; of each move those of its first ``each`` documents, or of all."""
        listed = list(moves)
        ids = {one for move in listed for one in move.document_ids[:each]}
        self.fetch_names(key for move in listed for key in move.keys)
        readings: dict[str, Reading] = {one.document_id: one for one in self.view.readings(ids)}
        documents: dict[str, Document] = {one.id: one for one in self.view.documents(ids)}
        copies = [copy.document_id for copy in self.view.copies_of(ids)]
        return {move.id: tellings(move, readings, documents, copies) for move in listed}

    def hit_record(self, hit: Hit) -> HitShape:
        """Something found, with its document; of a claim or move, that too."""
        return {
            "document": hit.document_id,
            "title": hit.title,
            "outlet": hit.outlet,
            "lang": hit.lang,
            "published": hit.published_on,
            "snippet": [{"words": words, "marked": marked} for words, marked in hit.snippet],
            "claim": None if hit.claim is None else claim_record(hit.claim, self._names_in(hit.claim), move=None),
            "move": None if hit.move is None else self.move_records([hit.move])[0],
        }

    def _names_in(self, claim: Claim) -> dict[str, str]:
        keys = (*claim.who, *claim.whom, *claim.things, *filter(None, (claim.source, claim.where)))
        return {key: self.names.name_of(key) for key in keys}

    def copies(self) -> list[Copy]:
        """All copies in the view."""
        return self.view.copies()

    def move_records(self, moves: Iterable[Move]) -> list[MoveShape]:
        """Moves with their tellings."""
        listed = list(moves)
        told = self.told(listed)
        return [move_record(move, told[move.id], self.names) for move in listed]

    def claim_records(self, document_ids: Collection[str]) -> list[ClaimOfShape]:
        """The claims of documents, those of one together, each with its document and move."""
        documents = {one.id: one for one in self.view.documents(document_ids)}
        moves = {one: move.id for move in self.view.moves_of(document_ids) for one in move.claim_ids}
        found: list[ClaimOfShape] = []
        for reading in self.view.readings(document_ids):
            names = {entity.key: entity.name for entity in reading.entities}
            document = documents[reading.document_id]
            about = {
                "document": document.id,
                "title": document.title,
                "outlet": document.outlet,
                "published": document.published_on,
            }
            records = (claim_record(claim, names, move=moves.get(claim.id)) for claim in reading.claims)
            found += [cast("ClaimOfShape", {**about, **record}) for record in records]
        return found

    def actor_record(self, key: str) -> ActorShape:
        """Somebody or something, by key."""
        record = self.atlas.get(key)
        kind = record.kind if record is not None else self.read.get(key, ("", "unknown"))[1]
        country = record.country if record is not None else None
        return {"id": key, "name": self.names.name_of(key), "kind": kind, "country": country, "known": record is not None}

    def actor_page_record(self, key: str) -> ActorPageShape:
        """An actor with what the atlas knows, and its moves in numbers."""
        record, tally = self.atlas.get(key), self.view.tally(MoveFilter(actors=(key,)))
        partners = self.view.partners(key, most=_MOST_PARTNERS)
        return {
            **self.actor_record(key),
            "names": [] if record is None else list(record.all_names()),
            "brand_of": self.names.name_of(record.brand_of) if record is not None and record.brand_of else None,
            "owners": [
                {"owner": self.names.name_of(one.owner), "share": one.share, "start": one.start, "end": one.end}
                for one in (record.owners if record is not None else ())
            ],
            "posts": [
                {"at": self.names.name_of(one.at), "post": one.post, "title": one.title, "start": one.start, "end": one.end}
                for one in (record.posts if record is not None else ())
            ],
            "moves": tally.moves,
            "types": tally.types,
            "statuses": tally.statuses,
            "partners": [
                {"id": one.key, "name": self.names.name_of(one.key), "moves": one.moves, "last": one.last_on} for one in partners
            ],
        }

    def outlet_record(self, outlet: Record) -> OutletShape:
        """An outlet of the atlas."""
        return {
            "id": outlet.id,
            "name": outlet.name,
            "owner": outlet.owner,
            "country": outlet.country,
            "language": outlet.language,
            "agency": outlet.agency,
        }

    def ledger_record(self) -> LedgerShape:
        """How much stands in the view, and since when anything does."""
        counts, first = self.view.counts(), self.view.first_recorded_at()
        return {
            "vigie": vigie.__version__,
            "as_of": self.view.as_of.isoformat() if self.view.as_of else None,
            "first_recorded_at": first.isoformat() if first else None,
            "captures": counts.captures,
            "documents": counts.documents,
            "claims": counts.claims,
            "copies": counts.copies,
            "stories": counts.stories,
            "moves": counts.moves,
            "unweighed": self.view.unweighed(),
        }

    def judged(self, move: Move) -> list[Judgement]:
        """The judgements that hold a move's claims together."""
        return [one for one in self.view.judgements(move.claim_ids) if {one.left, one.right} <= set(move.claim_ids)]

    def documents_of(self, story: Story) -> list[Document]:
        """The documents of a story by day of publication, those without one last."""
        return _by_day(self.view.documents(story.document_ids))

    def move_record(self, move: Move) -> MovePageShape:
        """A move with every telling, origin and judgement."""
        told = self.told([move])[move.id]
        return {**move_record(move, told, self.names), "judgements": [judgement_record(one) for one in self.judged(move)]}

    def story_record(self, story: Story) -> StoryShape:
        """A story with its documents and moves."""
        return self.story_records([story])[0]

    def story_records(self, stories: Sequence[Story]) -> list[StoryShape]:
        """Stories with their documents and moves, looked up together."""
        ids = {one for story in stories for one in story.document_ids}
        documents = {one.id: one for one in self.view.documents(ids)}
        moves = self.view.moves_of(ids)
        return [
            story_record(
                story,
                _by_day(documents[one] for one in story.document_ids if one in documents),
                [move for move in moves if not set(story.document_ids).isdisjoint(move.document_ids)],
            )
            for story in stories
        ]

    def document_record(self, document: Document) -> DocumentPageShape:
        """A document with where it came from, its versions and what was read in it, and what that became part of."""
        record = cast("DocumentPageShape", document_record(document))
        capture = self.view.capture(document.capture_id) if document.capture_id else None
        if capture is not None:
            record["captured"] = {
                "path": capture.origin_path,
                "at": capture.captured_at.isoformat(),
                "sha256": capture.id,
                "bytes": len(capture.content),
            }
        versions = self.view.versions(document.id)
        if len(versions) > 1:
            record["versions"] = [
                {"recorded_at": at.isoformat(), "difference": difference(before[1], one)}
                for before, (at, one) in zip([versions[0], *versions], versions, strict=False)
            ]
        reading = self.view.reading(document.id)
        if reading is not None:
            moves = {one: move.id for move in self.view.moves_of([document.id]) for one in move.claim_ids}
            story = next((one.id for one in self.view.stories_of([document.id])), None)
            copy = next((one.copy_of for one in self.view.copies_of([document.id]) if one.document_id == document.id), None)
            record["reading"] = reading_record(reading, story=story, copy_of=copy, moves=moves)
        return record


def _by_day(documents: Iterable[Document]) -> list[Document]:
    """By day of publication, those without one last."""
    return sorted(documents, key=lambda one: (one.published_on or "9999", one.id))
