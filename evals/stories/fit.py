"""Fits the weights of ``vigie.stories`` to annotated documents by logistic regression. Measures nothing but held-out stories."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml
from bcubed import bcubed
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from vigie.stories.compare import comparable, evidence, group_of
from vigie.stories.copies import find_copies
from vigie.stories.facts import facts_of
from vigie.stories.gather import profile, story_evidence
from vigie.stories.link import average_link
from vigie.stories.moves import group_claims
from vigie.stories.weights import weights

if TYPE_CHECKING:
    from annotated import Sample

__all__ = ["fit_all", "held_out"]

FILE = Path(__file__).resolve().parents[2] / "src" / "vigie" / "stories" / "weights.yml"
THRESHOLDS = {"move": -0.75, "story": -1.75}
"""Mean log-odds above which groups join: below 0, since the errors of many pairs that are averaged cancel out."""
STRENGTH = {"move": 1.0, "story": 0.3}
"""Inverse strength of the pull towards 0: there are fewer stories than moves to learn from."""
UNLIKE = {"move": -6.0, "story": -6.0}
GROUP_SCALE = 0.6
"""Evidence within a group is scaled down before fitting, so that a weight is shared by all groups unless the data insist."""
FOLDS = 4

HEAD = """# Weights of evidence: log-odds for one unit of it. Fitted, not written by hand:
#     ./vigie eval stories FOLDER --fit
# `every` holds for all pairs, `groups` what is added for pairs of one group of types. A pair of groups joins where the mean
# log-odds of its members exceed `threshold`; `unlike` is what a pair counts that has nothing in common.
"""


class Pairs:
    """The pairs of a set with their evidence and whether they belong together."""

    def __init__(self, samples: list[Sample], kind: str) -> None:
        self.kind = kind
        self.rows: list[tuple[str, str]] = []
        self.features: list[dict[str, float]] = []
        self.story = {s.document.id: s.story or s.document.id for s in samples}
        family = {copy.document_id: copy.copy_of for copy in find_copies([s.document for s in samples], {})}
        if kind == "story":
            self.gold = dict(self.story)
            facts_by = {s.document.id: facts_of(s.reading, s.document) for s in samples}
            groups, _ = group_claims([one for facts in facts_by.values() for one in facts], family)
            moves_of: dict[str, set[str]] = {one: set() for one in facts_by}
            for group in groups:
                for claim_id in group:
                    moves_of[claim_id.partition("#")[0]].add(group[0])
            profiles = [profile(s.document, s.reading, facts_by[s.document.id], moves_of[s.document.id]) for s in samples]
            for left, right, found in story_evidence(profiles, family):
                self._add(left, right, found, "")
        else:
            self.gold = {claim: move for s in samples for claim, move in s.moves.items()}
            facts = [one for s in samples for one in facts_of(s.reading, s.document) if one.claim.id in self.gold]
            for left, right in itertools.combinations(facts, 2):
                if comparable(left, right):
                    a, b = left.claim.document_id, right.claim.document_id
                    copied = a != b and family.get(a, a) == family.get(b, b)
                    self._add(left.claim.id, right.claim.id, evidence(left, right, copied=copied), group_of(left, right))
        self.same = np.array([self.gold[left] == self.gold[right] for left, right in self.rows])

    def _add(self, left: str, right: str, found: dict[str, float], group: str) -> None:
        self.rows.append((min(left, right), max(left, right)))
        self.features.append({**found, **({f"{group}*{k}": GROUP_SCALE * v for k, v in found.items()} if group else {})})

    def story_of(self, item: str) -> str:
        """The story of a document, or of the document of a claim."""
        return self.story[item.partition("#")[0]]


def fit(pairs: Pairs, rows: np.ndarray[Any, Any]) -> tuple[DictVectorizer, LogisticRegression]:
    """The model of some rows."""
    vectors = DictVectorizer(sparse=True)
    features = vectors.fit_transform([pairs.features[row] for row in rows]).tocsr()
    model = LogisticRegression(C=STRENGTH[pairs.kind], fit_intercept=False, max_iter=5000)
    return vectors, model.fit(features, pairs.same[rows])


def fit_all(samples: list[Sample]) -> None:
    """Fit both kinds of weights on all samples and write the file."""
    out = {}
    for kind in ("move", "story"):
        pairs = Pairs(samples, kind)
        vectors, model = fit(pairs, np.arange(len(pairs.rows)))
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
        print(f"{kind}: {len(pairs.rows)} pairs, {int(pairs.same.sum())} of them the same")
        # The stories' evidence holds moves, so that the moves' weights must be in force before it is gathered.
        kept = {**read_file(), **out}
        FILE.write_text(HEAD + yaml.safe_dump(kept, sort_keys=True, allow_unicode=True), encoding="utf-8")
        weights.cache_clear()


def read_file() -> dict[str, Any]:
    """The weights as they stand; nothing where there are none yet."""
    return (yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}) if FILE.exists() else {}


def held_out(samples: list[Sample]) -> dict[str, float]:
    """BCubed F1 with weights fitted on three quarters of the stories and measured on the fourth."""
    figures = {}
    for kind in ("story", "move"):
        pairs = Pairs(samples, kind)
        stories = sorted(set(pairs.story.values()))
        found: dict[str, Any] = {}
        for fold in range(FOLDS):
            tested = set(stories[fold::FOLDS])
            inside = np.array([[pairs.story_of(x) in tested for x in row] for row in pairs.rows])
            vectors, model = fit(pairs, np.flatnonzero(~inside.any(axis=1)))
            rows = np.flatnonzero(inside.all(axis=1))
            odds = model.decision_function(vectors.transform([pairs.features[row] for row in rows]).tocsr())
            scores = {pairs.rows[row]: float(value) for row, value in zip(rows, odds, strict=True)}
            items = [item for item in pairs.gold if pairs.story_of(item) in tested]
            for number, group in enumerate(average_link(items, scores, unlike=UNLIKE[kind], threshold=THRESHOLDS[kind])):
                found.update(dict.fromkeys(group, (fold, number)))
        figures.update({f"{kind} {name}": value for name, value in bcubed(pairs.gold, found).items()})
    return figures
