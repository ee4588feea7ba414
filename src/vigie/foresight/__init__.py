"""Outlooks: what a contact is likely to lead to. Works on dated moves; reads no ledger and tells nobody."""
