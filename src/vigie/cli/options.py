"""The options that several commands share, declared once. Holds no logic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["AsJson", "AsOf", "Lang", "LedgerFile", "NeededLedger"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line, instead of a picture.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="fr|en", help="Language of what is printed for people.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Show what the ledger knew at the end of that day (or at an instant), UTC."),
]
LedgerFile = Annotated[Path | None, typer.Option("--ledger", metavar="FILE", help="Keep what is read in this ledger.")]
NeededLedger = Annotated[
    Path | None, typer.Option("--ledger", metavar="FILE", help="The ledger to look into (default: the one vigie.toml names).")
]
