"""The measure of the checker of briefs: its figures on the shipped articles keep to their floors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def test_harms_in_the_shipped_articles_are_caught_and_nothing_else_is_alarmed() -> None:
    command = [sys.executable, str(ROOT / "evals/brief/__main__.py"), "--set", "samples", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    row = json.loads(done.stdout)["all"]
    bounds = yaml.safe_load((ROOT / "evals/brief/floors.yml").read_text(encoding="utf-8"))
    assert {key: row[key] for key in bounds["ceilings"]} == bounds["ceilings"]
    assert [key for key, floor in bounds["floors"].items() if row[key] < floor] == []
    assert row["n"] > 500
    assert row["trivial: cites something"] < 0.2
