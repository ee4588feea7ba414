"""Which moves a watchlist wants, and by which of its lines: pure functions over frozen values. `subjects_of` alone looks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.atlas import Atlas
    from vigie.ledger import View
    from vigie.model import Move, Watchlist

__all__ = ["Subject", "matches", "passes", "subjects_of"]

Lines = tuple[tuple[str, str], ...]
"""The lines of a watchlist that matched: field and value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A move with what watchlists ask about it."""

    move: Move
    countries: frozenset[str] = frozenset()
    """Home countries of its parties, ISO 3166 in small letters."""
    text: str = ""
    """Titles of its documents and quotes of its claims, folded; empty where no watchlist asks for words."""

    @property
    def actors(self) -> frozenset[str]:
        """Keys of all that take part."""
        move = self.move
        return frozenset((*move.who, *move.whom, *move.things, *move.people))


def matches(watchlist: Watchlist, subject: Subject) -> Lines | None:
    """The lines that find a move, whatever its status and origins; ``None`` where it is none of the watchlist's business.

    A watchlist that names no actor, pair, country or word wants every move of its types.
    """
    if watchlist.types and subject.move.type not in watchlist.types:
        return None
    actors, found = subject.actors, []
    found += [("actors", key) for key in watchlist.actors if key in actors]
    found += [("pairs", f"{left} × {right}") for left, right in watchlist.pairs if left in actors and right in actors]
    found += [("countries", country) for country in watchlist.countries if country in subject.countries]
    found += [("words", word) for word in watchlist.words if _pattern(word).search(subject.text)]
    if not found and (watchlist.actors or watchlist.pairs or watchlist.countries or watchlist.words):
        return None
    if watchlist.types:
        found.append(("types", subject.move.type))
    return tuple(found) or (("everything", ""),)


def passes(watchlist: Watchlist, move: Move) -> bool:
    """True where a move's status and origins are those that the watchlist waits for."""
    return (not watchlist.statuses or move.status in watchlist.statuses) and len(move.origins) >= watchlist.origins


def subjects_of(view: View, moves: Iterable[Move], atlas: Atlas, *, words: bool) -> list[Subject]:
    """The moves with the countries of their parties and, where ``words`` says so, the words of their documents."""
    listed = list(moves)
    titles: dict[str, str] = {}
    quotes: dict[str, str] = {}
    if words:
        ids = {one for move in listed for one in move.document_ids}
        titles = {one.id: one.title or "" for one in view.documents(ids)}
        quotes = {claim.id: "\n".join(quote.words for quote in claim.quotes) for one in view.readings(ids) for claim in one.claims}

    def countries(move: Move) -> frozenset[str]:
        records = [atlas.get(key) for key in (*move.who, *move.whom, *move.people)]
        return frozenset(record.country for record in records if record is not None and record.country)

    def text(move: Move) -> str:
        parts = [titles.get(one, "") for one in move.document_ids] + [quotes.get(one, "") for one in move.claim_ids]
        return _folded("\n".join(parts))

    return [Subject(move=move, countries=countries(move), text=text(move) if words else "") for move in listed]


def _folded(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in spread if not unicodedata.combining(one))


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """A whole word, case and accents aside; in a script without spaces, wherever it stands."""
    folded = re.escape(_folded(word.strip())).replace(r"\ ", r"\s+")
    left = r"(?<!\w)" if re.match(r"[^\W\u3040-\u9fff]", _folded(word.strip())) else ""
    right = r"(?!\w)" if re.search(r"[^\W\u3040-\u9fff]$", _folded(word.strip())) else ""
    return re.compile(left + folded + right)
