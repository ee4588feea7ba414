"""The watchlists that hold: those of the files, then those of the ledger whose names no file takes. Decides that, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.model import Watchlist

__all__ = ["standing"]


def standing(files: Sequence[Watchlist], kept: Sequence[Watchlist]) -> list[tuple[Watchlist, bool]]:
    """Watchlists by name, each with whether a file declares it; a file stands before the ledger."""
    named = {one.name for one in files}
    found = [(one, True) for one in files] + [(one, False) for one in kept if one.name not in named]
    return sorted(found, key=lambda entry: entry[0].name)
