"""Full text: what is filtered and counted by, and the terms in an index of each database's kind. Opening a ledger fills both."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add a table and an index of terms."""
    op.create_table(
        "search_documents",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reading_row", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("document_id", "published_on", "lang")),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("named", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_search_documents")),
    )
    op.create_index(op.f("ix_search_documents_reading_row"), "search_documents", ["reading_row"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        # Terms come ready made: nothing is folded here, and only the colon of tags is more than a letter or digit.
        tokenizer = "unicode61 remove_diacritics 0 tokenchars ':'"
        op.execute(f"CREATE VIRTUAL TABLE search_words USING fts5(title, body, tags, content='', tokenize=\"{tokenizer}\")")
    else:
        op.execute("CREATE TABLE search_words (place bigint PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_words_words ON search_words USING gin (words)")
