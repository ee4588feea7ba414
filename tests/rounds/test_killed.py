"""A round that is killed again and again ends in exactly the ledger of one that never was."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from vigie.checks.rounds import feed, page
from vigie.checks.server import Asked, LocalServer, Reply
from vigie.sources import Limits

SCRIPT = Path(__file__).with_name("killed.py")
SOURCES, EACH = 6, 50
KILLS = int(os.environ.get("VIGIE_TEST_KILLS", "12"))
_TIMES = (
    "recorded_at",
    "retired_at",
    "captured_at",
    "row_id",
    "reading_row",
    "claim_row",
    "story_row",
    "move_row",
    "found_at",
    "next_at",
)


def answer(asked: Asked) -> Reply:
    if asked.path == "/feed":
        body = feed([(f"Article {n} de {asked.host}", f"/a/{n}") for n in range(EACH)])
        return Reply(body=body, media_type="application/rss+xml", headers={"ETag": '"1"'})
    if asked.path.startswith("/a/"):
        number = int(asked.path[3:])
        return Reply(404) if number % 17 == 16 else Reply(body=page(f"Article {number} de {asked.host}", "Rien."))
    return Reply(404)


def state(path: Path) -> dict[str, list[str]]:
    """Everything that stands, without the instants and row numbers, which may differ."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found = {}
    tables = (
        "captures",
        "documents",
        "readings",
        "claims",
        "entities",
        "copies",
        "stories",
        "moves",
        "judgements",
        "visits",
        "links",
    )
    for table in (*tables, "source_states"):
        rows = [dict(row) for row in connection.execute(f"select * from {table}")]
        standing = [row for row in rows if row.get("retired_at") is None]
        found[table] = sorted(json.dumps(_bare(row), sort_keys=True, default=repr) for row in standing)
    found["retired"] = [
        str(connection.execute(f"select count(*) from {table} where retired_at is not null").fetchone()[0])
        for table in ("documents", "readings", "captures", "visits")
    ]
    connection.close()
    return found


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, value in row.items():
        if name in _TIMES:
            continue
        if name == "body":
            body = json.loads(value)
            kept[name] = {
                key: part for key, part in body.items() if not key.endswith("_at") and key not in ("interval", "gaps", "link")
            }
        else:
            kept[name] = value
    return kept


def run(ledger: Path, port: int, kills: int) -> int:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(ledger), str(port), str(SOURCES), str(kills), "7"],
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout)


@pytest.mark.slow
def test_kills_at_random_points_change_nothing_of_the_ledger(tmp_path: Path) -> None:
    undisturbed, cut = tmp_path / "undisturbed.vigie", tmp_path / "cut.vigie"
    with LocalServer(answer) as server:
        run(undisturbed, server.port, 0)
        asked_once = sum(server.asked.values())
        killed = run(cut, server.port, KILLS)
        asked_again = sum(server.asked.values()) - asked_once
    assert killed >= KILLS // 2, "most runs came to their end before they were killed: the test does not test"
    expected, found = state(undisturbed), state(cut)
    assert len(expected["documents"]) == SOURCES * EACH
    assert {name: len(rows) for name, rows in found.items()} == {name: len(rows) for name, rows in expected.items()}
    assert found == expected
    # What was on its way or unread when the process died is asked for again, and no more than that.
    assert asked_again < asked_once + killed * Limits().at_once
