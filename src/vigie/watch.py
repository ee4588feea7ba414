"""Watch: where sources, reader, ledger, stories and telling meet. Orders the work of others and does none of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from vigie.errors import InputError, UnknownName, UnreadableInput
from vigie.model import HealthState, Move, Verdict
from vigie.sources import SIZE_LIMIT, captures, documents, health
from vigie.stories import Revision, merged, of_deed, revise, spoken, taken_apart
from vigie.telling import Desk

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from vigie.atlas import Atlas
    from vigie.config import Config
    from vigie.ledger import Counts, Ledger, View, Writer
    from vigie.model import (
        Capture,
        Clock,
        Document,
        Judgement,
        Link,
        Reader,
        Reading,
        Source,
        SourceState,
        Story,
        Visit,
        Watchlist,
    )
    from vigie.reading.second import Opinion, SecondReader
    from vigie.telling.alerts import Message, Outbox
    from vigie.telling.brief import Silence

__all__ = ["AtlasNames", "Taken", "Watch", "channel_sender", "open_outbox", "silences", "standing_watchlists"]

_AT_ONCE = 500
"""Documents weighed in one transaction."""


class AtlasNames:
    """What the stages ask about names, answered by the atlas first and by what was read second."""

    def __init__(self, atlas: Atlas, read: Mapping[str, tuple[str, str]]) -> None:
        self._atlas = atlas
        self._look: Callable[[str], tuple[str, str] | None] = read.get
        self._agencies = {form: record.name for record in atlas.records if record.agency for form in record.all_names()}

    @classmethod
    def looked_up(cls, atlas: Atlas, view: View) -> AtlasNames:
        """With what was read looked up in a view when it is asked for, once: a ledger may know a million names."""
        names = cls(atlas, {})
        names._look = cache(lambda key: view.names([key]).get(key))
        return names

    def name_of(self, key: str) -> str:
        """The canonical name of a key."""
        record = self._atlas.get(key)
        if record is not None:
            return record.name
        called = self._look(key)
        return called[0] if called is not None else key.removeprefix("?").replace("-", " ")

    def is_outlet(self, key: str) -> bool:
        """True where the key is a press outlet's."""
        record = self._atlas.get(key)
        if record is not None:
            return record.kind == "outlet"
        called = self._look(key)
        return called is not None and called[1] == "outlet"

    def owner_of(self, outlet: str) -> str | None:
        """The owner that the atlas knows of an outlet with that name."""
        found = [record for record in self._atlas.find_all(outlet) if record.kind == "outlet"]
        return found[0].owner if found else None

    def agencies(self) -> Mapping[str, str]:
        """Every name of every agency in the atlas, to its canonical one."""
        return self._agencies


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
            yield from self._take_all(capture, seen)

    def take_capture(self, capture: Capture) -> Iterator[Taken | UnreadableInput]:
        """As `take`, of bytes that came through a door."""
        yield from self._take_all(capture, {})

    def _take_all(self, capture: Capture, seen: dict[str, tuple[Document, str]]) -> Iterator[Taken | UnreadableInput]:
        for document in documents(capture):
            if isinstance(document, UnreadableInput):
                yield document
                continue
            earlier, place = seen.setdefault(document.id, (document, capture.origin_path))
            if earlier.text != document.text:
                yield _two_texts(document.id, place, capture.origin_path)
            elif earlier is document:
                yield self._take(document, capture)

    def begin(self) -> None:
        """A round begins: a second reader that was given up in an earlier one is asked again."""
        if self._second is not None:
            self._second.try_again()

    def _take(self, document: Document, capture: Capture) -> Taken:
        view = self._ledger.view()
        prepared = self._prepare(document, view.document(document.id), view.reading(document.id), spent=self._spent(view))
        if prepared.stands:
            return Taken(document=document, reading=prepared.reading, new=False)
        with self._ledger.writer() as writer:
            [taken] = self._record(writer, [prepared], capture)
        return taken

    def _spent(self, view: View) -> int:
        """What the second reader cost today, in tokens; 0 without one."""
        return view.tokens_spent(self._clock().date()) if self._second is not None else 0

    def _prepare(self, document: Document, standing: Document | None, known: Reading | None, *, spent: int) -> _Prepared:
        """Read a document, unless it stands already as it is, read by the same readers."""
        # What two readers made together stands where the first of them is still the same.
        by_first = known is not None and known.reader.partition("+")[0] == self._reader.name
        if known is not None and by_first and standing == document:
            if self._second is None or known.reader != self._reader.name:
                return _Prepared(document, known, None, stands=True)
            reading = known
        else:
            reading = self._reader.read(document)
        opinion = None
        if self._second is not None:
            opinion = self._second.consider(document, reading, spent=spent)
            reading = opinion.reading
        return _Prepared(document, reading, opinion, stands=False)

    def _record(self, writer: Writer, prepared: Iterable[_Prepared], capture: Capture | None) -> list[Taken]:
        listed = list(prepared)
        waiting = [one for one in listed if not one.stands]
        new = dict(zip(map(id, waiting), writer.record_all([(one.document, one.reading, capture) for one in waiting]), strict=True))
        for one in waiting:
            if self._second is None or one.opinion is None:
                continue
            for reading in one.opinion.beside:
                writer.keep_beside(reading)
            if one.opinion.tokens:
                writer.spend(one.document.id, self._second.name, one.opinion.tokens)
        return [
            Taken(document=one.document, reading=one.reading, new=new.get(id(one), False), opinion=one.opinion) for one in listed
        ]

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
        view, prepared, listed = self._ledger.view(), [], list(found)
        ids = [document.id for document in listed]
        standing = {one.id: one for one in view.documents(ids)} if ids else {}
        readings = {one.document_id: one for one in view.readings(list(standing))} if standing else {}
        spent = self._spent(view)
        for document in listed:
            known = standing.get(document.id)
            if known is not None and visit is not None and known.extra.get("source") != visit.source.id:
                continue
            if known is not None and replace(known, capture_id=None) == replace(document, capture_id=None):
                document = known  # noqa: PLW2901 - the version that stands takes its place
            one = self._prepare(document, known, readings.get(document.id), spent=spent)
            # What asking about this one cost is recorded with the others, below.
            spent += one.opinion.tokens if one.opinion is not None else 0
            prepared.append(one)
        with self._ledger.writer() as writer:
            if visit is not None:
                writer.record_visit(visit, content)
            taken = self._record(writer, prepared, None)
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
        return AtlasNames.looked_up(self._atlas, self._ledger.view())

    def weigh(self) -> int:
        """Find copies, stories and moves of what came since the last weighing, and record what changed; returns how many rows did.

        Looks at neighbours alone. Can be cut off anywhere: what was not weighed still waits.
        """
        changed, names = 0, self.names()
        while waiting := self._ledger.view().waiting(_AT_ONCE):
            revision = revise(self._ledger.view(), names=names, waiting=waiting)
            with self._ledger.writer() as writer:
                changed += _write(writer, revision, weighed=waiting)
        return changed

    def weigh_all(self) -> int:
        """Weigh everything that is known anew, in one piece; returns how many rows changed.

        Gives what `weigh` gave bit by bit, but for what an earlier version of the judge left.
        """
        view = self._ledger.view()
        waiting = [document.id for document in view.documents()]
        revision = revise(view, names=self.names(), waiting=waiting)
        with self._ledger.writer() as writer:
            return _write(writer, revision, weighed=waiting)

    def judge(self, subject: str, left: str, right: str, verdict: Verdict, *, author: str, reason: str = "") -> Judgement:
        """Keep what a person says of two claims (``move``) or documents (``story``, ``copy``); their word stands.

        Raises ``InputError`` where one of the two is not in the ledger, or they are the same.
        """
        view, pair = self._ledger.view(), [left, right]
        known = set(view.documents_of(pair)) if subject == "move" else {one.id for one in view.documents(pair)}
        missing = sorted({left, right} - known)
        if missing or left == right:
            raise InputError(f"the ledger holds no two things '{left}' and '{right}' to judge", culprit=(missing or [left])[0])
        return self._say(subject, [(left, right)], verdict, author=author, reason=reason)[0]

    def merge(self, one: str, other: str, *, author: str, reason: str = "") -> tuple[Judgement, ...]:
        """Make two moves or two stories one, by a person's word; raises ``UnknownName`` and ``InputError`` as they can't be."""
        subject, pairs = merged(self._thing(one), self._thing(other))
        return self._say(subject, pairs, Verdict.SAME, author=author, reason=reason)

    def split(self, thing: str, members: Iterable[str], *, author: str, reason: str = "") -> tuple[Judgement, ...]:
        """Take claims (or all claims of documents) out of a move, or documents out of a story, by a person's word.

        Raises ``UnknownName`` where there is no such thing and ``InputError`` where it can't be split so.
        """
        found, wanted = self._thing(thing), set(members)
        if isinstance(found, Move):
            told_by = self._ledger.view().documents_of(found.claim_ids)
            documents = wanted & set(told_by.values())
            wanted = (wanted - documents) | {claim for claim, document in told_by.items() if document in documents}
        subject, pairs = taken_apart(found, wanted)
        return self._say(subject, pairs, Verdict.DIFFERENT, author=author, reason=reason)

    def take_back(self, judgement_id: str) -> tuple[Judgement, ...]:
        """Retire the judgements of a person's deed, named by its id or that of one of them: all is as before.

        Raises ``UnknownName`` where no person's judgement has the id.
        """
        self.weigh()
        view = self._ledger.view()
        gone = of_deed(judgement_id, view.words())
        if not gone:
            raise UnknownName(f"no person's judgement '{judgement_id}' stands", culprit=judgement_id)
        revision = revise(view, names=self.names(), unsaid=gone)
        with self._ledger.writer() as writer:
            for one in gone:
                writer.take_back(one.id)
            _write(writer, revision)
        return tuple(gone)

    def _say(
        self, subject: str, pairs: Iterable[tuple[str, str]], verdict: Verdict, *, author: str, reason: str
    ) -> tuple[Judgement, ...]:
        """Keep a person's deed and what follows from it, in one transaction."""
        if not author.strip() or author.startswith("vigie "):
            raise InputError(f"'{author}' can't judge: give the name of a person", culprit=author)
        self.weigh()
        said = spoken(subject, pairs, verdict, author=author, reason=reason, at=self._clock())
        revision = revise(self._ledger.view(), names=self.names(), said=said)
        with self._ledger.writer() as writer:
            for one in said:
                writer.judge(one)
            _write(writer, revision)
        return said

    def _thing(self, thing: str) -> Move | Story:
        view = self._ledger.view()
        found = view.move(thing) or view.story(thing)
        if found is None:
            raise UnknownName(f"the ledger holds no move and no story '{thing}'", culprit=thing)
        return found

    def view(self) -> View:
        """The present state of the ledger."""
        return self._ledger.view()

    def counts(self) -> Counts:
        """How much the ledger holds."""
        return self.view().counts()


