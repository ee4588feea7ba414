"""The ledger's tables, alike for SQLite and PostgreSQL. Declares only; `migrations` makes them, `codec` fills them.

Of four kinds. A log holds rows that stand from ``recorded_at`` until ``retired_at``; no row is ever changed otherwise, and none is
removed; only the bytes of old captures may be dropped, where the settings say so. Joins belong to rows of a log. The notebook
(`NOTEBOOK`) is overwritten. What is derived (`DERIVED`) makes looking fast, and can be made again from the rest (`derived`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

__all__ = [
    "COUNTED",
    "DERIVED",
    "NOTEBOOK",
    "Utc",
    "actor_sums",
    "captures",
    "claims",
    "copies",
    "deeds",
    "deliveries",
    "documents",
    "entities",
    "followings",
    "judgements",
    "kept_readings",
    "links",
    "logins",
    "marks",
    "metadata",
    "move_documents",
    "move_pairs",
    "move_parties",
    "moves",
    "names",
    "namings",
    "notices",
    "outlooks",
    "pair_sums",
    "readings",
    "search_documents",
    "search_terms",
    "sizes",
    "source_states",
    "spendings",
    "stories",
    "story_documents",
    "tallies",
    "tokens",
    "told",
    "users",
    "visits",
    "waiting",
    "watchlists",
]


class Utc(sa.types.TypeDecorator[dt.datetime]):
    """An aware instant in UTC, also on SQLite, which forgets zones. Refuses naive ones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """To UTC; raises ``ValueError`` for a naive instant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone: instants in the ledger are aware")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        """From UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

_Row = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column of its plain integer type."""


def _log(name: str, *columns: sa.schema.SchemaItem, one_standing: str | None = None) -> sa.Table:
    """A table whose rows stand for a while; of one value of the column ``one_standing`` at most one row at a time."""
    table = sa.Table(
        name,
        metadata,
        sa.Column("row_id", _Row, primary_key=True, autoincrement=True),
        *columns,
        sa.Column("recorded_at", Utc, nullable=False),
        sa.Column("retired_at", Utc),
    )
    if one_standing is not None:
        standing = table.c.retired_at.is_(None)
        sa.Index(f"one_standing_{name}", table.c[one_standing], unique=True, sqlite_where=standing, postgresql_where=standing)
    return table


def _text(name: str, *, needed: bool = True, index: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=not needed, index=index)


def _json(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON, nullable=False)


def _narrow(name: str, *columns: sa.Column[Any]) -> sa.Table:
    """A table that is wholly its key's index, on SQLite; for what is looked up often and never shown."""
    return sa.Table(name, metadata, *columns, sqlite_with_rowid=False)


def _part(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, primary_key=True)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)


def _yes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False)


captures = _log(
    "captures",
    _text("id", index=True),
    _text("origin_path"),
    _text("media_type"),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("packed", sa.Text, nullable=False),
    sa.Column("captured_at", Utc, nullable=False),
    sa.Column("dropped_at", Utc),
    one_standing="id",
)

"""``packed`` names how the content is compressed, ``zlib`` or nothing; of dropped content the rest of the row stays."""

visits = _log(
    "visits",
    _text("source_id", index=True),
    _text("url"),
    _text("capture_id", index=True),
    sa.Column("captured_at", Utc, nullable=False),
    _json("body"),
)
"""Each time that an address gave new bytes."""

links = sa.Table(
    "links",
    metadata,
    sa.Column("url", sa.Text, primary_key=True),
    _text("source_id"),
    _text("state"),
    sa.Column("found_at", Utc, nullable=False),
    sa.Column("next_at", Utc),
    sa.Column("tries", sa.Integer, nullable=False),
    _json("body"),
    sa.Index(None, "source_id", "next_at"),
)
"""Addresses that sources named. Overwritten: the house's own notebook, no knowledge of the world."""

source_states = sa.Table("source_states", metadata, sa.Column("source_id", sa.Text, primary_key=True), _json("body"))
"""What visiting each source has taught. Overwritten, as `links` is."""

