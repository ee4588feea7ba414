"""Whom an actor is likely to approach next, with reasons. Ranks by situations of the past; issues no probability of what follows.

Measured as a ranking (MRR of the partner in each new happening since 2018) beside recency alone; see ``vigie eval outlook``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.logit import ConditionalLogit
from vigie.foresight.situation import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.foresight.arrays import F4, I8, Bools
    from vigie.foresight.happening import Happening

__all__ = ["Suggestion", "partner_ranks", "suggest"]

_YEAR = 365
NAMES = ("last", "again", "ever", "shared", "busy", "wanted", "firsts", "known")
"""Features of a candidate: recency and number of dealings with the actor, shared partners, how busy, how often new to others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One candidate."""

    key: str
    share: float
    """The model's share among all candidates for the actor's next partner."""
    dealings: tuple[Happening, ...]
    """What lay between the two, the latest first."""
    shared: tuple[str, ...]
    """Partners of both, by how many ties they have."""
    recent: int
    """Its agreements and stakes with anybody in the last two years."""


def suggest(happenings: Iterable[Happening], actor: str, *, asked_on: dt.date, n: int = 10) -> tuple[Suggestion, ...]:
    """The ``n`` likeliest partners of the actor's next happening, as of a day."""
    book = Book(happenings, as_of=asked_on)
    table = _Table({*book.actors(), actor})
    learned = _learn(book, table)
    candidates = table.others(actor)
    if learned is None or not len(candidates):
        return ()
    score = learned.predict(table.features(actor, candidates, asked_on))
    share = np.exp(score - score.max())
    share /= share.sum()
    mine = book.partners(actor, asked_on)
    found = []
    for place in np.argsort(-share, kind="stable")[:n]:
        key = table.names[candidates[place]]
        shared = Counter({one: len(book.partners(one, asked_on)) for one in (mine & book.partners(key, asked_on)) - {actor, key}})
        found.append(
            Suggestion(
                key=key,
                share=float(share[place]),
                dealings=tuple(reversed(book.between(actor, key))),
                shared=tuple(one for one, _ in shared.most_common(5)),
                recent=book.deals(key, asked_on, 2 * _YEAR),
            )
        )
    return tuple(found)


def partner_ranks(happenings: Sequence[Happening], *, since: dt.date, until: dt.date) -> tuple[list[float], list[float]]:
    """Ranks of the true partner in each happening of [since, until], both ways: by the model, and by recency alone.

    The model is fitted once, on what came before ``since``; its table moves on.
    """
    book = Book(happenings, as_of=until)
    table = _Table(set(book.actors()))
    learned = _learn(Book(happenings, as_of=since - dt.timedelta(days=1)), table)
    model: list[float] = []
    recency: list[float] = []
    by_day: dict[dt.date, list[Happening]] = defaultdict(list)
    for h in book.happenings:
        if h.on >= since:
            by_day[h.on].append(h)
    for day in sorted(by_day):
        for actor, partner in {(x, y) for h in by_day[day] for x, y in (h.pair, h.pair[::-1])}:
            if not table.knows(partner) or learned is None:
                continue
            candidates = table.others(actor)
            features = table.features(actor, candidates, day)
            at = int(np.searchsorted(candidates, table.place[partner]))
            for ranks, score in ((model, learned.predict(features)), (recency, features[:, 0].astype(float))):
                ranks.append(1.0 + float((score > score[at]).sum()) + float((score == score[at]).sum() - 1) / 2.0)
        for h in by_day[day]:
            table.add(h)
    return model, recency


class _Lately:
    """How often each of ``n`` actors came in the last two years; days must not go back."""

    def __init__(self, n: int) -> None:
        self._counts = np.zeros(n, dtype=np.int64)
        self._dated: deque[tuple[dt.date, int]] = deque()

    def add(self, actor: int, on: dt.date) -> None:
        self._counts[actor] += 1
        self._dated.append((on, actor))

    def counts(self, day: dt.date) -> I8:
        while self._dated and self._dated[0][0] <= day - dt.timedelta(days=2 * _YEAR):
            self._counts[self._dated.popleft()[1]] -= 1
        return self._counts


