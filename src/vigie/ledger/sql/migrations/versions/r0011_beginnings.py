"""Every word of the index in a table of its own, by which beginnings are found. Fills it from the index."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_NO_WORD = re.compile("[:\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""What tags hold, and terms of Han characters, which no beginning is looked for in."""


def upgrade() -> None:
    """Make the table, and fill it with the terms that the index holds."""
    key = sa.PrimaryKeyConstraint("term", name=op.f("pk_search_terms"))
    op.create_table("search_terms", sa.Column("term", sa.Text(), nullable=False), key, sqlite_with_rowid=False)
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE temp.search_vocabulary USING fts5vocab(main, search_words, row)")
        listed = connection.execute(sa.text("SELECT term FROM temp.search_vocabulary"))
    else:
        listed = connection.execute(sa.text("SELECT word FROM ts_stat('SELECT words FROM search_words')"))
    rows = [{"term": term} for term in listed.scalars() if not _NO_WORD.search(term)]
    if rows:
        connection.execute(sa.text("INSERT INTO search_terms (term) VALUES (:term)"), rows)
    if connection.dialect.name == "sqlite":
        op.execute("DROP TABLE temp.search_vocabulary")
