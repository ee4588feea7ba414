"""A digest of every document and reading, so that damage to any of their words is found. Opening the ledger fills them in."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add two columns."""
    for table in ("documents", "readings"):
        op.add_column(table, sa.Column("digest", sa.Text(), nullable=False, server_default=""))
