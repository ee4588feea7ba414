"""Brings a database to the newest form with alembic, in one transaction. Imported only where that is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from vigie.ledger.sql.derived import derive

if TYPE_CHECKING:
    import sqlalchemy as sa

__all__ = ["to_newest"]


def to_newest(engine: sa.Engine) -> None:
    """Run every migration that the database lacks, and derive what is derived; where anything fails, nothing has happened."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    with engine.connect().execution_options(vigie_writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        derive(connection)
