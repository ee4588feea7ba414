"""Visits of sources, links to follow, what visiting taught; captures are kept compressed and may be dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add three tables and two columns."""
    op.add_column("captures", sa.Column("packed", sa.Text(), nullable=False, server_default=""))
    op.add_column("captures", sa.Column("dropped_at", INSTANT, nullable=True))
    op.create_table(
        "visits",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("capture_id", sa.Text(), nullable=False),
        sa.Column("captured_at", INSTANT, nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_source_id"), "visits", ["source_id"], unique=False)
    op.create_index(op.f("ix_visits_capture_id"), "visits", ["capture_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_source_id_next_at"), "links", ["source_id", "next_at"], unique=False)
    op.create_table(
        "source_states",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_states")),
    )
