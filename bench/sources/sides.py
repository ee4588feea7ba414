"""One side in a process of its own: two rounds over the same feeds, a JSON line after each.

usage: sides.py vigie|reader PORT FEEDS FOLDER
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WORKERS = 10


def hosts(number: int) -> list[str]:
    """As many loopback addresses."""
    return [f"127.{4 + n // 62_500}.{n // 250 % 250}.{n % 250 + 1}" for n in range(number)]


def rounds(side: str, feeds: int, go: Callable[[], int]) -> None:
    """Two rounds, each told of and then acknowledged."""
    for number in (1, 2):
        wall, cpu = time.monotonic(), time.process_time()
        entries = go()
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        row = {
            "side": side,
            "round": number,
            "feeds": feeds,
            "new_entries": entries,
            "wall_s": round(wall, 1),
            "cpu_s": round(cpu, 1),
            "feeds_per_s": round(feeds / wall),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }
        print(json.dumps(row), flush=True)
        sys.stdin.readline()


def vigie(port: int, feeds: int, folder: Path) -> None:
    """Our fetching, adapting and recording; the reader finds nothing, as the other side has none."""
    from vigie.atlas import Atlas
    from vigie.checks.fakes import ScriptedReader
    from vigie.ledger import create_ledger
    from vigie.model import Source, SourceKind, SourceOutlet
    from vigie.rounds import visit_sources
    from vigie.sources import Limits
    from vigie.sources.fetching.fetcher import Fetcher
    from vigie.watch import Watch

    def clock() -> dt.datetime:
        return dt.datetime.now(dt.UTC)

    outlet = SourceOutlet(name="Bench")
    listed = [
        Source(
            id=host.replace(".", "-"),
            name=host,
            kind=SourceKind.FEED,
            url=f"http://{host}:{port}/feed",
            outlet=outlet,
            language="fr",
            allow_private=True,
            text="feed",
        )
        for host in hosts(feeds)
    ]
    ledger = create_ledger(folder / "bench.vigie", clock=clock)
    watch = Watch(reader=ScriptedReader(), atlas=Atlas([]), ledger=ledger, clock=clock)
    with Fetcher(clock=clock, limits=Limits(host_delay_s=0.0), user_agent="vigie-bench", secret=lambda _source: None) as fetcher:

        def go() -> int:
            return visit_sources(watch, listed, fetcher, clock=clock, everything=True, weigh=False).documents

        rounds("vigie", feeds, go)
    ledger.close()


def lemon24(port: int, feeds: int, folder: Path) -> None:
    """The other side, with as many workers as its documentation advises."""
    from reader import make_reader

    reader = make_reader(str(folder / "reader.sqlite"))
    for host in hosts(feeds):
        reader.add_feed(f"http://{host}:{port}/feed")
    before = 0

    def go() -> int:
        nonlocal before
        reader.update_feeds(workers=WORKERS, scheduled=False)
        now = reader.get_entry_counts().total or 0
        new, before = now - before, now
        return new

    rounds(f"reader (lemon24), {WORKERS} workers", feeds, go)


if __name__ == "__main__":
    {"vigie": vigie, "reader": lemon24}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