def silences(sources: Iterable[Source], states: Mapping[str, SourceState], at: dt.datetime) -> list[Silence]:
    """Those of the sources that say nothing for longer than is their habit, as briefs tell of them."""
    from vigie.telling.brief import Silence

    found = []
    for source in sources:
        judged = health(states.get(source.id), source, at)
        if judged.state is HealthState.SILENT:
            found.append(Silence(source_id=source.id, name=source.name, since=judged.since_at, url=source.url or ""))
    return found


def standing_watchlists(config: Config, atlas: Atlas, view: View) -> list[tuple[Watchlist, Path | None]]:
    """The watchlists that hold, by name, each with the file that declares it, if one does.

    Raises `ConfigError` for a file that can't be.
    """
    from vigie.telling.watchlists import read_watchlists, standing

    read = view.names()
    desk = Desk(view=view, atlas=atlas, names=AtlasNames(atlas, read), read=read)
    return standing(read_watchlists(config.watchlists, desk.actor), view.watchlists())


def channel_sender(config: Config) -> Callable[[str, Message], str]:
    """Sends a message over a channel of that name; says why it could not be sent, or nothing.

    Raises `ConfigError` where the file of channels can't be.
    """
    from vigie.config import address_of
    from vigie.sources.fetching.guard import is_public
    from vigie.telling.alerts import read_channels, send

    channels = read_channels(config.channels)

    def over(name: str, message: Message) -> str:
        channel = channels.get(name)
        if channel is None:
            return f"no channel '{name}' is declared in '{config.channels}'"
        address = address_of(channel, config.channels.parent)
        if address is None:
            return f"the channel '{name}' has no address: {channel.env or channel.file} holds none"
        return send(message, address, private=channel.private, is_public=is_public)

    return over


def open_outbox(config: Config, *, ledger: Ledger, atlas: Atlas, clock: Clock) -> Outbox:
    """The alerts of a ledger, with the watchlists and channels that the settings name.

    Raises `ConfigError` where the file of channels can't be; a file of watchlists that can't be stops a pass, not the opening.
    """
    from vigie.telling.alerts import Outbox

    return Outbox(
        ledger=ledger,
        atlas=atlas,
        clock=clock,
        watchlists=lambda view: [one for one, _ in standing_watchlists(config, atlas, view)],
        send=channel_sender(config),
        lang=config.lang,
    )


def _write(writer: Writer, revision: Revision, *, weighed: Collection[str] = ()) -> int:
    for document_id, marks in revision.marks.items():
        writer.keep_marks(document_id, marks)
    return writer.revise(revision.conclusions, gone=revision.gone, weighed=weighed)


def _two_texts(document_id: str, first: str, second: str) -> UnreadableInput:
    sentence = f"'{second}' gives another text for the document '{document_id}' of '{first}': give each document an id of its own"
    return UnreadableInput(sentence, culprit=second)
