"""The market room's acceptance tests: ``./vigie eval market [--data FOLDER] [--json]``.

Each line says what was published or must hold, what came out, and how far they are apart. FOLDER holds the European car data
of the public mergersim package (`cars1.dta`, `test.dta`), which are no part of this repository; without it those tests are
skipped. Leaves with 1 where a test fails.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import engine
from backtests import backtests
from beside_pyblp import beside_pyblp
from mergersim import run as mergersim
from provenance import provenance
from speed import speed
from trial import Skipped, Trial

from vigie.market.facts import load_facts

if TYPE_CHECKING:
    from collections.abc import Iterable

_FILES = ("cars1.dta", "test.dta")


def main() -> None:
    """Run all tests and print them one by one."""
    parser = argparse.ArgumentParser(prog="vigie eval market", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", metavar="FOLDER", type=Path, help="folder with cars1.dta and test.dta")
    parser.add_argument("--only", metavar="WORD", default="", help="only groups whose name holds this word")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    facts = load_facts()
    groups = {
        "1 mergersim": lambda: _with_data(arguments.data),
        "2 pyblp": beside_pyblp,
        "3 pcaids": engine.pcaids,
        "4 rest": engine.rest,
        "5 invariants": engine.invariants,
        "6 speed": speed,
        "7 backtests": lambda: backtests(facts),
        "8 coverage": lambda: engine.coverage(facts),
        "9 and 10 provenance": lambda: provenance(facts),
    }
    trials: list[Trial] = []
    skipped: list[Skipped] = []
    for group, run in groups.items():
        if arguments.only not in group:
            continue
        if not arguments.json:
            print(f"\n{group}")
        for one in run():
            if isinstance(one, Skipped):
                skipped.append(one)
            else:
                trials.append(one)
            if not arguments.json:
                _print(one)
    failed = [one for one in trials if not one.passed]
    if arguments.json:
        tests = [
            {"name": t.name, "published": t.published, "ours": t.ours, "deviation": t.deviation, "passed": t.passed} for t in trials
        ]
        print(
            json.dumps(
                {"tests": tests, "skipped": [{"name": s.name, "reason": s.reason} for s in skipped]}, ensure_ascii=False, indent=1
            )
        )
    else:
        print(f"\n{len(trials) - len(failed)} passed, {len(failed)} failed, {len(skipped)} skipped")
    sys.exit(1 if failed else 0)


def _with_data(folder: Path | None) -> Iterable[Trial | Skipped]:
    if folder is None or not all((folder / name).is_file() for name in _FILES):
        where = "--data names no folder" if folder is None else f"'{folder}' lacks {' or '.join(_FILES)}"
        return [Skipped(name="the public mergersim suite", reason=f"{where} with the mergersim data")]
    return mergersim(folder)


def _print(one: Trial | Skipped) -> None:
    if isinstance(one, Skipped):
        print(f"  –  {one.name}: skipped, {one.reason}")
        return
    gap = f"  (off by {one.deviation})" if one.deviation else ""
    print(f"  {'✓' if one.passed else '✗'}  {one.name}: {one.ours}, wanted {one.published}{gap}")


if __name__ == "__main__":
    main()
