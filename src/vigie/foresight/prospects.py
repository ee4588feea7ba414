"""What is known of two parties after a contact, as numbers, for the question whether more follows by a horizon.

Works on dated quadruples whose relations are sorted into classes (contact, deed, conflict, other); a question is a pair and a step
at which something happened between the two; its answer is yes where a deed between the two follows within the horizon. Asked are
the questions with a contact; the others only teach. Fits nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.counters import WIDTH, Counter
from vigie.foresight.factors import Factors
from vigie.foresight.history import History, Quads
from vigie.foresight.questions import Questions
from vigie.foresight.rates import RATE_COLUMNS, Rates

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, F8, I8, Bools

__all__ = ["CLASSES", "PLAIN_COLUMNS", "PROSPECT_COLUMNS", "Prospects", "find_prospects"]

CLASSES = ("contact", "deed", "conflict", "other")
CONTACT, DEED, OTHER = 0, 1, 3
_SINCE = (0, 3, 10, 40)
"""Upper ends, in steps, of the buckets of how long ago something happened between the two; one more above."""
_SUFFIXES = ("d2", "d10", "d40", "d160", "count", "recency", "age")
_PAIR = tuple(f"pair_{name}_{suffix}" for name in CLASSES for suffix in _SUFFIXES)
_SIDES = ("deed", "contact", "deed_there", "deed_new")
_SIDE = tuple(f"{name}_{suffix}_{side}" for name in _SIDES for side in ("less", "more") for suffix in _SUFFIXES)
_REST = (
    "kind_rate",
    "kind_rate_best",
    "kind_rate_first",
    "n_contacts",
    "common",
    "common_weighted",
    "factor_less",
    "factor_more",
    "factor_other",
)
_TYPED = ("typed_or", "typed_best", "typed_second", "typed_n")
_GROUPS = tuple(f"groups_deed_{suffix}" for suffix in _SUFFIXES)
_ROLES = tuple(
    f"{name}_{suffix}{side}"
    for name, sides in (
        *((name, ("_less", "_more")) for name in ("role_deed", "role_contact")),
        *((name, ("",)) for name in ("roles_deed", "groups_contact", "back_deed", "back_other", "back_any")),
    )
    for side in sides
    for suffix in _SUFFIXES
)
"""Dealings of each side with the other's role and of the two roles, contacts of the two groups, and what went back and forth
between the two: counts of the direction that saw less."""
PLAIN_COLUMNS = (*_PAIR, *_SIDE, *_GROUPS, *_REST, *_TYPED, "same_group", "met", "contact")
"""Names of the features that every question has, in their order."""
PROSPECT_COLUMNS = (*PLAIN_COLUMNS, *RATE_COLUMNS, *_ROLES)
"""Names of all features; those after the plain ones are zero for questions that only teach."""
_RATES_END = len(PLAIN_COLUMNS) + len(RATE_COLUMNS)
_MET, _SAME_GROUP = PLAIN_COLUMNS.index("met"), PLAIN_COLUMNS.index("same_group")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prospects:
    """Questions with features and answers."""

    issued: I8
    """The step of what happened; everything of that step and before is known."""
    contact: Bools
    """True for what is asked: there was a contact at the step."""
    features: F4
    outcome: Bools
    first_time: Bools
    """No deed between the two before."""
    first: I8
    second: I8
    """The two parties, ``first < second``."""


class _Known:
    """Counters over the past of questions, brought up to the end of a step."""

    def __init__(self, history: History, n_kinds: int, roles: I8) -> None:
        self.n, self.roles = history.n_entities, roles
        self.groups = np.arange(self.n) if history.groups is None else history.groups
        self.pair = [Counter() for _ in CLASSES]
        self.deed, self.contact, self.there, self.new, self.grouped = (Counter() for _ in range(5))
        self.role_deed, self.role_contact, self.roles_deed, self.groups_contact = (Counter() for _ in range(4))
        self.directed = {DEED: Counter(), OTHER: Counter(), None: Counter()}
        """By class who did something towards whom; under ``None`` whatever the class."""
        self.kinds = np.zeros((n_kinds, 2, 2))
        self.typed = np.zeros((n_kinds, len(_SINCE) + 1, 2, 2))
        self.last: dict[int, dict[int, int]] = defaultdict(dict)
        self.partners: dict[int, set[int]] = defaultdict(set)
        self.factors = Factors(self.n, len(CLASSES), width=64)

    def add(self, subjects: I8, objects: I8, kinds: I8, classes: I8, now: int) -> None:
        for place, directed in self.directed.items():
            rows = slice(None) if place is None else classes == place
            directed.add((subjects * self.n + objects)[rows], now)
        a, b = np.minimum(subjects, objects), np.maximum(subjects, objects)
        key = a * self.n + b
        for pair, kind in zip(key.tolist(), kinds.tolist(), strict=True):
            self.last[pair][kind] = now
        for place, counter in enumerate(self.pair):
            counter.add(key[classes == place], now)
        deed = classes == DEED
        fresh = np.array([y not in self.partners[x] for x, y in zip(a[deed].tolist(), b[deed].tolist(), strict=True)], dtype=bool)
        both, other = np.concatenate([a[deed], b[deed]]), np.concatenate([b[deed], a[deed]])
        self.deed.add(both, now)
        self.there.add(both * self.n + self.groups[other], now)
        self.new.add(both[np.concatenate([fresh, fresh])], now)
        met = classes == CONTACT
        meeting, guest = np.concatenate([a[met], b[met]]), np.concatenate([b[met], a[met]])
        self.contact.add(meeting, now)
        self.grouped.add(self._joined(self.groups, a[deed], b[deed]), now)
        self.groups_contact.add(self._joined(self.groups, a[met], b[met]), now)
        self.roles_deed.add(self._joined(self.roles, a[deed], b[deed]), now)
        self.role_deed.add(both * self.n + self.roles[other], now)
        self.role_contact.add(meeting * self.n + self.roles[guest], now)
        for x, y in zip(a[deed].tolist(), b[deed].tolist(), strict=True):
            self.partners[x].add(y)
            self.partners[y].add(x)

    def _joined(self, labels: I8, a: I8, b: I8) -> I8:
        g, h = labels[a], labels[b]
        return np.minimum(g, h) * self.n + np.maximum(g, h)

    def fill(self, a: I8, b: I8, now: int, out: F4) -> None:
        """Columns of one step's questions, all but the rates of kinds; ``now`` is the step after."""
        column = 0
        for counter in self.pair:
            counter.fill(a * self.n + b, now, out, column)
            column += WIDTH
        for counter, left, right in (
            (self.deed, a, b),
            (self.contact, a, b),
            (self.there, a * self.n + self.groups[b], b * self.n + self.groups[a]),
            (self.new, a, b),
        ):
            sides = _sides(counter, left, right, now)
            out[:, column : column + WIDTH] = sides.min(0)
            out[:, column + WIDTH : column + 2 * WIDTH] = sides.max(0)
            column += 2 * WIDTH
        self.grouped.fill(self._joined(self.groups, a, b), now, out, column)
        column += WIDTH
        for row, (x, y) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
            shared = self.partners[x] & self.partners[y] if x in self.partners and y in self.partners else set()
            out[row, column + 4] = len(shared)
            out[row, column + 5] = sum(1.0 / np.log(1.0 + len(self.partners[z])) for z in shared)
        deed = np.full(len(a), DEED)
        scores = np.stack([self.factors.score_pairs(a, deed, b), self.factors.score_pairs(b, deed, a)])
        out[:, column + 6], out[:, column + 7] = scores.min(0), scores.max(0)
        meets = np.full(len(a), CONTACT)
        out[:, column + 8] = np.maximum(self.factors.score_pairs(a, meets, b), self.factors.score_pairs(b, meets, a))
        out[:, _SAME_GROUP] = self.groups[a] == self.groups[b]
        out[:, _MET] = self.pair[DEED].entries(a * self.n + b) >= 0

    def fill_roles(self, a: I8, b: I8, now: int) -> F4:
        """The columns `_ROLES` of the pairs; ``now`` is the step after."""
        parts = []
        for counter in (self.role_deed, self.role_contact):
            sides = _sides(counter, a * self.n + self.roles[b], b * self.n + self.roles[a], now)
            parts += [sides.min(0), sides.max(0)]
        for counter, labels in ((self.roles_deed, self.roles), (self.groups_contact, self.groups)):
            out = np.zeros((len(a), WIDTH), dtype=np.float32)
            counter.fill(self._joined(labels, a, b), now, out, 0)
            parts.append(out)
        for counter in self.directed.values():
            parts.append(_sides(counter, a * self.n + b, b * self.n + a, now).min(0))
        return np.concatenate(parts, axis=1)


