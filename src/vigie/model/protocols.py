"""What the stages ask of each other, as protocols over model values. Implements nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from vigie.model.claim import Reading
    from vigie.model.document import Document

__all__ = ["Clock", "Names", "Reader"]


class Clock(Protocol):
    """Answers what time it is; an argument wherever time matters."""

    def __call__(self) -> dt.datetime:
        """The present as an aware UTC instant."""
        ...


@runtime_checkable
class Reader(Protocol):
    """Turns a document into what it says. The same document always gives the same reading."""

    name: str
    """Name and version, such as ``rules-1``; stored with every claim."""

    def read(self, document: Document) -> Reading:
        """All that this reader finds; never raises for what a text contains."""
        ...


class Names(Protocol):
    """What the later stages ask about names."""

    def name_of(self, key: str) -> str:
        """The English canonical name of a key; the key's own words where it is unknown."""
        ...

    def is_outlet(self, key: str) -> bool:
        """True where the key is a press outlet's."""
        ...

    def owner_of(self, outlet: str) -> str | None:
        """The name of the owner of an outlet, by the outlet's name, or ``None``."""
        ...

    def agencies(self) -> Mapping[str, str]:
        """Every form under which a news agency is written, to its name: others print its text, not it theirs."""
        ...
