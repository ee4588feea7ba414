"""``vigie doctor``: what is installed, found and writable here. Mends nothing."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, Any

import typer

import vigie
from vigie.cli.commands import checkout
from vigie.cli.options import AsJson, Lang, NeededLedger
from vigie.errors import VigieError

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.ledger.place import Place

__all__ = ["run"]


def run(*, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Look at Python, vigie, settings, atlas, reader and ledger; the exit code is 1 where something is amiss."""
    from rich.text import Text

    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json

    session = open_session(lang=lang)
    found = [_python(), _program(), _settings(), _atlas(session), _reader(session), _fonts(session), _ledger(session, ledger)]
    if as_json:
        print_json(found)
    else:
        table = plain_table("", "", "")
        for row in found:
            sign = Text("●", style="green") if row["ok"] else Text("✕", style="red")
            table.add_row(sign, Text(session.messages(f"doctor.{row['name']}")), Text(str(row["found"])))
        table.show_header = False
        session.console.print(table)
    if not all(row["ok"] for row in found):
        raise typer.Exit(1)


def _row(name: str, found: object, *, ok: bool = True, **more: object) -> dict[str, Any]:
    return {"name": name, "ok": ok, "found": found, **more}


def _python() -> dict[str, Any]:
    return _row("python", f"{platform.python_version()} ({sys.executable})", ok=sys.version_info >= (3, 11))


def _program() -> dict[str, Any]:
    root = checkout()
    return _row("vigie", f"{vigie.__version__} ({root or vigie.__path__[0]})", checkout=root is not None)


def _settings() -> dict[str, Any]:
    from pathlib import Path

    from vigie.config import find_file

    path = find_file(Path.cwd())
    return _row("config", str(path) if path else "–")


def _atlas(session: Session) -> dict[str, Any]:
    try:
        number = len(session.atlas().records)
    except VigieError as error:
        return _row("atlas", str(error), ok=False)
    return _row("atlas", session.messages("doctor.records", n=number), ok=number > 0, records=number)


def _reader(session: Session) -> dict[str, Any]:
    from vigie.reading import DefaultReader

    try:
        return _row("reader", DefaultReader(session.atlas()).name)
    except VigieError as error:
        return _row("reader", str(error), ok=False)


def _fonts(session: Session) -> dict[str, Any]:
    """Whether a PDF can show Chinese quotes; without it nothing else is amiss."""
    import typst

    from vigie.telling.brief.pdf import CHINESE_FONTS

    there = set(typst.Fonts(include_system_fonts=True).families())
    chosen = next((font for font in CHINESE_FONTS if font in there), None)
    return _row("fonts", chosen or session.messages("doctor.no_chinese"), chinese=chosen is not None)


def _ledger(session: Session, chosen: Place | None) -> dict[str, Any]:
    path = chosen or session.config.ledger
    if not path.exists() and chosen is None:
        return _row("ledger", f"{path}: {session.messages('doctor.none')}")
    try:
        kept = session.ledger(chosen)
        try:
            damage = kept.check()
            counts = kept.view().counts()
            waiting = kept.view().unweighed()
        finally:
            kept.close()
    except VigieError as error:
        return _row("ledger", str(error), ok=False)
    if damage:
        return _row("ledger", f"{path}: {damage[0]}", ok=False)
    say = session.messages
    words = f"{path}: {say.count('document', counts.documents)}, {say.count('move', counts.moves)}"
    return _row("ledger", words, documents=counts.documents, moves=counts.moves, unweighed=waiting)
