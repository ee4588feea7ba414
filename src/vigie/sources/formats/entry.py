"""A feed and its entries as values, whichever parser made them. Parses nothing."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Entry", "Feed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as the feed has it."""

    guid: str | None = None
    url: str | None = None
    title: str | None = None
    content: str | None = None
    """HTML or plain text."""
    summary: str | None = None
    author: str | None = None
    published: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed's entries, and what was broken in it."""

    entries: tuple[Entry, ...]
    broken: str = ""
    lang: str | None = None
