"""The API and the exports, measured: ``./vigie bench api [fuzz|reads|exports|password]...``.

fuzz      schemathesis over every operation, valid and invalid requests, and how many answers were failures within
reads     CPU milliseconds of each read over a ledger of made-up documents: median and the 95th in a hundred, and bytes
exports   things a second and bytes of each format over the same ledger, beside the csv of the standard library over the same rows
password  milliseconds of one look at a password, which is what a guesser pays too
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import io
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from made_up import open_house
from starlette.testclient import TestClient

from vigie.access import Guard
from vigie.api import create_api

PARTS = ("fuzz", "reads", "exports", "password")


def main() -> None:
    """Run the parts asked for and print their figures."""
    parser = argparse.ArgumentParser(
        prog="vigie bench api", formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all of them if none is named")
    parser.add_argument("--examples", type=int, default=100, metavar="N", help="requests for each operation and mode")
    parser.add_argument("--documents", type=int, default=2000, metavar="N")
    parser.add_argument("--requests", type=int, default=40, metavar="N")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        house = open_house(Path(folder), arguments.documents)
        for part in arguments.parts or PARTS:
            found[part] = {"fuzz": _fuzz, "reads": _reads, "exports": _exports, "password": _password}[part](house, arguments)
            if not arguments.json:
                _show(part, found[part])
        house.ledger.close()
    if arguments.json:
        print(json.dumps(found, indent=1))
    if any(row.get("failures") for row in found.get("fuzz", [])):
        sys.exit("some answers were failures within")


def _client(house: Any) -> tuple[Guard, TestClient]:
    guard = Guard(create_api(house), accounts=house.accounts, host="127.0.0.1", hosts=("testserver",))
    return guard, TestClient(guard, base_url="http://127.0.0.1", raise_server_exceptions=False)


def _fuzz(house: Any, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    import schemathesis
    from hypothesis.errors import Unsatisfiable

    guard, _ = _client(house)
    described = schemathesis.openapi.from_asgi("/openapi.json", guard)
    rows = []
    for mode in schemathesis.GenerationMode:
        operations, statuses = [one.ok() for one in described.get_all_operations()], Counter[int]()
        begun = time.process_time()
        for operation in operations:
            with contextlib.suppress(Unsatisfiable):
                _ask(operation.as_strategy(generation_mode=mode), arguments.examples, statuses)
        failures = sum(number for status, number in statuses.items() if status >= 500)
        took = round(time.process_time() - begun, 1)
        rows.append(
            {
                "requests": mode.value,
                "operations": len(operations),
                "answers": statuses.total(),
                "failures": failures,
                "statuses": dict(sorted(statuses.items())),
                "cpu_s": took,
            }
        )
    return rows


def _ask(cases: Any, examples: int, statuses: Counter[int]) -> None:
    """Send that many requests and count how they were answered."""
    from hypothesis import HealthCheck, Phase, given, settings

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases)
    def ask(case: Any) -> None:
        statuses[case.call().status_code] += 1

    ask()


def _reads(house: Any, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    _, client = _client(house)
    v1 = "/api/v1"
    document = client.get(f"{v1}/documents?limit=1").json()["items"][0]["id"]
    move = client.get(f"{v1}/moves?limit=1").json()["items"][0]["id"]
    paths = (
        "/moves", "/moves?actor=Renault&status=rumoured", "/moves?limit=200", f"/moves/{move}", "/documents",
        f"/documents/{document}",
        "/claims?limit=10", "/stories", "/actors/Renault", "/pairs/Renault/Xiaomi/moves", "/search?q=Renault+Xiaomi", "/ledger",
    )  # fmt: skip
    rows = []
    for path in paths:
        took, size = [], 0
        for _ in range(arguments.requests):
            begun = time.process_time()
            answer = client.get(v1 + path)
            took.append(1000 * (time.process_time() - begun))
            assert answer.status_code == 200, answer.text
            size = len(answer.content)
        again = client.get(v1 + path, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
        p95 = statistics.quantiles(took, n=20)[-1]
        rows.append({"path": path, "median_ms": round(statistics.median(took), 1), "p95_ms": round(p95, 1), "bytes": size})
    return rows


def _exports(house: Any, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    del arguments
    from vigie.telling import Messages
    from vigie.telling.export import FORMATS, Wish, export_to

    desk = house.desk(None)
    rows = []
    for form in FORMATS.values():
        for what in form.whats:
            out = io.BytesIO()
            wish = Wish(what=what, say=Messages.load("en"), now=house.clock())
            begun = time.process_time()
            export_to(out, desk, form, wish)
            rows.append(
                {"format": form.name, "what": what, "cpu_s": round(time.process_time() - begun, 2), "bytes": len(out.getvalue())}
            )
    plain = [dict(record) for record in desk.claim_records(desk.view.document_page(most=10**9).ids)]
    begun = time.process_time()
    writer = csv.DictWriter(io.StringIO(), list(plain[0]))
    writer.writerows(plain)
    rows.append(
        {
            "format": "csv of the standard library",
            "what": "claims, looked up before",
            "cpu_s": round(time.process_time() - begun, 2),
        }
    )
    return rows


def _password(house: Any, arguments: argparse.Namespace) -> list[dict[str, Any]]:
    del house, arguments
    from vigie.access.secret import hash_password, is_password

    hashed = hash_password("a boat on the Seine", user="zoé")
    took = []
    for _ in range(15):
        begun = time.perf_counter()
        is_password("another boat", hashed)
        took.append(1000 * (time.perf_counter() - begun))
    return [{"what": "one look", "median_ms": round(statistics.median(took), 1)}]


def _show(part: str, rows: list[dict[str, Any]]) -> None:
    print(f"\n{part}")
    for row in rows:
        print("  " + "  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
