"""The options that several commands share, declared once. Holds no logic."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.ledger.place import Place, place_of

__all__ = ["AsJson", "AsOf", "Lang", "LedgerFile", "NeededLedger", "Second"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line, instead of a picture.")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="fr|en", help="Language of what is printed for people.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Show what the ledger knew at the end of that day (or at an instant), UTC."),
]
LedgerFile = Annotated[
    Place | None,
    typer.Option("--ledger", metavar="LEDGER", parser=place_of, help="Keep what is read in this ledger: a file or postgresql://…"),
]
NeededLedger = Annotated[
    Place | None,
    typer.Option(
        "--ledger", metavar="LEDGER", parser=place_of, help="The ledger to look into (default: the one vigie.toml names)."
    ),
]
Second = Annotated[bool, typer.Option("--second", help="Ask the second reader of vigie.toml for what the first is unsure of.")]
FromLedger = Annotated[Place, typer.Argument(metavar="FROM", parser=place_of, help="The ledger to copy: a file or postgresql://…")]
ToLedger = Annotated[
    Place, typer.Argument(metavar="TO", parser=place_of, help="A file that is not there yet, or an empty database postgresql://…")
]
