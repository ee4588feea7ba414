"""What a reader of a scenario must be told beside the numbers: where they are blind, assumed, or stretched.

Judges figures that are already made; changes none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vigie.market.levers import JointVenture, Lever, Merger, Stake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.market.deals import Deal
    from vigie.market.figures import Figure
    from vigie.market.tornado import Tornado
    from vigie.market.world import Stand

_PRIOR_PART = 0.5
_FAR_PRICE = 0.15
_FAR_YEARS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """One caution: ``key`` names the sentence, ``values`` fill it."""

    key: str
    values: dict[str, str] = field(default_factory=dict)


def cautions(
    deal: Deal, levers: tuple[Lever, ...], stands: list[tuple[Stand, Stand]], figures: list[Figure], tornadoes: tuple[Tornado, ...]
) -> Iterator[Caution]:
    """All that must be said beside the numbers of a deal."""
    yield Caution(key="all-else-equal")
    if not stands:
        yield Caution(key="nothing-touched")
    for before, after in stands:
        yield from _of_market(before, after, figures)
    if _control_only(levers):
        yield Caution(key="control-only")
    for one in tornadoes:
        priors = [driver for driver in one.drivers if driver.name.startswith("prior: ")]
        if sum(driver.part for driver in priors) > _PRIOR_PART:
            yield Caution(
                key="prior-driven", values={"what": one.what, "who": one.who, "driver": priors[0].name.removeprefix("prior: ")}
            )
    if deal.seen_on.year - deal.base > _FAR_YEARS:
        yield Caution(key="far-year", values={"year": str(deal.seen_on.year), "base": str(deal.base)})


def _control_only(levers: tuple[Lever, ...]) -> bool:
    return bool(levers) and all(isinstance(lever, Merger | Stake | JointVenture) for lever in levers)


def _of_market(before: Stand, after: Stand, figures: list[Figure]) -> Iterator[Caution]:
    key = before.market.id
    sheet = next(figure for figure in figures if figure.market == key and figure.what == "sheet")
    if not np.any(np.abs(sheet.draws) > 1e-9):
        yield Caution(key="hhi-blind", values={"market": key})
    if not before.market.relevant:
        yield Caution(key="too-wide", values={"market": key})
    assumed = sum(before.market.states.count(state) for state in ("assumed",))
    if 2 * assumed > len(before.cells):
        yield Caution(key="mostly-assumed", values={"market": key, "n": str(assumed), "of": str(len(before.cells))})
    old = {(c, label): n for n, (c, label) in enumerate(zip(before.cells, before.labels, strict=True))}
    moved = [
        float(np.median(np.abs(after.price[n] / before.price[old[c, label]] - 1)))
        for n, (c, label) in enumerate(zip(after.cells, after.labels, strict=True))
        if (c, label) in old
    ]
    if moved and max(moved) > _FAR_PRICE:
        yield Caution(key="far-price", values={"market": key, "percent": f"{100 * max(moved):.0f}"})
    if any(label and (c, label) not in old for c, label in zip(after.cells, after.labels, strict=True)):
        yield Caution(key="entry-assumed", values={"market": key})
