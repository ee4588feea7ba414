"""The life of a move as its tellings show it: steps, what a denial answers, what contradicts, when it lapses. Pure functions.

Nothing is averaged and nothing chosen away: tellings that disagree are kept side by side.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model.claim import Status
from vigie.model.when import bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.model.claim import Claim

__all__ = ["AFTER_DATE", "WITHOUT_NEWS", "Conflict", "Step", "answered", "conflicts", "lapses_on", "steps"]

AFTER_DATE = 180
"""Days after the last day that was given for it on which a move of which nothing more is heard lapses."""

WITHOUT_NEWS = 365
"""Days after the last telling on which an undated move lapses. Both terms are ours: half a year and a year of silence."""

Published = tuple["Claim", "str | None"]
"""A claim with the day on which its document was published."""


@dataclass(frozen=True, slots=True)
class Step:
    """The first time that a status was told of a move."""

    status: Status
    published_on: str | None
    claim_id: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What tellings of one move give differently."""

    about: str
    """``value`` or ``date``."""
    told: tuple[tuple[str, tuple[str, ...]], ...]
    """Each version, with the ids of the claims that give it, the one of most claims first."""


def steps(told: Sequence[Published]) -> tuple[Step, ...]:
    """When each status was first told, in that order; undated tellings last."""
    first: dict[Status, tuple[str, str]] = {}
    for claim, published_on in told:
        at = (published_on or "9999", claim.id)
        first[claim.status] = min(first.get(claim.status, at), at)
    ordered = sorted(first.items(), key=lambda one: one[1])
    return tuple(Step(status, None if day == "9999" else day, claim_id) for status, (day, claim_id) in ordered)


def answered(told: Sequence[Published]) -> dict[str, str]:
    """The id of each denial to that of the claim it answers.

    That is, of the claims of the same move that affirm something and were published no later, the one with most in common
    (parties, things, date, value), and of these the latest, of another document before one of its own.
    """
    found = {}
    for denial, day in told:
        if denial.status is not Status.DENIED:
            continue
        before = [one for one in told if one[0].status is not Status.DENIED and (one[1] or "") <= (day or "9999")]
        if before:
            best = max(
                before, key=lambda one: (_common(denial, one[0]), one[0].document_id != denial.document_id, one[1] or "", one[0].id)
            )
            found[denial.id] = best[0].id
    return found


def _common(left: Claim, right: Claim) -> int:
    keys = [{*one.who, *one.whom, *one.things} for one in (left, right)]
    same_date = left.happened_on is not None and left.happened_on == right.happened_on
    same_value = left.value is not None and right.value is not None and _same(left.value.number, right.value.number)
    return len(keys[0] & keys[1]) + same_date + same_value


def conflicts(claims: Sequence[Claim]) -> tuple[Conflict, ...]:
    """Values of one unit that are not equal within half a per cent, and dates that can't be one; what is denied says neither."""
    affirmed = [one for one in claims if one.status is not Status.DENIED]
    found = []
    by_unit: dict[tuple[str | None, str | None], list[Claim]] = defaultdict(list)
    for one in affirmed:
        if one.value is not None:
            by_unit[one.value.unit, one.value.period].append(one)
    for (unit, _), measured in sorted(by_unit.items(), key=repr):
        versions: list[tuple[float, list[str]]] = []
        for number, claim_id in sorted((one.value.number, one.id) for one in measured if one.value is not None):
            if versions and _same(versions[-1][0], number):
                versions[-1][1].append(claim_id)
            else:
                versions.append((number, [claim_id]))
        if len(versions) > 1:
            found.append(_conflict("value", [(f"{number:g} {unit or ''}".strip(), ids) for number, ids in versions]))
    dates: dict[str, list[str]] = defaultdict(list)
    for one in affirmed:
        if one.happened_on:
            dates[one.happened_on].append(one.id)
    spans = [bounds(date) for date in dates]
    if spans and max(first for first, _ in spans) > min(last for _, last in spans):
        found.append(_conflict("date", list(dates.items())))
    return tuple(found)


def _conflict(about: str, versions: list[tuple[str, list[str]]]) -> Conflict:
    ordered = sorted(versions, key=lambda one: (-len(one[1]), one[0]))
    return Conflict(about, tuple((what, tuple(sorted(ids))) for what, ids in ordered))


def _same(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=0.005)


def lapses_on(status: Status, told: Sequence[Published]) -> dt.date | None:
    """The day on which a move lapses where nothing more is heard of it; ``None`` for what happened, is denied, or is undated.

    A move that is open or planned lapses `AFTER_DATE` days after the last day given for it, or `WITHOUT_NEWS` days after its last
    telling where that is later or no date is given.
    """
    if status in (Status.HAPPENED, Status.DENIED):
        return None
    published = [bounds(day[:10])[1] for _, day in told if day]
    if not published:
        return None
    ends = [bounds(claim.happened_on)[1] for claim, _ in told if claim.happened_on and claim.status is not Status.DENIED]
    quiet = max(published) + dt.timedelta(days=WITHOUT_NEWS)
    if not ends:
        return quiet
    due = max(ends) + dt.timedelta(days=AFTER_DATE)
    return due if due > max(published) else quiet
