"""``vigie serve``: the pages and the API on one port. The one place where the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import Lang, NeededLedger

if TYPE_CHECKING:
    from fastapi import FastAPI

    from vigie.cli.session import Session
    from vigie.ledger import Ledger

__all__ = ["application", "run"]


def run(
    *,
    ledger: NeededLedger = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port to listen at.")] = 8470,
    lang: Lang = None,
) -> None:
    """Serve the web pages on this machine, until Ctrl-C."""
    import uvicorn

    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        app = application(session, kept)
        session.console.print(session.messages("serve.at", address=f"http://{host}:{port}/"), markup=False)
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, access_log=False)
    finally:
        kept.close()


def application(session: Session, ledger: Ledger) -> FastAPI:
    """The pages over a ledger, with the settings of a session."""
    from vigie.cli.session import now
    from vigie.cli.visits import chosen_sources
    from vigie.web import create_app

    return create_app(
        ledger=ledger,
        atlas=session.atlas(),
        clock=now,
        lang=session.messages.lang,
        sources=lambda: chosen_sources(session, []),
    )
