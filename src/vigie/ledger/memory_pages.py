"""Lists piece by piece, of the memory ledger: computed from all its moves. Keeps nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from vigie.ledger.filters import EVERY_MOVE, MoveFilter, first_day, matches, newest_first
from vigie.ledger.pages import Active, ChangePage, Close, IdPage, MoveChange, MovePage, Partner, Tally, Tie, strongest
from vigie.ledger.paging import mark_of, micros, place_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from vigie.ledger.memory_store import Store
    from vigie.model import Move, Status

__all__ = ["MemoryPageView"]


class MemoryPageView:
    """The `vigie.ledger.pages.PageView` protocol, for the memory ledger's view to inherit."""

    _store: Store
    as_of: dt.datetime | None

    def moves(self, wanted: MoveFilter) -> list[Move]:
        """See `vigie.ledger.View`."""
        raise NotImplementedError

    def move_page(self, wanted: MoveFilter, *, most: int, after: str | None = None) -> MovePage:
        """See `vigie.ledger.pages.PageView`."""
        place = None if after is None else place_of(after, str, str)
        listed = sorted(self.moves(wanted), key=newest_first, reverse=True)
        rest = [move for move in listed if place is None or newest_first(move) < place]
        page = tuple(rest[:most])
        return MovePage(moves=page, after=mark_of(*newest_first(page[-1])) if page and len(rest) > most else None)

    def document_page(self, *, most: int, after: str | None = None) -> IdPage:
        """See `vigie.ledger.pages.PageView`."""
        return _id_page([row.value.id for row in self._store.documents.rows(self.as_of)], most, after)

    def story_page(self, *, most: int, after: str | None = None) -> IdPage:
        """See `vigie.ledger.pages.PageView`."""
        return _id_page([row.value.id for row in self._store.stories.rows(self.as_of)], most, after)

    def tally(self, wanted: MoveFilter) -> Tally:
        """See `vigie.ledger.pages.PageView`."""
        found = self.moves(wanted)
        return Tally(
            moves=len(found),
            types=dict(sorted(Counter(move.type for move in found).items())),
            statuses=dict(sorted(Counter(move.status.value for move in found).items())),
        )

    def partners(self, key: str, *, most: int) -> list[Partner]:
        """See `vigie.ledger.pages.PageView`."""
        found = self.moves(MoveFilter(actors=(key,)))
        others = Counter(other for move in found for other in move.keys if other != key)
        listed = sorted(others, key=lambda other: (-others[other], other))[:most]
        partners = []
        for other in listed:
            latest = max((move for move in found if other in move.keys), key=newest_first)
            partners.append(Partner(key=other, moves=others[other], last_on=latest.happened_on))
        return partners

    def busiest(self, *, most: int) -> list[Active]:
        """See `vigie.ledger.pages.PageView`."""
        of: dict[str, list[Move]] = defaultdict(list)
        for move in self.moves(MoveFilter()):
            for key in move.keys:
                of[key].append(move)
        listed = sorted(of, key=lambda key: (-len(of[key]), key))[:most]
        return [Active(key=key, moves=len(of[key]), last_on=max(of[key], key=newest_first).happened_on) for key in listed]

    def closest(self, *, most: int) -> list[Close]:
        """See `vigie.ledger.pages.PageView`."""
        pairs = Counter(pair for move in self.moves(MoveFilter()) for pair in combinations(sorted(move.keys), 2))
        listed = sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:most]
        return [Close(first=pair[0], second=pair[1], moves=pairs[pair]) for pair in listed]

    def ties(
        self, keys: Collection[str], *, statuses: Collection[Status] = (), until: int | None = None, each: int | None = None
    ) -> list[Tie]:
        """See `vigie.ledger.pages.PageView`."""
        wanted, found = set(keys), Counter[tuple[str, str, str]]()
        for move in self.moves(MoveFilter(statuses=tuple(statuses))):
            if until is None or "" != first_day(move) <= f"{until}-12-31":
                found.update((*pair, move.type) for pair in combinations(sorted(move.keys & wanted), 2))
        ties = [Tie(first=key[0], second=key[1], type=key[2], moves=found[key]) for key in sorted(found)]
        return ties if each is None else strongest(ties, each)

    def years(self) -> tuple[int, int] | None:
        """See `vigie.ledger.pages.PageView`."""
        days = [day for day in map(first_day, self.moves(MoveFilter())) if day]
        return (int(min(days)[:4]), int(max(days)[:4])) if days else None

    def changes(self, since: dt.datetime, *, most: int, after: str | None = None, wanted: MoveFilter = EVERY_MOVE) -> ChangePage:
        """See `vigie.ledger.pages.PageView`."""
        place = None if after is None else place_of(after, int, str)
        rows = [row for row in self._store.moves.rows(self.as_of) if row.recorded_at > since and matches(row.value, wanted)]
        placed = sorted((((micros(row.recorded_at), row.value.id), row) for row in rows), key=lambda one: one[0])
        rest = [(key, row) for key, row in reversed(placed) if place is None or key < place]
        page = rest[:most]
        changes = tuple(
            MoveChange(move=row.value, before=self._store.moves.get(row.value.id, since), at=row.recorded_at) for _, row in page
        )
        return ChangePage(changes=changes, after=mark_of(*page[-1][0]) if page and len(rest) > most else None)

    def history(self, move_id: str) -> list[tuple[dt.datetime, Move]]:
        """See `vigie.ledger.pages.PageView`."""
        return self._store.moves.history(move_id, self.as_of)


def _id_page(ids: list[str], most: int, after: str | None) -> IdPage:
    """The part of ascending ids that comes after a mark."""
    last = "" if after is None else str(place_of(after, str)[0])
    rest = [one for one in ids if after is None or one > last]
    return IdPage(ids=tuple(rest[:most]), after=mark_of(rest[most - 1]) if len(rest) > most else None)
