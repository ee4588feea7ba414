"""The modules of `evals/reading` are scripts beside one another, not a package: they are found by their folder."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "evals" / "reading"), str(ROOT / "evals")]
