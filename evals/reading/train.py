"""Train the default reader's linear models from annotated documents (scikit-learn; reading itself needs none of it).

`./vigie eval reading train FOLDER…` writes `src/vigie/reading/models.json.gz`. The corpus beside this file is always used;
further folders are added. Labels come from the gold's quotes: a claim belongs to the clause of its quote that a first
model likes best (multiple-instance learning, two passes), its parties to the mentions around that clause.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from gold import Gold, fold, keys_by_name
from measure import Index, dates_agree, match
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from vigie.model import ANONYMOUS, Status
from vigie.reading import attribution, certainty, parties, timing
from vigie.reading import claims as draw
from vigie.reading import features as see
from vigie.reading.linear import LinearModel
from vigie.reading.models import PARTS as PART_NAMES
from vigie.reading.models import Models
from vigie.taxonomy import claim_types

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.model import Claim, Entity
    from vigie.reading import DefaultReader
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Clause, Page

KINDS = tuple(claim_types())
C = {"types": 0.3, "sentences": 0.2, "numbers": 0.5, "parties": 0.3, "status": 0.15, "sources": 0.3, "dates": 0.3, "keep": 0.1}
"""Inverse strength of the L2 penalty, chosen by five-fold cross-validation by story over 0.1 … 2."""
TOLD = 0.32
"""Probability from which a proposed claim is told. Cross-validated claim F1 on the gold is flat between .28 and .34 (.529 to .533);
one threshold for each type, chosen on part of the folds, did no better on the others."""
SMALLEST = 0.015
"""Weights below this are dropped: they change no decision in cross-validation and are two thirds of the file."""


@dataclass
class Laid:
    """An annotated document laid out by the reader."""

    gold: Gold
    pages: list[Page]
    cast: Cast
    names: dict[str, str]
    spans: list[list[tuple[int, int]]] = field(default_factory=list)


@dataclass
class Rows:
    """Training rows: features, labels, weights."""

    features: list[list[str]] = field(default_factory=list)
    labels: list[Any] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    groups: list[int] = field(default_factory=list)
    """Of a choice: which rows are its options."""

    def add(self, features: list[str], label: Any, weight: float = 1.0, group: int = 0) -> None:
        """Add one row."""
        self.groups.append(group)
        self.features.append(features)
        self.labels.append(label)
        self.weights.append(weight)


def lay_out(gold: Gold, reader: DefaultReader) -> Laid:
    """Lay a gold document out and find its quotes."""
    pages, cast, _ = reader.lay_out(gold.document)
    laid = Laid(gold, pages, cast, keys_by_name(gold, cast.listed()))
    text = gold.raw["text"]
    for claim in gold.raw["claims"]:
        spans = []
        for quote in claim["quotes"]:
            at = text.find(quote)
            while at >= 0:
                spans.append((at, at + len(quote)))
                at = text.find(quote, at + 1)
        laid.spans.append(spans)
    return laid


def overlapped(laid: Laid, index: int) -> list[tuple[Page, Clause]]:
    """The clauses that a claim's quotes touch by a third or more of their length."""
    found = []
    for page in laid.pages:
        for sentence in page.sentences:
            for clause in sentence.clauses:
                shared = sum(max(0, min(e, clause.end) - max(s, clause.start)) for s, e in laid.spans[index])
                if shared * 3 >= clause.end - clause.start:
                    found.append((page, clause))
    return found


def party_names(laid: Laid, claim: dict[str, Any], role: str) -> set[str]:
    """Folded canonical names in a role of a gold claim."""
    return {laid.gold.names.get(fold(n), fold(n)) for n in claim.get(role) or ()}


