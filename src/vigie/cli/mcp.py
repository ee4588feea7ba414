"""``vigie mcp``: the ledger for an assistant, over standard input and output."""

from __future__ import annotations

from vigie.cli.options import NeededLedger

__all__ = ["run"]


def run(*, ledger: NeededLedger = None) -> None:
    """Serve the ledger's reads to an assistant that started this command (MCP over stdio); it can look, and change nothing.

    Over the net the same is served at /mcp by vigie serve.
    """
    from vigie.api.assistants import create_server
    from vigie.cli.doors import open_house
    from vigie.cli.session import open_session

    session = open_session()
    kept = session.ledger(ledger)
    try:
        create_server(open_house(session, kept)).run("stdio")
    finally:
        kept.close()
