"""Makes the pictures of the pages: every view at 390 and 1440 px, light and dark, over the sample articles.

usage: python docs/pictures/pages.py [VIEW…]

Needs Debian's chromium (apt-get install --no-install-recommends chromium fonts-noto-cjk) and the development environment.
"""

from __future__ import annotations

import base64
import datetime as dt
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from playwright.sync_api import sync_playwright

from vigie.access import Accounts, Guard
from vigie.atlas import load_atlas
from vigie.house import House
from vigie.ledger import MoveFilter, create_ledger
from vigie.model import Status
from vigie.reading import DefaultReader
from vigie.samples import articles
from vigie.watch import Watch
from vigie.web import create_app

if TYPE_CHECKING:
    from vigie.ledger import Ledger

HERE = Path(__file__).resolve().parent
WIDTHS = {1440: 900, 390: 844}
THEMES = ("light", "dark")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--hide-scrollbars")


def main() -> None:
    """Read the samples in two rounds, serve them, take the pictures."""
    now = [dt.datetime(2024, 5, 1, 9, tzinfo=dt.UTC)]
    with tempfile.TemporaryDirectory(prefix="vigie-pictures-") as folder:
        ledger, atlas = create_ledger(Path(folder) / "pictures.vigie", clock=lambda: now[0]), load_atlas()
        watch = Watch(reader=DefaultReader(atlas), atlas=atlas, ledger=ledger, clock=lambda: now[0])
        found = sorted(Path(str(articles())).iterdir())
        early = [path for path in found if path.name[:2] in ("01", "02", "04")]
        list(watch.take(map(str, early)))
        watch.weigh()
        since, now[0] = now[0] + dt.timedelta(hours=1), now[0] + dt.timedelta(days=90)
        list(watch.take(str(path) for path in found if path not in early))
        watch.weigh()
        house = House(ledger=ledger, atlas=atlas, clock=lambda: now[0])
        app = Guard(create_app(house), accounts=Accounts(ledger, clock=lambda: now[0]), host="127.0.0.1")
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        _take(address, _views(ledger, f"{since:%Y-%m-%dT%H:%M:%SZ}"))
        server.should_exit = True
        thread.join()
        ledger.close()


def _views(ledger: Ledger, since: str) -> dict[str, str]:
    """Name of each picture to the address of its page; those named on the command line only, where some are."""
    view = ledger.view()
    pair = view.moves(MoveFilter(actors=("renault", "xiaomi")))
    denied = next(move for move in pair if move.status is Status.DENIED)
    views = {
        "today": f"/?since={since}",
        "brief": f"/brief?since={since}",
        "search": "/search?q=小米",
        "actor": "/actor/renault",
        "pair": "/pair/renault/xiaomi",
        "move": f"/move/{denied.id}",
        "story": f"/story/{view.stories_of(denied.document_ids)[0].id}",
        "document": "/document/sample-fr-renault-xiaomi",
        "network": "/network",
        "watchlists": "/watchlists",
        "scenario": "/scenario/renault-xiaomi-joint-venture",
        "scoreboard": "/scoreboard",
        "sources": "/sources",
        "exports": "/exports",
    }
    return {name: path for name, path in views.items() if not sys.argv[1:] or name in sys.argv[1:]}


def _take(address: str, views: dict[str, str]) -> None:
    program = shutil.which("chromium")
    if program is None:
        sys.exit("no chromium here: apt-get install --no-install-recommends chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for width, height in WIDTHS.items():
            for theme in THEMES:
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale="en-GB")
                page = context.new_page()
                session = context.new_cdp_session(page)
                for name, path in views.items():
                    page.goto(address + path)
                    page.wait_for_load_state("networkidle")
                    shot = session.send("Page.captureScreenshot", {"format": "webp", "quality": 60})
                    (HERE / f"page-{name}-{width}-{theme}.webp").write_bytes(base64.b64decode(shot["data"]))
                context.close()
        browser.close()


if __name__ == "__main__":
    main()
