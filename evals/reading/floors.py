"""Floors of quality: figures that may not fall. Lowering one takes an explicit flag; another corpus must be pinned anew."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).parent / "floors.json"
HELD = ("entity_f1", "claim_f1", "whole_claim_f1", "status_accuracy", "named_source_accuracy", "date_accuracy", "number_accuracy")
CEILINGS = ("flipped_fact_rate",)
SLACK = 0.01
"""A floor stands this far below what was measured, so that a change of rounding does not break it."""


def hold(
    result: dict[str, Any],
    fingerprint: str,
    *,
    pin: bool,
    allow_lower: bool,
    held: tuple[str, ...] = HELD,
    ceilings: tuple[str, ...] = CEILINGS,
    measure: str = "reading",
    file: Path | None = None,
) -> int:
    """Compare with the floors, or pin them; 1 where one is broken or would be lowered without leave.

    ``held`` and ``ceilings`` name figures of ``result["all"]``; ``file`` keeps the floors of a ``measure``.
    """
    file = file or FLOORS
    floors: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    known = floors.get(fingerprint)
    measured = {name: round(result["all"][name], 4) for name in (*held, *ceilings)}
    broken = []
    if known:
        broken = [f"{name} fell to {measured[name]:.3f}, floor {known[name]:.3f}" for name in held if measured[name] < known[name]]
        broken += [
            f"{name} rose to {measured[name]:.3f}, ceiling {known[name]:.3f}" for name in ceilings if measured[name] > known[name]
        ]
    elif not pin:
        broken = [f"no floors for a corpus of fingerprint {fingerprint}: pin them with --pin"]
    if pin and (not broken or allow_lower or not known):
        wanted = {n: round(measured[n] + (SLACK if n in ceilings else -SLACK), 4) for n in measured}
        if known and not allow_lower:
            # A figure within the slack breaks nothing, and lowers nothing either.
            wanted = {n: (min if n in ceilings else max)(wanted[n], known[n]) for n in wanted}
        floors[fingerprint] = wanted
        file.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    for line in broken:
        print(f"vigie eval {measure}: {line}", file=sys.stderr)
    return 1 if broken else 0