users = sa.Table("users", metadata, sa.Column("name", sa.Text, primary_key=True), _json("body"))
tokens = sa.Table("tokens", metadata, sa.Column("id", sa.Text, primary_key=True), _json("body"))
logins = sa.Table(
    "logins",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    _text("user", index=True),
    sa.Column("ends_at", Utc, nullable=False),
    _json("body"),
)
"""Who may look in. Overwritten, as `links` is; secrets stand here as digests only."""

deeds = sa.Table(
    "deeds",
    metadata,
    sa.Column("row_id", _Row, primary_key=True, autoincrement=True),
    sa.Column("at", Utc, nullable=False, index=True),
    _text("who"),
    _text("what"),
    _json("body"),
)
"""The log of what was done through the doors."""

documents = _log(
    "documents",
    _text("id", index=True),
    _text("text"),
    *(_text(name, needed=False) for name in ("title", "url", "outlet", "author", "lang", "published_on")),
    _text("capture_id", needed=False, index=True),
    _json("extra"),
    _text("digest"),
    one_standing="id",
)

readings = _log(
    "readings",
    _text("document_id", index=True),
    _text("reader"),
    _text("lang"),
    _text("published_on", needed=False),
    _json("mentions"),
    _json("affiliations"),
    _text("digest"),
    one_standing="document_id",
)
"""``digest`` is over the reading with its entities and claims."""

kept_readings = _log("kept_readings", _text("document_id", index=True), _text("reader"), _json("body"), _text("digest"))
"""Readings kept beside the one that stands, whole: nothing is searched in them."""

spendings = _log("spendings", _text("document_id"), _text("reader"), sa.Column("tokens", sa.Integer, nullable=False))
sa.Index(None, spendings.c.recorded_at)
"""What each question to a second reader cost; summed by day, they are its budget."""

