"""The pages' time, size and bearing under many users, over a ledger of any size: ``./vigie bench web LEDGER``.

Server time is what the process of ``vigie serve`` spends from the request's first byte to the answer's last, asked over loopback by
one visitor at a time, for pages of the ledger's own actors, pairs, moves, stories, documents and words, and for their twins in the
API; each kind's first answer, which fills what is kept for all, is told apart, and so is the server's CPU time, which others on the
machine change less. Then so many visitors at once go from page to page for so long. The bytes are those of a first look at Today:
page, style, script.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any, Self

import httpx2

_HERE = Path(__file__).resolve().parent
_COLUMNS = ("page", "n", "first_ms", "median_ms", "p95_ms", "first_cpu_ms", "p95_cpu_ms")
REQUIRED = {"p95_ms": 150.0, "today_kb": 200.0, "errors": 0.0}
"""At most: what the project asks of its pages at 100,000 documents, with 50 visitors at once for a minute."""


def main() -> None:
    """Serve, ask, press, print."""
    parser = argparse.ArgumentParser(prog="vigie bench web", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("ledger", type=Path, help="an existing ledger, such as vigie bench ledger makes")
    parser.add_argument("--times", metavar="N", type=int, default=40, help="how often each kind of page is asked for")
    parser.add_argument("--users", metavar="N", type=int, default=50, help="visitors at once")
    parser.add_argument("--seconds", metavar="S", type=float, default=60.0, help="for how long they go from page to page")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    with Served(arguments.ledger) as served:
        pages = asyncio.run(_one_by_one(served.address, served.paths, arguments.times))
        today = asyncio.run(_weight(served.address))
        crowd = asyncio.run(_crowd(served.address, served.paths, arguments.users, arguments.seconds))
        megabytes = served.megabytes()
    slow = sorted(ms for row in pages for ms in row.pop("all"))
    found = {
        "documents": served.documents,
        "pages": pages,
        "p95_ms": round(_quantile(slow, 0.95), 1),
        "median_ms": round(median(slow), 1),
        "today_kb": round(today / 1000, 1),
        "crowd": crowd,
        "errors": crowd["errors"],
        "megabytes": megabytes,
    }
    missed = [name for name, most in REQUIRED.items() if found[name] > most]
    if arguments.json:
        print(json.dumps({**found, "required": REQUIRED, "missed": missed}, indent=1))
    else:
        for row in pages:
            print("  ".join(f"{name} {row[name]}" for name in _COLUMNS))
        print(f"all pages, {served.documents:,} documents: median {found['median_ms']} ms, p95 {found['p95_ms']} ms server time")
        print(f"first look at Today: {found['today_kb']} kB; memory of the server {megabytes} MB")
        print(
            f"{arguments.users} at once for {arguments.seconds:g} s: {crowd['answers']} answers, {crowd['errors']} errors, "
            f"{crowd['per_second']} a second, median {crowd['median_ms']} ms, p95 {crowd['p95_ms']} ms as visitors saw it"
        )
        print(f"required: {REQUIRED}: {'missed: ' + ', '.join(missed) if missed else 'all met'}")
    sys.exit(bool(missed))


class Served:
    """``vigie serve`` over a ledger in a process of its own, and addresses of pages that the ledger has."""

    def __init__(self, ledger: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": ":".join(filter(None, sys.path))}
        command = [sys.executable, str(_HERE / "serving.py"), str(ledger)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self._process.stdout is not None
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        self.address: str = told["address"]
        self.paths: dict[str, list[str]] = told["paths"]
        self.documents: int = told["documents"]

    def __enter__(self) -> Self:
        """The server, listening."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()

    def megabytes(self) -> int:
        """The server's resident memory at its largest (Linux)."""
        status = Path(f"/proc/{self._process.pid}/status")
        lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
        return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


async def _one_by_one(address: str, paths: dict[str, list[str]], times: int) -> list[dict[str, Any]]:
    rows = []
    async with httpx2.AsyncClient(base_url=address, timeout=120) as client:
        for name, listed in paths.items():
            spent, computed = [], []
            for n in range(times + 1):
                answer = await client.get(listed[n % len(listed)])
                answer.raise_for_status()
                took, cpu = (float(part.partition("dur=")[2]) for part in answer.headers["server-timing"].split(","))
                spent.append(took)
                computed.append(cpu)
            first, *others = spent
            others.sort()
            first_cpu, *others_cpu = computed
            rows.append(
                {
                    "page": name, "n": len(others), "first_ms": round(first, 1), "median_ms": round(median(others), 1),
                    "p95_ms": round(_quantile(others, 0.95), 1), "first_cpu_ms": round(first_cpu, 1),
                    "p95_cpu_ms": round(_quantile(sorted(others_cpu), 0.95), 1), "all": others,
                }
            )  # fmt: skip
    return rows


async def _weight(address: str) -> int:
    """Bytes of the bodies of a first look at Today."""
    async with httpx2.AsyncClient(base_url=address, timeout=120) as client:
        total = 0
        for path in ("/", "/static/vigie.css", "/static/vigie.js", "/static/htmx-4.0.1.min.js", "/static/vigie.svg"):
            total += len((await client.get(path)).content)
        return total


async def _crowd(address: str, paths: dict[str, list[str]], users: int, seconds: float) -> dict[str, Any]:
    everything = [path for n in range(8) for listed in paths.values() for path in listed[n : n + 1]]
    spent: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def user(number: int) -> None:
        nonlocal errors
        async with httpx2.AsyncClient(base_url=address, timeout=120) as client:
            step = number
            while time.perf_counter() < end:
                began = time.perf_counter()
                try:
                    answer = await client.get(everything[step % len(everything)])
                    errors += answer.status_code != 200
                except httpx2.HTTPError:
                    errors += 1
                spent.append(1000 * (time.perf_counter() - began))
                step += 7

    await asyncio.gather(*(user(number) for number in range(users)))
    spent.sort()
    return {
        "users": users,
        "seconds": seconds,
        "answers": len(spent),
        "errors": errors,
        "per_second": round(len(spent) / seconds, 1),
        "median_ms": round(median(spent), 1),
        "p95_ms": round(_quantile(spent, 0.95), 1),
    }


def _quantile(ordered: list[float], part: float) -> float:
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]


if __name__ == "__main__":
    main()
