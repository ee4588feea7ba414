"""Search in the database: FTS5 in SQLite, tsvector in PostgreSQL, over the same terms. See `vigie.ledger.searching`.

Both indexes hold terms that `vigie.ledger.terms` made, never text, so that both find the same; a tag such as ``k:…`` says what a
document is filtered by. No term holds a colon, so that no text can pretend to a tag.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import xxhash
from pydantic_core import from_json

from vigie.ledger.finding import MOST_TERMS, Candidate, Features, find, indexed, place_on, places_between
from vigie.ledger.query import BEGUN
from vigie.ledger.sql import tables
from vigie.ledger.sql.looking import Looks
from vigie.ledger.sql.writing import Writes
from vigie.ledger.terms import is_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.ledger.finding import Indexed
    from vigie.ledger.query import Phrase, Query
    from vigie.ledger.searching import Found, Search
    from vigie.model import Document, Reading

__all__ = ["SqlSearchView", "SqlSearchWriter"]

_LAST = "\U0010ffff"
"""What every word that begins so stands before."""
_EVERYTHING = "all:"
"""The tag of every document: what a query only of what is unwanted is taken from."""
_NOTHING = "none:"
"""A tag that no document bears: what is asked for where no word begins as asked."""
_TITLE_GAP = 8
"""Places between the last term of a title and the first of its text, so that no phrase reaches across."""

_ROW: tuple[sa.ColumnClause[Any], ...] = (
    sa.column("place", sa.BigInteger),
    *(sa.column(name, sa.Text) for name in ("document_id", "published_on", "lang", "outlet", "named", "kinds")),
    sa.column("profile", sa.LargeBinary),
)
_LISTED = (
    "d.place, d.document_id, d.published_on, d.lang, d.outlet, CAST(d.named AS TEXT) AS named, CAST(d.kinds AS TEXT) AS kinds,"
    " d.profile"
)
"""Lists come as the text they are kept as: a thousand are read at once."""
_IN_SQLITE = """
    SELECT {listed} FROM search_words AS w JOIN search_documents AS d ON d.place = w.rowid
    WHERE search_words MATCH :query AND w.rowid BETWEEN :first AND :last AND {stands}
    ORDER BY w.rowid DESC LIMIT :number
"""
_IN_POSTGRES = """
    SELECT {listed} FROM search_words AS w JOIN search_documents AS d ON d.place = w.place
    WHERE w.words @@ CAST(:query AS tsquery) AND w.place BETWEEN :first AND :last AND {stands}
    ORDER BY w.place DESC LIMIT :number
"""
_BROWSED = """
    SELECT {listed} FROM search_documents AS d WHERE d.place BETWEEN :first AND :last AND {stands}
    ORDER BY d.place DESC LIMIT :number
"""


class SqlSearchView(Looks):
    """The `vigie.ledger.searching.SearchView` protocol, for `SqlView` to inherit."""

    def search(self, wanted: Search, *, most: int, after: str | None = None) -> Found:
        """See `vigie.ledger.searching.SearchView`."""
        first, last = places_between(wanted.since, wanted.until)
        sqlite = self._connect().dialect.name == "sqlite"
        query = (_match if sqlite else _tsquery)(wanted.query.spelled_out(self._begun), _filters(wanted))
        text = _BROWSED if not query else _IN_SQLITE if sqlite else _IN_POSTGRES
        stands = "d.retired_at IS NULL"
        if self.as_of is not None:
            stands = "d.recorded_at <= :as_of AND (d.retired_at IS NULL OR d.retired_at > :as_of)"
        statement = sa.text(text.format(listed=_LISTED, stands=stands)).columns(*_ROW)
        if self.as_of is not None:
            statement = statement.bindparams(sa.bindparam("as_of", self.as_of, type_=tables.Utc))
        if query:
            statement = statement.bindparams(sa.bindparam("query", query, type_=sa.Text))

        def candidates(upper: int, number: int) -> list[Candidate]:
            bounds = {"first": first, "last": min(upper, last), "number": number}
            return _candidates(self._execute(statement.bindparams(**bounds)).all())

        return find(self, candidates, wanted, most=most, after=after)  # type: ignore[arg-type]

    def _begun(self, beginning: str) -> list[str]:
        """The words that begin so, the shortest first, at most `BEGUN`."""
        term = tables.search_terms.c.term
        query = sa.select(term).where(term >= beginning, term < beginning + _LAST)
        return list(self._execute(query.order_by(sa.func.length(term), term).limit(BEGUN)).scalars())


class SqlSearchWriter(Writes):
    """Keeps the search index in step with documents and readings, for the writer to inherit."""

    def _index(self, rows: Sequence[tuple[int, Document, Reading, dict[str, Any]]]) -> None:
        """Add documents to the index, each with its reading, the number of that reading's row, and when both stand."""
        listed, worded = [], []
        known: set[str] = set()
        sqlite = self._connection.dialect.name == "sqlite"
        made = _columns if sqlite else _tsvector
        for number, document, reading, times in rows:
            one = indexed(document, reading)
            found = one.features
            place = place_on(found.published_on, number)
            listed.append(
                {
                    "place": place,
                    "reading_row": number,
                    "document_id": document.id,
                    "published_on": found.published_on,
                    "lang": found.lang,
                    "outlet": found.outlet,
                    "named": list(found.keys),
                    "kinds": [list(kind) for kind in found.kinds],
                    "profile": one.profile,
                    **times,
                }
            )
            worded.append({"place": place, **made(one.title, one.text, _tags(one))})
            known.update(one.title, one.text)
        self._add(tables.search_documents, listed)
        self._add_new(tables.search_terms, [{"term": word} for word in sorted(known) if not is_han(word)])
        if worded:
            into = "search_words (rowid, title, body, tags) VALUES (:place, :title, :body, :tags)"
            if not sqlite:
                into = "search_words (place, words) VALUES (:place, CAST(:words AS tsvector))"
            self._connection.execute(sa.text(f"INSERT INTO {into}"), worded)


