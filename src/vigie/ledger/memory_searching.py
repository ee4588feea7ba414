"""Search of the memory ledger: every document is looked at. Keeps nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vigie.ledger.finding import LONGEST_TEXT, Candidate, features, find, place_on, places_between
from vigie.ledger.terms import terms

if TYPE_CHECKING:
    import datetime as dt

    from vigie.ledger.finding import Features
    from vigie.ledger.memory_store import Store
    from vigie.ledger.searching import Found, Search

__all__ = ["MemorySearchView"]


class MemorySearchView:
    """The `vigie.ledger.searching.SearchView` protocol, for the memory ledger's view to inherit."""

    _store: Store
    as_of: dt.datetime | None

    def search(self, wanted: Search, *, most: int, after: str | None = None) -> Found:
        """See `vigie.ledger.searching.SearchView`."""
        first, last = places_between(wanted.since, wanted.until)

        def candidates(upper: int, number: int) -> list[Candidate]:
            found = (one for one in self._matching(wanted) if first <= one.place <= min(upper, last))
            return sorted(found, key=lambda one: one.place, reverse=True)[:number]

        return find(self, candidates, wanted, most=most, after=after)  # type: ignore[arg-type]

    def _matching(self, wanted: Search) -> list[Candidate]:
        rows = sorted(self._store.readings.rows(self.as_of), key=lambda row: row.recorded_at)
        found = []
        for number, row in enumerate(rows, start=1):
            document = self._store.documents.get(row.value.document_id, self.as_of)
            if document is None:
                continue
            found_in, lang = features(document, row.value), row.value.lang
            texts = [list(terms(one[:LONGEST_TEXT], lang)) for one in (document.title or "", document.text)]
            if _passes(found_in, wanted) and wanted.query.matches(texts, found_in.keys):
                in_title, in_text = (len(wanted.query.marks(words)) for words in texts)
                score = (8 * in_title + in_text) / math.log(2 + sum(map(len, texts)))
                place = place_on(found_in.published_on, number)
                found.append(Candidate(place=place, document_id=document.id, score=score, features=found_in))
        return found


def _passes(found: Features, wanted: Search) -> bool:
    """True where the filters let a document through."""
    if not set(wanted.actors) <= set(found.keys):
        return False
    if wanted.langs and found.lang not in wanted.langs:
        return False
    if wanted.outlets and (found.outlet or "").casefold() not in {outlet.casefold() for outlet in wanted.outlets}:
        return False
    if wanted.what == "moves" or not (wanted.types or wanted.statuses):
        return True
    statuses = {status.value for status in wanted.statuses}
    return any((not wanted.types or kind in wanted.types) and (not statuses or status in statuses) for kind, status in found.kinds)
