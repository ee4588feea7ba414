"""Watch: the one place where all stages meet. Orders the work of others and does none of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.sources import SIZE_LIMIT, captures, documents
from vigie.stories import weigh

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping
    from typing import BinaryIO

    from vigie.atlas import Atlas
    from vigie.ledger import Counts, Ledger, View, Writer
    from vigie.model import Capture, Clock, Document, Link, Reader, Reading, SourceState, Visit
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


@dataclass(frozen=True, slots=True)
class _Prepared:
    document: Document
    reading: Reading
    opinion: Opinion | None
    stands: bool


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
        prepared = self._prepare(document)
        if prepared.stands:
            return Taken(document=document, reading=prepared.reading, new=False)
        with self._ledger.writer() as writer:
            new = self._record(writer, prepared, capture)
        return Taken(document=document, reading=prepared.reading, new=new, opinion=prepared.opinion)

    def _prepare(self, document: Document) -> _Prepared:
        """Read a document, unless it stands already as it is, read by the same readers."""
        view = self._ledger.view()
        known = view.reading(document.id)
        # What two readers made together stands where the first of them is still the same.
        by_first = known is not None and known.reader.partition("+")[0] == self._reader.name
        if known is not None and by_first and view.document(document.id) == document:
            if self._second is None or known.reader != self._reader.name:
                return _Prepared(document, known, None, stands=True)
            reading = known
        else:
            reading = self._reader.read(document)
        opinion = None
        if self._second is not None:
            opinion = self._second.consider(document, reading, spent=view.tokens_spent(self._clock().date()))
            reading = opinion.reading
        return _Prepared(document, reading, opinion, stands=False)

    def _record(self, writer: Writer, prepared: _Prepared, capture: Capture | None) -> bool:
        new = writer.record(prepared.document, prepared.reading, capture)
        if self._second is not None and prepared.opinion is not None:
            for one in prepared.opinion.beside:
                writer.keep_beside(one)
            if prepared.opinion.tokens:
                writer.spend(prepared.document.id, self._second.name, prepared.opinion.tokens)
        return new

    def keep(
        self,
        visit: Visit | None = None,
        content: bytes = b"",
        *,
        found: Iterable[Document] = (),
        links: Iterable[Link] = (),
        state: SourceState | None = None,
    ) -> list[Taken]:
        """Read the documents that a visit found, then record everything that it brought in one transaction.

        Cut off before its end, nothing of it is kept and the address is asked again; after it, nothing is asked twice. A document
        that another source brought stays that source's; one whose words and dates are the same keeps its first capture.
        """
        view, prepared = self._ledger.view(), []
        for document in found:
            known = view.document(document.id)
            if known is not None and visit is not None and known.extra.get("source") != visit.source.id:
                continue
            if known is not None and replace(known, capture_id=None) == replace(document, capture_id=None):
                document = known  # noqa: PLW2901 - the version that stands takes its place
            prepared.append(self._prepare(document))
        with self._ledger.writer() as writer:
            if visit is not None:
                writer.record_visit(visit, content)
            taken = [
                Taken(
                    document=one.document,
                    reading=one.reading,
                    new=not one.stands and self._record(writer, one, None),
                    opinion=one.opinion,
                )
                for one in prepared
            ]
            writer.keep_links(links)
            if state is not None:
                writer.keep_source_state(state)
        return taken

    def read_again(self, document: Document) -> Reading:
        """What the reader finds in a document now, whatever the ledger holds."""
        return self._reader.read(document)

    def record_again(self, document: Document, reading: Reading) -> bool:
        """Record a document made from its capture again; ``False`` where exactly that stands."""
        with self._ledger.writer() as writer:
            return writer.record(document, reading, None)

    def drop_contents(self, before: dt.datetime) -> int:
        """Forget the bytes of captures older than that; returns how many."""
        with self._ledger.writer() as writer:
            return writer.drop_contents(before)

    def known_names(self) -> list[str]:
        """Every name under which the atlas knows somebody or something to make claims about, in every script."""
        return sorted({name for record in self._atlas.records if record.kind != "outlet" for name in record.all_names()})

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
