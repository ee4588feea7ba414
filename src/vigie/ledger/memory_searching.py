"""Search of the memory ledger: every document is looked at. Keeps nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.ledger.finding import Candidate, find, indexed, place_on, places_between
from vigie.ledger.query import BEGUN

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
        store, as_of = self._store, self.as_of
        both = [(store.documents.row(row.value.document_id, as_of), row) for row in store.readings.rows(as_of)]
        # A reading is of the version of its document that came last: both count from then.
        standing = [(max(one.recorded_at, other.recorded_at), one.value, other.value) for one, other in both if one is not None]
        standing.sort(key=lambda row: row[0])
        every = [indexed(document, reading) for _, document, reading in standing]
        known = sorted({word for one in every for word in (*one.title, *one.text)}, key=lambda word: (len(word), word))
        query = wanted.query.spelled_out(lambda beginning: [word for word in known if word.startswith(beginning)][:BEGUN])
        found = []
        for number, (one, (_, document, _)) in enumerate(zip(every, standing, strict=True), start=1):
            if _passes(one.features, wanted) and query.matches(one.features.keys, one.texts):
                place = place_on(one.features.published_on, number)
                found.append(Candidate(place=place, document_id=document.id, features=one.features, profile=one.profile))
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
