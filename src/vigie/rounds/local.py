"""Visits to files: what changed in folders, mailboxes, exports and archives is taken, one transaction an item."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.model import Link, LinkState, Source, SourceKind, Visit
from vigie.rounds.book import item_visit
from vigie.rounds.step import Step
from vigie.sources.formats.warc import BrokenArchive, names_filter, pages
from vigie.sources.identity import clean_url
from vigie.sources.local import LocalFile, items_in, local_files
from vigie.sources.schedule import Report, after_failure, after_visit, published_instants

if TYPE_CHECKING:
    import datetime as dt

    from vigie.rounds.book import Book
    from vigie.sources.fetching import Answer

__all__ = ["visit_archive_answer", "visit_local"]

_SIZE_LIMIT = 200_000_000
_NOTE_EVERY = 200
"""Pages of an archive after which the place reached is noted."""
_KINDS = {
    SourceKind.MAIL: "mail",
    SourceKind.X_EXPORT: "x",
    SourceKind.WEIBO_EXPORT: "weibo",
    SourceKind.FOLDER: "folder",
}


def visit_local(visitor: Book, source: Source) -> None:
    """Take every file of a source that changed since it was taken last."""
    now = visitor.clock()
    try:
        files = local_files(source)
    except UnreadableInput as refusal:
        state = after_failure(visitor.state(source), source, str(refusal), now, retry_after_s=None)
        visitor.keep_state(state)
        visitor.count(_step(source, now, "failed", reason=str(refusal)))
        return
    known = visitor.watch.view().links([file.url for file in files])
    sums = _Sums()
    for file in files:
        note = known.get(file.url)
        if note is not None and note.etag == file.stamp and note.state is LinkState.READ:
            continue
        note = note or Link(source_id=source.id, url=file.url, kind="file", found_at=now)
        whole = len(sums.broken)
        if source.kind is SourceKind.WARC:
            start = int(note.last_modified or 0) if note.etag == file.stamp else 0
            note = replace(note, etag=file.stamp, state=LinkState.WAITING)
            _take_archive_file(visitor, source, file, note, start, sums)
        else:
            _take_file(visitor, source, file, sums)
        reason = "; ".join(sums.broken[whole : whole + 1])
        done = replace(note, etag=file.stamp, state=LinkState.READ, next_at=None, last_modified=None, reason=reason)
        visitor.watch.keep(links=[done])
    changed = sums.items > 0
    report = Report(
        new=sums.documents,
        entries=max(sums.items, visitor.state(source).entries) if changed else None,
        dated=max(sums.dated, visitor.state(source).dated),
        published=tuple(sums.published),
        broken=sums.broken[0] if sums.broken else "",
    )
    if not files:
        report = Report(entries=0)
    state = after_visit(visitor.state(source), source, report, now)
    visitor.keep_state(state)
    visitor.count(replace(_step(source, now, "new" if changed else "unchanged"), state=state.state))


class _Sums:
    def __init__(self) -> None:
        self.items = 0
        self.documents = 0
        self.dated = 0
        self.broken: list[str] = []
        self.published: list[dt.datetime] = []


def _take_file(visitor: Book, source: Source, file: LocalFile, sums: _Sums) -> None:
    try:
        for item in items_in(source, file, size_limit=source.size_limit or _SIZE_LIMIT):
            visit = item_visit(source, item, kind=_KINDS[source.kind], at=visitor.clock())
            _count(visitor, visit, item.content, sums)
    except UnreadableInput as refusal:
        sums.items += 1
        sums.broken.append(str(refusal))


def _count(visitor: Book, visit: Visit, content: bytes, sums: _Sums) -> None:
    found = visitor.take_item(visit, content)
    sums.items += 1
    sums.documents += len(found.documents)
    sums.dated += sum(1 for one in found.documents if one.published_on)
    sums.broken += found.refusals[:1]
    sums.published += published_instants(found.documents, [])[:100]


def _take_archive_file(visitor: Book, source: Source, file: LocalFile, note: Link, start: int, sums: _Sums) -> None:
    try:
        with file.path.open("rb") as stream:
            _take_archive(visitor, source, stream, note, start, sums)
    except OSError as error:
        sums.items += 1
        sums.broken.append(f"'{file.path}' can't be read: {(error.strerror or str(error)).lower()}")


def _take_archive(visitor: Book, source: Source, stream: IO[bytes], note: Link, start: int, sums: _Sums) -> None:
    """The pages of an archive from a place on; the place reached is noted now and then, so that a restart goes on there."""
    wanted = names_filter(visitor.watch.known_names())
    since = 0
    for one in pages(stream, start=start, wanted=wanted):
        if isinstance(one, BrokenArchive):
            sums.broken.append(one.reason)
            continue
        url = clean_url(one.url)
        if url is None:
            continue
        visit = Visit(
            source=source,
            url=url,
            final_url=url,
            capture_id=hashlib.sha256(one.content).hexdigest(),
            captured_at=one.captured_at or visitor.clock(),
            media_type=one.media_type,
            kind="page",
        )
        _count(visitor, visit, one.content, sums)
        since += 1
        if since == _NOTE_EVERY:
            since = 0
            visitor.watch.keep(links=[replace(note, last_modified=str(one.offset))])


def visit_archive_answer(visitor: Book, source: Source, answer: Answer) -> None:
    """Take the pages of an archive that was fetched."""
    assert answer.body is not None
    sums = _Sums()
    note = Link(source_id=source.id, url=answer.request.url, kind="file", found_at=answer.at)
    with answer.body as stream:
        _take_archive(visitor, source, stream, note, 0, sums)
    report = Report(
        new=sums.documents,
        entries=sums.items,
        dated=sums.dated,
        published=tuple(sums.published),
        broken=sums.broken[0] if sums.broken else "",
        etag=answer.headers.get("etag"),
        last_modified=answer.headers.get("last-modified"),
    )
    state = after_visit(visitor.state(source), source, report, answer.at)
    visitor.keep_state(state)
    visitor.tell(answer, "new", state=state, size=answer.size)


def _step(source: Source, now: dt.datetime, outcome: str, *, reason: str = "") -> Step:
    return Step(at=now, source_id=source.id, url=source.address, outcome=outcome, reason=reason)
