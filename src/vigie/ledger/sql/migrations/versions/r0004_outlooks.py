"""Outlooks that were issued."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add one table."""
    op.create_table(
        "outlooks",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_outlooks")),
    )
    op.create_index(op.f("ix_outlooks_first"), "outlooks", ["first"], unique=False)
    op.create_index(op.f("ix_outlooks_second"), "outlooks", ["second"], unique=False)
    standing = sa.text("retired_at IS NULL")
    op.create_index("one_standing_outlooks", "outlooks", ["id"], unique=True, sqlite_where=standing, postgresql_where=standing)
