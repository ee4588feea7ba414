"""The ledger in a database: SQLite in one file, the same tables for PostgreSQL. Weighs nothing."""

from vigie.ledger.sql.store import SqlLedger, open_file

__all__ = ["SqlLedger", "open_file"]