def presence(laid: Laid, claim: dict[str, Any], page: Page, clause: Clause) -> float:
    """How many of the claim's parties are mentioned in a clause, and whether its type's trigger is."""
    wanted = party_names(laid, claim, "who") | party_names(laid, claim, "whom") | party_names(laid, claim, "what")
    present = {laid.names.get(m.key) for m in page.mentions_in(clause.start, clause.end)}
    trigger = see.trigger_of(clause, claim["type"])
    value = claim.get("value") or {}
    number = any(n.number == value.get("number") for n in page.numbers if clause.start <= n.start < clause.end)
    return (
        len(wanted & present)
        + (2.0 if trigger and not trigger.weak else 0.8 if trigger else 0.0)
        + 2.0 * (number and claim["type"] in draw.COUNTING)
    )


def assign(laid: list[Laid], types: LinearModel | None, seen: dict[int, list[float]]) -> list[list[tuple[Page, Clause] | None]]:
    """For each gold claim the clause that makes it: by triggers and parties at first, then by a first model as well."""
    chosen: list[list[tuple[Page, Clause] | None]] = []
    for doc in laid:
        row: list[tuple[Page, Clause] | None] = []
        for index, claim in enumerate(doc.gold.raw["claims"]):
            options = overlapped(doc, index)
            if not options:
                row.append(None)
                continue

            def score(option: tuple[Page, Clause], claim: dict[str, Any] = claim, doc: Laid = doc) -> tuple[float, int]:
                page, clause = option
                value = presence(doc, claim, page, clause) - 0.6 * clause.sentence.title
                if types is not None:
                    value += 4.0 * seen[id(clause)][KINDS.index(claim["type"])]
                return value, -clause.start

            row.append(max(options, key=score))
        chosen.append(row)
    return chosen


def type_rows(
    laid: list[Laid], chosen: list[list[tuple[Page, Clause] | None]], cached: dict[int, list[str]]
) -> tuple[list[list[str]], np.ndarray, np.ndarray]:
    """Features of every clause, its labels (clause × type) and weights; other clauses of a claim's quotes count little."""
    features, labels, weights = [], [], []
    for doc, row in zip(laid, chosen, strict=True):
        marks: dict[int, dict[str, float]] = defaultdict(dict)
        for index, claim in enumerate(doc.gold.raw["claims"]):
            kind = claim["type"]
            for _, clause in overlapped(doc, index):
                marks[id(clause)].setdefault(kind, -0.3)
        for claim, option in zip(doc.gold.raw["claims"], row, strict=True):
            if option is not None:
                weight = 0.35 if claim.get("optional") else 1.0
                before = marks[id(option[1])].get(claim["type"], 0.0)
                marks[id(option[1])][claim["type"]] = max(before, weight)
        for page in doc.pages:
            for sentence in page.sentences:
                for clause in sentence.clauses:
                    features.append(cached[id(clause)])
                    own = marks.get(id(clause), {})
                    labels.append([own.get(k, 0.0) > 0 for k in KINDS])
                    weights.append([abs(own[k]) if k in own else 1.0 for k in KINDS])
    return features, np.array(labels), np.array(weights)


def sentence_rows(laid: list[Laid], cached: dict[int, list[str]]) -> tuple[list[list[str]], np.ndarray, np.ndarray]:
    """Features of every sentence, its labels (sentence × type) and weights; optional claims count a third."""
    features, labels, weights = [], [], []
    for doc in laid:
        marks: dict[int, dict[str, float]] = defaultdict(dict)
        for index, claim in enumerate(doc.gold.raw["claims"]):
            weight = 0.35 if claim.get("optional") else 1.0
            for _, clause in overlapped(doc, index):
                own = marks[id(clause.sentence)]
                own[claim["type"]] = max(own.get(claim["type"], 0.0), weight)
        for page in doc.pages:
            for sentence in page.sentences:
                own = marks.get(id(sentence), {})
                features.append(see.sentence_features([cached[id(clause)] for clause in sentence.clauses]))
                labels.append([k in own for k in KINDS])
                weights.append([own.get(k, 1.0) for k in KINDS])
    return features, np.array(labels), np.array(weights)


