"""Watchlists and alerts in dictionaries: their part of the memory ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from vigie.ledger.filters import by_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from vigie.model import Delivery, Following, Move, Notice, Told, Watchlist

__all__ = ["AlertBook", "MemoryAlertView", "MemoryAlertWriter"]

T = TypeVar("T")


class AlertBook:
    """What is overwritten: followings, what was told, notices, deliveries; changes leave their undoing in ``undo``."""

    def __init__(self, undo: list[Callable[[], object]]) -> None:
        self.followings: dict[str, Following] = {}
        self.told: dict[tuple[str, str], Told] = {}
        self.notices: dict[str, Notice] = {}
        self.deliveries: dict[str, Delivery] = {}
        self._undo = undo

    def put(self, shelf: dict[Any, T], key: object, value: T | None) -> None:
        """One value in place of another; ``None`` takes it away."""
        before = shelf.get(key)

        def as_before() -> None:
            if before is None:
                shelf.pop(key, None)
            else:
                shelf[key] = before

        if value is None:
            shelf.pop(key, None)
        else:
            shelf[key] = value
        self._undo.append(as_before)


def _key(name: str) -> str:
    """A watchlist's place on the shelf: no name is the beginning of another's."""
    return f"{name}\x1f"


class _Watchlists(Protocol):
    def all(self, as_of: dt.datetime | None) -> list[Watchlist]: ...

    def put(self, key: str, value: Watchlist, at: dt.datetime) -> bool: ...

    def get(self, key: str, as_of: dt.datetime | None) -> Watchlist | None: ...

    def retire_all(self, prefix: str, at: dt.datetime) -> None: ...


class _Row(Protocol):
    value: Move
    recorded_at: dt.datetime


class _Moves(Protocol):
    def all(self, as_of: dt.datetime | None) -> list[Move]: ...

    def rows(self, as_of: dt.datetime | None) -> Sequence[_Row]: ...


class MemoryAlertView:
    """The `vigie.ledger.alerts.AlertView` protocol, for the memory ledger's view to inherit."""

    _alerts: AlertBook
    _watchlists: _Watchlists
    _moves: _Moves
    as_of: dt.datetime | None

    def watchlists(self) -> list[Watchlist]:
        """See `vigie.ledger.alerts.AlertView`."""
        return sorted(self._watchlists.all(self.as_of), key=lambda one: one.name)

    def moves_since(self, since: dt.datetime | None) -> list[Move]:
        """See `vigie.ledger.alerts.AlertView`."""
        rows = self._moves.rows(self.as_of)
        return sorted((row.value for row in rows if since is None or row.recorded_at >= since), key=by_date)

    def move_ids(self) -> frozenset[str]:
        """See `vigie.ledger.alerts.AlertView`."""
        return frozenset(move.id for move in self._moves.all(self.as_of))

    def followings(self) -> dict[str, Following]:
        """See `vigie.ledger.alerts.AlertView`."""
        return dict(sorted(self._alerts.followings.items()))

    def told(self, watchlist: str) -> list[Told]:
        """See `vigie.ledger.alerts.AlertView`."""
        return [one for (name, _), one in sorted(self._alerts.told.items()) if name == watchlist]

    def notices(self, watchlist: str | None = None, *, undelivered: bool = False, most: int | None = None) -> list[Notice]:
        """See `vigie.ledger.alerts.AlertView`."""
        found = [one for one in self._alerts.notices.values() if watchlist in (None, one.watchlist)]
        if undelivered:
            found = [one for one in found if not one.delivered]
        found.sort(key=lambda one: (one.decided_at, one.id), reverse=not undelivered)
        return found[:most]

    def deliveries(self, *, due_at: dt.datetime | None = None, since: dt.datetime | None = None) -> list[Delivery]:
        """See `vigie.ledger.alerts.AlertView`."""
        found = sorted(self._alerts.deliveries.values(), key=lambda one: (one.recorded_at, one.id))
        if due_at is not None:
            found = [one for one in found if one.next_at is not None and one.next_at <= due_at]
        return found if since is None else [one for one in found if one.recorded_at >= since]


class MemoryAlertWriter:
    """The `vigie.ledger.alerts.AlertWriter` protocol, for the memory ledger's writer to inherit."""

    _alerts: AlertBook
    _watchlists: _Watchlists
    _at: dt.datetime

    def keep_watchlist(self, watchlist: Watchlist) -> bool:
        """See `vigie.ledger.alerts.AlertWriter`."""
        return self._watchlists.put(_key(watchlist.name), watchlist, self._at)

    def remove_watchlist(self, name: str) -> bool:
        """See `vigie.ledger.alerts.AlertWriter`."""
        if self._watchlists.get(_key(name), None) is None:
            return False
        self._watchlists.retire_all(_key(name), self._at)
        return True

    def follow(self, following: Following) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        self._alerts.put(self._alerts.followings, following.watchlist, following)

    def unfollow(self, watchlist: str) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        book = self._alerts
        book.put(book.followings, watchlist, None)
        for key in [key for key in book.told if key[0] == watchlist]:
            book.put(book.told, key, None)

    def keep_told(self, told: Iterable[Told]) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        for one in told:
            self._alerts.put(self._alerts.told, (one.watchlist, one.root), one)

    def keep_notices(self, notices: Iterable[Notice]) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        for one in notices:
            self._alerts.put(self._alerts.notices, one.id, one)

    def keep_deliveries(self, deliveries: Iterable[Delivery]) -> None:
        """See `vigie.ledger.alerts.AlertWriter`."""
        for one in deliveries:
            self._alerts.put(self._alerts.deliveries, one.id, one)
