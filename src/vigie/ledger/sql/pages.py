"""Lists piece by piece, from the tables made for them. See `vigie.ledger.pages`."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.filters import EVERY_MOVE
from vigie.ledger.pages import Active, ChangePage, Close, IdPage, MoveChange, MovePage, Partner, Tally, Tie, strongest
from vigie.ledger.paging import instant, mark_of, micros, place_of
from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.batches import batches
from vigie.ledger.sql.looking import Looks
from vigie.model import bounds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from vigie.ledger.filters import MoveFilter
    from vigie.model import Move, Status

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
            table = tables.pair_sums
            number: sa.ColumnElement[int] = table.c.moves
            counted: sa.Select[Any] = sa.select(table.c.other, number).where(table.c.key == key, number > 0)
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

    def busiest(self, *, most: int) -> list[Active]:
        """See `vigie.ledger.pages.PageView`."""
        table, part, move = tables.actor_sums, tables.move_parties, tables.moves
        if self.as_of is None:
            number: sa.ColumnElement[int] = table.c.moves
            counted: sa.Select[Any] = sa.select(table.c.key, number).where(number > 0).order_by(number.desc(), table.c.key)
        else:
            number = sa.func.count()
            counted = sa.select(part.c.key, number.label("moves")).where(part.c.key != "", self._stands(part))
            counted = counted.group_by(part.c.key).order_by(number.desc(), part.c.key)
        top = counted.limit(most).subquery()
        last = sa.select(part.c.move_row).where(part.c.key == top.c.key, self._stands(part))
        last = last.order_by(part.c.first_on.desc(), part.c.id.desc()).limit(1).correlate(top)
        query = sa.select(top.c.key, top.c.moves, move.c.happened_on).join_from(top, move, move.c.row_id == last.scalar_subquery())
        rows = self._execute(query.order_by(top.c.moves.desc(), top.c.key))
        return [Active(key=row.key, moves=row.moves, last_on=row.happened_on) for row in rows]

    def closest(self, *, most: int) -> list[Close]:
        """See `vigie.ledger.pages.PageView`."""
        table, pair, part = tables.pair_sums, tables.move_pairs, tables.move_parties
        if self.as_of is None:
            number: sa.ColumnElement[int] = table.c.moves
            query: sa.Select[Any] = sa.select(table.c.key.label("first"), table.c.other.label("second"), number)
            query = query.where(number > 0, table.c.other > table.c.key)
        else:
            number = sa.func.count()
            query = sa.select(pair.c.first, pair.c.second, number.label("moves"))
            query = query.join_from(pair, part, _same_move(pair, part, pair.c.first)).where(self._stands(part))
            query = query.group_by(pair.c.first, pair.c.second)
        rows = self._execute(query.order_by(number.desc(), sa.literal_column("first"), sa.literal_column("second")).limit(most))
        return [Close(first=row.first, second=row.second, moves=row.moves) for row in rows]

    def ties(
        self, keys: Collection[str], *, statuses: Collection[Status] = (), until: int | None = None, each: int | None = None
    ) -> list[Tie]:
        """See `vigie.ledger.pages.PageView`."""
        table, pair, part = tables.tallies, tables.move_pairs, tables.move_parties
        wanted = sorted(set(keys) - {""})
        of = [one.value for one in statuses]
        if self.as_of is None and until is None:
            number: sa.ColumnElement[int] = sa.func.sum(table.c.moves)
            query: sa.Select[Any] = sa.select(
                table.c.key.label("first"), table.c.other.label("second"), table.c.type, number.label("moves")
            )
            query = query.where(table.c.key.in_(wanted), table.c.other.in_(wanted), table.c.other > table.c.key)
            query = query.group_by(table.c.key, table.c.other, table.c.type).having(number > 0)
            status = table.c.status
            if each is not None and not of:
                query = query.where(sa.tuple_(table.c.key, table.c.other).in_(self._strongest(wanted, each)))
                each = None
        else:
            number = sa.func.count()
            query = sa.select(pair.c.first, pair.c.second, part.c.type, number.label("moves"))
            query = query.join_from(pair, part, _same_move(pair, part, pair.c.first))
            query = query.where(pair.c.first.in_(wanted), pair.c.second.in_(wanted), self._stands(part))
            query = query.group_by(pair.c.first, pair.c.second, part.c.type)
            status = part.c.status
            if until is not None:
                query = query.where(pair.c.first_on != "", pair.c.first_on <= f"{until}-12-31")
        if of:
            query = query.where(status.in_(of))
        rows = sorted(tuple(row) for row in self._execute(query).all())
        ties = [Tie(first=first, second=second, type=kind, moves=moves) for first, second, kind, moves in rows]
        return ties if each is None else strongest(ties, each)

    def _strongest(self, keys: Collection[str], each: int) -> sa.Select[Any]:
        """The pairs of those keys that `strongest` keeps, from the sums."""
        table = tables.pair_sums
        place = sa.func.row_number().over(partition_by=table.c.key, order_by=(table.c.moves.desc(), table.c.other))
        ranked = sa.select(table.c.key, table.c.other, place.label("place"))
        of_each = ranked.where(table.c.key.in_(keys), table.c.other.in_(keys), table.c.moves > 0).subquery()
        first, second = (
            sa.case((of_each.c.key < of_each.c.other, one), else_=other)
            for one, other in ((of_each.c.key, of_each.c.other), (of_each.c.other, of_each.c.key))
        )
        return sa.select(first, second).where(of_each.c.place <= each)

    def years(self) -> tuple[int, int] | None:
        """See `vigie.ledger.pages.PageView`."""
        part = tables.move_parties
        dated = sa.select(part.c.first_on).where(part.c.key == "", part.c.first_on != "", self._stands(part)).limit(1)
        ends = [self._execute(dated.order_by(order)).scalar() for order in (part.c.first_on.asc(), part.c.first_on.desc())]
        return (int(ends[0][:4]), int(ends[1][:4])) if ends[0] and ends[1] else None

    def changes(self, since: dt.datetime, *, most: int, after: str | None = None, wanted: MoveFilter = EVERY_MOVE) -> ChangePage:
        """See `vigie.ledger.pages.PageView`."""
        table = tables.moves
        query = sa.select(table).where(table.c.recorded_at > since, self._stands(table))
        if wanted.actors:
            query = query.where(table.c.row_id.in_(self._taking_part(wanted, tables.move_parties.c.move_row)))
        else:
            query = _let_through(query, table, wanted)
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
        return _let_through(query, part, wanted)

    def _moves_in(self, rows: list[int]) -> dict[int, Move]:
        table = tables.moves
        found = (row for some in batches(rows) for row in self._execute(sa.select(table).where(table.c.row_id.in_(some))))
        return {row.row_id: codec.move_of(row) for row in found}


def _let_through(query: sa.Select[Any], table: sa.Table, wanted: MoveFilter) -> sa.Select[Any]:
    """What of a table with the types, statuses and days of moves the filter lets through, whoever takes part."""
    if wanted.types:
        query = query.where(table.c.type.in_(wanted.types))
    if wanted.statuses:
        query = query.where(table.c.status.in_([status.value for status in wanted.statuses]))
    if wanted.since is not None:
        query = query.where(table.c.last_on >= bounds(wanted.since)[0].isoformat())
    if wanted.until is not None:
        query = query.where(table.c.first_on != "", table.c.first_on <= bounds(wanted.until)[1].isoformat())
    return query


def _same_move(one: sa.FromClause, other: sa.FromClause, key: str | sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """The row of ``other`` that says that ``key`` takes part in a move of ``one``, by the whole of its key."""
    same = (other.c[name] == one.c[name] for name in ("first_on", "id", "move_row"))
    return sa.and_(other.c.key == key, *same)