def _sides(counter: Counter, left: I8, right: I8, now: int) -> F4:
    sides = np.zeros((2, len(left), WIDTH), dtype=np.float32)
    counter.fill(left, now, sides[0], 0)
    counter.fill(right, now, sides[1], 0)
    return sides


def find_prospects(history: History, classes: I8, horizon: int, *, roles: I8 | None = None, last: int | None = None) -> Prospects:
    """All questions of a history up to step ``last`` (default: the last whose horizon ends inside it), with answers.

    ``classes`` gives the class of each relation (shape (n_relations,)), as its place in `CLASSES`; ``roles`` a label shared by
    entities of one sort (shape (n_entities,), labels below n_entities; default: all are of one sort). Features of a question use
    the quadruples up to and including its step; running rates use only questions resolved by then.
    """
    steps = history.steps()
    end = int(steps[-1]) if len(steps) else 0
    last = end - horizon if last is None else last
    q = history.quads
    order = np.argsort(q.steps, kind="stable")
    subject, target = q.subjects[order], q.objects[order]
    kind, when = q.relations[order], q.steps[order]
    kept = subject != target
    subject, target, kind, when = subject[kept], target[kept], kind[kept], when[kept]
    a, b = np.minimum(subject, target), np.maximum(subject, target)
    sort = classes[kind]
    deeds: dict[int, list[int]] = defaultdict(list)
    for key, step in zip((a * history.n_entities + b)[sort == DEED].tolist(), when[sort == DEED].tolist(), strict=True):
        deeds[key].append(step)
    roles = np.zeros(history.n_entities, dtype=np.int64) if roles is None else roles
    known = _Known(history, history.n_relations, roles)
    rates = Rates(known.groups, roles)
    waiting: dict[int, tuple[I8, I8, Bools, Bools, I8]] = {}
    asked_at: dict[int, tuple[I8, I8, Bools, Bools]] = {}
    parts = []
    for step in steps[steps <= last].tolist():
        for issued in [s for s in waiting if s + horizon <= step]:
            kinds, question, outcome, met, typed = waiting.pop(issued)
            before = met.astype(np.int64)
            np.add.at(known.typed, (typed[:, 1], typed[:, 2], before[typed[:, 0]], 0), outcome[typed[:, 0]])  # type: ignore[arg-type]
            np.add.at(known.typed, (typed[:, 1], typed[:, 2], before[typed[:, 0]], 1), 1.0)  # type: ignore[arg-type]
            np.add.at(known.kinds, (kinds, before[question], 0), outcome[question])  # type: ignore[arg-type]
            np.add.at(known.kinds, (kinds, before[question], 1), 1.0)  # type: ignore[arg-type]
            rates.learn(*asked_at.pop(issued), step)
        here = slice(*np.searchsorted(when, [step, step + 1]))
        x, y, k, c = a[here], b[here], kind[here], sort[here]
        known.add(subject[here], target[here], k, c, step)
        keys, question = np.unique(x * history.n_entities + y, return_inverse=True)
        first, second = keys // history.n_entities, keys % history.n_entities
        out = np.zeros((len(keys), len(PROSPECT_COLUMNS)), dtype=np.float32)
        known.fill(first, second, step + 1, out)
        met = out[:, _MET] > 0
        contact = np.zeros(len(keys), dtype=bool)
        contact[question[c == CONTACT]] = True
        out[:, len(PLAIN_COLUMNS) - 1] = contact
        out[contact, len(PLAIN_COLUMNS) : _RATES_END] = rates.of(first[contact], second[contact], met[contact])
        out[contact, _RATES_END:] = known.fill_roles(first[contact], second[contact], step + 1)
        _fill_kinds(known.kinds, k, question, met, out)
        outcome = np.array([_follows(deeds.get(key, []), step, horizon) for key in keys.tolist()], dtype=bool)
        typed = np.asarray(_fill_typed(known, keys, step, met, out), dtype=np.int64).reshape(-1, 3)
        waiting[step] = (k, question, outcome, met, typed)
        asked_at[step] = (first[contact], second[contact], met[contact], outcome[contact])
        parts.append((np.full(len(keys), step), contact, out, outcome, ~met, first, second))
        both = Quads(subjects=q.subjects, relations=classes[q.relations], objects=q.objects, steps=q.steps).take(q.steps == step)
        coded = History(quads=both, n_entities=history.n_entities, n_relations=len(CLASSES)).until(step + 1).quads
        known.factors.learn(Questions.of(coded), step)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Prospects(
        issued=columns[0].astype(np.int64),
        contact=columns[1],
        features=columns[2],
        outcome=columns[3],
        first_time=columns[4],
        first=columns[5],
        second=columns[6],
    )


