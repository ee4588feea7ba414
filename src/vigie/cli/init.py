"""``vigie init``: a commented vigie.toml and an empty ledger in the working folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vigie.cli.options import Lang

__all__ = ["run"]


def run(
    folder: Annotated[Path, typer.Argument(help="Where; the working folder if not named.", show_default=False)] = Path(),
    *,
    lang: Lang = None,
) -> None:
    """Write a commented vigie.toml and an empty ledger; what is there already stays as it is."""
    from vigie.cli.session import now, open_session
    from vigie.config import FILE_NAME, load_config, template
    from vigie.errors import InputError
    from vigie.ledger import create_ledger

    session = open_session(lang=lang)
    settings = folder / FILE_NAME
    say = session.messages
    if settings.exists():
        session.console.print(say("init.exists", path=settings), markup=False, soft_wrap=True)
    else:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            settings.write_text(template(), encoding="utf-8")
        except OSError as error:
            raise InputError(
                f"'{settings}' can't be written: {(error.strerror or str(error)).lower()}", culprit=str(settings)
            ) from error
        session.console.print(say("init.config", path=settings), markup=False, soft_wrap=True)
    ledger = load_config(folder).ledger
    if ledger.path is not None and ledger.exists():
        session.console.print(say("init.exists", path=ledger), markup=False, soft_wrap=True)
    else:
        create_ledger(ledger, clock=now).close()
        session.console.print(say("init.ledger", path=ledger), markup=False, soft_wrap=True)
    session.console.print(say("init.next", path=ledger), style="dim", markup=False, soft_wrap=True)
