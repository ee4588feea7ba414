"""The ledger in a database: SQLite in one file, or the same tables in PostgreSQL. Weighs nothing."""

from vigie.ledger.sql.store import SqlLedger, open_place

__all__ = ["SqlLedger", "open_place"]
