"""The outlook of a pair: ladder, precedents, evidence, what would change it, and how good such outlooks were. Writes nothing.

Everything is computed from happenings known on the day asked from; the same happenings and question give the same answer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import InputError
from vigie.foresight.happening import RUNGS, Happening
from vigie.foresight.ladder import FORECASTER, Backtest, Ladder, Precedent, Rung, backtest, fit_ladder
from vigie.foresight.probability import Worth, skill_interval, worth
from vigie.foresight.situation import Book, Situation
from vigie.model import Outlook, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.foresight.arrays import Bools

__all__ = ["SILENCE", "Change", "Page", "Record", "family_of", "issued", "open_page", "track_record"]

SILENCE = 365
"""Days after which the last thing between two is no trigger any more."""
ENOUGH = 10
"""Outlooks that must have come true before skill is spoken of; the bootstrap says nothing with one or two."""
SPLIT = dt.date(2018, 1, 1)
"""Triggers from this day on make the track record, each forecast with what was known on its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What outlooks of this kind were worth, for one rung."""

    rung: str
    worth: Worth
    interval: tuple[float, float]
    """90 % bootstrap interval of the skill."""

    @property
    def better(self) -> bool:
        """True where the skill over the base rate is above zero, and enough came true to say so."""
        return self.enough and self.worth.skill > 0.0

    @property
    def enough(self) -> bool:
        """True where at least `ENOUGH` of the outlooks came true."""
        return self.worth.n * self.worth.base_rate >= ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What the outlook would be if one thing happened on the day asked from."""

    type: str
    status: Status
    probability: float
    """Of an agreement or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The answer to one question, with its reasons."""

    first: str
    second: str
    asked_on: dt.date
    by_on: dt.date
    situation: Situation | None
    """``None`` where nothing happened between the two within `SILENCE` days."""
    rungs: tuple[Rung, ...]
    """Empty where no ladder can be fitted or there is no trigger."""
    unmoved: tuple[tuple[str, float], ...]
    """Without a trigger: rung and the rate for any two busy actors over such a time."""
    precedents: tuple[Precedent, ...]
    evidence: tuple[Happening, ...]
    """What happened between the two, the latest first."""
    soft_share: float
    """Share of that which is only rumoured, possible or denied."""
    changes: tuple[Change, ...]
    """The largest first."""
    records: tuple[Record, ...]
    n_learned: int
    has_record: bool = True
    """False where the track record was left out on purpose."""

    @property
    def days(self) -> int:
        """Length of the horizon."""
        return (self.by_on - self.asked_on).days

    def shown(self, rung: str) -> float:
        """What is to be shown as the probability: the base rate where such outlooks were no better than it."""
        place = RUNGS.index(rung)
        if not self.rungs:
            return dict(self.unmoved).get(rung, float("nan"))
        one = self.rungs[place]
        if not self.has_record:
            return one.probability
        return one.probability if place < len(self.records) and self.records[place].better else one.base_rate

    def interval(self, rung: str) -> tuple[float, float]:
        """The 90 % interval of what is shown; (nan, nan) without a forecast."""
        if not self.rungs:
            return float("nan"), float("nan")
        one = self.rungs[RUNGS.index(rung)]
        return (one.low, one.high) if self.shown(rung) == one.probability else (one.base_low, one.base_high)

    @property
    def nothing(self) -> float:
        """The chance that nothing follows: no talks, no agreement, no stake."""
        return 1.0 - self.shown("talks")


