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
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from gold import Gold, fold, keys_by_name
from measure import Index, dates_agree, match
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from vigie.model import ANONYMOUS, Status
from vigie.reading import attribution, certainty, coreference, parties, timing
from vigie.reading import claims as draw
from vigie.reading import features as see
from vigie.reading.linear import LinearModel
from vigie.reading.models import PARTS as PART_NAMES
from vigie.reading.models import Models
from vigie.taxonomy import claim_types

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from vigie.model import Claim, Entity
    from vigie.reading import DefaultReader
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Clause, Page

KINDS = tuple(claim_types())
C = {
    "references": 0.3,
    "types": 0.3,
    "sentences": 0.2,
    "numbers": 0.5,
    "parties": 0.3,
    "status": 0.15,
    "sources": 0.3,
    "dates": 0.3,
    "keep": 0.1,
    "counts": 3.0,
}
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
    references = train_references(laid)
    for doc in laid:
        resolve_again(doc, references)
    documents = [doc for doc in laid if doc.gold.raw["genre"] != "sentence"]
    stories = sorted({doc.gold.raw["story"] for doc in documents})
    parts = [set(stories[part::PARTS]) for part in range(PARTS)]
    bases = [train_base([doc for doc in laid if doc.gold.raw["story"] not in held], references) for held in parts]
    casts: list[Casting] = []
    for held, base in zip(parts, bases, strict=True):
        casts += castings([doc for doc in documents if doc.gold.raw["story"] in held], base)
    counts = fit_counts(casts)
    rows = Rows()
    for held, base in zip(parts, bases, strict=True):
        models = replace(base, counts=counts)
        for doc in documents:
            if doc.gold.raw["story"] in held:
                _keep_rows(doc, models, rows)
    return replace(train_base(laid, references), counts=counts, keep=fit_one(rows, C["keep"], ("no", "yes")))


@dataclass(frozen=True)
class Casting:
    """The parties of one gold claim as a model weighs them that has not seen the document."""

    kind: str
    units: list[parties.Unit]
    labels: list[int]
    """The right one for each."""


def castings(documents: list[Laid], models: Models) -> list[Casting]:
    """The castings of all claims of some documents."""
    found = []
    for doc, row in zip(documents, assign(documents, None, {}), strict=True):
        for claim, option in zip(doc.gold.raw["claims"], row, strict=True):
            if option is None or claim.get("optional"):
                continue
            page, clause = option
            proposal = _proposal(claim, page, clause)
            label = party_label(doc, claim)
            units = parties.weigh_parties(page, doc.cast, clause, claim["type"], proposal.anchor, proposal.trigger, models)
            right = [parties.LABELS.index(label(unit.mentions[0].key)) for unit in units]
            right = [0 if unit.logs[y] <= parties.IMPOSSIBLE else y for unit, y in zip(units, right, strict=True)]
            found.append(Casting(claim["type"], units, right))
    return found


def fit_counts(casts: list[Casting]) -> dict[str, dict[str, float]]:
    """Claim type → what each count of who, whom and thing adds, by penalised maximum likelihood.

    The likelihood of the right labels given all labellings, each candidate's own log-probabilities being fixed: a linear chain
    with counts as states, summed exactly (see `parties.cast_roles`).
    """
    states = list(product(range(3), repeat=3))
    found = {}
    for kind in KINDS:
        symmetric = claim_types()[kind].symmetric
        sums, right = [], []
        for cast in casts:
            if cast.kind == kind and (reached := _reached(cast, symmetric=symmetric)) is not None:
                sums.append(_sums(cast, states, symmetric=symmetric))
                right.append(states.index(reached))
        if len(sums) < 20:
            found[kind] = {}
            continue
        table, hits = np.array(sums), np.bincount(right, minlength=27)

        def loss(w: np.ndarray, table: np.ndarray = table, hits: np.ndarray = hits) -> tuple[float, np.ndarray]:
            scores = table + w
            top = scores.max(axis=1, keepdims=True)
            exps = np.exp(scores - top)
            total = exps.sum(axis=1, keepdims=True)
            value = float(np.sum(np.log(total) + top)) - float(hits @ w) + 0.5 / C["counts"] * float(w @ w)
            return value, (exps / total).sum(axis=0) - hits + w / C["counts"]

        w = minimize(loss, np.zeros(27), jac=True, method="L-BFGS-B").x
        found[kind] = {
            "{} {} {}".format(*state): round(float(x), 3) for state, x in zip(states, w, strict=True) if abs(x) >= SMALLEST
        }
    return found


def _reached(cast: Casting, *, symmetric: bool) -> parties.Count | None:
    """The count that the right labels reach; ``None`` where they can't be chosen together."""
    count: parties.Count | None = (0, 0, 0)
    for unit, label in zip(cast.units, cast.labels, strict=True):
        count = parties.counted(count, label, unit, symmetric=symmetric) if count is not None else None
    return count


