"""Lists piece by piece, from the tables made for them. See `vigie.ledger.pages`."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.pages import ChangePage, IdPage, MoveChange, MovePage, Partner, Tally
from vigie.ledger.paging import instant, mark_of, micros, place_of
from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.batches import batches
from vigie.ledger.sql.looking import Looks
from vigie.model import bounds

if TYPE_CHECKING:
    import datetime as dt

    from vigie.ledger.filters import MoveFilter
    from vigie.model import Move

__all__ = ["SqlPageView"]


class SqlPageView(Looks):
    """The `vigie.ledger.pages.PageView` protocol, for `SqlView` to inherit."""

    def move_page(self, wanted: MoveFilter, *, most: int, after: str | None = None) -> MovePage:
        """See `vigie.ledger.pages.PageView`."""
        part = tables.move_parties
        query = self._taking_part(wanted, part.c.first_on, part.c.id, part.c.move_row)
        if after is not None:
            query = query.where(sa.tuple_(part.c.first_on, part.c.id) < sa.tuple_(*map(sa.literal, place_of(after, str, str))))
        rows = list(self._execute(query.order_by(part.c.first_on.desc(), part.c.id.desc()).limit(most + 1)))
        page = rows[:most]
        moves = self._moves_in([row.move_row for row in page])
        more = mark_of(page[-1].first_on, page[-1].id) if page and len(rows) > most else None
        return MovePage(moves=tuple(moves[row.move_row] for row in page), after=more)

    def document_page(self, *, most: int, after: str | None = None) -> IdPage:
        """See `vigie.ledger.pages.PageView`."""
        return self._ids(tables.documents, most, after)

    def story_page(self, *, most: int, after: str | None = None) -> IdPage:
        """See `vigie.ledger.pages.PageView`."""
        return self._ids(tables.stories, most, after)

    def _ids(self, table: sa.Table, most: int, after: str | None) -> IdPage:
        query = sa.select(table.c.id).where(self._stands(table)).order_by(table.c.id).limit(most + 1)
        if after is not None:
            query = query.where(table.c.id > place_of(after, str)[0])
        found = [row.id for row in self._execute(query)]
        return IdPage(ids=tuple(found[:most]), after=mark_of(found[most - 1]) if len(found) > most else None)

    def tally(self, wanted: MoveFilter) -> Tally:
        """See `vigie.ledger.pages.PageView`."""
        if self.as_of is None and wanted.since is None and wanted.until is None and len(set(wanted.actors)) <= 2:
            table = tables.tallies
            key, other = (*sorted(set(wanted.actors)), "", "")[:2]
            query: sa.Select[Any] = sa.select(table.c.type, table.c.status, table.c.moves)
            query = query.where(table.c.key == key, table.c.other == other, table.c.moves > 0)
            if wanted.types:
                query = query.where(table.c.type.in_(wanted.types))
            if wanted.statuses:
                query = query.where(table.c.status.in_([status.value for status in wanted.statuses]))
        else:
            part = tables.move_parties
            query = self._taking_part(wanted, part.c.type, part.c.status, sa.func.count().label("moves"))
            query = query.group_by(part.c.type, part.c.status)
        types: Counter[str] = Counter()
        statuses: Counter[str] = Counter()
        for row in self._execute(query):
            types[row.type] += row.moves
            statuses[row.status] += row.moves
        return Tally(moves=types.total(), types=dict(sorted(types.items())), statuses=dict(sorted(statuses.items())))

    def partners(self, key: str, *, most: int) -> list[Partner]:
        """See `vigie.ledger.pages.PageView`."""
        if self.as_of is None:
            table = tables.tallies
            number: sa.ColumnElement[int] = sa.func.sum(table.c.moves)
            counted: sa.Select[Any] = sa.select(table.c.other, number.label("moves")).where(table.c.key == key, table.c.other != "")
            counted = counted.group_by(table.c.other).having(number > 0)
        else:
            one, other = tables.move_parties, tables.move_parties.alias()
            number = sa.func.count()
            counted = sa.select(other.c.key.label("other"), number.label("moves"))
            counted = counted.join_from(one, other, sa.and_(other.c.move_row == one.c.move_row, other.c.key.not_in((key, ""))))
            counted = counted.where(one.c.key == key, self._stands(one)).group_by(other.c.key)
        rows = self._execute(counted.order_by(number.desc(), sa.literal_column("other")).limit(most))
        return [Partner(key=row.other, moves=row.moves, last_on=self._last_on(key, row.other)) for row in list(rows)]

    def _last_on(self, key: str, other: str) -> str | None:
        pair, part, move = tables.move_pairs, tables.move_parties, tables.moves
        first, second = sorted((key, other))
        query = sa.select(move.c.happened_on).join_from(pair, part, _same_move(pair, part, first))
        query = query.join(move, move.c.row_id == part.c.move_row)
        query = query.where(pair.c.first == first, pair.c.second == second, self._stands(part))
        found: str | None = self._execute(query.order_by(pair.c.first_on.desc(), pair.c.id.desc()).limit(1)).scalar()
        return found

    def changes(self, since: dt.datetime, *, most: int, after: str | None = None) -> ChangePage:
        """See `vigie.ledger.pages.PageView`."""
        table = tables.moves
        query = sa.select(table).where(table.c.recorded_at > since, self._stands(table))
        if after is not None:
            number, move_id = place_of(after, int, str)
            at = sa.literal(instant(int(number)), table.c.recorded_at.type)
            query = query.where(sa.tuple_(table.c.recorded_at, table.c.id) < sa.tuple_(at, sa.literal(move_id)))
        rows = list(self._execute(query.order_by(table.c.recorded_at.desc(), table.c.id.desc()).limit(most + 1)))
        page = rows[:most]
        before = self._as_they_stood([row.id for row in page], since)
        changes = tuple(MoveChange(move=codec.move_of(row), before=before.get(row.id), at=row.recorded_at) for row in page)
        more = mark_of(micros(page[-1].recorded_at), page[-1].id) if page and len(rows) > most else None
        return ChangePage(changes=changes, after=more)

    def _as_they_stood(self, move_ids: list[str], at: dt.datetime) -> dict[str, Move]:
        table = tables.moves
        then = sa.and_(table.c.recorded_at <= at, sa.or_(table.c.retired_at.is_(None), table.c.retired_at > at))
        rows = (row for some in batches(move_ids) for row in self._execute(sa.select(table).where(table.c.id.in_(some), then)))
        return {row.id: codec.move_of(row) for row in rows}

    def history(self, move_id: str) -> list[tuple[dt.datetime, Move]]:
        """See `vigie.ledger.pages.PageView`."""
        table = tables.moves
        query = sa.select(table).where(table.c.id == move_id, self._known(table)).order_by(table.c.row_id)
        return [(row.recorded_at, codec.move_of(row)) for row in self._execute(query)]

    def _taking_part(self, wanted: MoveFilter, *columns: Any) -> sa.Select[Any]:
        """Rows of ``move_parties``, one for each move that the filter lets through."""
        part = tables.move_parties
        actors = sorted(set(wanted.actors))
        query = sa.select(*columns).where(self._stands(part), part.c.key == (actors[0] if actors else ""))
        if len(actors) > 1:
            pair = tables.move_pairs
            query = query.join_from(part, pair, _same_move(pair, part, actors[0]))
            query = query.where(pair.c.first == actors[0], pair.c.second == actors[1])
        for number, key in enumerate(islice(actors, 2, None)):
            also = tables.move_parties.alias(f"also_{number}")
            query = query.join(also, sa.and_(_same_move(part, also, key)))
        if wanted.types:
            query = query.where(part.c.type.in_(wanted.types))
        if wanted.statuses:
            query = query.where(part.c.status.in_([status.value for status in wanted.statuses]))
        if wanted.since is not None:
            query = query.where(part.c.last_on >= bounds(wanted.since)[0].isoformat())
        if wanted.until is not None:
            query = query.where(part.c.first_on != "", part.c.first_on <= bounds(wanted.until)[1].isoformat())
        return query

    def _moves_in(self, rows: list[int]) -> dict[int, Move]:
        table = tables.moves
        found = (row for some in batches(rows) for row in self._execute(sa.select(table).where(table.c.row_id.in_(some))))
        return {row.row_id: codec.move_of(row) for row in found}


def _same_move(one: sa.FromClause, other: sa.FromClause, key: str) -> sa.ColumnElement[bool]:
    """The row of ``other`` that says that ``key`` takes part in a move of ``one``, by the whole of its key."""
    same = (other.c[name] == one.c[name] for name in ("first_on", "id", "move_row"))
    return sa.and_(other.c.key == key, *same)
