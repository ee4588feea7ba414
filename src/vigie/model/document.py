"""What is read: captures, documents and their passages. Data only: fetches nothing, reads nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes as they came, from where and when."""

    id: str
    """SHA-256 of the bytes, hexadecimal: the same bytes are one capture."""
    origin_path: str
    """Where they came from: a path, an address, or ``-`` for standard input; of the first time they were seen."""
    media_type: str
    content: bytes
    """Empty where the bytes were dropped to save space."""
    captured_at: dt.datetime
    dropped_at: dt.datetime | None = None
    """When the bytes were dropped; ``None`` while they are kept."""


class PassageKind(Enum):
    """What a stretch of a document is."""

    TITLE = "title"
    BODY = "body"
    POST = "post"
    """An embedded post, with its own author and date."""
    REPEAT = "repeat"
    """Said above already, word for word or nearly."""
    FURNITURE = "furniture"
    """Navigation, advertisement, teaser, byline, copyright line: not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A span of a document's text that is read by itself: ``text[start:end]``."""

    start: int
    end: int
    kind: PassageKind
    author: str | None = None
    """Of a post: who wrote it, as written."""
    published_on: str | None = None
    """Of a post: its own ISO date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something readable from a capture."""

    id: str
    text: str
    """Plain text, Unicode NFC, paragraphs separated by an empty line."""
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    lang: str | None = None
    """ISO 639-1, where the source says so; the reader decides otherwise."""
    published_on: str | None = None
    """ISO date (or longer instant) that the source gives; unknown stays ``None``."""
    capture_id: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """Further fields of the input that vigie keeps without understanding them."""
