"""What a ledger keeps of watchlists and alerts, as protocols. Implements nothing.

Watchlists are a log like the rest. What each of them was told, the notices and the deliveries are the house's own notebook, as
links and the states of sources are: they are overwritten, and no past of theirs can be asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from vigie.model import Delivery, Following, Move, Notice, Told, Watchlist

__all__ = ["AlertView", "AlertWriter"]


@runtime_checkable
class AlertView(Protocol):
    """Looks at watchlists and at what they were told."""

    def watchlists(self) -> list[Watchlist]:
        """The watchlists kept in the ledger, by name."""
        ...

    def moves_since(self, since: dt.datetime | None) -> list[Move]:
        """The moves that stand and were recorded as they are at ``since`` or later, or all that stand; in the order of `moves`."""
        ...

    def move_ids(self) -> frozenset[str]:
        """The ids of all moves that stand."""
        ...

    def followings(self) -> dict[str, Following]:
        """Since when each watchlist that is followed is, by its name."""
        ...

    def told(self, watchlist: str) -> list[Told]:
        """All that a watchlist knows, ordered by root."""
        ...

    def notices(self, watchlist: str | None = None, *, undelivered: bool = False, most: int | None = None) -> list[Notice]:
        """Notices of a watchlist, or of all; the latest decided first, but those undelivered in the order they were decided."""
        ...

    def deliveries(self, *, due_at: dt.datetime | None = None, since: dt.datetime | None = None) -> list[Delivery]:
        """Deliveries in the order recorded: those waiting to be sent by ``due_at``, or recorded from ``since`` on, or all."""
        ...


@runtime_checkable
class AlertWriter(Protocol):
    """Writes watchlists and alerts, within the transaction of the ledger's writer."""

    def keep_watchlist(self, watchlist: Watchlist) -> bool:
        """Keep a watchlist in place of one of the same name; ``False`` where it stands already as it is."""
        ...

    def remove_watchlist(self, name: str) -> bool:
        """Retire a watchlist; ``False`` where there is none of that name."""
        ...

    def follow(self, following: Following) -> None:
        """Note since when a watchlist is followed."""
        ...

    def unfollow(self, watchlist: str) -> None:
        """Forget that a watchlist was followed and what it was told."""
        ...

    def keep_told(self, told: Iterable[Told]) -> None:
        """Note what watchlists know, each in place of what was noted of the same root."""
        ...

    def keep_notices(self, notices: Iterable[Notice]) -> None:
        """Note notices, each in place of what was noted under the same id."""
        ...

    def keep_deliveries(self, deliveries: Iterable[Delivery]) -> None:
        """Note deliveries, each in place of what was noted under the same id."""
        ...
