"""From documents that match to the page that is shown: order, facets, quotes, moves, snippets. Finds no document itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from vigie.ledger.filters import MoveFilter, matches
from vigie.ledger.paging import mark_of, place_of
from vigie.ledger.searching import RANKED, Found, Hit
from vigie.ledger.snippets import snippet
from vigie.ledger.terms import terms
from vigie.model import bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from vigie.ledger.query import Query
    from vigie.ledger.searching import Search
    from vigie.model import Claim, Document, Move, Reading

__all__ = ["LONGEST_TEXT", "Candidate", "Features", "features", "find", "place_on", "places_between"]

EXAMINED = 200
"""Documents whose quotes one search of quotes or moves looks at."""
LONGEST_TEXT = 100_000
"""Characters of a text that are searched: a longer one is a book or an archive."""
_ROWS = 32
"""Bits of a place below its day."""
LAST = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What a document is filtered and counted by."""

    keys: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    """Type and status of its claims, distinct."""
    lang: str
    outlet: str | None
    published_on: str
    """ISO day; empty where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A document that matches, with what is counted of it."""

    place: int
    """Greater for later days of publication, and of one day for what was recorded later."""
    document_id: str
    score: float
    features: Features


def features(document: Document, reading: Reading) -> Features:
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

    def readings(self, document_ids: Collection[str] | None = None) -> Iterator[Reading]: ...

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
    ordered = rows if wanted.sort == "time" else sorted(rows, key=lambda row: (-row.score, -row.place))
    if wanted.what == "documents":
        total, hits = len(rows), _documents(view, ordered[offset : offset + most], wanted.query)
    else:
        found = (_moves if wanted.what == "moves" else _quotes)(view, ordered, wanted)
        total, hits = len(found), found[offset : offset + most]
    mark = None
    if offset + most < total:
        mark = mark_of(upper, offset + most)
    elif capped:
        mark = mark_of(rows[-1].place - 1, 0)
    return Found(hits=tuple(hits), total=total, capped=capped, facets=_facets(rows), after=mark)


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
    readings = {one.document_id: one for one in view.readings(ids)}
    return [_hit(row, documents[row.document_id], readings[row.document_id], query) for row in page]


def _hit(row: Candidate, document: Document, reading: Reading, query: Query) -> Hit:
    text = document.text[:LONGEST_TEXT]
    marks = query.marks(list(terms(text, reading.lang)))
    for number, one in enumerate(query.wanted):
        if one.keys and not one.unwanted:
            marks += [(m.start, m.end, number) for m in reading.mentions if m.key in one.keys and m.end <= len(text)]
    return _hit_of(row, document.title, snippet(text, marks))


def _hit_of(
    row: Candidate, title: str | None, shown: tuple[tuple[str, bool], ...], *, claim: Claim | None = None, move: Move | None = None
) -> Hit:
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


def _said(view: _Looks, rows: Sequence[Candidate], query: Query) -> Iterator[tuple[Candidate, Claim, tuple[tuple[str, bool], ...]]]:
    """The claims whose words or parties match, in the order of their documents, with the words shown."""
    readings = {one.document_id: one for one in view.readings([row.document_id for row in rows])}
    for row in rows:
        reading = readings[row.document_id]
        for claim in reading.claims:
            words = " … ".join(quote.words for quote in claim.quotes)
            listed = list(terms(words, reading.lang))
            if query.matches([listed], {*claim.who, *claim.whom, *claim.things}):
                yield row, claim, snippet(words, query.marks(listed))


def _quotes(view: _Looks, rows: Sequence[Candidate], wanted: Search) -> list[Hit]:
    found = []
    titles = {one.id: one.title for one in view.documents([row.document_id for row in rows])}
    for row, claim, shown in _said(view, rows, wanted.query):
        if wanted.types and claim.type not in wanted.types:
            continue
        if wanted.statuses and claim.status not in wanted.statuses:
            continue
        if set(wanted.actors) <= {*claim.who, *claim.whom, *claim.things}:
            found.append(_hit_of(row, titles[row.document_id], shown, claim=claim))
    return found


def _moves(view: _Looks, rows: Sequence[Candidate], wanted: Search) -> list[Hit]:
    holder = {claim: move for move in view.moves_of([row.document_id for row in rows]) for claim in move.claim_ids}
    titles = {one.id: one.title for one in view.documents([row.document_id for row in rows])}
    filtered = MoveFilter(actors=wanted.actors, types=wanted.types, statuses=wanted.statuses)
    found: dict[str, Hit] = {}
    for row, claim, shown in _said(view, rows, wanted.query):
        move = holder.get(claim.id)
        if move is not None and move.id not in found and matches(move, filtered):
            found[move.id] = _hit_of(row, titles[row.document_id], shown, claim=claim, move=move)
    return list(found.values())
