"""Issued outlooks against what happened: each resolves itself from later happenings. Issues nothing, stores nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.happening import RUNGS, Happening, rung_of
from vigie.foresight.probability import Worth, worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.model import Outlook

__all__ = ["Line", "Resolved", "resolve", "score"]

AGES = ((90, "90 days"), (365, "a year"), (10_000, "longer"))
"""Horizons by length in days, up to and including."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """An outlook and what became of it."""

    outlook: Outlook
    reached: int | None
    """The highest rung reached by its day, as place in `RUNGS`; -1 for nothing, ``None`` while open."""
    on: dt.date | None
    """When."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The score of one group of outlooks for one rung."""

    group: str
    """``all``, ``kind:meet`` …, ``age:90 days`` …, ``replayed``, ``issued``."""
    rung: str
    worth: Worth


def resolve(outlooks: Iterable[Outlook], happenings: Sequence[Happening], *, today: dt.date) -> list[Resolved]:
    """What became of each outlook by ``today``. One whose highest rung was reached early is resolved early; others on their day."""
    found = []
    for outlook in outlooks:
        asked, by = dt.date.fromisoformat(outlook.asked_on), dt.date.fromisoformat(outlook.by_on)
        best, when = -1, None
        for h in happenings:
            rung = rung_of(h.type)
            if h.pair != (outlook.first, outlook.second) or rung is None or not h.firm:
                continue
            if asked < h.on <= min(by, today) and h.known_on <= today and rung > best:
                best, when = rung, h.on
        closed = by <= today or best == len(RUNGS) - 1
        found.append(Resolved(outlook=outlook, reached=best if closed else None, on=when if closed else None))
    return found


def score(resolved: Iterable[Resolved]) -> list[Line]:
    """Brier, skill and calibration of the closed ones: all, by kind of question, by length of horizon, by how they were issued."""
    closed = [one for one in resolved if one.reached is not None]
    groups: dict[str, list[Resolved]] = {"all": closed}
    for one in closed:
        outlook = one.outlook
        days = (dt.date.fromisoformat(outlook.by_on) - dt.date.fromisoformat(outlook.asked_on)).days
        age = next(name for most, name in AGES if days <= most)
        for name in (f"kind:{outlook.kind}", f"age:{age}", "replayed" if outlook.replayed else "issued"):
            groups.setdefault(name, []).append(one)
    return [
        Line(group=group, rung=rung, worth=_worth(some, place))
        for group, some in sorted(groups.items(), key=lambda item: (item[0] != "all", item[0]))
        for place, rung in enumerate(RUNGS)
        if some
    ]


def _worth(some: Sequence[Resolved], place: int) -> Worth:
    rung = RUNGS[place]
    return worth(
        np.array([one.outlook.probabilities[rung] for one in some]),
        np.array([one.reached is not None and one.reached >= place for one in some]),
        np.array([one.outlook.base_rates[rung] for one in some]),
        n_bins=5,
    )
