"""Quality and cost of outlooks: ``./vigie eval outlook FOLDER [--json]``; without FOLDER, on the reference history.

Rankings under the strict protocol (single-step, both directions, time-aware filter, mean-rank ties). The forecaster is fitted on
the train steps alone; valid and test steps are each forecast from everything before them. ``valid`` is reported where there is
no test file or where asked for by name; nothing is chosen on test. ``cpu_s`` counts fitting and scoring of the split.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from chart import reliability_svg
from folder import Folder, read_folder
from horizon import ISSUED, measure_horizon
from standing import fingerprint_of, hold

from reference import measure_reference
from vigie.checks.forecaster import batch_invariance, future_shuffle
from vigie.errors import VigieError
from vigie.foresight import Forecaster, Recurrence, Rules
from vigie.foresight.logit import ConditionalLogit
from vigie.foresight.ranker import Ranker
from vigie.foresight.scoring import Ranking, rank_steps

MAKERS = {
    "recurrence": Recurrence,
    "rules": Rules,
    "logit": lambda: Ranker(learner=ConditionalLogit),
    "ranker": Ranker,
}


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(prog="vigie eval outlook", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", metavar="FOLDER", type=Path, nargs="?", help="train.txt valid.txt [test.txt] and id maps")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--forecaster", choices=MAKERS, default="ranker", help="which one (default: ranker)")
    parser.add_argument("--splits", help="comma-separated: valid, test (default: both where there is a test file)")
    parser.add_argument("--every", type=int, default=1, help="score every n-th step only")
    parser.add_argument("--leaks", action="store_true", help="run the two leak tests on this data as well")
    parser.add_argument("--no-ranking", action="store_true", help="horizon probabilities only")
    parser.add_argument("--last", type=int, help="the last issue step of the horizon question (default: the last that is resolved)")
    parser.add_argument("--issued", type=int, default=ISSUED, help=f"issue steps measured, up to that one (default: {ISSUED})")
    parser.add_argument("--no-horizon", action="store_true", help="rankings only")
    parser.add_argument("--chart", metavar="FILE", type=Path, help="also write the reliability of what was measured as an SVG")
    parser.add_argument("--hold", action="store_true", help="compare with the floors beside this file; fail where one is broken")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --pin: also lower them")
    arguments = parser.parse_args()
    if (arguments.hold or arguments.pin) and (arguments.every != 1 or arguments.last is not None or arguments.issued != ISSUED):
        sys.exit("vigie eval outlook: floors are for whole measures: leave out --every, --last and --issued")
    try:
        figures = measure_reference() if arguments.folder is None else measure(arguments)
    except VigieError as error:
        sys.exit(f"vigie eval outlook: {error}")
    if arguments.chart:
        arguments.chart.write_text(reliability_svg(figures), encoding="utf-8")
    print(json.dumps(figures, indent=1) if arguments.json else "\n".join(_lines(figures)))
    if arguments.hold or arguments.pin:
        sys.exit(hold(figures, pin=arguments.pin, allow_lower=arguments.allow_lower))


def measure(arguments: argparse.Namespace) -> dict[str, object]:
    """All figures of a folder."""
    folder = read_folder(arguments.folder)
    figures: dict[str, object] = {"data": folder.name, "fingerprint": fingerprint_of(folder)}
    if not arguments.no_ranking:
        figures |= _rankings(folder, arguments)
    if not arguments.no_horizon:
        figures |= measure_horizon(folder, last=arguments.last, n_issued=arguments.issued)
    figures["peak_mb"] = _peak_mb()
    return figures


def _rankings(folder: Folder, arguments: argparse.Namespace) -> dict[str, object]:
    wanted = arguments.splits.split(",") if arguments.splits else [name for name in ("valid", "test") if name in folder.splits]
    forecaster: Forecaster = MAKERS[arguments.forecaster]()
    before = time.process_time()
    forecaster.fit(folder.history.until(min(folder.splits["valid"])))
    fit_seconds = time.process_time() - before
    figures: dict[str, object] = {"forecaster": forecaster.name, "fit_cpu_s": round(fit_seconds, 1)}
    for split in wanted:
        ranking = rank_steps(forecaster, folder.history, folder.splits[split][:: arguments.every])
        figures[split] = _row(ranking, fit_seconds)
    if arguments.leaks:
        step = max(folder.splits["valid"])
        figures["leaks"] = batch_invariance(forecaster, folder.history, step) + _shuffled(forecaster, folder, step)
    return figures


def _shuffled(forecaster: Forecaster, folder: Folder, step: int) -> list[str]:
    # The fitted forecaster itself serves both worlds: its tables start over where a past is not the one they learned from.
    class Fitted:
        name = forecaster.name

        def fit(self, past: object) -> None:
            """Fitted already, on train."""

        scores = staticmethod(forecaster.scores)

    return future_shuffle(Fitted, folder.history, step)


def _row(ranking: Ranking, fit_seconds: float) -> dict[str, object]:
    return {
        "mrr": round(ranking.mrr(), 4),
        **{f"hits{k}": round(ranking.hits(k), 4) for k in (1, 3, 10)},
        "answers": len(ranking.ranks),
        "seen": {"share": round(float(ranking.seen.mean()), 4), "mrr": round(ranking.mrr(ranking.seen), 4)},
        "unseen": {"share": round(float((~ranking.seen).mean()), 4), "mrr": round(ranking.mrr(~ranking.seen), 4)},
        "never_met": {"share": round(float((~ranking.met).mean()), 4), "mrr": round(ranking.mrr(~ranking.met), 4)},
        "cpu_s": round(fit_seconds + ranking.cpu_seconds, 1),
        "ms_per_question": round(1000.0 * ranking.cpu_seconds / max(ranking.n_questions, 1), 3),
        "peak_mb": _peak_mb(),
    }


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _lines(figures: dict[str, object], indent: str = "") -> list[str]:
    lines = []
    for key, value in figures.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}", *_lines(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key:<24} {value}")
    return lines


if __name__ == "__main__":
    main()
