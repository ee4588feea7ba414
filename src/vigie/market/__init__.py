"""Scenarios: what a tie-up would do to the market. Reads no news and no ledger."""
