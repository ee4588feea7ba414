"""Whole ledgers from place to place: copies, backups. Nothing half-written ever stands under the name asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vigie.errors import LedgerCorrupt, LedgerUnwritable
from vigie.ledger import create_ledger
from vigie.ledger.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.ledger.sql import SqlLedger
    from vigie.model import Clock

__all__ = ["copy_ledger", "verified"]


def copy_ledger(source: SqlLedger, target: Place, *, clock: Clock, on_rows: Callable[[str, int], None] = lambda *_: None) -> int:
    """Copy a ledger, as it stands at one instant, to a file that is not there yet or a database that holds nothing; how many rows.

    A file grows under another name beside it and gets its own when it is whole; a database gets everything in one transaction.
    Raises `LedgerUnwritable` where something is there already.
    """
    if target.path is None:
        return _filled(source, target, clock, on_rows)
    if target.path.exists():
        raise LedgerUnwritable(f"'{target}' is there already: name a new file, or remove that one first", culprit=str(target))
    growing = target.path.with_name(target.path.name + ".part")
    _remove(growing)
    try:
        number = _filled(source, Place(growing), clock, on_rows)
        growing.rename(target.path)
    finally:
        _remove(growing)
    return number


def _filled(source: SqlLedger, target: Place, clock: Clock, on_rows: Callable[[str, int], None]) -> int:
    ledger = create_ledger(target, clock=clock)
    try:
        return source.copy_to(ledger, on_rows=on_rows)
    finally:
        ledger.close()


def _remove(path: Path) -> None:
    for one in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        one.unlink(missing_ok=True)


def verified(ledger: SqlLedger) -> SqlLedger:
    """The ledger, where nothing is wrong with it; raises `LedgerCorrupt` with the first fault otherwise."""
    fault = next(ledger.faults(), None)
    if fault is not None:
        raise LedgerCorrupt(f"'{ledger.shown}' is damaged: {fault}", culprit=ledger.shown)
    return ledger
