"""The reader's speed, memory and start beside a spaCy pipeline, on the same texts in the same run: ``./vigie bench reading``.

Both sides start in a fresh process on one thread and read the project's own corpus, dealt into documents of 350 words. Speed is
documents of 350 words for each second of CPU time, the median of five runs; memory the largest resident size of the process; start
its CPU time until it has read a first sentence in each language. Without spaCy (group `reading-bench`) its side is left out with
the reason. The exit status is 1 where the reader misses what is required of it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
REQUIRED = {"documents_per_s": 50.0, "megabytes": 700.0, "start_s": 2.0}
"""At least, at most, at most: what the project asks of its default reader on one core."""
LANGUAGES = ("de", "en", "fr", "zh")


def main() -> None:
    """Run both sides and print them."""
    parser = argparse.ArgumentParser(prog="vigie bench reading", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--by-language", action="store_true", help="also time each language by itself")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    rows = [_measure("ours")]
    if arguments.by_language:
        rows += [{**_measure("ours", lang), "what": f"the same, {lang} only"} for lang in LANGUAGES]
    if importlib.util.find_spec("spacy") is None:
        rows.append({"what": "spaCy pipeline", "skipped": "spaCy is not installed: pip install --group reading-bench"})
    else:
        rows.append(_measure("spacy"))
    missed = _missed(rows[0])
    if arguments.json:
        print(json.dumps({"rows": rows, "required": REQUIRED, "missed": missed}, indent=1))
    else:
        for row in rows:
            print(_line(row))
        print(
            f"required: {REQUIRED['documents_per_s']:g} documents a second or more, {REQUIRED['megabytes']:g} MB or less, "
            f"start in {REQUIRED['start_s']:g} s or less: {'missed: ' + ', '.join(missed) if missed else 'all met'}"
        )
    sys.exit(bool(missed))


def _line(row: dict[str, Any]) -> str:
    """One row in words."""
    if "skipped" in row:
        return f"{row['what']}: left out, {row['skipped']}"
    return (
        f"{row['what']}: {row['documents_per_s']:.0f} documents of 350 words a CPU second ({row['words_per_s']:,.0f} words), "
        f"{row['megabytes']:.0f} MB at most, start {row['start_s']:.2f} CPU s"
    )


def _missed(row: dict[str, Any]) -> list[str]:
    """Which requirements our side misses."""
    return [name for name, bound in REQUIRED.items() if (row[name] < bound if name == "documents_per_s" else row[name] > bound)]


def _measure(side: str, *languages: str) -> dict[str, Any]:
    """Run one side in a process of its own."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
    environment = {**os.environ, **threads, "PYTHONPATH": ":".join(filter(None, sys.path))}
    command = [sys.executable, str(_HERE / "sides.py"), side, *languages]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
