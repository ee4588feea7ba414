"""Fits the weights of ``vigie.stories`` to annotated documents by logistic regression. Measures nothing but held-out stories.

Learnt from are both the annotated claims and those that the reader finds in the same documents: the first are many, the second
have the gaps that the weights will meet.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from bcubed import bcubed
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from vigie.stories.compare import compare, evidence, group_of
from vigie.stories.copies import repeat
from vigie.stories.gather import story_evidence
from vigie.stories.link import average_link
from vigie.stories.meet import comparable_claims
from vigie.stories.seen import see
from vigie.stories.weights import weights

if TYPE_CHECKING:
    from annotated import Sample

    from vigie.stories.seen import Seen

__all__ = ["fit_all", "held_out"]

FILE = Path(__file__).resolve().parents[2] / "src" / "vigie" / "stories" / "weights.yml"
THRESHOLDS = {"move": -0.85, "story": -1.3}
"""Mean log-odds above which groups join: below 0, since the errors of many pairs that are averaged cancel out. That of moves is as
low as leaves the corpus, as read, no worse than each claim alone (`./vigie eval stories evals/reading/corpus --hold`)."""
UNLIKE = {"move": -2.0, "story": -2.5}
"""Log-odds below which a pair counts as one that was not compared. That of stories is the highest that changed no figure by more
than 0.002; that of moves was lowered with their last weights by the figures of ``--held-out``: what it costs was not measured."""
STRENGTH = {"move": 0.1, "story": 0.3}
"""Inverse strength of the pull towards 0, by the figures of ``--held-out``, which change little between 0.1 and 1. The stories'
weights that ship are of a fit before `ELSEWHERE`: a new fit of both makes others."""
ANNOTATED = 0.5
"""What an annotated pair counts beside one that the reader found."""
ELSEWHERE = 0.5
"""What a pair of a further folder counts beside one of the first, which is the one to do well on."""
GROUP_SCALE = 0.6
"""Evidence within a group is scaled down before fitting, so that a weight is shared by all groups unless the data insist."""
FOLDS = 5

HEAD = """# Weights of evidence: log-odds for one unit of it. Fitted, not written by hand:
#     ./vigie eval stories FOLDER --fit
# `every` holds for all pairs, `groups` what is added for pairs of one group of types. A pair of groups joins where the mean
# log-odds of its members exceed `threshold`; a pair below `unlike` counts like one that was never compared: as `unlike`.
"""


class Pairs:
    """The pairs of a set with their evidence and whether they belong together, within each folder."""

    def __init__(self, samples: list[Sample], kind: str) -> None:
        self.kind = kind
        self.rows: list[tuple[str, str]] = []
        self.features: list[dict[str, float]] = []
        self.story = {s.document.id: s.story or s.document.id for s in samples}
        self.weights: list[float] = []
        """What each pair counts."""
        self.document: dict[str, str] = {}
        """Item (a claim, or a document itself) to its document."""
        folders = defaultdict(list)
        for sample in samples:
            seen = see(sample.document, sample.reading, sample.names)
            folders[sample.folder].append(seen)
            self.document.update(dict.fromkeys([seen.id] if kind == "story" else [f.claim.id for f in seen.facts], seen.id))
        for number, documents in enumerate(folders.values()):
            for left, right in itertools.combinations_with_replacement(documents, 2):
                self._add_documents(left, right)
            self.weights += [ELSEWHERE if number else 1.0] * (len(self.rows) - len(self.weights))
        self.gold = dict(self.story) if kind == "story" else {claim: move for s in samples for claim, move in s.moves.items()}
        self.known = np.array([left in self.gold and right in self.gold for left, right in self.rows])
        self.same = np.array(
            [known and self.gold[left] == self.gold[right] for known, (left, right) in zip(self.known, self.rows, strict=True)]
        )

    def _add_documents(self, left: Seen, right: Seen) -> None:
        copied = left is not right and repeat(left, right) is not None
        claims = comparable_claims(left, right, copied=copied)
        if self.kind == "move":
            for one, other, beside in claims:
                self._add(one.claim.id, other.claim.id, evidence(one, other, beside=beside), group_of(one, other))
        elif left is not right:
            alike = [(a.claim.id, b.claim.id) for a, b, beside in claims if compare(a, b, beside=beside).score > 0]
            number = min(len({a for a, _ in alike}), len({b for _, b in alike}))
            found = story_evidence(
                left.profile, right.profile, alike=number, claims=(len(left.facts), len(right.facts)), copied=copied
            )
            if found:
                self._add(left.id, right.id, found, "")

    def _add(self, left: str, right: str, found: dict[str, float], group: str) -> None:
        self.rows.append((min(left, right), max(left, right)))
        self.features.append({**found, **({f"{group}*{k}": GROUP_SCALE * v for k, v in found.items()} if group else {})})

    def folds(self, tested: set[str]) -> Any:
        """For each pair, how many of its two items belong to the stories that are tested."""
        return np.array([sum(self.story[self.document[item]] in tested for item in row) for row in self.rows])


def fit(found: Pairs, annotated: Pairs, tested: set[str]) -> tuple[DictVectorizer, LogisticRegression]:
    """The model of all pairs that have nothing to do with the stories that are tested."""
    parts = [(pairs, np.flatnonzero(pairs.known & (pairs.folds(tested) == 0))) for pairs in (found, annotated)]
    vectors = DictVectorizer(sparse=True)
    features = vectors.fit_transform([pairs.features[row] for pairs, rows in parts for row in rows]).tocsr()
    same = np.concatenate([pairs.same[rows] for pairs, rows in parts])
    counts = np.concatenate(
        [share * np.array(pairs.weights)[rows] for share, (pairs, rows) in zip((1.0, ANNOTATED), parts, strict=True)]
    )
    model = LogisticRegression(C=STRENGTH[found.kind], fit_intercept=False, max_iter=5000)
    return vectors, model.fit(features, same, sample_weight=counts)


def fit_all(found: list[Sample], annotated: list[Sample]) -> None:
    """Fit both kinds of weights on all samples and write the file."""
    out = {}
    for kind in ("move", "story"):
        pairs = Pairs(found, kind)
        vectors, model = fit(pairs, Pairs(annotated, kind), set())
        every: dict[str, float] = {}
        groups: dict[str, dict[str, float]] = {}
        for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True):
            group, star, piece = name.partition("*")
            value = round(float(weight) * (GROUP_SCALE if star else 1.0), 2)
            if value and star:
                groups.setdefault(group, {})[piece] = value
            elif value:
                every[name] = value
        out[kind] = {"every": every, "groups": groups, "threshold": THRESHOLDS[kind], "unlike": UNLIKE[kind]}
        print(f"{kind}: {len(pairs.rows)} pairs as read, {int(pairs.same.sum())} of them the same")
        # The stories' evidence holds claims of one move, so that the moves' weights must be in force before it is gathered.
        kept = {**read_file(), **out}
        FILE.write_text(HEAD + yaml.safe_dump(kept, sort_keys=True, allow_unicode=True), encoding="utf-8")
        weights.cache_clear()


def read_file() -> dict[str, Any]:
    """The weights as they stand; nothing where there are none yet."""
    return (yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}) if FILE.exists() else {}


def held_out(found: list[Sample], annotated: list[Sample]) -> dict[str, float]:
    """BCubed of what the reader found, in each fifth of the stories with weights fitted to the others.

    All documents are grouped together each time, so that a tested story can be confused with any other.
    """
    figures = {}
    for kind in ("story", "move"):
        pairs, more = Pairs(found, kind), Pairs(annotated, kind)
        stories = sorted(set(pairs.story.values()))
        groups: dict[str, Any] = {}
        for fold in range(FOLDS):
            tested = set(stories[fold::FOLDS])
            vectors, model = fit(pairs, more, tested)
            odds = model.decision_function(vectors.transform(pairs.features).tocsr())
            scores = {row: float(value) for row, value in zip(pairs.rows, odds, strict=True) if value > UNLIKE[kind]}
            joined = average_link(pairs.document, scores, unlike=UNLIKE[kind], threshold=THRESHOLDS[kind])
            for number, group in enumerate(joined):
                mine = [item for item in group if pairs.story[pairs.document[item]] in tested]
                groups.update(dict.fromkeys(mine, (fold, number)))
        figures.update({f"{kind} {name}": value for name, value in bcubed(pairs.gold, groups).items()})
        figures[f"{kind} trivial: each alone, f1"] = bcubed(pairs.gold, {})["f1"]
    return figures