def _candidates(rows: Sequence[Any]) -> list[Candidate]:
    # Column by column: a thousand rows are read at once, and asking each for its values by name takes as long as finding them.
    places, document_ids, published, langs, outlets, named, kinds, profiles = zip(*rows, strict=True) if rows else [()] * 8
    keys, kinds_of = (from_json(f"[{','.join(column)}]") for column in (named, kinds))
    features = map(Features, map(tuple, keys), [tuple(map(tuple, one)) for one in kinds_of], langs, outlets, published)
    return list(map(Candidate, places, document_ids, features, profiles))


def _tag(kind: str, value: str) -> str:
    return f"{kind}:{xxhash.xxh3_64_hexdigest(value.encode('utf-8', 'surrogatepass'))}"


def _kind(kind: str, status: str) -> str:
    return _tag("c", f"{kind}\x1f{status}")


def _tags(one: Indexed) -> list[str]:
    """What a document can be filtered by, the names that a query may mean, and its Han characters.

    A query for one character would otherwise be one for every pair that begins with it.
    """
    found = one.features
    tags = [f"h:{first}" for first in {term[0] for terms in (one.title, one.text) for term in terms} if is_han(first)]
    tags += [_EVERYTHING, _tag("l", found.lang), _tag("o", (found.outlet or "").casefold())]
    tags += [_tag("k", key) for key in found.keys]
    for kind, status in found.kinds:
        tags += [_kind(kind, status), _kind(kind, ""), _kind("", status)]
    return sorted(set(tags))


def _filters(wanted: Search) -> list[list[str]]:
    """Groups of tags; of each group a document bears at least one."""
    groups = [[_tag("k", key)] for key in wanted.actors]
    groups.append([_tag("l", lang) for lang in wanted.langs])
    groups.append([_tag("o", outlet.casefold()) for outlet in wanted.outlets])
    if wanted.what != "moves" and (wanted.types or wanted.statuses):
        statuses = [status.value for status in wanted.statuses] or [""]
        groups.append([_kind(kind, status) for kind in wanted.types or ("",) for status in statuses])
    return [group for group in groups if group]


def _columns(title: list[str], text: list[str], tags: list[str]) -> dict[str, str]:
    return {"title": " ".join(title), "body": " ".join(text), "tags": " ".join(tags)}


def _tsvector(title: list[str], text: list[str], tags: list[str]) -> dict[str, str]:
    """A tsvector as PostgreSQL reads one: each term with its places and their weight."""
    places: dict[str, list[str]] = {tag: [] for tag in tags}
    for number, word in enumerate(title[:MOST_TERMS], start=1):
        places.setdefault(word, []).append(f"{number}A")
    for number, word in enumerate(text, start=len(title) + _TITLE_GAP):
        listed = places.setdefault(word, [])
        if number <= MOST_TERMS and len(listed) < 255:
            listed.append(str(number))
    return {"words": " ".join(f"'{word}':{','.join(at)}" if at else f"'{word}'" for word, at in places.items())}


def _is_character(phrase: Phrase) -> bool:
    """True for what asks for one Han character, wherever it stands."""
    return phrase.prefix and len(phrase.terms) == 1 and len(phrase.terms[0]) == 1 and is_han(phrase.terms[0])


def _match(query: Query, filters: Iterable[Sequence[str]]) -> str:
    """A query as FTS5 reads one; empty where nothing is asked for."""

    def of(phrase: Phrase) -> str:
        if _is_character(phrase):
            return f'tags : "h:{phrase.terms[0]}"'
        return '{title body} : "' + " ".join(phrase.terms) + '"' + (" *" if phrase.prefix else "")

    def tagged(tags: Iterable[str]) -> list[str]:
        return [f'tags : "{tag}"' for tag in tags]

    wanted = [tagged(group) for group in filters]
    unwanted: list[list[str]] = []
    for one in query.wanted:
        group = [*map(of, one.phrases), *tagged(_tag("k", key) for key in one.keys)]
        (unwanted if one.unwanted else wanted).append(group or tagged([_NOTHING]))
    if not (wanted or unwanted):
        return ""
    whole = " AND ".join(f"({' OR '.join(group)})" for group in wanted or [tagged([_EVERYTHING])])
    return f"({whole}) NOT ({' OR '.join(part for group in unwanted for part in group)})" if unwanted else whole


def _tsquery(query: Query, filters: Iterable[Sequence[str]]) -> str:
    """A query as PostgreSQL reads one; empty where nothing is asked for."""

    def of(phrase: Phrase) -> str:
        if _is_character(phrase):
            return f"'h:{phrase.terms[0]}'"
        *first, last = (f"'{word}'" for word in phrase.terms)
        return "(" + " <-> ".join([*first, last + (":*" if phrase.prefix else "")]) + ")"

    groups = [" | ".join(f"'{tag}'" for tag in group) for group in filters]
    for one in query.wanted:
        group = " | ".join([*map(of, one.phrases), *(f"'{_tag('k', key)}'" for key in one.keys)])
        group = group or f"'{_NOTHING}'"
        groups.append(f"!({group})" if one.unwanted else group)
    if groups and all(group.startswith("!") for group in groups):
        groups.append(f"'{_EVERYTHING}'")
    return " & ".join(group if group.startswith("!") else f"({group})" for group in groups)
