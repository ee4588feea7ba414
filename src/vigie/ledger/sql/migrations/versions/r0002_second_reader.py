"""Readings kept beside the one that stands, and what a second reader cost."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "kept_readings",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_kept_readings")),
    )
    op.create_index(op.f("ix_kept_readings_document_id"), "kept_readings", ["document_id"], unique=False)
    op.create_table(
        "spendings",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_spendings")),
    )
    op.create_index(op.f("ix_spendings_recorded_at"), "spendings", ["recorded_at"], unique=False)
