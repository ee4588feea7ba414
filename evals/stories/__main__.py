"""Quality of copies, stories and moves on annotated documents: ``./vigie eval stories FOLDER…``.

Measured twice: on the annotated claims, so that only the weighing is measured, and on what the default reader finds ("as read"),
matched to the annotated claims as the gold's scorer does. Figures are that scorer's: accuracy of ``copy_of`` and BCubed of stories
and moves, each beside its trivial row (nothing is a copy, everything stands alone). The figures under "across stories" come from
weights fitted without the stories they are measured on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

from annotated import Sample, read_folder
from bcubed import bcubed
from fit import fit_all, held_out
from floors import hold
from found import as_found

from vigie.stories import weigh

HELD = (
    "copies copy_accuracy",
    "stories f1",
    "moves f1",
    "stories, as read f1",
    "moves, as read f1",
)
"""Figures with a floor."""


def main() -> None:
    """Print the figures, or fit the weights and write them."""
    parser = argparse.ArgumentParser(prog="vigie eval stories", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="+", help="annotated documents, one JSON file each")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--held-out", action="store_true", help="also fit without each fifth of the stories and measure on it")
    parser.add_argument("--hold", action="store_true", help="compare with the floors beside this file; fail where one is broken")
    parser.add_argument("--pin", action="store_true", help="with --hold: raise the floors to what was measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --pin: also lower them")
    parser.add_argument("--fit", action="store_true", help="fit src/vigie/stories/weights.yml to the folder instead of measuring")
    arguments = parser.parse_args()
    samples = read_folder(*arguments.folders)
    if not samples:
        sys.exit(f"vigie eval stories: '{arguments.folders[0]}' holds no annotated document")
    found = as_found(samples)
    if arguments.fit:
        fit_all(found, samples)
        return
    figures = measure(samples) | {f"{name}, as read": row for name, row in measure(found).items()}
    if arguments.held_out:
        figures["across stories, as read"] = held_out(found, samples)
    if arguments.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, row in figures.items():
            print(name)
            for key, value in row.items():
                print(f"  {key:<28} {value if isinstance(value, int) else format(value, '.3f')}")
    if arguments.hold or arguments.pin:
        flat = {f"{name} {key}": value for name, row in figures.items() for key, value in row.items()}
        pinned = hold(
            {"all": flat},
            fingerprint(samples),
            pin=arguments.pin,
            allow_lower=arguments.allow_lower,
            held=HELD,
            ceilings=(),
            measure="stories",
            file=Path(__file__).with_name("floors.json"),
        )
        sys.exit(pinned)


def fingerprint(samples: list[Sample]) -> str:
    """A checksum of the documents measured on."""
    digest = hashlib.sha256()
    for sample in sorted(samples, key=lambda one: one.document.id):
        digest.update(json.dumps(sample.raw, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


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
    margins = [copy.score for copy in conclusions.copies]
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