def _sums(cast: Casting, states: list[parties.Count], *, symmetric: bool) -> list[float]:
    """For each count the log of the summed probabilities of all labellings that reach it."""
    sums: dict[parties.Count, float] = {(0, 0, 0): 0.0}
    for unit in cast.units:
        grown: dict[parties.Count, float] = {}
        for count, total in sums.items():
            for label, log in enumerate(unit.logs):
                reached = parties.counted(count, label, unit, symmetric=symmetric)
                if reached is not None:
                    grown[reached] = float(np.logaddexp(grown.get(reached, -1e9), total + log))
        sums = grown
    return [sums.get(state, -1e9) for state in states]


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


def resolve_again(doc: Laid, references: LinearModel) -> None:
    """Let another model say whom a laid-out document's nouns and pronouns stand for."""
    for page in doc.pages:
        coreference.resolve(page, doc.cast, references)


def train_references(laid: list[Laid]) -> LinearModel:
    """Whom nouns and pronouns stand for: learnt before anything else, as all else sees what it chooses."""
    rows = Rows()
    group = 0
    for doc, row in zip(laid, assign(laid, None, {}), strict=True):
        for _, weight, options in reference_rows(doc, row):
            group += 1
            for seen, right in options:
                rows.add(seen, "yes" if right else "no", weight, group=group)
    return fit_choice(rows, C["references"], ("no", "yes"))


def train_base(laid: list[Laid], references: LinearModel) -> Models:
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
        references=references,
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


def reference_rows(doc: Laid, row: list[tuple[Page, Clause] | None]) -> list[tuple[str, float, list[tuple[list[str], bool]]]]:
    """What the gold's claims teach of whom nouns and pronouns stand for: (sort, weight, the options with whether each is right).

    Nobody has marked them. But where a claim has a party that its sentence does not name, a noun or pronoun in its clause most
    likely stands for it; where all are named, for one of them, which teaches less (a third).
    """
    organisations = {fold(p): fold(o) for p, o in (doc.gold.raw.get("affiliations") or {}).items() if o}
    found = []
    for claim, option in zip(doc.gold.raw["claims"], row, strict=True):
        if option is None:
            continue
        page, clause = option
        sentence = clause.sentence
        wanted = party_names(doc, claim, "who") | party_names(doc, claim, "whom") | party_names(doc, claim, "what")
        wanted |= {organisations[n] for n in wanted if n in organisations}
        named = [m for m in page.mentions if m.how not in ("noun", "pronoun")]
        here = {doc.names.get(m.key) for m in named if sentence.start <= m.start < sentence.end}
        here |= {organisations.get(n or "") for n in here}
        lost = wanted - here
        for reference in coreference.references(page, named):
            if not clause.start <= reference.start < clause.end:
                continue
            resolved = [m for m in page.mentions if m.how in ("noun", "pronoun") and m.start < reference.start]
            options = coreference.antecedents(page, doc.cast, reference, named, resolved)
            names = [doc.names.get(o.key) for o in options]
            right = [bool(n and {n, organisations.get(n)} & (lost or wanted)) for n in names]
            if not any(right) or all(right):
                continue
            seen = [coreference.reference_features(page, doc.cast, reference, o, rank, options) for rank, o in enumerate(options)]
            weight = (0.5 if claim.get("optional") else 1.0) * (1.0 if lost else 0.3)
            found.append((f"{reference.form}.{reference.leaf}", weight, list(zip(seen, right, strict=True))))
    return found


def _proposal(claim: dict[str, Any], page: Page, clause: Clause) -> draw.Proposal:
    """A gold claim as a proposal of its clause, with its number where the type counts."""
    proposal = draw.Proposal(claim["type"], page, clause, 1.0)
    wanted = (claim.get("value") or {}).get("number")
    if wanted is not None and claim["type"] in draw.COUNTING:
        for number in page.numbers:
            if clause.start <= number.start < clause.end and abs(number.number - wanted) <= 0.005 * max(1e-9, abs(wanted)):
                proposal.number = number
    return proposal


def party_label(doc: Laid, claim: dict[str, Any]) -> Callable[[str], str]:
    """Tells of an entity's key what it is in a gold claim: ``none who whom thing``."""
    kind = claim["type"]
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

    return label


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
    proposal = _proposal(claim, page, clause)
    for number in inside:
        hit = wanted is not None and abs(number.number - wanted) <= 0.005 * max(1e-9, abs(wanted))
        others = any(
            abs(number.number - ((c.get("value") or {}).get("number") or -1e99)) < 1e-6
            for c in doc.gold.raw["claims"]
            if c is not claim and c["type"] == kind
        )
        if hit or not others:
            numbers.add(see.number_features(page, doc.cast, clause, kind, number, len(inside)), "yes" if hit else "no", weight)
    anchor = proposal.anchor
    trigger = proposal.trigger
    organisations = {fold(p): fold(o) for p, o in (doc.gold.raw.get("affiliations") or {}).items() if o}
    label = party_label(doc, claim)
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
        json.dumps(
            {**raw, "counts": models.counts, "thresholds": models.thresholds}, ensure_ascii=False, separators=(",", ":")
        ).encode(),
        mtime=0,
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
