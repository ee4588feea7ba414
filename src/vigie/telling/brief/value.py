"""A brief as a value: sections of items of cited sentences, and the references that they cite. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from vigie.model import Status

__all__ = ["SECTIONS", "Brief", "Item", "Reference", "Section", "Sentence", "Silence"]

SECTIONS = ("changed", "meaning", "unsure", "denied", "silent")
"""What has come to stand firm, what it may lead to, what is asked, possible or rumoured, what was denied, who says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a sentence rests on."""

    number: int
    """From 1, in the order of the text."""
    kind: str
    """``claim``, ``outlook`` or ``source``."""
    id: str
    """The claim's, outlook's or source's id in the ledger."""
    name: str
    """The outlet (or author, or title) of a claim's document, the forecaster of an outlook, the name of a source."""
    title: str = ""
    on: str | None = None
    """Day of publication, of the outlook's question, or since when a source says nothing; ISO."""
    url: str = ""
    quote: str = ""
    """The exact words of the document."""
    lang: str = ""
    """Language of the quote."""
    document_id: str = ""
    move_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence with the numbers of the references that it cites: never none."""

    text: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is told of one move, outlook or source."""

    sentences: tuple[Sentence, ...]
    status: Status | None = None
    """Of the move."""
    was: Status | None = None
    """The status that the ledger knew before, where it is another."""
    move_id: str = ""
    documents: int = 0
    origins: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the brief; ``key`` is one of `SECTIONS`."""

    key: str
    items: tuple[Item, ...]
    left_out: int = 0
    """How many more there are than a brief holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The whole of it."""

    lang: str
    since: dt.datetime | None
    """What was recorded from then on is told; ``None``: all that the ledger knows."""
    until: dt.datetime
    watchlist: str
    """Title or name of the watchlist it is for, or nothing."""
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    looked_at: int | None = None
    """How many of the latest changes it was made of, where there were more than were to be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A source that has said nothing for longer than is its habit."""

    source_id: str
    name: str
    since: dt.datetime | None
    url: str = ""
