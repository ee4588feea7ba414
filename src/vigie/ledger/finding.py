"""From documents that match to the page that is shown: order, facets, quotes, moves, snippets. Finds no document itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from vigie.ledger.filters import MoveFilter, matches
from vigie.ledger.paging import mark_of, place_of
from vigie.ledger.ranking import profile_of, scores
from vigie.ledger.searching import RANKED, Found, Hit
from vigie.ledger.snippets import snippet
from vigie.ledger.terms import terms, words
from vigie.model import bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from vigie.ledger.query import Query
    from vigie.ledger.searching import Search, Snippet
    from vigie.model import Claim, Document, Mention, Move, Reading

    _Said = tuple["Candidate", Claim, Move | None]
    """A claim that matches, its document, and its move where moves are looked for."""

__all__ = ["MOST_TERMS", "Candidate", "Features", "Indexed", "find", "indexed", "place_on", "places_between"]

EXAMINED = 100
"""Documents whose quotes one search of quotes or moves looks at."""
LONGEST_TEXT = 100_000
"""Characters of a text that are searched: a longer one is a book or an archive."""
MOST_TERMS = 16_000
"""Terms of a text that are searched: PostgreSQL tells no more places apart (16,383)."""
_ROWS = 32
"""Bits of a place below its day."""
LAST = (1 << 63) - 1


class Features(NamedTuple):
    """What a document is filtered and counted by."""

    keys: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    """Type and status of its claims, distinct."""
    lang: str
    outlet: str | None
    published_on: str
    """ISO day; empty where unknown."""


class Candidate(NamedTuple):
    """A document that matches, with what is counted of it."""

    place: int
    """Greater for later days of publication, and of one day for what was recorded later."""
    document_id: str
    features: Features
    profile: bytes
    """What its worth is told by; see `vigie.ledger.ranking`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What a document is found by."""

    features: Features
    title: list[str]
    """Terms of its title."""
    text: list[str]
    """Terms of its text."""
    profile: bytes

    def texts(self) -> list[list[str]]:
        """All its terms, title and text apart."""
        return [self.title, self.text]


def indexed(document: Document, reading: Reading) -> Indexed:
    """What a document is found by, as it was read."""
    title, text = (words(one[:LONGEST_TEXT], reading.lang, MOST_TERMS) for one in (document.title or "", document.text))
    profile = profile_of(title, text, (mention.key for mention in reading.mentions))
    return Indexed(features=_features(document, reading), title=title, text=text, profile=profile)


def _features(document: Document, reading: Reading) -> Features:
    """The features of a document as it was read."""
    return Features(
        keys=tuple(sorted({entity.key for entity in reading.entities})),
        kinds=tuple(sorted({(claim.type, claim.status.value) for claim in reading.claims})),
        lang=reading.lang,
        outlet=document.outlet,
        published_on=_published(document, reading),
    )


class _Looks(Protocol):
    def documents(self, document_ids: Collection[str] | None = None) -> Iterator[Document]: ...

    def mentions(self, document_ids: Collection[str]) -> dict[str, tuple[Mention, ...]]: ...

    def claims(self, document_ids: Collection[str]) -> Iterator[Claim]: ...

    def moves_of(self, document_ids: Collection[str]) -> list[Move]: ...


def _published(document: Document, reading: Reading) -> str:
    """The ISO day on which a document was published; empty where unknown, or where what is said is no day."""
    day = (reading.published_on or document.published_on or "")[:10]
    try:
        return dt.date.fromisoformat(day).isoformat()
    except ValueError:
        return ""


def place_on(day: str, number: int) -> int:
    """The place of a document published on a day (or an unknown one) whose reading has that number."""
    return (dt.date.fromisoformat(day).toordinal() if day else 0) << _ROWS | number


def places_between(since: str | None, until: str | None) -> tuple[int, int]:
    """The first and last place of what was published then."""
    if since is None and until is None:
        return 0, LAST
    first = 1 if since is None else bounds(since)[0].toordinal()
    last = (LAST >> _ROWS) - 1 if until is None else bounds(until)[1].toordinal()
    return first << _ROWS, ((last + 1) << _ROWS) - 1


def find(
    view: _Looks,
    candidates: Callable[[int, int], list[Candidate]],
    wanted: Search,
    *,
    most: int,
    after: str | None,
) -> Found:
    """The page of what was found.

    ``candidates(upper, number)`` gives the documents that match with a place up to ``upper``, the last place first, at most
    ``number``.
    """
    upper, offset = (LAST, 0) if after is None else map(int, place_of(after, int, int))
    looked_at = RANKED if wanted.what == "documents" else EXAMINED
    rows = candidates(upper, looked_at + 1)
    capped, rows = len(rows) > looked_at, rows[:looked_at]
    ordered = rows if wanted.sort == "time" else _by_worth(rows, wanted.query)
    if wanted.what == "documents":
        total, hits = len(rows), _documents(view, ordered[offset : offset + most], wanted.query)
    else:
        said = list((_moves if wanted.what == "moves" else _quotes)(view, ordered, wanted))
        total, hits = len(said), _quoted(view, said[offset : offset + most], wanted.query)
    mark = None
    if offset + most < total:
        mark = mark_of(upper, offset + most)
    elif capped:
        mark = mark_of(rows[-1].place - 1, 0)
    return Found(hits=tuple(hits), total=total, capped=capped, facets=_facets(rows), after=mark)


def _by_worth(rows: Sequence[Candidate], query: Query) -> list[Candidate]:
    """The documents that say most first, of those that say as much the latest published."""
    worth = scores([row.profile for row in rows], query)
    # Rows come by their place already, and sorting keeps it.
    return [rows[index] for index in sorted(range(len(rows)), key=lambda index: -worth[index])]


def _facets(rows: Sequence[Candidate]) -> dict[str, dict[str, int]]:
    listed = [row.features for row in rows]
    counted = {
        "actors": Counter(key for one in listed for key in one.keys),
        "types": Counter(kind for one in listed for kind in {kind for kind, _ in one.kinds}),
        "statuses": Counter(status for one in listed for status in {status for _, status in one.kinds}),
        "langs": Counter(one.lang for one in listed),
        "outlets": Counter(one.outlet for one in listed if one.outlet),
        "years": Counter(one.published_on[:4] for one in listed if one.published_on),
    }
    return {name: dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))) for name, counts in counted.items()}


def _documents(view: _Looks, page: Sequence[Candidate], query: Query) -> list[Hit]:
    ids = [row.document_id for row in page]
    documents = {one.id: one for one in view.documents(ids)}
    by_name = any(one.keys and not one.unwanted for one in query.wanted)
    mentions = view.mentions(ids) if by_name else {}
    found = []
    for row in page:
        document = documents[row.document_id]
        text = document.text[:LONGEST_TEXT]
        named = [
            (mention.start, mention.end, number)
            for number, one in enumerate(query.wanted)
            if one.keys and not one.unwanted
            for mention in mentions[row.document_id]
            if mention.key in one.keys and mention.end <= len(text)
        ]
        marks = named + _marks(text, row.features.lang, query, enough=bool(named))
        found.append(_hit(row, document.title, snippet(text, marks)))
    return found


def _marks(text: str, lang: str, query: Query, *, enough: bool = False) -> list[tuple[int, int, int]]:
    """Where the words that are looked for stand in a text; those of another initial only where nothing else marks it.

    ``enough`` says that something else does.
    """
    found = query.marks(list(terms(text, lang, query.initials)))
    return found if found or enough else query.marks(list(terms(text, lang)))


def _hit(row: Candidate, title: str | None, shown: Snippet, *, claim: Claim | None = None, move: Move | None = None) -> Hit:
    return Hit(
        document_id=row.document_id,
        title=title,
        outlet=row.features.outlet,
        lang=row.features.lang,
        published_on=row.features.published_on or None,
        snippet=shown,
        claim=claim,
        move=move,
    )


def _quoted(view: _Looks, page: Sequence[_Said], query: Query) -> list[Hit]:
    titles = {one.id: one.title for one in view.documents([row.document_id for row, _, _ in page])}
    found = []
    for row, claim, move in page:
        quote = _words_of(claim)
        marks = _marks(quote, row.features.lang, query)
        found.append(_hit(row, titles[row.document_id], snippet(quote, marks), claim=claim, move=move))
    return found


def _words_of(claim: Claim) -> str:
    return " … ".join(quote.words for quote in claim.quotes)


def _terms_of(claim: Claim, lang: str) -> list[list[str]]:
    return [words(_words_of(claim), lang, MOST_TERMS)]


def _said(view: _Looks, rows: Sequence[Candidate], query: Query) -> Iterator[tuple[Candidate, Claim]]:
    """The claims whose words or parties match, in the order of their documents."""
    claims: dict[str, list[Claim]] = {row.document_id: [] for row in rows}
    for claim in view.claims(list(claims)):
        claims[claim.document_id].append(claim)
    for row in rows:
        for claim in claims[row.document_id]:
            keys = {*claim.who, *claim.whom, *claim.things}
            if query.matches(keys, partial(_terms_of, claim, row.features.lang)):
                yield row, claim


def _quotes(view: _Looks, rows: Sequence[Candidate], wanted: Search) -> Iterator[_Said]:
    for row, claim in _said(view, rows, wanted.query):
        if wanted.types and claim.type not in wanted.types:
            continue
        if wanted.statuses and claim.status not in wanted.statuses:
            continue
        if set(wanted.actors) <= {*claim.who, *claim.whom, *claim.things}:
            yield row, claim, None


def _moves(view: _Looks, rows: Sequence[Candidate], wanted: Search) -> Iterator[_Said]:
    said = list(_said(view, rows, wanted.query))
    holder = {claim: move for move in view.moves_of({row.document_id for row, _ in said}) for claim in move.claim_ids}
    filtered = MoveFilter(actors=wanted.actors, types=wanted.types, statuses=wanted.statuses)
    seen: set[str] = set()
    for row, claim in said:
        move = holder.get(claim.id)
        if move is not None and move.id not in seen and matches(move, filtered):
            seen.add(move.id)
            yield row, claim, move
