"""What pages and API stand on, opened once for both: the ledger with its desk, the users, and what is worked out once for all."""

from vigie.house.house import House

__all__ = ["House"]
