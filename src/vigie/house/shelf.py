"""What pages and API work out once for all visitors, and keep until the ledger holds something new. Shows nothing."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Hashable, Sequence

    from vigie.foresight import Page, Resolved, Suggestion
    from vigie.ledger import Active, Close, Counts, Ledger
    from vigie.market.play import Board
    from vigie.model import Clock, Status
    from vigie.outlooks import Outlooks
    from vigie.stories import SourceRecord
    from vigie.telling import Changed

__all__ = ["Shelf"]

_T = TypeVar("_T")
_KEPT = 64
"""Things kept of each kind; the longest unused goes first."""
BUSIEST = 1000
"""Actors and pairs among whom a page chooses: it leaves out models and places, and shows a few hundred at most."""
_FRESH_S = 5.0
"""Seconds for which the ledger is believed to be as it was when last asked."""
LATEST = 300
"""Changes that one look at what is new holds at most: nobody reads more at once, and a first filling of a ledger changes all."""
RECORDED = 200
"""Moves, the latest, that the record of outlets is counted over on pages and in the API; `vigie outlets` counts over all."""
DRAWS = 300
"""Draws of a scenario on a page: enough for an interval that is steady to a few per cent, few enough to answer at once."""


class Shelf:
    """Sums, outlooks and market boards, each made by the first who asks; others wait for that one instead of making it again."""

    def __init__(self, *, ledger: Ledger, clock: Clock, outlooks: Callable[[], Outlooks]) -> None:
        self._ledger, self._clock, self._outlooks = ledger, clock, outlooks
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        self._stamp: tuple[object, dt.datetime] | None = None

    def busiest(self, as_of: dt.datetime | None) -> list[Active]:
        """Who takes part in most moves as of an instant, at most `BUSIEST`."""
        return self._get(("busiest", as_of, self._state()), lambda: self._ledger.view(as_of).busiest(most=BUSIEST))

    def closest(self, as_of: dt.datetime | None) -> list[Close]:
        """Which two take part in most moves together, at most `BUSIEST`."""
        return self._get(("closest", as_of, self._state()), lambda: self._ledger.view(as_of).closest(most=BUSIEST))

    def ties(
        self,
        as_of: dt.datetime | None,
        keys: tuple[str, ...],
        *,
        statuses: Sequence[Status] = (),
        until: int | None = None,
        each: int | None = None,
    ) -> dict[tuple[str, str], Counter[str]]:
        """Pair to family to moves, of any two of those; see `vigie.ledger.pages.PageView.ties`. Not to be changed."""

        def make() -> dict[tuple[str, str], Counter[str]]:
            found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
            for tie in self._ledger.view(as_of).ties(keys, statuses=statuses, until=until, each=each):
                found[tie.first, tie.second][claim_type(tie.type).family] += tie.moves
            return dict(found)

        return self._get(("ties", as_of, keys, tuple(statuses), until, each, self._state()), make)

    def changes(self, since: dt.datetime, as_of: dt.datetime | None) -> list[Changed]:
        """The latest changes since an instant, looked at from another; at most `LATEST` moves are looked at."""
        from vigie.telling import changes_between

        ledger = self._ledger
        key = ("changes", since, as_of, self._state())
        return self._get(key, lambda: changes_between(ledger.view(since), ledger.view(as_of), since, most=LATEST))

    def counts(self, as_of: dt.datetime | None) -> Counts:
        """How much the ledger holds as of an instant."""
        return self._get(("counts", as_of, self._state()), self._ledger.view(as_of).counts)

    def outlook(self, first: str, second: str, asked_on: dt.date, by_on: dt.date) -> Page:
        """The outlook of a pair; raises ``InputError`` where one of them is no party."""
        key = ("outlook", first, second, asked_on, by_on, self._state())
        return self._get(key, lambda: self._outlooks().page(first, second, asked_on=asked_on, by_on=by_on))

    def next_partners(self, actor: str, asked_on: dt.date, n: int) -> tuple[Suggestion, ...]:
        """Whom an actor is likely to approach next; raises ``InputError`` where it is no party."""
        key = ("next", actor, asked_on, n, self._state())
        return self._get(key, lambda: self._outlooks().next_partners(actor, asked_on=asked_on, n=n))

    def resolved(self) -> list[Resolved]:
        """Every outlook issued, with what became of it."""
        return self._get(("resolved", self._clock().date(), self._state()), lambda: self._outlooks().resolved())

    def records(self, as_of: dt.datetime | None) -> list[SourceRecord]:
        """What became of the rumours of outlets and origins, over the `RECORDED` latest moves as of an instant."""
        from vigie.stories import source_records

        now = self._clock()
        today = (now if as_of is None else min(as_of, now)).date()
        key = ("records", as_of, today, self._state())
        return self._get(key, lambda: source_records(self._ledger.view(as_of), today=today, most=RECORDED))

    def grades(self, as_of: dt.datetime | None) -> dict[str, SourceRecord]:
        """Outlet to its record."""
        return {one.name: one for one in self.records(as_of) if one.kind == "outlet"}

    def board(self) -> Board:
        """The market's tables and draws."""
        from vigie.market.play import Board

        return self._get(("board",), lambda: Board(draws=DRAWS))

    def keep_while_unchanged(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Anything else that changes with the ledger's moves."""
        return self._get(("else", key, self._state()), make)

    def keep(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Anything else that does not change with the ledger."""
        return self._get(("else", key), make)

    def _state(self) -> object:
        """What changes whenever the ledger does: how much stands in it and what was recorded last."""
        now = self._clock()
        with self._lock:
            if self._stamp is not None and 0 <= (now - self._stamp[1]).total_seconds() < _FRESH_S:
                return self._stamp[0]
        view = self._ledger.view()
        newest = view.changes(now.replace(year=1971), most=1).changes
        # What only goes leaves the newest as it was, and changes how many there are.
        stamp = (newest[0].at, newest[0].move.id, view.counts()) if newest else None
        with self._lock:
            self._stamp = (stamp, now)
        return stamp

    def _get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: _T = self._kept[key]
                return kept
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            with self._lock:
                if key in self._kept:
                    again: _T = self._kept[key]
                    return again
            made = make()
            with self._lock:
                self._kept[key] = made
                self._locks.pop(key, None)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return made
