"""``./vigie eval origins``: invented press with known origins is not shown as corroborated where it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_one_wire_brought_is_not_corroborated() -> None:
    command = [sys.executable, "-m", "vigie", "eval", "origins", "--happenings", "12", "--json", "--hold"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["trivial: every outlet is an origin"] > 0.5
    assert figures["truly several, shown as one"] == 0
