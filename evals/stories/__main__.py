"""Quality of copies, stories and moves, given the annotated claims of folders: ``./vigie eval stories FOLDER…``.

The annotations are fed as readings, so that only the weighing is measured. Figures are those of the gold's scorer: accuracy of
``copy_of`` and BCubed of stories and moves, each beside its trivial row (nothing is a copy, everything stands alone). The figures
under "across stories" come from weights fitted without the stories they are measured on.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import yaml
from annotated import Sample, read_folder
from bcubed import bcubed
from fit import fit_all, held_out

from vigie.stories import weigh
from vigie.stories.copies import find_copies


def main() -> None:
    """Print the figures, or fit the weights and write them."""
    parser = argparse.ArgumentParser(prog="vigie eval stories", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="+", help="annotated documents, one JSON file each")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--held-out", action="store_true", help="also fit without each quarter of the stories and measure on it")
    parser.add_argument("--floors", action="store_true", help="fail where a figure is below its floor in floors.yml")
    parser.add_argument("--fit", action="store_true", help="fit src/vigie/stories/weights.yml to the folder instead of measuring")
    arguments = parser.parse_args()
    samples = read_folder(*arguments.folders)
    if not samples:
        sys.exit(f"vigie eval stories: '{arguments.folders[0]}' holds no annotated document")
    if arguments.fit:
        fit_all(samples)
        return
    figures = measure(samples)
    if arguments.held_out:
        figures["across stories"] = held_out(samples)
    if arguments.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, row in figures.items():
            print(name)
            for key, value in row.items():
                print(f"  {key:<28} {value if isinstance(value, int) else format(value, '.3f')}")
    if arguments.floors:
        sys.exit("\n".join(below_floors(figures)) or 0)


def below_floors(figures: dict[str, dict[str, float]]) -> list[str]:
    """A sentence for each figure that is below its floor."""
    floors = yaml.safe_load(Path(__file__).with_name("floors.yml").read_text(encoding="utf-8"))
    return [
        f"vigie eval stories: {name} {key} fell to {figures[name][key]:.3f}, floor {floor:.3f}"
        for name, row in floors.items()
        for key, floor in row.items()
        if figures[name][key] < floor
    ]


def measure(samples: list[Sample]) -> dict[str, dict[str, float]]:
    """The figures of the shipped weights on annotated documents."""
    conclusions = weigh([s.document for s in samples], [s.reading for s in samples], names=samples[0].names)
    copy_of = {copy.document_id: copy.copy_of for copy in conclusions.copies}
    story_of = {one: story.id for story in conclusions.stories for one in story.document_ids}
    move_of = {one: move.id for move in conclusions.moves for one in move.claim_ids}
    gold_copy = {s.document.id: s.copy_of for s in samples}
    gold_story = {s.document.id: s.story for s in samples if s.story}
    gold_move = {claim_id: move for s in samples for claim_id, move in s.moves.items()}
    right = sum(copy_of.get(one) == original for one, original in gold_copy.items())
    margins = [copy.score for copy in find_copies([s.document for s in samples], {})]
    return {
        "set": {"documents": len(samples), "stories": len(set(gold_story.values())), "claims with a move": len(gold_move)},
        "copies": {
            "copy_accuracy": right / len(samples),
            "trivial: none is a copy": sum(original is None for original in gold_copy.values()) / len(samples),
            "least share taken for a copy": min(margins, default=1.0),
        },
        "stories": {**bcubed(gold_story, story_of), "trivial: each alone, f1": bcubed(gold_story, {})["f1"]},
        "moves": {**bcubed(gold_move, move_of), "trivial: each alone, f1": bcubed(gold_move, {})["f1"]},
    }


main()
