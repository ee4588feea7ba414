"""Whom an actor is likely to approach next, with reasons. Ranks by situations of the past; issues no probability of what follows.

Measured as a ranking (MRR of the partner in each new happening since 2018) beside recency alone; see ``vigie eval outlook``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.logit import ConditionalLogit
from vigie.foresight.situation import Book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.foresight.arrays import F4
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
    table = _Table()
    learned = _learn(book, table)
    candidates = [key for key in book.actors() if key != actor]
    if learned is None or not candidates:
        return ()
    score = learned.predict(table.features(actor, candidates, asked_on))
    share = np.exp(score - score.max())
    share /= share.sum()
    mine = book.partners(actor, asked_on)
    found = []
    for place in np.argsort(-share, kind="stable")[:n]:
        key = candidates[int(place)]
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
    table = _Table()
    learned = _learn(Book(happenings, as_of=since - dt.timedelta(days=1)), table)
    model: list[float] = []
    recency: list[float] = []
    by_day: dict[dt.date, list[Happening]] = defaultdict(list)
    for h in book.happenings:
        if h.on >= since:
            by_day[h.on].append(h)
    for day in sorted(by_day):
        known = table.actors()
        for actor, partner in {(x, y) for h in by_day[day] for x, y in (h.pair, h.pair[::-1])}:
            candidates = [key for key in known if key != actor]
            if partner not in candidates or learned is None:
                continue
            features = table.features(actor, candidates, day)
            at = candidates.index(partner)
            for ranks, score in ((model, learned.predict(features)), (recency, features[:, 0].astype(float))):
                ranks.append(1.0 + float((score > score[at]).sum()) + float((score == score[at]).sum() - 1) / 2.0)
        for h in by_day[day]:
            table.add(h)
    return model, recency


class _Table:
    """What is known of actors and pairs, happening by happening."""

    def __init__(self) -> None:
        self._with: dict[str, Counter[str]] = defaultdict(Counter)
        self._last: dict[tuple[str, str], dt.date] = {}
        self._dates: dict[str, list[dt.date]] = defaultdict(list)
        self._firsts: dict[str, list[dt.date]] = defaultdict(list)

    def actors(self) -> list[str]:
        return sorted(self._dates)

    def add(self, h: Happening) -> None:
        for me, other in (h.pair, h.pair[::-1]):
            if other not in self._with[me]:
                self._firsts[me].append(h.on)
            self._with[me][other] += 1
            self._last[me, other] = h.on
            self._dates[me].append(h.on)

    def features(self, actor: str, candidates: Sequence[str], day: dt.date) -> F4:
        mine = self._with[actor]
        out = np.zeros((len(candidates), len(NAMES)), dtype=np.float32)
        for row, key in enumerate(candidates):
            last = self._last.get((actor, key))
            theirs = self._with[key]
            recent = sum(on > day - dt.timedelta(days=2 * _YEAR) for on in self._dates[key])
            out[row] = (
                1.0 / (1.0 + (day - last).days / 180.0) if last else 0.0,
                float(last is not None and (day - last).days < _YEAR),
                np.log1p(mine[key]),
                sum(1.0 / np.log(1.0 + len(self._with[z])) for z in mine if z in theirs and len(self._with[z]) > 1),
                np.log1p(recent),
                np.log1p(len(theirs)),
                np.log1p(sum(on > day - dt.timedelta(days=2 * _YEAR) for on in self._firsts[key])),
                float(key in mine),
            )
        return out


def _learn(book: Book, table: _Table) -> ConditionalLogit | None:
    """Fill the table with the book, and learn from its last happenings who was chosen among whom."""
    features: list[F4] = []
    answers: list[np.ndarray[tuple[int], np.dtype[np.bool_]]] = []
    begin = len(book.happenings) // 3
    for place, h in enumerate(book.happenings):
        if place >= begin:
            known = table.actors()
            for actor, partner in (h.pair, h.pair[::-1]):
                candidates = [key for key in known if key != actor]
                if partner in candidates:
                    features.append(table.features(actor, candidates, h.on))
                    answers.append(np.array([key == partner for key in candidates]))
        table.add(h)
    if len(answers) < 30:
        return None
    learned = ConditionalLogit(penalty=3.0)
    learned.fit(np.concatenate(features), np.concatenate(answers), np.array([len(a) for a in answers]))
    return learned
