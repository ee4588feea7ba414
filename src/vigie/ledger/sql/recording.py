"""Writes documents and what was read in them, many at once, and what is derived from readings. Compares, reads nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.batches import AT_ONCE, batches
from vigie.ledger.sql.searching import SqlSearchWriter
from vigie.ledger.sql.view import SqlView

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from vigie.model import Capture, Document, Reading

    Incoming = tuple[Document, Reading, Capture | None]

__all__ = ["SqlRecordWriter", "name_rows", "naming_rows"]


class SqlRecordWriter(SqlSearchWriter):
    """`record` and `record_all`, for `SqlWriter` to inherit."""

    def __init__(self, connection: sa.Connection, at: dt.datetime) -> None:
        super().__init__(connection, at)
        self._view = SqlView(lambda: connection, as_of=None)

    def record(self, document: Document, reading: Reading, capture: Capture | None) -> bool:
        """See `vigie.ledger.Writer`."""
        return self.record_all([(document, reading, capture)])[0]

    def record_all(self, incoming: Sequence[Incoming]) -> list[bool]:
        """See `vigie.ledger.Writer`."""
        return [changed for some in _apart(incoming) for changed in self._record(some)]

    def _record(self, incoming: Sequence[Incoming]) -> list[bool]:
        """Record documents of different ids."""
        self._keep_captures({capture.id: capture for _, _, capture in incoming if capture is not None})
        ids = [document.id for document, _, _ in incoming]
        standing = {one.id: one for one in self._view.documents(ids)}
        known = {one.document_id: one for one in self._view.readings(list(standing))} if standing else {}
        documents = [document for document, _, _ in incoming if standing.get(document.id) != document]
        # A reading stands with the version of the document that it was made of.
        renewed = {document.id for document in documents}
        readings = [(one, document) for document, one, _ in incoming if document.id in renewed or known.get(document.id) != one]
        altered = [document.id for document in documents if document.id in standing]
        for table, column in (
            (tables.documents, tables.documents.c.id),
            (tables.kept_readings, tables.kept_readings.c.document_id),
        ):
            self._retire_rows(table, self._standing_rows(table, column, altered))
        self._insert(tables.documents, [{**codec.document_row(one), "digest": codec.sealed(one)} for one in documents])
        self._record_readings(readings, again=[one.document_id for one, _ in readings if one.document_id in known])
        changed = {one.document_id for one, _ in readings}
        self._add_new(tables.waiting, [{"document_id": one} for one in sorted(changed)])
        return [one in changed for one in ids]

    def _keep_captures(self, captures: dict[str, Capture]) -> None:
        table = tables.captures
        for some in batches(captures):
            query = sa.select(table.c.id).where(table.c.id.in_(some), table.c.retired_at.is_(None))
            kept = set(self._connection.execute(query).scalars())
            self._insert(table, [codec.capture_row(captures[one]) for one in some if one not in kept])

    def _record_readings(self, readings: Sequence[tuple[Reading, Document]], *, again: Collection[str]) -> None:
        old = self._standing_rows(tables.readings, tables.readings.c.document_id, again)
        for table in (tables.claims, tables.entities):
            self._retire_rows(table, self._standing_rows(table, table.c.reading_row, old))
        self._retire_rows(tables.readings, old)
        found = tables.search_documents
        for some in batches(old):
            self._connection.execute(sa.update(found).where(found.c.reading_row.in_(some)).values(retired_at=self._at))
        numbers = self._insert(tables.readings, [{**codec.reading_row(one), "digest": codec.sealed(one)} for one, _ in readings])
        entities: list[dict[str, Any]] = []
        claims: list[dict[str, Any]] = []
        namings: list[dict[str, Any]] = []
        for number, (reading, document) in zip(numbers, readings, strict=True):
            for parts, made in (
                (entities, map(codec.entity_row, reading.entities)),
                (claims, map(codec.claim_row, reading.claims)),
            ):
                parts += [{"reading_row": number, "position": position, **row} for position, row in enumerate(made)]
            namings += naming_rows(number, reading, document.published_on)
        self._insert(tables.entities, entities)
        self._insert(tables.claims, claims)
        self._add(tables.namings, namings)
        times = {"recorded_at": self._at, "retired_at": None}
        self._index([(number, document, one, times) for number, (one, document) in zip(numbers, readings, strict=True)])
        self._add_new(tables.names, name_rows((reading for reading, _ in readings), self._at))

    def _standing_rows(self, table: sa.Table, column: sa.ColumnElement[Any], values: Collection[Any]) -> list[int]:
        query = sa.select(table.c.row_id).where(table.c.retired_at.is_(None))
        return [row for some in batches(values) for row in self._connection.execute(query.where(column.in_(some))).scalars()]


def _apart(incoming: Sequence[Incoming]) -> Iterator[list[Incoming]]:
    """In their order, no more than one statement takes at once, and no id twice at once."""
    some: dict[str, Incoming] = {}
    for one in incoming:
        if one[0].id in some or len(some) == AT_ONCE:
            yield list(some.values())
            some = {}
        some[one[0].id] = one
    if some:
        yield list(some.values())


def naming_rows(number: int, reading: Reading, published_on: str | None) -> list[dict[str, Any]]:
    """The rows of ``namings`` of one reading; ``published_on`` is what the document's source says."""
    parties = {key for claim in reading.claims for key in (*claim.who, *claim.whom, *claim.things)}
    shared = {
        "published_on": (reading.published_on or published_on or "")[:10],
        "document_id": reading.document_id,
        "reading_row": number,
    }
    named = {entity.key for entity in reading.entities}
    return [{"key": key, **shared, "party": key in parties} for key in sorted(named | parties)]


def name_rows(readings: Iterable[Reading], first_at: dt.datetime) -> list[dict[str, Any]]:
    """The rows of ``names`` of what some readings call their entities."""
    called = {(entity.key, entity.name, entity.kind) for reading in readings for entity in reading.entities}
    return [
        {"key": key, "name": name, "kind": kind, "folded": name.casefold(), "first_at": first_at}
        for key, name, kind in sorted(called)
    ]
