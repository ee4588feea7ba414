"""Goes over the outbox of a ledger and ends itself, as if killed, after the step it is told to. Run by `test_killed`."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import urllib.request
from pathlib import Path

from vigie.atlas.lookup import Atlas
from vigie.ledger import open_ledger
from vigie.model import Watchlist
from vigie.telling.alerts import Message, Outbox

path, address, instant, step = sys.argv[1:]
at = dt.datetime.fromisoformat(instant)


def on_step(name: str) -> None:
    if name == step:
        os.kill(os.getpid(), signal.SIGKILL)


def post(channel: str, message: Message) -> str:
    request = urllib.request.Request(address, b"{}", {"idempotency-key": message.key})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return "" if answer.status == 200 else channel


outbox = Outbox(
    ledger=open_ledger(Path(path), clock=lambda: at),
    atlas=Atlas(()),
    clock=lambda: at,
    watchlists=lambda _: [Watchlist(name="renault", actors=("renault",), to=("hook",))],
    send=post,
    lang="en",
    on_step=on_step,
)
outbox.run()
