"""Watchlists: how they are written as YAML, and which moves they match. Keeps nothing, sends nothing."""

from vigie.telling.watchlists.declare import (
    FIELDS,
    declared,
    form_of,
    held_record,
    read_watchlists,
    watchlist_of,
    watchlist_record,
    write_watchlist,
)
from vigie.telling.watchlists.match import Subject, matches, passes, subjects_of
from vigie.telling.watchlists.standing import standing

__all__ = [
    "FIELDS",
    "Subject",
    "declared",
    "form_of",
    "held_record",
    "matches",
    "passes",
    "read_watchlists",
    "standing",
    "subjects_of",
    "watchlist_of",
    "watchlist_record",
    "write_watchlist",
]
