"""Floors beside a measure: figures that may not fall, by the fingerprint of what was measured on. Measures nothing itself.

Lowering one takes an explicit flag; another corpus must be pinned anew.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

__all__ = ["hold"]


def hold(
    measured: Mapping[str, float],
    fingerprint: str,
    *,
    path: Path,
    program: str,
    slack: Callable[[str], float],
    ceilings: Collection[str] = (),
    pin: bool,
    allow_lower: bool,
) -> int:
    """Compare figures with the floors in ``path``, or pin them; 1 where one is broken or would be lowered without leave.

    A floor stands ``slack`` of its name below what was measured (a ceiling above), so that a change of rounding does not break it.
    Floors of figures that were not measured this time stay as they are.
    """
    floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known = floors.get(fingerprint, {})
    rounded = {name: round(value, 4) for name, value in measured.items()}
    held = [name for name in rounded if name in known]
    broken = [
        f"{name} fell to {rounded[name]:.3f}, floor {known[name]:.3f}"
        for name in held
        if name not in ceilings and not rounded[name] >= known[name]
    ]
    broken += [
        f"{name} rose to {rounded[name]:.3f}, ceiling {known[name]:.3f}"
        for name in held
        if name in ceilings and not rounded[name] <= known[name]
    ]
    if not held and not pin:
        broken = [f"no floors for a corpus of fingerprint {fingerprint}: pin them with --pin"]
    if pin and (not broken or allow_lower):
        wanted = {n: round(rounded[n] + slack(n) * (1 if n in ceilings else -1), 4) for n in rounded}
        if not allow_lower:
            # A figure within the slack breaks nothing, and lowers nothing either.
            wanted = {n: (min if n in ceilings else max)(wanted[n], known.get(n, wanted[n])) for n in wanted}
        floors[fingerprint] = known | wanted
        path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    for line in broken:
        print(f"vigie eval {program}: {line}", file=sys.stderr)
    return 1 if broken else 0
