"""What waits to be weighed, what documents are found by, what makes pages of moves fast; kept readings in the model's form.

The derived tables are left empty: opening the ledger fills them (`vigie.ledger.sql.derived`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add seven tables, drop what nothing was looked up in, write bodies in the model's form."""
    _tables()
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "INSERT INTO waiting (document_id) SELECT DISTINCT document_id FROM readings WHERE retired_at IS NULL"
            " AND row_id > (SELECT coalesce(max(reading_row), 0) FROM weighings)"
        )
    )
    for table in ("weighings", "claim_parties"):
        op.drop_table(table)
    for table, column in (("claims", "document_id"), ("claims", "source"), ("entities", "key")):
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.create_index(op.f("ix_moves_recorded_at_id"), "moves", ["recorded_at", "id"], unique=False)
    keep_in_the_models_form(connection)


def keep_in_the_models_form(connection: sa.Connection) -> None:
    """Write the readings kept beside the one that stands as their model is."""
    kept = sa.table("kept_readings", sa.column("row_id"), sa.column("body", sa.JSON()))
    for row in list(connection.execute(sa.select(kept.c.row_id, kept.c.body))):
        body = {**row.body, "claims": [_claim(claim) for claim in row.body["claims"]]}
        connection.execute(sa.update(kept).where(kept.c.row_id == row.row_id).values(body=body))


def _claim(claim: dict[str, object]) -> dict[str, object]:
    """The place under the model's name, and no value as null."""
    return {
        **{name: value for name, value in claim.items() if name != "place"},
        "where": claim["place"],
        "value": claim["value"] or None,
    }


def _tables() -> None:
    op.create_table("waiting", _text("document_id"), sa.PrimaryKeyConstraint("document_id", name=op.f("pk_waiting")))
    _narrow("marks", _number("mark"), _text("document_id"), key=("mark", "document_id"))
    op.create_index(op.f("ix_marks_document_id"), "marks", ["document_id"], unique=False)
    _narrow(
        "names",
        *(_text(name) for name in ("key", "name", "kind", "folded")),
        sa.Column("first_at", INSTANT, nullable=False),
        key=("key", "name", "kind"),
    )
    op.create_index(op.f("ix_names_folded"), "names", ["folded"], unique=False)
    _narrow(
        "namings",
        *(_text(name) for name in ("key", "published_on", "document_id")),
        _number("reading_row"),
        sa.Column("party", sa.Boolean(), nullable=False),
        key=("key", "published_on", "document_id", "reading_row"),
    )
    op.create_index(op.f("ix_namings_reading_row"), "namings", ["reading_row"], unique=False)
    op.drop_table("move_parties")
    _narrow(
        "move_parties",
        *(_text(name) for name in ("key", "first_on", "id")),
        _number("move_row"),
        *(_text(name) for name in ("last_on", "type", "status")),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        key=("key", "first_on", "id", "move_row"),
    )
    op.create_index(op.f("ix_move_parties_move_row"), "move_parties", ["move_row"], unique=False)
    _narrow(
        "move_pairs",
        *(_text(name) for name in ("first", "second", "first_on", "id")),
        _number("move_row"),
        key=("first", "second", "first_on", "id", "move_row"),
    )
    _narrow(
        "tallies",
        *(_text(name) for name in ("key", "other", "type", "status")),
        sa.Column("moves", sa.Integer(), nullable=False),
        key=("key", "other", "type", "status"),
    )


def _narrow(name: str, *columns: sa.Column[object], key: tuple[str, ...]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")), sqlite_with_rowid=False)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=False)
