"""The server that is measured: the pages over a ledger, each answer with the time it took. Prints where it is, then serves."""

from __future__ import annotations

import datetime as dt
import json
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from vigie.access import Accounts, Guard
from vigie.api import create_api
from vigie.atlas import load_atlas
from vigie.house import House
from vigie.ledger import MoveFilter, open_ledger, place_of
from vigie.web import create_app

if TYPE_CHECKING:
    from vigie.ledger import View


class Timed:
    """Tells in ``Server-Timing`` how long the application inside took up to its answer's first byte: ms by the clock, and of CPU.

    The CPU time is the whole process's, so it is one request's only where one is asked for at a time.
    """

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, and add the header."""
        began, spent_before = time.perf_counter(), time.process_time()

        async def told(message: Any) -> None:
            if message["type"] == "http.response.start":
                took, spent = 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - spent_before)
                message["headers"] = [*message["headers"], (b"server-timing", f"app;dur={took:.2f}, cpu;dur={spent:.2f}".encode())]
            await send(message)

        await self._app(scope, receive, told)


def main() -> None:
    """Open the ledger, print, serve."""

    def now() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    ledger = open_ledger(place_of(str(Path(sys.argv[1]).resolve())), clock=now)
    view = ledger.view()
    house = House(ledger=ledger, atlas=load_atlas(), clock=now)
    api = create_api(house)
    api.mount("/", create_app(house))
    app = Timed(Guard(api, accounts=Accounts(ledger, clock=now), host="127.0.0.1"))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    print(
        json.dumps({"address": f"http://127.0.0.1:{port}", "paths": paths(view), "documents": view.counts().documents}), flush=True
    )
    uvicorn.Server(uvicorn.Config(app, log_level="error", server_header=False)).run(sockets=[listening])


def paths(view: View) -> dict[str, list[str]]:
    """Addresses of each kind of page, of what the ledger holds: the latest, and those who take part in it."""
    moves = view.move_page(MoveFilter(), most=60).moves
    actors = list(dict.fromkeys(key for move in moves for key in (*move.who, *move.whom)))
    pairs = list(dict.fromkeys((move.who[0], move.whom[0]) for move in moves if move.who and move.whom))
    documents = [move.document_ids[0] for move in moves]
    stories = [one.id for one in view.stories_of(documents[:40])]
    titles = [one.title or "" for one in view.documents(documents[:20])]
    words = [word for title in titles for word in title.split()[:2] if len(word) > 2]
    return {
        "today": ["/"],
        "search": [f"/search?q={word}" for word in words] or ["/search?q=Renault"],
        "facets": ["/search", "/search?status=rumoured", "/search?status=denied&type=meet", f"/search?actor={actors[0]}"],
        "actor": [f"/actor/{key}" for key in actors],
        "pair": [f"/pair/{first}/{second}" for first, second in pairs],
        "move": [f"/move/{one.id}" for one in moves],
        "story": [f"/story/{one}" for one in stories],
        "document": [f"/document/{one}" for one in documents],
        "outlook": [f"/pair/{first}/{second}/outlook" for first, second in pairs],
        "network": ["/network", "/network?until=2020", "/network?family=tie"],
        "network of 300": ["/network?size=300", "/network?size=300&until=2020"],
        "stories": ["/stories"],
        "actors": ["/actors"],
        "pairs": ["/pair"],
        "watchlists": ["/watchlists"],
        "scenario": ["/scenario/renault-xiaomi-stake", "/scenario/renault-xiaomi-joint-venture"],
        "scoreboard": ["/scoreboard"],
        "sources": ["/sources"],
        "brief": ["/brief"],
        "API moves": ["/api/v1/moves", "/api/v1/moves?limit=200", "/api/v1/moves?status=rumoured"],
        "API move": [f"/api/v1/moves/{one.id}" for one in moves],
        "API documents": ["/api/v1/documents", *(f"/api/v1/documents/{one}" for one in documents)],
        "API stories": ["/api/v1/stories", *(f"/api/v1/stories/{one}" for one in stories)],
        "API actors": ["/api/v1/actors", *(f"/api/v1/actors/{key}" for key in actors)],
        "API pair": [f"/api/v1/pairs/{first}/{second}/moves" for first, second in pairs],
        "API outlook": [f"/api/v1/pairs/{first}/{second}/outlook" for first, second in pairs],
        "API search": [f"/api/v1/search?q={word}" for word in words] or ["/api/v1/search?q=Renault"],
        "API feed": [f"/api/v1/exports/atom?actor={key}" for key in actors[:3]],
    }


if __name__ == "__main__":
    main()
