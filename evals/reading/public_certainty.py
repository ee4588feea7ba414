"""How surely something is said, held against scalar factuality (UDS-IH2, UW) and MEANTIME.

Measured are the shipped status model as it stands, and the same features under a small linear model trained on the set's own
train part.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import Ridge
from sklearn.pipeline import make_pipeline
from spots import Row, Spot, commonest, fit, lay_out, macro_f1, offsets, spot

from vigie.model import Status
from vigie.reading import features as see
from vigie.reading.certainty import status_features
from vigie.reading.models import shipped_models

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from vigie.reading import DefaultReader

SCALE = {
    Status.HAPPENED: 3.0,
    Status.PLANNED: 0.5,
    Status.RUMOURED: 1.0,
    Status.POSSIBLE: 0.0,
    Status.ASKED: 0.0,
    Status.DENIED: -3.0,
}
"""Where a status lies on the annotators' scale from −3 (certainly not so) to +3 (certainly so)."""
ANY_TYPE = "figure"
"""The claim type given to the shipped status model, which wants one: the sets' events are of no type of ours."""
PUBLISHED = {
    "UDS_IH2": ((0.732, "published: ridge on words"), (0.768, "published: best")),
    "UW": ((0.697, "published: ridge on words"), (0.72, "published: best, about")),
}
RIDGE = 12.0
"""Strength of the L2 penalty, chosen on the dev parts among 3, 12, 30, 50, 100."""


def measure_scalar(folder: Path, reader: DefaultReader) -> list[Row]:
    """Pearson's r with the annotators' mean, on the test part of one of the factuality sets."""
    parts: dict[str, tuple[list[list[str]], list[float], list[float]]] = {}
    for name in ("train", "test"):
        features: list[list[str]] = []
        gold: list[float] = []
        stated: list[float] = []
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            words = item["text"].split(" ")
            spans = [t["span1"] for t in item["targets"]]
            for target, found in zip(item["targets"], _word_spots(words, spans, reader), strict=True):
                gold.append(float(target["label"]))
                features.append(_seen(found) if found else [])
                stated.append(_stated(found) if found and name == "test" else SCALE[Status.HAPPENED])
        parts[name] = features, gold, stated
    model = make_pipeline(
        CountVectorizer(analyzer=list, binary=True, min_df=2, dtype=np.float32), Ridge(RIDGE, solver="sparse_cg", tol=1e-3)
    )
    model.fit(parts["train"][0], parts["train"][1])
    gold, stated = parts["test"][1], parts["test"][2]
    read = model.predict(parts["test"][0])
    what = f"Pearson's r, test, {len(gold)} events"
    error = f"mean absolute error on −3 … +3, test, {len(gold)} events"
    mean = float(np.mean(parts["train"][1]))
    return [
        {"row": "trivial: the mean, whatever is said", "figure": 0.0, "what": what},
        *({"row": row, "figure": figure, "what": "Pearson's r"} for figure, row in PUBLISHED[folder.name]),
        {"row": "vigie's status as shipped, mapped", "figure": _r(gold, stated), "what": f"{what}; not trained here"},
        {"row": "vigie's status features, ridge", "figure": _r(gold, read), "what": f"{what}; trained on train"},
        {"row": "trivial: the mean, whatever is said", "figure": float(np.mean(np.abs(np.array(gold) - mean))), "what": error},
        {"row": "vigie's status features, ridge", "figure": float(np.mean(np.abs(np.array(gold) - read))), "what": error},
    ]