def encode(features: Sequence[Sequence[str]], least: int = 2) -> tuple[csr_matrix, list[str]]:
    """A sparse 0/1 matrix over the features seen at least ``least`` times."""
    counts: Counter[str] = Counter()
    for row in features:
        counts.update(row)
    vocabulary = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= least))}
    indices, pointers = [], [0]
    for row in features:
        indices += sorted({vocabulary[f] for f in row if f in vocabulary})
        pointers.append(len(indices))
    matrix = csr_matrix((np.ones(len(indices), dtype=np.float32), indices, pointers), shape=(len(features), len(vocabulary)))
    return matrix, list(vocabulary)


def fit_one(rows: Rows, c: float, labels: Sequence[str]) -> LinearModel:
    """A logistic (two labels) or softmax model over the rows."""
    matrix, vocabulary = encode(rows.features)
    model = LogisticRegression(C=c, max_iter=300, solver="lbfgs", tol=1e-3)
    model.fit(matrix, rows.labels, sample_weight=np.array(rows.weights))
    present = [str(x) for x in model.classes_]
    if len(labels) == 2:
        return _pack(labels, model.intercept_, model.coef_.T, vocabulary)
    coefficients = np.zeros((len(vocabulary), len(labels)))
    bias = np.full(len(labels), -20.0)
    for i, name in enumerate(present):
        coefficients[:, labels.index(name)] = model.coef_[i]
        bias[labels.index(name)] = model.intercept_[i]
    return _pack(labels, bias, coefficients, vocabulary)


def fit_choice(rows: Rows, c: float, labels: Sequence[str]) -> LinearModel:
    """A softmax over each choice's options (conditional logit, McFadden 1974), choices without a right one fall out."""
    right = defaultdict(int)
    for group, label in zip(rows.groups, rows.labels, strict=True):
        right[group] += label == labels[1]
    keep = [i for i, g in enumerate(rows.groups) if right[g]]
    matrix, vocabulary = encode([rows.features[i] for i in keep])
    groups = [rows.groups[i] for i in keep]
    # The options of a choice stand together.
    starts = np.array([n for n, g in enumerate(groups) if not n or g != groups[n - 1]])
    group = np.cumsum([n > 0 and g != groups[n - 1] for n, g in enumerate(groups)])
    target = np.array([float(rows.labels[i] == labels[1]) / right[rows.groups[i]] for i in keep])
    weight = np.array([rows.weights[i] for i in keep])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        exps = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        p = exps / np.add.reduceat(exps, starts)[group]
        value = -float(np.sum(weight * target * np.log(np.maximum(p, 1e-12)))) + 0.5 / c * float(w @ w)
        return value, matrix.T @ (weight * (p - target)) + w / c

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return _pack(labels, np.zeros(1), found.x[:, None], vocabulary)


def _pack(labels: Sequence[str], bias: np.ndarray, coefficients: np.ndarray, vocabulary: list[str]) -> LinearModel:
    weights = {}
    for name, row in zip(vocabulary, np.round(coefficients, 3), strict=True):
        if np.abs(row).max() >= SMALLEST:
            weights[name] = tuple(float(x) for x in row)
    return LinearModel(tuple(labels), tuple(float(x) for x in np.round(bias, 4)), weights)


def fit_types(features: list[list[str]], labels: np.ndarray, weights: np.ndarray, c: float) -> LinearModel:
    """One logistic for each claim type over the same features."""
    matrix, vocabulary = encode(features)
    coefficients = np.zeros((len(vocabulary), len(KINDS)))
    bias = np.full(len(KINDS), -8.0)
    for i in range(len(KINDS)):
        if labels[:, i].sum() < 3:
            continue
        model = LogisticRegression(C=c, max_iter=200, solver="lbfgs", tol=1e-3)
        model.fit(matrix, labels[:, i], sample_weight=weights[:, i])
        coefficients[:, i], bias[i] = model.coef_[0], model.intercept_[0]
    return _pack(KINDS, bias, coefficients, vocabulary)


PARTS = 3
"""Parts of the stories that the last model's rows are made on, each by models that have not seen it."""


