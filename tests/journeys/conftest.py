"""A real server over a real ledger, and a real browser that may reach nothing else."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

from vigie.access import Accounts, Guard
from vigie.api import create_api
from vigie.atlas import load_atlas
from vigie.config import Config
from vigie.house import House
from vigie.ledger import create_ledger
from vigie.reading import DefaultReader
from vigie.samples import articles
from vigie.telling.alerts import read_channels
from vigie.watch import Watch
from vigie.web import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from vigie.ledger import Ledger

AXE = Path(__file__).parent / "axe" / "axe-4.14.1.min.js"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Desk:
    """A running `vigie serve` with its ledger, its clock and its folder of settings."""

    address: str
    ledger: Ledger
    watch: Watch
    config: Config
    now: list[dt.datetime]

    def clock(self) -> dt.datetime:
        return self.now[0]

    def read(self, *names: str) -> None:
        """Read those of the sample articles whose file names begin so, and weigh."""
        found = [path for path in sorted(Path(str(articles())).iterdir()) if path.name.startswith(names)]
        assert len(found) == len(names)
        list(self.watch.take(str(path) for path in found))
        self.watch.weigh()


@contextmanager
def serving(folder: Path, now: list[dt.datetime], *, host: str = "127.0.0.1") -> Iterator[Desk]:
    """Serve a new ledger in a folder on a free port."""
    config = Config(ledger=folder / "desk.vigie", channels=folder / "channels.yml", watchlists=folder / "watchlists")
    ledger, atlas = create_ledger(folder / "desk.vigie", clock=lambda: now[0]), load_atlas()
    house = House(
        ledger=ledger,
        atlas=atlas,
        clock=lambda: now[0],
        channels=lambda: read_channels(config.channels),
    )
    app = create_api(house)
    app.mount("/", create_app(house))
    guard = Guard(app, accounts=Accounts(ledger, clock=lambda: now[0]), host=host)
    server = uvicorn.Server(uvicorn.Config(guard, host=host, port=0, log_level="error"))
    ready = threading.Event()
    server.config.load()
    startup = server.startup

    async def announced(sockets: object = None) -> None:
        await startup(sockets)  # type: ignore[arg-type]
        ready.set()

    server.startup = announced  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert ready.wait(60), "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    watch = Watch(reader=DefaultReader(atlas), atlas=atlas, ledger=ledger, clock=lambda: now[0])
    try:
        yield Desk(f"http://{host}:{port}", ledger, watch, config, now)
    finally:
        server.should_exit = True
        thread.join()
        ledger.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty desk on the first of May 2024, nine o'clock."""
    with serving(tmp_path, [dt.datetime(2024, 5, 1, 9, tzinfo=dt.UTC)]) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium without a window; its event loop ends with the module, for other tests run loops of their own."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None and not os.environ.get("VIGIE_TEST_ALL"):
        pytest.skip("no chromium here: apt-get install --no-install-recommends chromium fonts-noto-cjk")
    assert program, "no chromium: .ci/run installs it"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield found
        found.close()


@dataclass
class Visit:
    """A browser's tab, with what it must not do noted down."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    """Errors of the console and of scripts, answers of 500 and more."""
    outside: list[str] = field(default_factory=list)
    """Requests that went elsewhere."""

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    def accessible(self) -> list[str]:
        """Serious and critical faults that axe finds on the page as it stands."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']} ({one['impact']}): {node['target']} {node.get('failureSummary', '')[:160]}"
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"][:3]
        ]


@pytest.fixture
def visit(browser: Browser, desk: Desk) -> Iterator[Callable[..., Visit]]:
    """Opens fresh browsers at the desk; at the end none of them may have seen an error or gone elsewhere."""
    opened: list[tuple[BrowserContext, Visit]] = []
    mine = urlsplit(desk.address).netloc

    def go(**options: object) -> Visit:
        context: BrowserContext = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})  # type: ignore[arg-type]
        one = Visit(context.new_page(), desk.address)
        one.page.on("console", lambda message: one.faults.append(message.text) if message.type == "error" else None)
        one.page.on("pageerror", lambda error: one.faults.append(str(error)))
        one.page.on("response", lambda got: one.faults.append(f"{got.status} {got.url}") if got.status >= 500 else None)
        context.on("request", lambda asked: one.outside.append(asked.url) if urlsplit(asked.url).netloc != mine else None)
        opened.append((context, one))
        return one

    yield go
    for context, one in opened:
        context.close()
        assert one.faults == []
        assert one.outside == []
