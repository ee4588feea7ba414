"""Watch: the one place where all stages meet. Orders the work of others and does none of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.sources import SIZE_LIMIT, captures, documents
from vigie.stories import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from vigie.atlas import Atlas
    from vigie.ledger import Counts, Ledger, View
    from vigie.model import Capture, Clock, Document, Reader, Reading
    from vigie.reading.second import Opinion, SecondReader

__all__ = ["AtlasNames", "Taken", "Watch"]


class AtlasNames:
    """What the stages ask about names, answered by the atlas first and by what was read second."""

    def __init__(self, atlas: Atlas, read: Mapping[str, tuple[str, str]]) -> None:
        self._atlas = atlas
        self._read = read

    def name_of(self, key: str) -> str:
        """The canonical name of a key."""
        record = self._atlas.get(key)
        if record is not None:
            return record.name
        return self._read[key][0] if key in self._read else key.removeprefix("?").replace("-", " ")

    def is_outlet(self, key: str) -> bool:
        """True where the key is a press outlet's."""
        record = self._atlas.get(key)
        return record.kind == "outlet" if record is not None else self._read.get(key, ("", ""))[1] == "outlet"

    def owner_of(self, outlet: str) -> str | None:
        """The owner that the atlas knows of an outlet with that name."""
        found = [record for record in self._atlas.find_all(outlet) if record.kind == "outlet"]
        return found[0].owner if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One document that came in."""

    document: Document
    reading: Reading
    new: bool
    """False where the ledger held exactly this already."""
    opinion: Opinion | None = None
    """What came of the second reader, where there is one."""


class Watch:
    """Sources, reader, ledger and stories at work together."""

    def __init__(
        self,
        *,
        reader: Reader,
        atlas: Atlas,
        ledger: Ledger,
        clock: Clock,
        size_limit: int = SIZE_LIMIT,
        second: SecondReader | None = None,
    ) -> None:
        self._size_limit = size_limit
        self._second = second
        self._reader = reader
        self._atlas = atlas
        self._ledger = ledger
        self._clock = clock

    def take(self, paths: Iterable[str], *, stdin: BinaryIO | None = None) -> Iterator[Taken | UnreadableInput]:
        """Fetch, adapt, read and record, one document a transaction; refusals stand in their place.

        Where this run is cut off, what was yielded is kept, and the next run takes up from there without reading it again.
        """
        seen: dict[str, tuple[Document, str]] = {}
        for capture in captures(paths, clock=self._clock, stdin=stdin, size_limit=self._size_limit):
            if isinstance(capture, UnreadableInput):
                yield capture
                continue
            for document in documents(capture):
                if isinstance(document, UnreadableInput):
                    yield document
                    continue
                earlier, place = seen.setdefault(document.id, (document, capture.origin_path))
                if earlier.text != document.text:
                    yield _two_texts(document.id, place, capture.origin_path)
                elif earlier is document:
                    yield self._take(document, capture)

    def _take(self, document: Document, capture: Capture) -> Taken:
        view = self._ledger.view()
        known = view.reading(document.id)
        # What two readers made together stands where the first of them is still the same.
        by_first = known is not None and known.reader.partition("+")[0] == self._reader.name
        if known is not None and by_first and view.document(document.id) == document:
            if self._second is None or known.reader != self._reader.name:
                return Taken(document=document, reading=known, new=False)
            reading = known
        else:
            reading = self._reader.read(document)
        opinion = None
        if self._second is not None:
            opinion = self._second.consider(document, reading, spent=view.tokens_spent(self._clock().date()))
            reading = opinion.reading
        with self._ledger.writer() as writer:
            new = writer.record(document, reading, capture)
            if self._second is not None and opinion is not None:
                for one in opinion.beside:
                    writer.keep_beside(one)
                if opinion.tokens:
                    writer.spend(document.id, self._second.name, opinion.tokens)
        return Taken(document=document, reading=reading, new=new, opinion=opinion)

    def names(self) -> AtlasNames:
        """The names of everything that was read."""
        return AtlasNames(self._atlas, self._ledger.view().names())

    def weigh(self) -> int:
        """Find copies, stories and moves over all that is known, and record what changed; returns how many rows did."""
        view = self._ledger.view()
        standing = [judgement for judgement in view.judgements() if not judgement.by_machine]
        conclusions = weigh(list(view.documents()), list(view.readings()), names=self.names(), judgements=standing)
        with self._ledger.writer() as writer:
            return writer.conclude(conclusions)

    def view(self) -> View:
        """The present state of the ledger."""
        return self._ledger.view()

    def counts(self) -> Counts:
        """How much the ledger holds."""
        return self.view().counts()


def _two_texts(document_id: str, first: str, second: str) -> UnreadableInput:
    sentence = f"'{second}' gives another text for the document '{document_id}' of '{first}': give each document an id of its own"
    return UnreadableInput(sentence, culprit=second)
