"""Brings a database to the newest form with alembic, in one transaction. Imported only where that is needed."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from vigie.ledger.sql.derived import derive
from vigie.ledger.sql.sealing import seal

__all__ = ["to_newest"]

_COMPLETE = "0010"
"""The last form that changed what digests are made of or what is derived: a later one fills by itself what it adds."""


def to_newest(engine: sa.Engine) -> None:
    """Run every migration that the database lacks, then, where an old one was among them, write digests and what is derived anew.

    Where anything fails, nothing has happened.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with engine.connect().execution_options(vigie_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        before = MigrationContext.configure(connection).get_current_revision() or ""
        command.upgrade(config, "head")
        if connection.dialect.name == "postgresql":
            _order_by_code_point(connection)
        if before < _COMPLETE:
            seal(connection)
            derive(connection)


def _order_by_code_point(connection: sa.Connection) -> None:
    """Give every column of text the collation "C": lists and marks follow one order in every store, whatever the database's own."""
    columns = sa.text(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS NULL ORDER BY 1, 2"
    )
    altered: dict[str, list[str]] = {}
    for table, column in connection.execute(columns):
        altered.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE text COLLATE "C"')
    for table, changes in altered.items():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {", ".join(changes)}')