def open_page(
    happenings: Iterable[Happening], first: str, second: str, *, asked_on: dt.date, by_on: dt.date, with_record: bool = True
) -> Page:
    """The outlook of a pair as of a day; raises ``InputError`` where the question can't be asked.

    Without ``with_record`` the track record is left out and the model's own probabilities are shown: a replay makes the record.
    """
    if first == second:
        raise InputError(f"an outlook needs two different actors, not '{first}' twice", culprit=first)
    if not 1 <= (by_on - asked_on).days <= 5 * 365:
        raise InputError(f"'{by_on}' is no horizon from {asked_on}: name a day within the five years after it", culprit=str(by_on))
    everything = tuple(happenings)
    book = Book(everything, as_of=asked_on)
    days = (by_on - asked_on).days
    evidence = tuple(reversed(book.between(first, second)))
    situation = book.situation(first, second, asked_on, within=SILENCE)
    ladder = fit_ladder(book, days=days, lag=situation.lag) if situation else None
    rungs: tuple[Rung, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    changes: tuple[Change, ...] = ()
    records: tuple[Record, ...] = ()
    if situation and ladder:
        rungs, precedents = ladder.rungs(situation), ladder.precedents(situation)
        changes = _changes(everything, ladder, situation, days)
        if with_record:
            records = track_record(everything, days=days, asked_on=asked_on, lag=situation.lag, kind=situation.last.type)
    return Page(
        first=min(first, second),
        second=max(first, second),
        asked_on=asked_on,
        by_on=by_on,
        situation=situation,
        rungs=rungs,
        unmoved=_unmoved(book, days) if not rungs else (),
        precedents=precedents,
        evidence=evidence,
        soft_share=sum(not h.firm for h in evidence) / len(evidence) if evidence else 0.0,
        changes=changes,
        records=records,
        n_learned=ladder.n if ladder else 0,
        has_record=with_record,
    )


def track_record(
    happenings: Sequence[Happening], *, days: int, asked_on: dt.date, lag: int = 0, kind: str = "meet"
) -> tuple[Record, ...]:
    """What the ladder was worth on this kind of question, a rung at a time.

    Counted are triggers since `SPLIT` of the same family as ``kind`` whose horizon ended by the day asked from.
    """
    tested = backtest(happenings, since=SPLIT, until=asked_on, days=days, lag=lag)
    same = np.array([family_of(one) == family_of(kind) for one in tested.kinds], dtype=bool)
    return tuple(_record(tested, place, same) for place in range(len(RUNGS))) if same.any() else ()


def family_of(kind: str) -> str:
    """The kind of question that a trigger makes: after a ``contact``, a ``tie`` or an ``end``."""
    return {"meet": "contact", "negotiate": "contact", "end": "end"}.get(kind, "tie")


def _record(tested: Backtest, place: int, rows: Bools) -> Record:
    p, came, base = tested.p[rows, place], tested.came_true[rows, place] > 0.5, tested.base[rows, place]
    return Record(rung=RUNGS[place], worth=worth(p, came, base, n_bins=5), interval=skill_interval(p, came, base, n=400))


def issued(page: Page, *, at: dt.datetime, replayed: bool = False) -> Outlook | None:
    """The page as an outlook to be stored; ``None`` where it holds no forecast."""
    if not page.rungs or page.situation is None:
        return None
    mark = f"{FORECASTER}|{page.first}|{page.second}|{page.asked_on}|{page.by_on}|{replayed}"
    return Outlook(
        id=hashlib.sha256(mark.encode()).hexdigest()[:20],
        forecaster=FORECASTER,
        first=page.first,
        second=page.second,
        kind=page.situation.last.type,
        asked_on=page.asked_on.isoformat(),
        by_on=page.by_on.isoformat(),
        issued_at=at,
        replayed=replayed,
        probabilities={rung.name: round(page.shown(rung.name), 6) for rung in page.rungs},
        base_rates={rung.name: round(rung.base_rate, 6) for rung in page.rungs},
    )


_WHAT_IF = (
    ("meet", Status.HAPPENED),
    ("negotiate", Status.RUMOURED),
    ("negotiate", Status.HAPPENED),
    ("agree", Status.HAPPENED),
    ("negotiate", Status.DENIED),
    ("end", Status.HAPPENED),
)


def _changes(happenings: Sequence[Happening], ladder: Ladder, situation: Situation, days: int) -> tuple[Change, ...]:
    """What an agreement or more would be worth if one of a few things happened on the day, the largest change first."""
    today = ladder.book.as_of
    fresh = ladder if ladder.lag == 0 else fit_ladder(ladder.book, days=days, lag=0)
    if fresh is None:
        return ()
    now = ladder.rungs(situation)[1].probability
    found = []
    for kind, status in _WHAT_IF:
        imagined = replace(
            situation.last, on=today, known_on=today, type=kind, status=status, words="", source="", quote="", ref=""
        )
        kept = tuple(h for h in happenings if not (h.pair == situation.last.pair and h.on >= today))
        if situation.last.on == today:
            kept = tuple(h for h in kept if h is not situation.last)
        other = Book((*kept, imagined), as_of=today).situation(*situation.last.pair, today)
        if other is not None:
            found.append(Change(type=kind, status=status, probability=fresh.rungs(other)[1].probability))
    return tuple(sorted(found, key=lambda change: -abs(change.probability - now)))


def _unmoved(book: Book, days: int) -> tuple[tuple[str, float], ...]:
    """How often any two actors busy in the last three years came to a first agreement or stake in such a time."""
    since = book.as_of - dt.timedelta(days=3 * 365)
    busy = {key for h in book.happenings if h.on >= since for key in h.pair}
    pairs = len(busy) * (len(busy) - 1) / 2
    if not pairs:
        return ()
    share = days / (3 * 365)
    found = []
    for place, name in enumerate(RUNGS):
        kinds = {0: ("negotiate", "agree", "supply", "invest"), 1: ("agree", "supply", "invest"), 2: ("invest",)}[place]
        first: dict[tuple[str, str], dt.date] = {}
        for h in book.happenings:
            if h.firm and h.type in kinds:
                first.setdefault(h.pair, h.on)
        found.append((name, min(1.0, sum(on >= since for on in first.values()) * share / pairs)))
    return tuple(found)
