"""Where two parties stand, as numbers: what happened last between them, what before, how busy each is. Fits nothing.

A situation is a pair, the last thing that happened between the two, and how many days ago. Past situations with the same days of
silence after them are what the ladder learns from; everything is read from happenings known at the time.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.happening import RUNGS, TYPES, Happening, rung_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.foresight.arrays import F8

__all__ = ["COLUMNS", "Book", "Situation", "matrix", "reached"]

_YEAR = 365
COLUMNS = (
    *(f"last:{kind}" for kind in TYPES), "soft", "denied", "agreements", "equity", "contacts", "ended", "busy_more", "busy_less",
    "shared", "newcomer",
)  # fmt: skip
"""Names of the features, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A pair after something happened between the two."""

    last: Happening
    """The trigger."""
    at: dt.date
    """The day looked from."""
    features: tuple[float, ...]

    @property
    def lag(self) -> int:
        """Days since the trigger."""
        return (self.at - self.last.on).days


class Book:
    """All happenings known by a day, in the order of time."""

    def __init__(self, happenings: Iterable[Happening], *, as_of: dt.date) -> None:
        self.as_of = as_of
        known = [h for h in happenings if h.known_on <= as_of and h.on <= as_of]
        self.happenings = tuple(sorted(known, key=lambda h: (h.on, h.pair, h.type, h.words)))
        self._pairs: dict[tuple[str, str], list[Happening]] = defaultdict(list)
        self._deals: dict[str, list[dt.date]] = defaultdict(list)
        self._since: dict[str, dt.date] = {}
        self._partners: dict[str, list[tuple[dt.date, str]]] = defaultdict(list)
        for h in self.happenings:
            self._pairs[h.pair].append(h)
            for me, other in (h.pair, h.pair[::-1]):
                self._since.setdefault(me, h.on)
                if h.firm and rung_of(h.type) in (1, 2):
                    self._deals[me].append(h.on)
                    self._partners[me].append((h.on, other))

    def between(self, first: str, second: str) -> tuple[Happening, ...]:
        """All that happened between the two, the oldest first."""
        return tuple(self._pairs.get((min(first, second), max(first, second)), ()))

    def actors(self) -> tuple[str, ...]:
        """Everybody who ever took part, ascending."""
        return tuple(sorted(self._since))

    def deals(self, actor: str, day: dt.date, days: int) -> int:
        """How many agreements and stakes the actor had in the days before ``day``."""
        dates = self._deals.get(actor, [])
        return bisect_left(dates, day) - bisect_left(dates, day - dt.timedelta(days=days))

    def partners(self, actor: str, day: dt.date) -> set[str]:
        """With whom the actor had an agreement or a stake before ``day``."""
        return {other for on, other in self._partners.get(actor, ()) if on < day}

    def situation(self, first: str, second: str, day: dt.date, *, within: int = _YEAR) -> Situation | None:
        """Where the pair stands on a day; ``None`` where nothing happened between the two in the ``within`` days before."""
        past = [h for h in self.between(first, second) if h.on <= day]
        if not past or (day - past[-1].on).days > within:
            return None
        # Of what happened on the same day the strongest counts: an agreement told with a meeting is an agreement.
        same = [h for h in past if h.on == past[-1].on]
        return self._situation(max(same, key=_strength), day)

    def learned(self, lag: int) -> list[Situation]:
        """Every past trigger after which nothing firm happened for ``lag`` days, seen from the end of those days."""
        found = []
        for between in self._pairs.values():
            for on in sorted({h.on for h in between}):
                at = on + dt.timedelta(days=lag)
                if at <= self.as_of and not any(h.firm and on < h.on <= at for h in between):
                    found.append(self._situation(max((h for h in between if h.on == on), key=_strength), at))
        found.sort(key=lambda s: (s.at, s.last.pair))
        return found

    def outcome(self, situation: Situation, days: int) -> tuple[int, int] | None:
        """The highest rung reached in the ``days`` after a situation (-1 for none) and the days until then; ``None`` while open."""
        end = situation.at + dt.timedelta(days=days)
        if end > self.as_of:
            return None
        best, delay = -1, days
        for h in self.between(*situation.last.pair):
            rung = rung_of(h.type)
            if rung is not None and h.firm and situation.at < h.on <= end and h.on > situation.last.on and rung > best:
                best, delay = rung, (h.on - situation.last.on).days
        return best, delay

    def _situation(self, last: Happening, at: dt.date) -> Situation:
        a, b = last.pair
        before = [h for h in self.between(a, b) if h.on < last.on]
        firm = [h for h in before if h.firm]
        busy = sorted((self.deals(a, last.on, 2 * _YEAR), self.deals(b, last.on, 2 * _YEAR)))
        shared = len((self.partners(a, last.on) & self.partners(b, last.on)) - {a, b})
        recent = last.on - dt.timedelta(days=_YEAR)
        features = (
            *(float(last.type == kind) for kind in TYPES),
            float(not last.firm),
            float(last.status.value == "denied"),
            np.log1p(sum(h.type in ("agree", "supply") for h in firm)),
            np.log1p(sum(h.type == "invest" for h in firm)),
            float(any(h.type in ("meet", "negotiate") and h.on >= recent for h in before)),
            float(any(h.type == "end" for h in firm)),
            np.log1p(busy[1]),
            np.log1p(busy[0]),
            np.log1p(shared),
            float(min((last.on - self._since[a]).days, (last.on - self._since[b]).days) < _YEAR),
        )
        return Situation(last=last, at=at, features=tuple(float(value) for value in features))


def _strength(h: Happening) -> tuple[bool, int, str]:
    rung = rung_of(h.type)
    return h.firm, -1 if rung is None else rung, h.words


def matrix(situations: list[Situation]) -> F8:
    """Shape (n, len(COLUMNS))."""
    return np.array([s.features for s in situations], dtype=float).reshape(len(situations), len(COLUMNS))


def reached(outcomes: list[tuple[int, int]], rung: int) -> F8:
    """Shape (n,): 1 where that rung of `RUNGS` or a higher one was reached."""
    assert 0 <= rung < len(RUNGS)
    return np.array([float(best >= rung) for best, _ in outcomes])