@threadpool_limits.wrap(limits=1)
def train(laid: list[Laid]) -> Models:
    """All models from laid-out documents; the last one learns from what the others propose on documents they have not seen.

    On one thread: the vectors are short, and more threads spend their time waiting for each other.
    """
    documents = [doc for doc in laid if doc.gold.raw["genre"] != "sentence"]
    stories = sorted({doc.gold.raw["story"] for doc in documents})
    rows = Rows()
    for part in range(PARTS):
        held = set(stories[part::PARTS])
        models = train_base([doc for doc in laid if doc.gold.raw["story"] not in held])
        for doc in documents:
            if doc.gold.raw["story"] in held:
                _keep_rows(doc, models, rows)
    return replace(train_base(laid), keep=fit_one(rows, C["keep"], ("no", "yes")))


def _keep_rows(doc: Laid, models: Models, rows: Rows) -> None:
    """Which of the claims proposed on a document are the gold's."""
    groups = draw.weigh_proposals(doc.pages, doc.cast, models)
    read = [_claim(c, doc) for c in (draw.tell(g, doc.cast, doc.gold.document, "", 1.0) for g in groups)]
    index = Index(doc.gold.raw, {"entities": [_entity(e) for e in doc.cast.listed()]})
    gold = sorted(doc.gold.raw["claims"], key=lambda c: bool(c.get("optional")))
    owner = {j: i for i, j in match(gold, read, index, doc.gold.raw["text"])}
    for j, group in enumerate(groups):
        optional = j in owner and gold[owner[j]].get("optional")
        rows.add(draw.keep_features(group, doc.cast), "yes" if j in owner else "no", 0.3 if optional else 1.0)


def train_base(laid: list[Laid]) -> Models:
    """All models but the last, which keeps everything."""
    cached = {
        id(clause): see.clause_features(page, doc.cast, clause)
        for doc in laid
        for page in doc.pages
        for s in page.sentences
        for clause in s.clauses
    }
    chosen = assign(laid, None, {})
    types = fit_types(*type_rows(laid, chosen, cached), C["types"])
    seen = {key: types.independent(f) for key, f in cached.items()}
    chosen = assign(laid, types, seen)
    types = fit_types(*type_rows(laid, chosen, cached), C["types"])
    sentences = fit_types(*sentence_rows(laid, cached), C["sentences"])
    numbers, roles, status, sources, dates = Rows(), Rows(), Rows(), Rows(), Rows()
    for doc, row in zip(laid, chosen, strict=True):
        for claim, option in zip(doc.gold.raw["claims"], row, strict=True):
            if option is not None:
                _claim_rows(doc, claim, *option, numbers, roles, status, sources, dates)
    two = ("no", "yes")
    return Models(
        types=types,
        sentences=sentences,
        numbers=fit_one(numbers, C["numbers"], two),
        parties=fit_one(roles, C["parties"], ("none", "who", "whom", "thing")),
        status=fit_one(status, C["status"], tuple(s.value for s in Status)),
        sources=fit_choice(sources, C["sources"], two),
        dates=fit_choice(dates, C["dates"], two),
        keep=LinearModel(two, (9.0,), {}),
        thresholds=dict.fromkeys(KINDS, TOLD),
    )


