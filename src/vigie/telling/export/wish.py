"""What somebody wants exported. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.ledger import MoveFilter

if TYPE_CHECKING:
    import datetime as dt

    from vigie.telling.messages import Messages

__all__ = ["WHATS", "Wish"]

WHATS = ("moves", "claims", "documents", "network")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be written, and how it is to sound."""

    what: str
    """One of `WHATS`."""
    moves: MoveFilter = field(default_factory=MoveFilter)
    """Which moves; for claims and documents, those of these moves' documents where it asks for anything."""
    say: Messages
    """Words for titles that people read."""
    base: str = ""
    """Address of the pages, for links back, such as ``http://127.0.0.1:8470``; empty: no links."""
    now: dt.datetime
    most: int = 100
    """Entries of a feed at most."""
