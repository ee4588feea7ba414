"""``vigie serve``: the pages and the API on one port. The one place where the two meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import Lang, NeededLedger

if TYPE_CHECKING:
    import socket

    from starlette.types import ASGIApp

    from vigie.access import Guard
    from vigie.cli.session import Session
    from vigie.ledger import Ledger

__all__ = ["application", "guarded", "run"]


def run(
    *,
    ledger: NeededLedger = None,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port to listen at.")] = 8470,
    lang: Lang = None,
) -> None:
    """Serve the web pages on this machine, until Ctrl-C.

    At an address that others reach it refuses to listen before there are users (vigie users add).
    """
    import os

    import uvicorn

    from vigie.cli.session import open_session

    # Many requests at once, each with small sums: threads within one would only wait for each other. numpy is not loaded yet.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")

    session = open_session(lang=lang)
    kept = session.ledger(ledger)
    try:
        app = guarded(session, kept, application(session, kept), host=host)
        # Who asks from where is the guard's to find out, not the server's.
        config = uvicorn.Config(
            app, host=host, port=port, log_level="warning", server_header=False, access_log=False, proxy_headers=False
        )

        class Announced(uvicorn.Server):
            """Says where it listens once it does: port 0 is any that is free."""

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    found = self.servers[0].sockets[0].getsockname()[1]
                    shown = f"http://{f'[{host}]' if ':' in host else host}:{found}/"
                    session.console.print(session.messages("serve.at", address=shown), markup=False, soft_wrap=True)

        Announced(config).run()
    finally:
        kept.close()


def guarded(session: Session, ledger: Ledger, app: ASGIApp, *, host: str) -> Guard:
    """The application behind its guard; raises ``InputError`` where listening at ``host`` would let everybody in."""
    import ipaddress

    from vigie.access import Accounts, Guard, Proxies, may_listen
    from vigie.cli.session import now
    from vigie.config import split_list
    from vigie.model import Role

    config = session.config
    proxies = Proxies(
        networks=tuple(ipaddress.ip_network(one) for one in split_list(config.proxies)),
        user_header=config.proxy_user.strip().casefold(),
        new_role=Role(config.proxy_role) if config.proxy_role else None,
    )
    accounts = Accounts(ledger, clock=now)
    may_listen(host, users=accounts.any(), proxies=proxies)
    return Guard(app, accounts=accounts, host=host, hosts=split_list(config.hosts), proxies=proxies)


def application(session: Session, ledger: Ledger) -> ASGIApp:
    """The API and behind it the pages, over a ledger, with the settings of a session."""
    from vigie.api import create_api
    from vigie.cli.doors import open_house
    from vigie.web import create_app

    house = open_house(session, ledger)
    app = create_api(house, assistants=True)
    app.mount("/", create_app(house))
    return app
