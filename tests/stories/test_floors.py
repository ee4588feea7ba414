"""Quality of copies, stories and moves on the project's own annotated corpus does not fall."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_figure_is_below_its_floor() -> None:
    command = [sys.executable, "-m", "vigie", "eval", "stories", "evals/reading/corpus", "--json", "--hold"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["set"]["documents"] > 50
    assert figures["moves"]["f1"] > figures["moves"]["trivial: each alone, f1"]
    assert figures["moves, as read"]["f1"] > figures["moves, as read"]["trivial: each alone, f1"]
    # Seven stories in eight have one document here, so that leaving each alone is hard to beat: the floor holds stories instead.
    assert figures["stories"]["recall"] > 0.95