def _fill_typed(known: _Known, keys: I8, step: int, met: Bools, out: F4) -> list[tuple[int, int, int]]:
    """What each kind that lay between the two, and how long ago, has led to so far; returns (question, kind, bucket)."""
    column = PROSPECT_COLUMNS.index("typed_or")
    found = []
    overall = (known.typed[..., 0].sum((0, 1)) + 1.0) / (known.typed[..., 1].sum((0, 1)) + 20.0)
    for row, key in enumerate(keys.tolist()):
        before = int(met[row])
        rates = [0.0, 0.0]
        miss = 1.0
        for kind, last in known.last[key].items():
            bucket = bisect_left(_SINCE, step - last)
            found.append((row, kind, bucket))
            hit, n = known.typed[kind, bucket, before]
            rate = (hit + 20.0 * overall[before]) / (n + 20.0)
            rates.append(rate)
            miss *= 1.0 - rate
        rates.sort()
        out[row, column : column + 4] = 1.0 - miss, rates[-1], rates[-2], len(rates) - 2
    return found


def _follows(deeds: list[int], step: int, horizon: int) -> bool:
    place = bisect_right(deeds, step)
    return place < len(deeds) and deeds[place] <= step + horizon


def _fill_kinds(rates: F8, kinds: I8, question: I8, met: Bools, out: F4) -> None:
    """How often a deed followed the kinds seen today: mean and best over them, and for pairs without a deed before."""
    column = PROSPECT_COLUMNS.index("kind_rate")
    overall = (rates[..., 0].sum(0) + 1.0) / (rates[..., 1].sum(0) + 20.0)
    here = met[question].astype(int)
    rate = (rates[kinds, here, 0] + 20.0 * overall[here]) / (rates[kinds, here, 1] + 20.0)
    total = np.zeros(len(out))
    n = np.zeros(len(out))
    np.add.at(total, question, rate)
    np.add.at(n, question, 1.0)
    out[:, column] = total / np.maximum(n, 1.0)
    np.maximum.at(out[:, column + 1], question, rate.astype(np.float32))
    out[:, column + 2] = np.where(met, 0.0, out[:, column + 1])
    out[:, column + 3] = n
