"""Search, as a protocol and its values: what is looked for, what is found. Implements nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from vigie.ledger.query import Query

if TYPE_CHECKING:
    from vigie.model import Claim, Move, Status

__all__ = ["FACETS", "RANKED", "Found", "Hit", "Search", "SearchView", "Snippet", "Sort", "What"]

RANKED = 1000
"""Documents that one search looks at, the latest published first: what is found beyond them needs a narrower question, or the next
page. What a search costs is thereby bounded, however large the ledger is; ``./vigie bench ledger`` measures it."""

FACETS = ("actors", "types", "statuses", "langs", "outlets", "years")
"""What is counted among the documents looked at."""

What = Literal["documents", "quotes", "moves"]
Sort = Literal["relevance", "time"]

Snippet = tuple[tuple[str, bool], ...]
"""Stretches of a text in order, each with whether it is marked as what was looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; an empty field asks for nothing."""

    query: Query = field(default_factory=Query)
    actors: tuple[str, ...] = ()
    """Entity keys that are all named."""
    types: tuple[str, ...] = ()
    """Of documents: claims of any of these types; of quotes and moves: their type."""
    statuses: tuple[Status, ...] = ()
    langs: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    since: str | None = None
    """ISO date of publication, included, at any precision; undated documents pass only where neither bound is set."""
    until: str | None = None
    what: What = "documents"
    sort: Sort = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found, with the document that it was found in."""

    document_id: str
    title: str | None
    outlet: str | None
    lang: str
    published_on: str | None
    snippet: Snippet
    claim: Claim | None = None
    """The claim whose quote was found, of quotes."""
    move: Move | None = None
    """The move, of moves: with the first document that tells of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of what was found."""

    hits: tuple[Hit, ...]
    total: int
    """How many documents match, of those looked at."""
    capped: bool
    """True where more match than were looked at: the latest published `RANKED` were."""
    facets: dict[str, dict[str, int]]
    """Facet to value to number of documents looked at, the most frequent first."""
    after: str | None
    """The mark of the next page. In order of relevance, what came in since may shift what stands on it."""


@runtime_checkable
class SearchView(Protocol):
    """Looks for words."""

    def search(self, wanted: Search, *, most: int, after: str | None = None) -> Found:
        """What matches; raises `InputError` where ``after`` is no mark of such a list."""
        ...
