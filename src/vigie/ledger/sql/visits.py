"""Visits, links and the states of sources in tables: the notebook's part of the view and of the writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from pydantic import TypeAdapter

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.batches import AT_ONCE, batches
from vigie.ledger.sql.looking import Looks
from vigie.ledger.sql.writing import Writes
from vigie.model import Capture, Link, SourceState, Visit

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

    from vigie.model import Document

__all__ = ["SqlVisitView", "SqlVisitWriter"]

_VISIT, _LINK, _STATE = TypeAdapter(Visit), TypeAdapter(Link), TypeAdapter(SourceState)


class SqlVisitView(Looks):
    """The `vigie.ledger.visits.VisitView` protocol, for `SqlView` to inherit."""

    def visits(self) -> Iterator[Visit]:
        """See `vigie.ledger.visits.VisitView`."""
        last = 0
        while True:
            table = tables.visits
            query = sa.select(table.c.row_id, table.c.body).where(self._stands(table), table.c.row_id > last)
            rows = list(self._execute(query.order_by(table.c.row_id).limit(AT_ONCE)))
            for row in rows:
                yield _VISIT.validate_python(row.body)
            if not rows:
                return
            last = rows[-1].row_id

    def source_states(self) -> dict[str, SourceState]:
        """See `vigie.ledger.visits.VisitView`."""
        table = tables.source_states
        rows = self._execute(sa.select(table).order_by(table.c.source_id))
        return {row.source_id: _STATE.validate_python(row.body) for row in rows}

    def links(self, urls: Collection[str]) -> dict[str, Link]:
        """See `vigie.ledger.visits.VisitView`."""
        found: dict[str, Link] = {}
        for some in batches(urls):
            query = sa.select(tables.links).where(tables.links.c.url.in_(some))
            found.update((row.url, _LINK.validate_python(row.body)) for row in self._execute(query))
        return found

    def links_due(self, source_id: str, now: dt.datetime, most: int) -> list[Link]:
        """See `vigie.ledger.visits.VisitView`."""
        table = tables.links
        query = sa.select(table.c.body).where(table.c.source_id == source_id, table.c.next_at <= now)
        order = (table.c.state != "waiting", table.c.tries, table.c.found_at.desc(), table.c.url)
        return [_LINK.validate_python(row.body) for row in self._execute(query.order_by(*order).limit(most))]

    def versions(self, document_id: str) -> list[tuple[dt.datetime, Document]]:
        """See `vigie.ledger.visits.VisitView`."""
        table = tables.documents
        query = sa.select(table).where(table.c.id == document_id, self._known(table)).order_by(table.c.row_id)
        return [(row.recorded_at, codec.document_of(row)) for row in self._execute(query)]

    def known_since(self, document_ids: Collection[str]) -> dict[str, dt.datetime]:
        """See `vigie.ledger.visits.VisitView`."""
        table = tables.documents
        query = sa.select(table.c.id, sa.func.min(table.c.recorded_at).label("at")).where(self._known(table)).group_by(table.c.id)
        return {row.id: row.at for some in batches(document_ids) for row in self._execute(query.where(table.c.id.in_(some)))}


class SqlVisitWriter(Writes):
    """The `vigie.ledger.visits.VisitWriter` protocol, for `SqlWriter` to inherit."""

    def record_visit(self, visit: Visit, content: bytes) -> None:
        """See `vigie.ledger.visits.VisitWriter`."""
        capture = Capture(
            id=visit.capture_id,
            origin_path=visit.url,
            media_type=visit.media_type,
            content=content,
            captured_at=visit.captured_at,
        )
        if self._standing(tables.captures, tables.captures.c.id == capture.id) is None:
            self._insert(tables.captures, [codec.capture_row(capture)])
        values = {"source_id": visit.source.id, "url": visit.url, "capture_id": visit.capture_id}
        self._insert(tables.visits, [{**values, "captured_at": visit.captured_at, "body": _VISIT.dump_python(visit, mode="json")}])

    def keep_links(self, links: Iterable[Link]) -> None:
        """See `vigie.ledger.visits.VisitWriter`."""
        rows = [
            {
                "url": link.url,
                "source_id": link.source_id,
                "state": link.state.value,
                "found_at": link.found_at,
                "next_at": link.next_at,
                "tries": link.tries,
                "body": _LINK.dump_python(link, mode="json"),
            }
            for link in links
        ]
        self._replace(tables.links, "url", rows)

    def keep_source_state(self, state: SourceState) -> None:
        """See `vigie.ledger.visits.VisitWriter`."""
        body = _STATE.dump_python(state, mode="json")
        self._replace(tables.source_states, "source_id", [{"source_id": state.source_id, "body": body}])

    def drop_contents(self, before: dt.datetime) -> int:
        """See `vigie.ledger.visits.VisitWriter`."""
        table = tables.captures
        old = sa.and_(table.c.recorded_at < before, table.c.dropped_at.is_(None))
        values = {"content": b"", "packed": "", "dropped_at": self._at}
        return self._connection.execute(sa.update(table).where(old).values(**values)).rowcount
