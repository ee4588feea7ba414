"""Which figures of reading are held, and where their floors stand; the stories hold theirs the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pinned

FLOORS = Path(__file__).parent / "floors.json"
HELD = ("entity_f1", "claim_f1", "whole_claim_f1", "status_accuracy", "named_source_accuracy", "date_accuracy", "number_accuracy")
CEILINGS = ("flipped_fact_rate",)
SLACK = 0.01


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
    return pinned.hold(
        {name: result["all"][name] for name in (*held, *ceilings)},
        fingerprint,
        path=file or FLOORS,
        program=measure,
        slack=lambda _: SLACK,
        ceilings=ceilings,
        pin=pin,
        allow_lower=allow_lower,
    )