def measure_meantime(folder: Path, reader: DefaultReader) -> list[Row]:
    """Certain or not, future or not, denied or not, of MEANTIME's events; a model trained on its other corpora reads each."""
    corpora: list[tuple[list[list[str]], list[str], list[tuple[str, str, str]]]] = []
    for corpus in sorted(folder.glob("corpus_*")):
        features: list[list[str]] = []
        stated: list[str] = []
        gold: list[tuple[str, str, str]] = []
        for path in sorted(corpus.glob("*.conll")):
            for words, events in _meantime_sentences(path):
                spans = [(at, at + 1) for at, _ in events]
                for (_, labels), found in zip(events, _word_spots(words, spans, reader), strict=True):
                    features.append(_seen(found) if found else [])
                    stated.append(_status(found).value if found else "happened")
                    gold.append(labels)
        corpora.append((features, stated, gold))
    rows: list[Row] = []
    for column, (name, statuses, published) in enumerate(
        (
            ("certain", ("happened", "planned", "denied"), 0.566),
            ("future", ("planned", "possible"), 0.750),
            ("denied", ("denied",), 0.695),
        )
    ):
        answers: list[str] = []
        truth: list[str] = []
        shipped: list[str] = []
        for held in corpora:
            others = [c for c in corpora if c is not held]
            model = fit([f for c in others for f in c[0]], [g[column] for c in others for g in c[2]], 0.5, balanced=True)
            answers += [str(x) for x in model.predict(held[0])]
            truth += [g[column] for g in held[2]]
            shipped += ["yes" if s in statuses else "no" for s in held[1]]
        what = f"{name} or not, macro-F1, {truth.count('yes')} of {len(truth)} events are"
        majority = [commonest(truth)] * len(truth)
        rows += [
            {"row": "trivial: commonest answer", "figure": macro_f1(truth, majority), "what": what},
            {
                "row": "published: plain linear",
                "figure": published,
                "what": f"{name} or not, macro-F1, on MEANTIME's cars, which are not here",
            },
            {"row": "vigie's status as shipped", "figure": macro_f1(truth, shipped), "what": f"{what}; not trained here"},
            {
                "row": "vigie's status features, linear",
                "figure": macro_f1(truth, answers),
                "what": f"{what}; trained on the other corpora",
            },
        ]
    return rows


def _meantime_sentences(path: Path) -> list[tuple[list[str], list[tuple[int, tuple[str, str, str]]]]]:
    """Words of each sentence, and its events: place of the first word, (certain, future, denied). Underspecified ones are out."""
    sentences = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.count("\t") >= 5]
        events = []
        for at, row in enumerate(rows):
            if not row[2].startswith("B-") or "UNDERSPECIFIED" in row[3] + row[4] + row[5] or "_" in (row[3], row[4], row[5]):
                continue
            yes = (row[3].startswith("B-CERTAIN"), row[5].startswith("B-FUTURE"), row[4].startswith("B-NEG"))
            certain, future, denied = ("yes" if y else "no" for y in yes)
            events.append((at, (certain, future, denied)))
        if events:
            sentences.append(([row[1] for row in rows], events))
    return sentences


def _word_spots(words: list[str], spans: Sequence[Sequence[int]], reader: DefaultReader) -> list[Spot | None]:
    """The places of word spans in a sentence given as words."""
    pages, cast = lay_out(" ".join(words), "en", reader)
    places = offsets(words)
    return [spot(pages, cast, places[a][0], places[max(a, b - 1)][1]) for a, b in spans]


def _features(found: Spot) -> list[str]:
    return status_features(found.page, found.clause, ANY_TYPE, (found.start, found.end), None, "none")


def _status(found: Spot) -> Status:
    """The likeliest status by the shipped model."""
    p = shipped_models().status.probabilities(_features(found))
    return Status(max(p, key=lambda x: (p[x], x)))


def _stated(found: Spot) -> float:
    """The shipped model's mean place on the annotators' scale."""
    p = shipped_models().status.probabilities(_features(found))
    return sum(p[s.value] * at for s, at in SCALE.items())


def _seen(found: Spot) -> list[str]:
    """Status features, the event's own word, and the words right before and after it."""
    page = found.page
    low = page.low[found.start : found.end]
    before, after = page.word_before(found.start), page.word_after(found.end)
    earlier = page.word_before(max(0, found.start - len(before) - 1))
    features = [
        *_features(found),
        f"event:{low}",
        f"event stem:{low[:5]}",
        f"ends:{low[-3:]}",
        f"<{before}",
        f">{after}",
        f"<<{earlier} {before}",
    ]
    window = see.word_features(page, max(found.clause.start, found.start - 40), found.start)
    features += [f"w<{w}" for w in window]
    features += [f"w>{w}" for w in see.word_features(page, found.end, min(found.clause.end, found.end + 25))]
    return features


def _r(gold: Sequence[float], read: Sequence[float]) -> float:
    """Pearson's correlation; 0 where one side is constant."""
    return float(np.corrcoef(gold, read)[0, 1]) if len(set(read)) > 1 else 0.0
