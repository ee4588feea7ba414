"""The ledger's speed, memory and size as it grows, on SQLite and PostgreSQL, beside plain SQLite: ``./vigie bench ledger``.

A made-up press with the real one's skew (``generated.py``) fills each store; at each size pages are read as readers ask for them,
and 10,000 documents are added as they come in. The ledgers stay in the folder, and what was measured beside them: cut off, a run
goes on where it was.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vigie.checks.postgres import postgres_server

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).resolve().parent
_SIZES = (10_000, 100_000, 1_000_000)
_STORES = ("sqlite", "postgresql", "plain")
_SAFE = ("synchronous_commit=on", "shared_buffers=256MB", "max_wal_size=4GB", "work_mem=32MB")
"""A server as a team would run it: it keeps what it said it kept."""


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(prog="vigie bench ledger", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", metavar="N", type=int, nargs="+", default=list(_SIZES), help="documents at which to measure")
    parser.add_argument("--stores", metavar="STORE", nargs="+", choices=_STORES, default=list(_STORES), help=", ".join(_STORES))
    parser.add_argument("--folder", type=Path, default=Path("bench-ledger"), help="where the ledgers are kept")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for store in arguments.stores:
        with _place(store, arguments.folder.resolve()) as place:
            for size in sorted(arguments.sizes):
                rows.append(_measure(store, place, size, arguments.folder))
                if not arguments.json:
                    print("  ".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    if arguments.json:
        print(json.dumps({"rows": rows}, indent=1))


def _measure(store: str, place: str, size: int, folder: Path) -> dict[str, Any]:
    """One row: what was measured already is taken from its file."""
    kept = folder / f"{store}-{size}.json"
    if kept.exists():
        found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return found
    prefix = "plain_" if store == "plain" else ""
    began = time.monotonic()
    _run(f"{prefix}fill", place, size)
    row: dict[str, Any] = {"store": store, "documents": size, "fill_seconds": round(time.monotonic() - began)}
    if store != "postgresql":
        row["gigabytes"] = round(sum(one.stat().st_size for one in folder.glob(f"{Path(place).name}*")) / 1e9, 3)
    row |= _run(f"{prefix}read", place, size)
    row |= _run(f"{prefix}add", place, size)
    kept.write_text(json.dumps(row), encoding="utf-8")
    return row


def _run(what: str, place: str, size: int) -> dict[str, Any]:
    """One side in a process of its own."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": ":".join(filter(None, [str(_HERE), *sys.path]))}
    command = [sys.executable, str(_HERE / "sides.py"), what, place, str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextlib.contextmanager
def _place(store: str, folder: Path) -> Iterator[str]:
    if store == "postgresql":
        with postgres_server(settings=_SAFE, folder=folder / "postgresql") as address:
            yield address
    else:
        yield str(folder / ("ledger.vigie" if store == "sqlite" else "plain.sqlite"))


if __name__ == "__main__":
    main()
