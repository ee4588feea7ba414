"""The market engine's speed and memory beside PyBLP, on the same market in the same run: ``./vigie bench market``.

Both sides start in a fresh process on one thread. The market is one-level nested logit, N products of 30 firms in 5 nests;
two firms merge. Ours is also timed over 100 markets and 1,000 draws of tastes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Run both sides and print them."""
    parser = argparse.ArgumentParser(prog="vigie bench market", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--products", metavar="N", type=int, default=2000, help="products of the market that both solve")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    rows = [_measure("ours", arguments.products)]
    rows.append(_measure("pyblp", arguments.products))
    if rows[0]["price"] and rows[1]["price"]:
        rows.append({"what": "largest relative difference of prices", "value": _gap(rows[0]["price"], rows[1]["price"])})
    rows += [_measure("wide", 5000), _measure("what-ifs", 0)]
    for row in rows:
        row.pop("price", None)
    if arguments.json:
        print(json.dumps({"rows": rows}, indent=1))
        return
    for row in rows:
        if "value" in row:
            print(f"{row['what']}: {row['value']:.1e}")
        else:
            print(f"{row['what']}: {row['seconds']:.3f} CPU s, {row['megabytes']:.0f} MB at most")


def _measure(side: str, products: int) -> dict[str, Any]:
    """Run one side in a process of its own."""
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": ":".join(filter(None, sys.path)),
    }
    command = [sys.executable, str(_HERE / "sides.py"), side, str(products)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _gap(ours: list[float], theirs: list[float]) -> float:
    return max(abs(a / b - 1) for a, b in zip(ours, theirs, strict=True))


if __name__ == "__main__":
    main()