def _claim_rows(
    doc: Laid,
    claim: dict[str, Any],
    page: Page,
    clause: Clause,
    numbers: Rows,
    roles: Rows,
    status: Rows,
    sources: Rows,
    dates: Rows,
) -> None:
    """The rows that one gold claim teaches, at the clause that makes it."""
    kind = claim["type"]
    weight = 0.5 if claim.get("optional") else 1.0
    inside = [n for n in page.numbers if clause.start <= n.start < clause.end]
    wanted = (claim.get("value") or {}).get("number")
    proposal = draw.Proposal(kind, page, clause, 1.0)
    for number in inside:
        hit = wanted is not None and abs(number.number - wanted) <= 0.005 * max(1e-9, abs(wanted))
        others = any(
            abs(number.number - ((c.get("value") or {}).get("number") or -1e99)) < 1e-6
            for c in doc.gold.raw["claims"]
            if c is not claim and c["type"] == kind
        )
        if hit or not others:
            numbers.add(see.number_features(page, doc.cast, clause, kind, number, len(inside)), "yes" if hit else "no", weight)
        if hit and kind in draw.COUNTING:
            proposal.number = number
    anchor = proposal.anchor
    trigger = proposal.trigger
    symmetric = claim_types()[kind].symmetric
    who, whom, what = (party_names(doc, claim, role) for role in ("who", "whom", "what"))
    organisations = {fold(p): fold(o) for p, o in (doc.gold.raw.get("affiliations") or {}).items() if o}

    def label(key: str) -> str:
        name = doc.names.get(key)
        if name is None:
            return "none"
        ours = {name, organisations.get(name, name)} if kind != "appoint" else {name}
        theirs_who = who | {organisations.get(n, n) for n in who if kind != "appoint"}
        theirs_whom = whom | {organisations.get(n, n) for n in whom if kind != "appoint"}
        if ours & theirs_who:
            return "who"
        if ours & theirs_whom:
            return "who" if symmetric else "whom"
        return "thing" if name in what else "none"

    scene = parties.scene_of(page, doc.cast, clause, kind, anchor, trigger)
    for mention in parties.candidates(page, doc.cast, clause, anchor):
        roles.add(parties.party_features(scene, mention), label(mention.key), weight)
    source = claim.get("source")
    if page.document.text and clause.sentence.passage.author is None:
        options = attribution.speakers(page, doc.cast, clause)
        named = doc.gold.names.get(fold(source), fold(source)) if source and source != ANONYMOUS else None
        for key, mention, marks in options:
            if source is None:
                hit = key is None
            elif source == ANONYMOUS:
                hit = key == ANONYMOUS
            else:
                ours = doc.names.get(key or "") or (fold(key) if key else None)
                hit = ours is not None and (
                    ours == named or organisations.get(ours) == named or organisations.get(named or "") == ours
                )
            seen = attribution.speaker_features(page, doc.cast, clause, mention, marks)
            sources.add(seen, "yes" if hit else "no", weight, group=id(claim))
    proposal.status = Status(claim["status"])
    when = claim.get("when")
    for option in timing.times(proposal, doc.cast):
        right = option.value is None if when is None else bool(dates_agree(when, option.value))
        dates.add(timing.time_features(proposal, option), "yes" if right else "no", weight, group=id(claim))
    word = "none" if source is None else "anonymous" if source == ANONYMOUS else "named"
    if word == "named":
        key = next((k for k, n in doc.names.items() if n == doc.gold.names.get(fold(source), fold(source))), None)
        word = attribution.sourced_word(key, doc.cast) if key else "named"
    status.add(
        certainty.status_features(page, clause, kind, anchor, timing.date_word(proposal), word),
        claim["status"],
        weight,
    )


def dump(models: Models) -> bytes:
    """The stored form: gzip of JSON, the same bytes for the same models."""
    raw = {part: getattr(models, part).packed() for part in PART_NAMES}
    return gzip.compress(
        json.dumps({**raw, "thresholds": models.thresholds}, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0
    )


def _entity(entity: Entity) -> dict[str, Any]:
    return {"name": entity.name, "kind": entity.kind, "aka": entity.aka, "mentions": entity.mentions, "known": entity.known}


def _claim(claim: Claim, doc: Laid) -> dict[str, Any]:
    def names(keys: tuple[str, ...]) -> list[str]:
        return [doc.cast.entities[k].name if k in doc.cast.entities else k for k in keys]

    return {
        "type": claim.type,
        "who": names(claim.who),
        "whom": names(claim.whom),
        "what": [*names(claim.things), *claim.what],
        "status": claim.status.value,
        "source": claim.source,
        "when": claim.happened_on,
        "value": {"number": claim.value.number} if claim.value else None,
        "quotes": [q.words for q in claim.quotes],
    }
