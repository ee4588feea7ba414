"""The first form of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "captures",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("origin_path", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("captured_at", INSTANT, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_captures")),
    )
    op.create_index(op.f("ix_captures_id"), "captures", ["id"], unique=False)
    op.create_index(
        "one_standing_captures",
        "captures",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "copies",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("copy_of", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_copies")),
    )
    op.create_index(op.f("ix_copies_copy_of"), "copies", ["copy_of"], unique=False)
    op.create_index(op.f("ix_copies_document_id"), "copies", ["document_id"], unique=False)
    op.create_index(
        "one_standing_copies",
        "copies",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "documents",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("capture_id", sa.Text(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_capture_id"), "documents", ["capture_id"], unique=False)
    op.create_index(op.f("ix_documents_id"), "documents", ["id"], unique=False)
    op.create_index(
        "one_standing_documents",
        "documents",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "judgements",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_author"), "judgements", ["author"], unique=False)
    op.create_index(op.f("ix_judgements_first"), "judgements", ["first"], unique=False)
    op.create_index(op.f("ix_judgements_id"), "judgements", ["id"], unique=False)
    op.create_index(op.f("ix_judgements_second"), "judgements", ["second"], unique=False)
    op.create_index(
        "one_standing_judgements",
        "judgements",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "moves",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("contradicted", sa.Boolean(), nullable=False),
        sa.Column("happened_on", sa.Text(), nullable=True),
        sa.Column("first_on", sa.Text(), nullable=True),
        sa.Column("last_on", sa.Text(), nullable=True),
        sa.Column("who", sa.JSON(), nullable=False),
        sa.Column("whom", sa.JSON(), nullable=False),
        sa.Column("things", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("claim_ids", sa.JSON(), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_moves")),
    )
    op.create_index(op.f("ix_moves_first_on"), "moves", ["first_on"], unique=False)
    op.create_index(op.f("ix_moves_id"), "moves", ["id"], unique=False)
    op.create_index(op.f("ix_moves_type"), "moves", ["type"], unique=False)
    op.create_index(
        "one_standing_moves",
        "moves",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "readings",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("affiliations", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_readings")),
    )
    op.create_index(op.f("ix_readings_document_id"), "readings", ["document_id"], unique=False)
    op.create_index(
        "one_standing_readings",
        "readings",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "stories",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_id"), "stories", ["id"], unique=False)
    op.create_index(
        "one_standing_stories",
        "stories",
        ["id"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_table(
        "weighings",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("reading_row", NUMBER, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_weighings")),
    )
    op.create_table(
        "claims",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("reading_row", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("happened_on", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("who", sa.JSON(), nullable=False),
        sa.Column("whom", sa.JSON(), nullable=False),
        sa.Column("things", sa.JSON(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("quotes", sa.JSON(), nullable=False),
        sa.Column("cues", sa.JSON(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["reading_row"], ["readings.row_id"], name=op.f("fk_claims_reading_row")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_claims")),
    )
    op.create_index(op.f("ix_claims_document_id"), "claims", ["document_id"], unique=False)
    op.create_index(op.f("ix_claims_id"), "claims", ["id"], unique=False)
    op.create_index(op.f("ix_claims_reading_row"), "claims", ["reading_row"], unique=False)
    op.create_index(op.f("ix_claims_source"), "claims", ["source"], unique=False)
    op.create_table(
        "entities",
        sa.Column("row_id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("reading_row", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("aka", sa.JSON(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["reading_row"], ["readings.row_id"], name=op.f("fk_entities_reading_row")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_entities")),
    )
    op.create_index(op.f("ix_entities_key"), "entities", ["key"], unique=False)
    op.create_index(op.f("ix_entities_reading_row"), "entities", ["reading_row"], unique=False)
    op.create_table(
        "move_documents",
        sa.Column("move_row", NUMBER, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["move_row"], ["moves.row_id"], name=op.f("fk_move_documents_move_row")),
        sa.PrimaryKeyConstraint("move_row", "document_id", name=op.f("pk_move_documents")),
    )
    op.create_index(op.f("ix_move_documents_document_id"), "move_documents", ["document_id"], unique=False)
    op.create_table(
        "move_parties",
        sa.Column("move_row", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["move_row"], ["moves.row_id"], name=op.f("fk_move_parties_move_row")),
        sa.PrimaryKeyConstraint("move_row", "key", name=op.f("pk_move_parties")),
    )
    op.create_index(op.f("ix_move_parties_key_move_row"), "move_parties", ["key", "move_row"], unique=False)
    op.create_table(
        "story_documents",
        sa.Column("story_row", NUMBER, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story_row"], ["stories.row_id"], name=op.f("fk_story_documents_story_row")),
        sa.PrimaryKeyConstraint("story_row", "document_id", name=op.f("pk_story_documents")),
    )
    op.create_index(op.f("ix_story_documents_document_id"), "story_documents", ["document_id"], unique=False)
    op.create_table(
        "claim_parties",
        sa.Column("claim_row", NUMBER, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["claim_row"], ["claims.row_id"], name=op.f("fk_claim_parties_claim_row")),
        sa.PrimaryKeyConstraint("claim_row", "role", "key", name=op.f("pk_claim_parties")),
    )
    op.create_index(op.f("ix_claim_parties_key_claim_row"), "claim_parties", ["key", "claim_row"], unique=False)


def downgrade() -> None:
    """A ledger is never brought back to an older form: restore it from a copy instead."""
    raise NotImplementedError
