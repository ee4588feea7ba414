"""Visits, links and the states of sources in dictionaries: the notebook's part of the memory ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from vigie.model import Capture, LinkState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Iterator

    from vigie.model import Document, Link, SourceState, Visit

__all__ = ["MemoryVisitView", "MemoryVisitWriter", "Notebook"]

T = TypeVar("T")


class Notebook:
    """Visits in order, links by address, states by source; changes leave their undoing in ``undo``."""

    def __init__(self, undo: list[Callable[[], object]]) -> None:
        self.visits: list[tuple[dt.datetime, Visit]] = []
        self.links: dict[str, Link] = {}
        self.states: dict[str, SourceState] = {}
        self._undo = undo

    def add(self, visit: Visit, at: dt.datetime) -> None:
        """One more visit."""
        self.visits.append((at, visit))
        self._undo.append(self.visits.pop)

    def put(self, shelf: dict[str, T], key: str, value: T) -> None:
        """One value in place of another."""
        before = shelf.get(key)

        def as_before() -> None:
            if before is None:
                del shelf[key]
            else:
                shelf[key] = before

        shelf[key] = value
        self._undo.append(as_before)

    def drop(self, shelf: dict[str, T], key: str) -> None:
        """No value any longer; nothing happens where there is none."""
        if key not in shelf:
            return
        before = shelf.pop(key)

        def as_before() -> None:
            shelf[key] = before

        self._undo.append(as_before)


class _Documents(Protocol):
    def history(self, key: str, as_of: dt.datetime | None) -> list[tuple[dt.datetime, Document]]: ...


class _Captures(Protocol):
    def get(self, key: str, as_of: dt.datetime | None) -> Capture | None: ...

    def put(self, key: str, value: Capture, at: dt.datetime) -> bool: ...

    def all(self, as_of: dt.datetime | None) -> list[Capture]: ...

    def history(self, key: str) -> list[tuple[dt.datetime, Capture]]: ...

    def replace_in_place(self, key: str, value: Capture) -> None: ...


class MemoryVisitView:
    """The `vigie.ledger.visits.VisitView` protocol, for the memory ledger's view to inherit."""

    _notebook: Notebook
    _documents: _Documents
    as_of: dt.datetime | None

    def visits(self) -> Iterator[Visit]:
        """See `vigie.ledger.visits.VisitView`."""
        for at, visit in list(self._notebook.visits):
            if self.as_of is None or at <= self.as_of:
                yield visit

    def source_states(self) -> dict[str, SourceState]:
        """See `vigie.ledger.visits.VisitView`."""
        return dict(sorted(self._notebook.states.items()))

    def links(self, urls: Collection[str]) -> dict[str, Link]:
        """See `vigie.ledger.visits.VisitView`."""
        known = self._notebook.links
        return {url: known[url] for url in urls if url in known}

    def links_due(self, source_id: str, now: dt.datetime, most: int) -> list[Link]:
        """See `vigie.ledger.visits.VisitView`."""
        known = self._notebook.links.values()
        due = [one for one in known if one.source_id == source_id and one.next_at is not None and one.next_at <= now]
        due.sort(key=lambda one: (one.state is not LinkState.WAITING, one.tries, -one.found_at.timestamp(), one.url))
        return due[:most]

    def versions(self, document_id: str) -> list[tuple[dt.datetime, Document]]:
        """See `vigie.ledger.visits.VisitView`."""
        return self._documents.history(document_id, self.as_of)

    def known_since(self, document_ids: Collection[str]) -> dict[str, dt.datetime]:
        """See `vigie.ledger.visits.VisitView`."""
        return {one: known[0][0] for one in document_ids if (known := self.versions(one))}


class MemoryVisitWriter:
    """The `vigie.ledger.visits.VisitWriter` protocol, for the memory ledger's writer to inherit."""

    _notebook: Notebook
    _captures: _Captures
    _at: dt.datetime

    def record_visit(self, visit: Visit, content: bytes) -> None:
        """See `vigie.ledger.visits.VisitWriter`."""
        if self._captures.get(visit.capture_id, None) is None:
            capture = Capture(
                id=visit.capture_id,
                origin_path=visit.url,
                media_type=visit.media_type,
                content=content,
                captured_at=visit.captured_at,
            )
            self._captures.put(capture.id, capture, self._at)
        self._notebook.add(visit, self._at)

    def keep_links(self, links: Iterable[Link]) -> None:
        """See `vigie.ledger.visits.VisitWriter`."""
        for link in links:
            self._notebook.put(self._notebook.links, link.url, link)

    def keep_source_state(self, state: SourceState) -> None:
        """See `vigie.ledger.visits.VisitWriter`."""
        self._notebook.put(self._notebook.states, state.source_id, state)

    def drop_contents(self, before: dt.datetime) -> int:
        """See `vigie.ledger.visits.VisitWriter`."""
        kept = [one for one in self._captures.all(None) if one.dropped_at is None]
        old = [one for one in kept if self._captures.history(one.id)[-1][0] < before]
        for one in old:
            self._captures.replace_in_place(one.id, replace(one, content=b"", dropped_at=self._at))
        return len(old)
