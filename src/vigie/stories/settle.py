"""Judgements made into groups: by the machine's scores, and by the word of persons, which stands against them.

Knows neither what claims say nor what documents are about.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from vigie.model import Verdict
from vigie.stories.link import average_link
from vigie.stories.weights import weights

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from vigie.model import Judgement

__all__ = ["binds", "groups", "scores_of"]


def groups(subject: str, ids: Collection[str], judgements: Iterable[Judgement]) -> list[tuple[str, ...]]:
    """The groups of ids (claims of moves, documents of stories) that the judgements on ``subject`` make, in order."""
    chosen = weights(subject)
    return average_link(ids, scores_of(subject, ids, judgements), unlike=chosen.unlike, threshold=chosen.threshold)


def binds(judgement: Judgement) -> bool:
    """True where a judgement alone could put two things into one group: what it joins must be settled together."""
    if judgement.by_machine:
        return judgement.score > weights(judgement.subject).threshold
    return judgement.verdict is Verdict.SAME


def scores_of(subject: str, ids: Collection[str], judgements: Iterable[Judgement]) -> dict[tuple[str, str], float]:
    """The log-odds of each judged pair of the ids; endless where a person said so.

    Of the words of persons the later stands where two contradict each other, also by way of third things.
    """
    known, scores, said = set(ids), {}, []
    for one in judgements:
        if one.subject == subject and one.left in known and one.right in known:
            if not one.by_machine:
                said.append(one)
            elif (one.left, one.right) not in scores:
                scores[one.left, one.right] = one.score
    word = _Word()
    for one in sorted(said, key=lambda one: (one.recorded_at is None, one.recorded_at, one.id), reverse=True):
        if one.verdict is not Verdict.UNSURE and word.take(one.left, one.right, same=one.verdict is Verdict.SAME):
            scores[one.left, one.right] = math.inf if one.verdict is Verdict.SAME else -math.inf
    return scores


class _Word:
    """What persons said, without contradictions."""

    def __init__(self) -> None:
        self._root: dict[str, str] = {}
        self._apart: set[frozenset[str]] = set()

    def _of(self, one: str) -> str:
        while one in self._root:
            one = self._root[one]
        return one

    def take(self, left: str, right: str, *, same: bool) -> bool:
        """Take a word in, where what was taken before allows it."""
        one, other = self._of(left), self._of(right)
        if same and one != other:
            if frozenset((one, other)) in self._apart:
                return False
            self._root[other] = one
            self._apart = {frozenset(one if end == other else end for end in pair) for pair in self._apart}
        elif not same:
            if one == other:
                return False
            self._apart.add(frozenset((one, other)))
        return True
