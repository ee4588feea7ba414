"""Watchlists and alerts in tables: their part of the view and of the writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from pydantic import TypeAdapter

from vigie.ledger.filters import by_date
from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.looking import Looks
from vigie.ledger.sql.writing import Writes
from vigie.model import Delivery, Following, Notice, Told, Watchlist

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from vigie.model import Move

__all__ = ["SqlAlertView", "SqlAlertWriter"]

_WATCHLIST, _FOLLOWING, _TOLD = TypeAdapter(Watchlist), TypeAdapter(Following), TypeAdapter(Told)
_NOTICE, _DELIVERY = TypeAdapter(Notice), TypeAdapter(Delivery)


class SqlAlertView(Looks):
    """The `vigie.ledger.alerts.AlertView` protocol, for `SqlView` to inherit."""

    def watchlists(self) -> list[Watchlist]:
        """See `vigie.ledger.alerts.AlertView`."""
        table = tables.watchlists
        rows = self._execute(sa.select(table.c.body).where(self._stands(table)).order_by(table.c.name))
        return [_WATCHLIST.validate_python(row.body) for row in rows]

    def moves_since(self, since: dt.datetime | None) -> list[Move]:
        """See `vigie.ledger.alerts.AlertView`."""
        table = tables.moves
        query = sa.select(table).where(self._stands(table))
        if since is not None:
            query = query.where(table.c.recorded_at >= since)
        return sorted((codec.move_of(row) for row in self._execute(query)), key=by_date)

    def move_ids(self) -> frozenset[str]:
        """See `vigie.ledger.alerts.AlertView`."""
        return frozenset(row.id for row in self._execute(sa.select(tables.moves.c.id).where(self._stands(tables.moves))))

    def followings(self) -> dict[str, Following]:
        """See `vigie.ledger.alerts.AlertView`."""
        rows = self._execute(sa.select(tables.followings).order_by(tables.followings.c.watchlist))
        return {row.watchlist: _FOLLOWING.validate_python(row.body) for row in rows}

    def told(self, watchlist: str) -> list[Told]:
        """See `vigie.ledger.alerts.AlertView`."""
        table = tables.told
        rows = self._execute(sa.select(table.c.body).where(table.c.watchlist == watchlist).order_by(table.c.root))
        return [_TOLD.validate_python(row.body) for row in rows]

    def notices(self, watchlist: str | None = None, *, undelivered: bool = False, most: int | None = None) -> list[Notice]:
        """See `vigie.ledger.alerts.AlertView`."""
        table = tables.notices
        query = sa.select(table.c.body)
        if watchlist is not None:
            query = query.where(table.c.watchlist == watchlist)
        if undelivered:
            query = query.where(table.c.delivered.is_(False)).order_by(table.c.decided_at, table.c.id)
        else:
            query = query.order_by(table.c.decided_at.desc(), table.c.id.desc())
        return [_NOTICE.validate_python(row.body) for row in self._execute(query.limit(most))]

    def deliveries(self, *, due_at: dt.datetime | None = None, since: dt.datetime | None = None) -> list[Delivery]:
        """See `vigie.ledger.alerts.AlertView`."""
        table = tables.deliveries
        query = sa.select(table.c.body).order_by(table.c.recorded_at, table.c.id)
        if due_at is not None:
            query = query.where(table.c.next_at <= due_at)
        if since is not None:
            query = query.where(table.c.recorded_at >= since)
        return [_DELIVERY.validate_python(row.body) for row in self._execute(query)]


class SqlAlertWriter(Writes):
    """The `vigie.ledger.alerts.AlertWriter` protocol, for `SqlWriter` to inherit."""

    def keep_watchlist(self, watchlist: Watchlist) -> bool:
        """See `vigie.ledger.alerts.AlertWriter`."""
        table, body = tables.watchlists, _WATCHLIST.dump_python(watchlist, mode="json")
        same = sa.select(table.c.body).where(table.c.name == watchlist.name, table.c.retired_at.is_(None))
        if self._connection.scalar(same) == body:
            return False
        self._retire(table, table.c.name == watchlist.name)
        self._insert(table, [{"name": watchlist.name, "body": body}])
        return True

    def remove_watchlist(self, name: str) -> bool:
        """See `vigie.ledger.alerts.AlertWriter`."""
        table = tables.watchlists
        if self._standing(table, table.c.name == name) is None:
            return False
        self._retire(table, table.c.name == name)
        return True

    def follow(self, following: Following) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        body = _FOLLOWING.dump_python(following, mode="json")
        self._replace(tables.followings, "watchlist", [{"watchlist": following.watchlist, "body": body}])

    def unfollow(self, watchlist: str) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        for table in (tables.followings, tables.told):
            self._connection.execute(sa.delete(table).where(table.c.watchlist == watchlist))

    def keep_told(self, told: Iterable[Told]) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        listed = {(one.watchlist, one.root): one for one in told}
        for name in sorted({watchlist for watchlist, _ in listed}):
            rows = [
                {"watchlist": name, "root": root, "body": _TOLD.dump_python(one, mode="json")}
                for (watchlist, root), one in listed.items()
                if watchlist == name
            ]
            self._replace(tables.told, "root", rows, only=tables.told.c.watchlist == name)

    def keep_notices(self, notices: Iterable[Notice]) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        rows = [
            {
                "id": one.id,
                "watchlist": one.watchlist,
                "decided_at": one.decided_at,
                "delivered": one.delivered,
                "body": _NOTICE.dump_python(one, mode="json"),
            }
            for one in notices
        ]
        self._replace(tables.notices, "id", rows)

    def keep_deliveries(self, deliveries: Iterable[Delivery]) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        rows = [
            {
                "id": one.id,
                "recorded_at": one.recorded_at,
                "next_at": one.next_at,
                "body": _DELIVERY.dump_python(one, mode="json"),
            }
            for one in deliveries
        ]
        self._replace(tables.deliveries, "id", rows)
