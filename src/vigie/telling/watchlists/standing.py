"""The watchlists that hold: those of the files, then those of the ledger whose names no file takes. Decides that, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vigie.model import Watchlist

__all__ = ["standing"]


def standing(files: Mapping[Path, Watchlist], kept: Sequence[Watchlist]) -> list[tuple[Watchlist, Path | None]]:
    """Watchlists by name, each with the file that declares it, if one does; a file stands before the ledger."""
    named = {one.name for one in files.values()}
    found: list[tuple[Watchlist, Path | None]] = [(one, path) for path, one in files.items()]
    found += [(one, None) for one in kept if one.name not in named]
    return sorted(found, key=lambda entry: entry[0].name)
