"""Fetching, killing, mutating and archives, measured: ``./vigie bench sources [feeds|parse|kills|fuzz|warc]...``.

feeds   2,000 feeds of 20 entries from a local server, two rounds, the second mostly 304: beside lemon24's reader on the same server
parse   plain feeds of 20 entries by the quick reading and by feedparser, feeds a second of one core
kills   rounds over 300 documents killed at random points, and whether the ledger is the undisturbed one
fuzz    10,000 mutated inputs of all formats
warc    pages and megabytes a second of one core, with and without the filter on names, and what the filter loses
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parents[1]
PARTS = ("feeds", "parse", "kills", "fuzz", "warc")


def main() -> None:
    """Run the parts asked for and print their figures."""
    parser = argparse.ArgumentParser(
        prog="vigie bench sources", formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all of them if none is named")
    parser.add_argument("--feeds", type=int, default=2000, metavar="N")
    parser.add_argument("--entries", type=int, default=20, metavar="N")
    parser.add_argument("--kills", type=int, default=100, metavar="N")
    parser.add_argument("--fuzz", type=int, default=10_000, metavar="N")
    parser.add_argument("--pages", type=int, default=1500, metavar="N")
    parser.add_argument("--texts", type=Path, metavar="FILE", help="warc: only what the filter loses of these articles, JSON lines")
    parser.add_argument("--most", type=int, default=1000, metavar="N", help="of those articles, the first so many")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    found: dict[str, Any] = {}
    for part in arguments.parts or PARTS:
        found[part] = {"feeds": _feeds, "parse": _parse, "kills": _kills, "fuzz": _fuzz, "warc": _warc}[part](arguments)
        if not arguments.json:
            _show(part, found[part])
    if arguments.json:
        print(json.dumps(found, indent=1))


def _feeds(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    sides = ["vigie"]
    rows = []
    if importlib.util.find_spec("reader") is not None:
        sides.append("reader")
    else:
        rows.append({"side": "reader", "skipped": "lemon24's reader is not installed: pip install --group sources-bench"})
    for side in sides:
        with tempfile.TemporaryDirectory() as folder:
            server = subprocess.Popen(
                [sys.executable, str(_HERE / "feed_server.py"), str(arguments.entries)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert server.stdout is not None
            assert server.stdin is not None
            try:
                port = int(server.stdout.readline())
                rows += _side([str(_HERE / "sides.py"), side, str(port), str(arguments.feeds), folder], server)
            finally:
                server.stdin.close()
                server.wait()
    return rows


def _side(command: list[str], server: Any) -> list[dict[str, Any]]:
    """Rounds of one side; after each, the server says what it was asked and turns some feeds to a new state."""
    process = subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    rows = []
    for line in process.stdout:
        row = json.loads(line)
        server.stdin.write("next\n")
        server.stdin.flush()
        rows.append({**row, **json.loads(server.stdout.readline())})
        process.stdin.write("go\n")
        process.stdin.flush()
    if process.wait() != 0:
        sys.exit(f"the side {command[1]} failed")
    return rows


def _parse(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    import time

    from feed_server import feed

    from vigie.sources.formats.feed import thorough_feed
    from vigie.sources.formats.feed_quick import quick_feed

    content, rows = feed("127.0.0.1", arguments.entries, 0), []
    for name, read in (("quick", lambda: quick_feed(content, most=2000)), ("feedparser", lambda: thorough_feed(content))):
        seconds = []
        for _ in range(9):
            started = time.process_time()
            for _ in range(20):
                read()
            seconds.append((time.process_time() - started) / 20)
        rows.append({"by": name, "entries": arguments.entries, "feeds_per_s": round(1 / sorted(seconds)[4])})
    return rows


def _kills(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    return [
        _pytest("tests/rounds/test_killed.py", VIGIE_TEST_KILLS=str(arguments.kills)) | {"kills": arguments.kills, "documents": 300}
    ]


def _pytest(path: str, **variables: str) -> dict[str, Any]:
    import time

    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path]
    done = subprocess.run(command, cwd=_ROOT, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    return {
        "same ledger": done.returncode == 0,
        "seconds": round(time.monotonic() - started, 1),
        "said": done.stdout.splitlines()[-1],
    }


def _fuzz(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    import logging
    import resource
    import time

    from vigie.checks.mutations import fuzz

    logging.disable(logging.CRITICAL)
    started = time.monotonic()
    done = fuzz(arguments.fuzz, seed=11)
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        {
            "mutations": arguments.fuzz,
            "crashes": len(done.crashes),
            "slowest": done.slowest,
            "slowest_s": round(done.slowest_s, 2),
            "seconds": round(seconds, 1),
            "peak_mb": round(peak),
            "first crashes": done.crashes[:5],
        }
    ]


def _warc(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from archives import lost_of, measure

    if arguments.texts is not None:
        return lost_of(arguments.texts, arguments.most)
    return measure(_ROOT / "evals" / "reading" / "corpus", arguments.pages)


def _show(part: str, rows: list[dict[str, Any]]) -> None:
    print(f"\n{part}")
    for row in rows:
        print("  " + "  ".join(f"{name}: {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
