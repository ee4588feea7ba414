"""What a ledger keeps of visiting sources, as protocols. Implements nothing.

Visits are a log like the rest. Links and the states of sources are the house's own notebook, not knowledge about the world: they
are overwritten, and no past of theirs can be asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

    from vigie.model import Document, Link, SourceState, Visit

__all__ = ["VisitView", "VisitWriter"]


@runtime_checkable
class VisitView(Protocol):
    """Looks into the notebook of visits."""

    def visits(self) -> Iterator[Visit]:
        """All visits that brought new bytes, in the order recorded."""
        ...

    def source_states(self) -> dict[str, SourceState]:
        """Source id to what visiting it has taught."""
        ...

    def links(self, urls: Collection[str]) -> dict[str, Link]:
        """Those of the addresses that some source named already, by address."""
        ...

    def links_due(self, source_id: str, now: dt.datetime, most: int) -> list[Link]:
        """The links of a source that are to be asked by ``now``, new ones first, then the latest found; at most ``most``."""
        ...

    def versions(self, document_id: str) -> list[tuple[dt.datetime, Document]]:
        """Every version of a document recorded by now (or ``as_of``) with when it was, the oldest first."""
        ...

    def known_since(self, document_ids: Collection[str]) -> dict[str, dt.datetime]:
        """Document id to when its first version was recorded; one that was not by now (or ``as_of``) is left out."""
        ...


@runtime_checkable
class VisitWriter(Protocol):
    """Writes into the notebook of visits, within the transaction of the ledger's writer."""

    def record_visit(self, visit: Visit, content: bytes) -> None:
        """Keep the bytes under their hash, once, and that they came from there."""
        ...

    def keep_links(self, links: Iterable[Link]) -> None:
        """Note links, each in place of what was noted of the same address."""
        ...

    def keep_source_state(self, state: SourceState) -> None:
        """Note what a visit taught, in place of what was noted before."""
        ...

    def drop_contents(self, before: dt.datetime) -> int:
        """Forget the bytes of captures that were recorded before that; hash, address and time stay. Returns how many were dropped.

        The day of recording counts, since a page of an archive was captured long before.
        """
        ...
