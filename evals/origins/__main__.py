"""Are origins independent? ``./vigie eval origins``: invented press whose true origins are known, read and weighed as any other.

A happening told by one wire with its reprints and rewrites in four languages, or by one post that many quote, has one origin; told
by outlets for themselves, it has one for each. "Wrongly corroborated" is the share of those with one origin among the happenings
shown with two or more. Beside it stands the trivial row: every outlet is an origin.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from generated import Report, happenings

from vigie.atlas import load_atlas
from vigie.reading import DefaultReader
from vigie.stories import weigh
from vigie.watch import AtlasNames

if TYPE_CHECKING:
    from vigie.model import Move

CEILING = 0.03
"""Share of wrongly corroborated happenings that must not be passed."""


def main() -> None:
    """Print the figures; with ``--hold`` fail where the ceiling is passed."""
    parser = argparse.ArgumentParser(prog="vigie eval origins", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--happenings", type=int, default=60, help="how many happenings (default: 60)")
    parser.add_argument("--rewrites", type=int, default=2, help="rewrites of a wire or post in each language (default: 2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--hold", action="store_true", help=f"fail where more than {CEILING:.0%} are wrongly corroborated")
    arguments = parser.parse_args()
    reports = happenings(arguments.happenings, rewrites=arguments.rewrites, seed=arguments.seed)
    figures = measure(reports)
    if arguments.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:<46} {value if isinstance(value, (int, dict)) else format(value, '.3f')}")
    if arguments.hold and figures["wrongly corroborated"] > CEILING:
        sys.exit(f"vigie eval origins: {figures['wrongly corroborated']:.1%} wrongly corroborated, ceiling {CEILING:.0%}")


def measure(reports: list[Report]) -> dict[str, Any]:
    """The figures of the default reader and the shipped weights."""
    atlas = load_atlas()
    reader = DefaultReader(atlas)
    documents = [report.document for report in reports]
    readings = [reader.read(document) for document in documents]
    names = AtlasNames(atlas, {one.key: (one.name, one.kind) for reading in readings for one in reading.entities})
    moves = weigh(documents, readings, names=names).moves
    by_happening: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        by_happening[report.happening].append(report)
    shown = {index: _origins_of(some, moves) for index, some in by_happening.items()}
    true = {index: len({one.truth for one in some}) for index, some in by_happening.items()}
    corroborated = [index for index, number in shown.items() if number > 1]
    several = [index for index, number in true.items() if number > 1]
    apart: Counter[str] = Counter()
    for index in corroborated:
        if true[index] == 1:
            apart.update(_apart(by_happening[index], moves))
    return {
        "documents": len(reports),
        "happenings": len(by_happening),
        "happenings of one origin": sum(number == 1 for number in true.values()),
        "wrongly corroborated": sum(true[index] == 1 for index in corroborated) / max(1, len(corroborated)),
        "trivial: every outlet is an origin": sum(number == 1 for number in true.values()) / len(true),
        "truly several, shown as one": sum(shown[index] < 2 for index in several) / max(1, len(several)),
        "origins shown for each true one": sum(shown[index] for index in several) / max(1, sum(true[index] for index in several)),
        "ways that were taken for voices of their own": dict(apart),
    }


def _main_move(some: list[Report], moves: tuple[Move, ...]) -> Move | None:
    """The move that most reports of a happening tell of."""
    ids = {report.document.id for report in some}
    told = [move for move in moves if ids & set(move.document_ids)]
    return max(told, key=lambda move: (len(ids & set(move.document_ids)), move.id), default=None)


def _origins_of(some: list[Report], moves: tuple[Move, ...]) -> int:
    move = _main_move(some, moves)
    return 0 if move is None else len(move.origins)


def _apart(some: list[Report], moves: tuple[Move, ...]) -> list[str]:
    """How the documents came about that stand outside the largest origin of a happening that has one."""
    move = _main_move(some, moves)
    how = {report.document.id: report.how for report in some}
    return [how.get(one, "another happening") for origin in (move.origins[1:] if move else ()) for one in origin.document_ids]


main()
