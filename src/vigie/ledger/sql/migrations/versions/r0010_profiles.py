"""What a document is ranked by, beside what it is filtered by. Makes the index of terms anew; opening a ledger fills both."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_HELD = 16 * 1024 * 1024
"""Bytes of terms that SQLite gathers before it writes them: what a large transaction adds is then sorted once."""


def upgrade() -> None:
    """Add a column, drop an index that nothing asks, and make the index of terms without sizes, which nothing asks either."""
    op.execute("DELETE FROM search_documents")
    op.add_column("search_documents", sa.Column("profile", sa.LargeBinary(), nullable=False))
    op.drop_index("ix_namings_reading_row", "namings")
    op.execute("DROP TABLE search_words")
    if op.get_bind().dialect.name == "sqlite":
        # Terms come ready made: nothing is folded here, and only the colon of tags is more than a letter or digit.
        tokenizer = "unicode61 remove_diacritics 0 tokenchars ':'"
        options = f"content='', columnsize=0, tokenize=\"{tokenizer}\""
        op.execute(f"CREATE VIRTUAL TABLE search_words USING fts5(title, body, tags, {options})")
        held = sa.text("INSERT INTO search_words (search_words, rank) VALUES ('hashsize', :held)")
        op.get_bind().execute(held, {"held": _HELD})
    else:
        op.execute("CREATE TABLE search_words (place bigint PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")
