"""Looks things up in a view for whoever shows them: actors by name, moves with their tellings. Opens nothing, paints nothing."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.errors import UnknownName
from vigie.telling.answer import tellings
from vigie.telling.difference import difference
from vigie.telling.records import document_record, judgement_record, move_record, reading_record, story_record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from vigie.atlas import Atlas
    from vigie.ledger import View
    from vigie.model import Copy, Document, Judgement, Move, Names, Reading, Story
    from vigie.telling.answer import Telling

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

    def told(self, moves: Iterable[Move]) -> dict[str, list[Telling]]:
        """Move id to its tellings, the most telling first."""
        listed = list(moves)
        ids = {one for move in listed for one in move.document_ids}
        if isinstance(self.read, ReadNames):
            self.read.fetch({key for move in listed for key in move.keys})
        readings: dict[str, Reading] = {one.document_id: one for one in self.view.readings(ids)}
        documents: dict[str, Document] = {one.id: one for one in self.view.documents(ids)}
        copies = [copy.document_id for copy in self.view.copies_of(ids)]
        return {move.id: tellings(move, readings, documents, copies) for move in listed}

    def copies(self) -> list[Copy]:
        """All copies in the view."""
        return self.view.copies()

    def judged(self, move: Move) -> list[Judgement]:
        """The judgements that hold a move's claims together."""
        return [one for one in self.view.judgements(move.claim_ids) if {one.left, one.right} <= set(move.claim_ids)]

    def documents_of(self, story: Story) -> list[Document]:
        """The documents of a story by day of publication, those without one last."""
        return sorted(self.view.documents(story.document_ids), key=lambda one: (one.published_on or "9999", one.id))

    def move_record(self, move: Move) -> dict[str, Any]:
        """A move with every telling, origin and judgement."""
        told = self.told([move])[move.id]
        return {**move_record(move, told, self.names), "judgements": [judgement_record(one) for one in self.judged(move)]}

    def story_record(self, story: Story) -> dict[str, Any]:
        """A story with its documents and moves."""
        return story_record(story, self.documents_of(story), self.view.moves_of(story.document_ids))

    def document_record(self, document: Document) -> dict[str, Any]:
        """A document with where it came from, its versions and what was read in it, and what that became part of."""
        record = document_record(document)
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
