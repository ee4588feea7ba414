"""All captures read again: each visit's bytes through parser, adapter and reader, compared with what stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.model import Document
from vigie.rounds.book import look
from vigie.sources import documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vigie.ledger import View
    from vigie.model import Reading
    from vigie.watch import Watch

__all__ = ["Rebuilt", "rebuild"]


@dataclass(slots=True)
class Rebuilt:
    """What reading everything again gave."""

    documents: int = 0
    same: int = 0
    """Documents whose text, fields and claims are exactly those that stand."""
    changed: list[str] = field(default_factory=list)
    """Ids of documents that came out otherwise."""
    from_text: int = 0
    """Documents whose capture was dropped or that had none: read again from their kept text."""
    recorded: int = 0


def rebuild(watch: Watch, *, record: bool, on_document: Callable[[str], None] = lambda _: None) -> Rebuilt:
    """Make every standing document and reading again from the captures, in the order in which they came.

    With ``record`` what came out otherwise (another reader, a mended adapter) is recorded as a new version, and everything weighed
    anew; without it nothing is written. Readings that a second reader had a part in are compared by their first one's text only.
    """
    view = watch.view()
    done = Rebuilt()
    seen: set[str] = set()
    for document, remade in _remade(view):
        seen.add(document.id)
        _compare(watch, view, document if remade is None else remade, done, record=record, from_text=remade is None)
        on_document(document.id)
    if record:
        watch.weigh_all()
    return done


def _remade(view: View) -> Iterator[tuple[Document, Document | None]]:
    """Each standing document with the one that its capture gives now; ``None`` where the bytes are gone or were never kept."""
    standing = {one.id: one for one in view.documents()}
    made: set[str] = set()
    for visit in view.visits():
        # Only captures that a standing document rests on: older versions are history.
        capture = view.capture(visit.capture_id)
        if capture is None or capture.dropped_at is not None:
            continue
        for one in look(visit, capture.content).documents:
            known = standing.get(one.id)
            if known is not None and known.capture_id == one.capture_id and one.id not in made and _same_source(known, one):
                made.add(one.id)
                yield known, one
    for known in standing.values():
        if known.id in made:
            continue
        capture = view.capture(known.capture_id) if known.capture_id else None
        if capture is None or capture.dropped_at is not None or known.extra.get("source"):
            yield known, None
            continue
        remade = next((one for one in documents(capture) if isinstance(one, Document) and one.id == known.id), None)
        yield known, remade


def _same_source(known: Document, one: Document) -> bool:
    return known.extra.get("source") == one.extra.get("source")


def _compare(watch: Watch, view: View, document: Document, done: Rebuilt, *, record: bool, from_text: bool) -> None:
    reading = watch.read_again(document)
    done.documents += 1
    done.from_text += from_text
    stands = view.reading(document.id)
    if view.document(document.id) == document and stands is not None and _same(stands, reading):
        done.same += 1
        return
    done.changed.append(document.id)
    if record and (stands is None or "+" not in stands.reader):
        done.recorded += watch.record_again(document, reading)


def _same(stands: Reading, reading: Reading) -> bool:
    return stands == reading or stands.reader.partition("+")[0] == reading.reader != stands.reader
