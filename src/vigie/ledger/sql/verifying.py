"""Reads a ledger through and says what in it is not as it was written. Mends nothing."""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.concluding import tallied
from vigie.ledger.sql.sealing import SEALED, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["faults"]


def faults(connection: sa.Connection) -> Iterator[str]:
    """A sentence for each thing that is wrong: bytes, words, joins, what is derived."""
    yield from _captures(connection)
    for name, digests in SEALED.items():
        table = tables.metadata.tables[name]
        try:
            for rows in rows_of(connection, table):
                for row, digest in zip(rows, digests(connection, rows), strict=True):
                    if row.digest != digest:
                        yield f"{name}: row {row.row_id} ('{getattr(row, 'id', None) or row.document_id}') is not as it was written"
        except (ValueError, TypeError, KeyError) as error:
            # What can't even be read makes whatever rests on it unreadable too.
            yield f"{name}: a row holds what can't be read: {error}"
            return
    yield from _joins(connection)
    yield from _derived(connection)


def _captures(connection: sa.Connection) -> Iterator[str]:
    for rows in rows_of(connection, tables.captures):
        for row in rows:
            if row.dropped_at is not None:
                continue
            try:
                content = codec.capture_of(row).content
            except zlib.error:
                yield f"captures: row {row.row_id} ('{row.id}') can't be unpacked"
                continue
            if len(row.id) == 64 and hashlib.sha256(content).hexdigest() != row.id:
                yield f"captures: row {row.row_id} ('{row.id}') does not have the bytes that its hash says"


def _joins(connection: sa.Connection) -> Iterator[str]:
    """What stands must rest on what stands."""
    document, reading = tables.documents, tables.readings
    read = sa.select(reading.c.document_id).where(reading.c.retired_at.is_(None))
    for one in connection.execute(
        sa.select(document.c.id).where(document.c.retired_at.is_(None), document.c.id.not_in(read))
    ).scalars():
        yield f"documents: '{one}' stands without a reading"
    for table, joined, column in (
        (tables.moves, tables.move_documents, "move_row"),
        (tables.stories, tables.story_documents, "story_row"),
    ):
        inside = sa.select(joined.c[column])
        for one in connection.execute(sa.select(table.c.id).where(table.c.row_id.not_in(inside))).scalars():
            yield f"{table.name}: '{one}' has lost its documents"


def _derived(connection: sa.Connection) -> Iterator[str]:
    """What is derived must be what follows from the rest; vigie ledger reindex makes it again."""
    expected: Counter[tuple[str, str, str, str]] = Counter()
    lost = 0
    for rows in rows_of(connection, tables.moves):
        keys = {row.row_id: codec.move_of(row).keys | {""} for row in rows}
        part = tables.move_parties
        found: dict[int, set[str]] = {number: set() for number in keys}
        for number, key in connection.execute(sa.select(part.c.move_row, part.c.key).where(part.c.move_row.in_(list(keys)))):
            found[number].add(key)
        lost += sum(found[number] != keys[number] for number in keys)
        for row in rows:
            if row.retired_at is None:
                expected.update(tallied(keys[row.row_id], row.type, row.status))
    if lost:
        yield f"move_parties: {lost} moves are not listed as they stand: run vigie ledger reindex"
    table = tables.tallies
    kept = {
        (row.key, row.other, row.type, row.status): row.moves
        for row in connection.execute(sa.select(table).where(table.c.moves != 0))
    }
    if kept != +expected:
        yield "tallies: the sums of moves are not those of the moves: run vigie ledger reindex"
    for counted in tables.COUNTED:
        last = sa.select(tables.sizes.c.rows).where(tables.sizes.c.name == counted.name).order_by(tables.sizes.c.at.desc()).limit(1)
        standing = sa.select(sa.func.count()).select_from(counted).where(counted.c.retired_at.is_(None))
        if (connection.scalar(last) or 0) != connection.scalar(standing):
            yield f"sizes: the number of {counted.name} is not that of those that stand: run vigie ledger reindex"
    actors, pairs = Counter[str](), Counter[tuple[str, str]]()
    for (key, other, _, _), moves in expected.items():
        if other:
            pairs[key, other] += moves
        elif key:
            actors[key] += moves
    of_actors = connection.execute(sa.select(tables.actor_sums).where(tables.actor_sums.c.moves != 0))
    of_pairs = connection.execute(sa.select(tables.pair_sums).where(tables.pair_sums.c.moves != 0))
    if {row.key: row.moves for row in of_actors} != +actors or {(row.key, row.other): row.moves for row in of_pairs} != +pairs:
        yield "actor_sums, pair_sums: the sums of moves are not those of the moves: run vigie ledger reindex"
    missing = 0
    for rows in rows_of(connection, tables.readings):
        numbers = [row.row_id for row in rows]
        found_in = tables.search_documents
        listed = set(connection.execute(sa.select(found_in.c.reading_row).where(found_in.c.reading_row.in_(numbers))).scalars())
        missing += len(set(numbers) - listed)
    if missing:
        yield f"search_documents: {missing} readings can't be searched: run vigie ledger reindex"