class _Table:
    """What is known of actors and pairs, happening by happening in the order of time; actors are places among all names."""

    def __init__(self, names: set[str]) -> None:
        self.names = sorted(names)
        self.place = {name: place for place, name in enumerate(self.names)}
        self._known = np.zeros(len(self.names), dtype=bool)
        self._partners = [np.zeros(0, dtype=np.int64) for _ in self.names]
        """Of each actor its partners, in the order in which they came."""
        self._n_partners = np.zeros(len(self.names), dtype=np.int64)
        self._dealings: list[dict[int, int]] = [{} for _ in self.names]
        self._last: list[dict[int, int]] = [{} for _ in self.names]
        """Of each actor, in the order of its partners, how many dealings with each and the day of the last."""
        self._dates, self._firsts = _Lately(len(self.names)), _Lately(len(self.names))

    def knows(self, name: str) -> bool:
        return bool(self._known[self.place[name]])

    def others(self, actor: str) -> I8:
        """Everybody known but the actor, ascending by name."""
        known = self._known.copy()
        known[self.place[actor]] = False
        return np.flatnonzero(known)

    def add(self, h: Happening) -> None:
        first, second = (self.place[name] for name in h.pair)
        for me, other in ((first, second), (second, first)):
            if other not in self._dealings[me]:
                self._partners[me] = np.append(self._partners[me], other)
                self._n_partners[me] += 1
                self._firsts.add(me, h.on)
            self._dealings[me][other] = self._dealings[me].get(other, 0) + 1
            self._last[me][other] = h.on.toordinal()
            self._dates.add(me, h.on)
            self._known[me] = True

    def features(self, actor: str, candidates: I8, day: dt.date) -> F4:
        """Shape (len(candidates), len(NAMES)), as of a day not before any that was added or asked about."""
        me = self.place[actor]
        mine, n = self._partners[me], len(self.names)
        days = day.toordinal() - np.fromiter(self._last[me].values(), dtype=np.int64, count=len(mine))
        out = np.zeros((n, len(NAMES)), dtype=np.float32)
        out[mine, 0] = 1.0 / (1.0 + days / 180.0)
        out[mine, 1] = days < _YEAR
        out[mine, 2] = np.log1p(np.fromiter(self._dealings[me].values(), dtype=np.int64, count=len(mine)))
        between = mine[self._n_partners[mine] > 1]
        if len(between):
            weights = np.repeat(1.0 / np.log(1.0 + self._n_partners[between]), self._n_partners[between])
            out[:, 3] = np.bincount(np.concatenate([self._partners[one] for one in between]), weights=weights, minlength=n)
        out[:, 4] = np.log1p(self._dates.counts(day))
        out[:, 5] = np.log1p(self._n_partners)
        out[:, 6] = np.log1p(self._firsts.counts(day))
        out[mine, 7] = 1.0
        return out[candidates]


def _learn(book: Book, table: _Table) -> ConditionalLogit | None:
    """Fill the table with the book, and learn from its last happenings who was chosen among whom."""
    features: list[F4] = []
    answers: list[Bools] = []
    begin = len(book.happenings) // 3
    for place, h in enumerate(book.happenings):
        if place >= begin:
            for actor, partner in (h.pair, h.pair[::-1]):
                if table.knows(partner):
                    candidates = table.others(actor)
                    features.append(table.features(actor, candidates, h.on))
                    answers.append(candidates == table.place[partner])
        table.add(h)
    if len(answers) < 30:
        return None
    learned = ConditionalLogit(penalty=3.0)
    learned.fit(np.concatenate(features), np.concatenate(answers), np.array([len(a) for a in answers]))
    return learned
