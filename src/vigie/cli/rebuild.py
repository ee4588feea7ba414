"""``vigie rebuild``: read all captures again."""

from __future__ import annotations

from typing import Annotated

import typer

from vigie.cli.options import AsJson, Lang, NeededLedger

__all__ = ["run"]

_SHOWN = 10


def run(
    *,
    check: Annotated[bool, typer.Option("--check", help="Compare only; the exit code is 1 where something differs.")] = False,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Make every document and claim again from the captures that were kept.

    With the same version of the reader everything comes out exactly as it stands. What comes out otherwise is a new version.
    """
    from dataclasses import asdict

    from vigie.cli.session import open_session, print_json
    from vigie.rounds import rebuild

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        done = rebuild(session.watch(kept), record=not check)
    finally:
        kept.close()
    if as_json:
        print_json([asdict(done)])
    else:
        say = session.messages
        session.console.print(say.count("rebuild.same", done.same), markup=False)
        if done.changed:
            shown = ", ".join(done.changed[:_SHOWN]) + (" …" if len(done.changed) > _SHOWN else "")
            session.console.print(say("rebuild.changed", n=len(done.changed), ids=shown), markup=False, soft_wrap=True)
        if done.from_text:
            session.console.print(say.count("rebuild.text", done.from_text), markup=False)
        if done.recorded:
            session.console.print(say.count("rebuild.recorded", done.recorded), markup=False)
    if check and done.changed:
        raise typer.Exit(1)