entities = _log(
    "entities",
    sa.Column("reading_row", _Row, sa.ForeignKey("readings.row_id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    _text("key"),
    _text("name"),
    _text("kind"),
    _json("aka"),
    _json("mentions"),
    sa.Column("known", sa.Boolean, nullable=False),
)

claims = _log(
    "claims",
    sa.Column("reading_row", _Row, sa.ForeignKey("readings.row_id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    _text("id", index=True),
    _text("document_id"),
    _text("type"),
    _text("status"),
    _text("source", needed=False),
    _text("happened_on", needed=False),
    _text("place", needed=False),
    sa.Column("confidence", sa.Float, nullable=False),
    _text("reader"),
    *(_json(name) for name in ("who", "whom", "things", "what", "value", "quotes", "cues")),
)

copies = _log(
    "copies",
    _text("document_id", index=True),
    _text("copy_of", index=True),
    sa.Column("score", sa.Float, nullable=False),
    _text("reason"),
    _text("digest"),
    one_standing="document_id",
)

stories = _log("stories", _text("id", index=True), _text("title"), _json("document_ids"), _text("digest"), one_standing="id")

story_documents = sa.Table(
    "story_documents",
    metadata,
    sa.Column("story_row", _Row, sa.ForeignKey("stories.row_id"), primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True, index=True),
)

moves = _log(
    "moves",
    _text("id", index=True),
    _text("type", index=True),
    _text("status"),
    sa.Column("contradicted", sa.Boolean, nullable=False),
    _text("happened_on", needed=False),
    _text("first_on", needed=False, index=True),
    _text("last_on", needed=False),
    *(_json(name) for name in ("who", "whom", "things", "people", "claim_ids", "document_ids", "origins")),
    _text("digest"),
    one_standing="id",
)
sa.Index(None, moves.c.recorded_at, moves.c.id)

move_documents = sa.Table(
    "move_documents",
    metadata,
    sa.Column("move_row", _Row, sa.ForeignKey("moves.row_id"), primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True, index=True),
)

judgements = _log(
    "judgements",
    _text("id", index=True),
    _text("subject"),
    _text("first", index=True),
    _text("second", index=True),
    _text("verdict"),
    sa.Column("score", sa.Float, nullable=False),
    _json("reasons"),
    _text("author", index=True),
    _text("digest"),
    one_standing="id",
)

outlooks = _log("outlooks", _text("id"), _text("first", index=True), _text("second", index=True), _json("body"), one_standing="id")
"""Outlooks as they were issued, whole. What became of them is computed from later moves, never stored."""

waiting = sa.Table("waiting", metadata, sa.Column("document_id", sa.Text, primary_key=True))
"""Documents that came or changed since they were weighed."""

marks = _narrow("marks", _number("mark"), _part("document_id"))
sa.Index(None, marks.c.document_id)
"""What weighing noted of documents so that their like can be found."""

names = _narrow(
    "names", _part("key"), _part("name"), _part("kind"), _text("folded", index=True), sa.Column("first_at", Utc, nullable=False)
)
"""What every entity was ever called, and since when; ``folded`` is the name without case."""

namings = _narrow("namings", _part("key"), _part("published_on"), _part("document_id"), _number("reading_row"), _yes("party"))
"""Which readings name an entity, by day of publication (empty where unknown); ``party`` where one of their claims is about it."""

move_parties = _narrow(
    "move_parties",
    _part("key"),
    _part("first_on"),
    _part("id"),
    _number("move_row"),
    _text("last_on"),
    _text("type"),
    _text("status"),
    sa.Column("recorded_at", Utc, nullable=False),
    sa.Column("retired_at", Utc),
)
"""Who takes part in which move, with what lists and sums are made of; every move also under the empty key. Undated: empty dates."""
sa.Index(None, move_parties.c.move_row)

move_pairs = _narrow("move_pairs", _part("first"), _part("second"), _part("first_on"), _part("id"), _number("move_row"))
"""The moves of each two that take part; ``first < second``."""

tallies = _narrow(
    "tallies", _part("key"), _part("other"), _part("type"), _part("status"), sa.Column("moves", sa.Integer, nullable=False)
)
"""How many moves stand now, of an actor (``other`` empty), of two, or of all (both empty)."""

actor_sums = _narrow("actor_sums", _part("key"), sa.Column("moves", sa.Integer, nullable=False, index=True))
"""The same of an actor, whatever the type and status: who is busiest is the beginning of an index."""

pair_sums = _narrow("pair_sums", _part("key"), _part("other"), sa.Column("moves", sa.Integer, nullable=False, index=True))
"""The same of two, either way round."""

sizes = _narrow("sizes", _part("name"), sa.Column("at", Utc, primary_key=True), sa.Column("rows", sa.Integer, nullable=False))
"""How many rows of each log of `COUNTED` stood from an instant on, until the next."""

watchlists = _log("watchlists", _text("name"), _json("body"), one_standing="name")

followings = sa.Table("followings", metadata, sa.Column("watchlist", sa.Text, primary_key=True), _json("body"))
"""Since when each watchlist is followed. Overwritten, as `links` is; so are the three tables below."""

told = sa.Table(
    "told", metadata, sa.Column("watchlist", sa.Text, primary_key=True), sa.Column("root", sa.Text, primary_key=True), _json("body")
)
"""What each watchlist knows of each happening."""

notices = sa.Table(
    "notices",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _text("watchlist", index=True),
    sa.Column("decided_at", Utc, nullable=False),
    sa.Column("delivered", sa.Boolean, nullable=False),
    _json("body"),
    sa.Index(None, "delivered", "decided_at"),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("recorded_at", Utc, nullable=False, index=True),
    sa.Column("next_at", Utc, index=True),
    _json("body"),
)
"""The outbox: messages written down before they are sent."""

search_documents = sa.Table(
    "search_documents",
    metadata,
    sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("reading_row", sa.BigInteger, nullable=False, index=True),
    _text("document_id"),
    _text("published_on"),
    _text("lang"),
    _text("outlet", needed=False),
    _json("named"),
    _json("kinds"),
    sa.Column("profile", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", Utc, nullable=False),
    sa.Column("retired_at", Utc),
)
"""What a search filters and counts by. ``place`` puts the day of publication before the reading's number. The terms themselves are
in ``search_words``, of a kind of its own in each database, which ``r0010_profiles`` makes."""

search_terms = _narrow("search_terms", _part("term"))
"""Every word that a document was ever indexed by, but for those of Han characters: what a beginning may stand for."""

COUNTED = (captures, documents, claims, copies, stories, moves)
"""Logs whose size is told."""

NOTEBOOK = (links, source_states, users, tokens, logins, followings, told, notices, deliveries, waiting, marks)
DERIVED = (names, namings, move_parties, move_pairs, tallies, actor_sums, pair_sums, sizes, search_documents, search_terms)
