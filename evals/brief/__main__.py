"""The checker of briefs on errors planted by rule: ``./vigie eval brief [--json] [--floors]``.

Briefs are composed in French and English from three sets of claims: all types, statuses and combinations of parties, number, date,
place and source (generated), the shipped samples, and the reader's corpus as the reader itself reads it. Every clause is then
harmed in each way that applies to it, one harm at a time. Reported are the share caught of each kind of harm, the alarms on briefs
that were not harmed or only edited harmlessly, and the clauses without a citation. The trivial row says how many harms a checker
catches that only looks whether a sentence cites something that exists.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import yaml
from harms import HARMS, Target, harmless
from sets import SETS, Case

from vigie.telling.brief.check import judge, parse
from vigie.telling.brief.check.parse import Clause, Parsed


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="vigie eval brief", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--floors", action="store_true", help="fail where a figure is below its floor in floors.yml")
    parser.add_argument("--set", choices=list(SETS), action="append", help="only these sets")
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="show N harms that were missed")
    arguments = parser.parse_args()
    figures: dict[str, dict[str, float]] = {}
    missed: list[str] = []
    for name in arguments.set or SETS:
        for lang in ("fr", "en"):
            figures[f"{name}, {lang}"] = measure(SETS[name](lang), missed)
    figures["all"] = together(list(figures.values()))
    if arguments.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, row in figures.items():
            print(name)
            for key, value in row.items():
                if name == "all" or not key.startswith(("n ", "caught ")):
                    print(f"  {key:<32} {value if isinstance(value, int) else format(value, '.4f')}")
    for line in missed[: arguments.missed]:
        print("missed:", line)
    if arguments.floors:
        sys.exit("\n".join(below_floors(figures["all"])) or 0)


def measure(case: Case, missed: list[str]) -> dict[str, float]:
    """The figures of one brief."""
    parsed = parse(case.markdown, names=case.known.pointed())
    row: dict[str, float] = {"clauses": len(parsed.clauses), "references": len(parsed.references)}
    alarms = judge(parsed, case.evidence, case.known)
    row["alarms unharmed"] = len(alarms)
    missed += [f"ALARM {one.kind} {one.detail} | {one.text}" for one in alarms]
    row["uncited clauses"] = sum(not clause.cites for clause in parsed.clauses)
    edited = 0
    for text in harmless(case.markdown):
        again = judge(parse(text, names=case.known.pointed()), case.evidence, case.known)
        edited += len(again)
        missed += [f"ALARM edited {one.kind} {one.detail} | {one.text}" for one in again]
    row["alarms edited harmlessly"] = edited
    trivial = total = 0
    for kind, harm in HARMS.items():
        tried = caught = 0
        for index, clause in enumerate(parsed.clauses):
            target = Target(clause=clause, index=index, parsed=parsed, case=case)
            harms = list(harm(target))
            for harmed in target.drawn.sample(harms, min(1, len(harms))):
                tried += 1
                found = judge(_only(parsed, harmed), case.evidence, case.known)
                hit = bool(found)
                caught += hit
                trivial += any(one.kind in ("uncited", "reference") for one in found)
                if not hit:
                    missed.append(f"{kind} | {clause.text} -> {harmed.text} {harmed.cites} {harmed.counted} {harmed.badge}")
        total += tried
        if tried:
            row[f"n {kind}"], row[f"caught {kind}"] = tried, caught / tried
    row["n"] = total
    row["caught"] = sum(row[f"n {kind}"] * row[f"caught {kind}"] for kind in HARMS if f"n {kind}" in row) / total
    row["trivial: cites something"] = trivial / total
    return row


def together(rows: list[dict[str, float]]) -> dict[str, float]:
    """The figures of all sets as one."""
    found: dict[str, float] = {
        key: sum(row[key] for row in rows)
        for key in ("clauses", "references", "alarms unharmed", "uncited clauses", "alarms edited harmlessly")
    }
    for kind in HARMS:
        number = sum(row.get(f"n {kind}", 0) for row in rows)
        if number:
            found[f"n {kind}"] = number
            found[f"caught {kind}"] = sum(row.get(f"n {kind}", 0) * row.get(f"caught {kind}", 0) for row in rows) / number
    found["n"] = sum(row["n"] for row in rows)
    for key in ("caught", "trivial: cites something"):
        found[key] = sum(row["n"] * row[key] for row in rows) / found["n"]
    return found


def below_floors(row: dict[str, float]) -> list[str]:
    """A sentence for each figure that is below its floor, or above its ceiling."""
    bounds = yaml.safe_load(Path(__file__).with_name("floors.yml").read_text(encoding="utf-8"))
    low = [
        f"vigie eval brief: {key} fell to {row[key]:.4f}, floor {floor:.4f}"
        for key, floor in bounds["floors"].items()
        if row[key] < floor
    ]
    return low + [
        f"vigie eval brief: {key} rose to {row[key]}, ceiling {ceiling}"
        for key, ceiling in bounds["ceilings"].items()
        if row[key] > ceiling
    ]


def _only(parsed: Parsed, clause: Clause) -> Parsed:
    references = {number: parsed.references[number] for number in clause.cites if number in parsed.references}
    return Parsed(lang=parsed.lang, since=parsed.since, until=parsed.until, clauses=(clause,), references=references, doubled=())


if __name__ == "__main__":
    main()
