"""Relations between two given spans, English e-mobility and Chinese companies: the reader's features under a small linear model."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from spots import Row, commonest, fit_margins, lay_out, macro_f1, micro_f1, pair_features

from vigie.model import Status
from vigie.reading.certainty import status_features
from vigie.reading.models import shipped_models

if TYPE_CHECKING:
    from pathlib import Path

    from vigie.reading import DefaultReader
    from vigie.reading.page import Page

E_MOBILITY_C = 0.05
COMPANIES_C = 0.05
"""Inverse strengths of the L2 penalty, chosen among 0.01 to 0.2 on parts of the train splits."""
PLANNED, DONE = frozenset({"拟收购", "被拟收购"}), frozenset({"收购", "被收购"})


def measure_e_mobility(folder: Path, reader: DefaultReader) -> list[Row]:
    """Seven relations of an e-mobility trade paper (FE-Electrive): macro-F1 on its val part, trained on its train part."""
    parts: dict[str, tuple[list[list[str]], list[str]]] = {}
    for name in ("train", "val"):
        features, labels = [], []
        for item in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")):
            pages, cast = lay_out(item["text"], "en", reader)
            (_, *one, _), (_, *other, _) = item["ents"]
            features.append(pair_features(pages, cast, (one[0], one[1]), (other[0], other[1])))
            labels.append(item["label"])
        parts[name] = features, labels
    gold = parts["val"][1]
    read = fit_margins(*parts["train"], E_MOBILITY_C).predict(parts["val"][0])
    what = "macro-F1 of 7 relations, val"
    return [
        {"row": "trivial: commonest relation", "figure": macro_f1(gold, [commonest(parts["train"][1])] * len(gold)), "what": what},
        {"row": "published: plain linear", "figure": 0.441, "what": what},
        {"row": "published: R-BERT", "figure": 0.808, "what": what},
        {"row": "vigie's features, linear", "figure": macro_f1(gold, list(read)), "what": f"{what}; trained on train"},
    ]


def measure_companies(folder: Path, reader: DefaultReader) -> list[Row]:
    """44 directed relations between Chinese companies (FinRE): micro-F1 on valid; planned and done acquisitions told apart."""
    parts: dict[str, tuple[list[list[str]], list[str]]] = {}
    read_as: list[Status] = []
    for name in ("train", "valid"):
        features, labels = [], []
        laid: tuple[str, Any] = ("", None)
        for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            one, other, label, text = line.split("\t")
            if laid[0] != text:
                laid = text, lay_out(text, "zh", reader)
            pages, cast = laid[1]
            a, b = text.find(one), text.find(other)
            spans = ((a, a + len(one)), (b, b + len(other)))
            features.append(pair_features(pages, cast, *spans) if min(a, b) >= 0 else [])
            labels.append(label)
            if name == "valid" and label in PLANNED | DONE:
                read_as.append(_status(pages))
        parts[name] = features, labels
    gold = parts["valid"][1]
    read = [str(label) for label in fit_margins(*parts["train"], COMPANIES_C).predict(parts["valid"][0])]
    pairs = [(g, r) for g, r in zip(gold, read, strict=True) if g in PLANNED | DONE]
    found = [(g, r) for g, r in pairs if r in PLANNED | DONE]
    wanted = [g in PLANNED for g, _ in pairs]
    what = "micro-F1, valid, without 'unknown'"
    apart = "planned or done acquisition told apart: accuracy"
    majority = commonest([x for x in parts["train"][1] if x != "unknown"])
    return [
        {"row": "trivial: commonest relation", "figure": micro_f1(gold, [majority] * len(gold), leave_out="unknown"), "what": what},
        {"row": "published: plain linear", "figure": 0.412, "what": "micro-F1"},
        {"row": "published: neural, lowest", "figure": 0.41, "what": "micro-F1"},
        {"row": "published: neural, highest", "figure": 0.49, "what": "micro-F1"},
        {
            "row": "vigie's features, linear",
            "figure": micro_f1(gold, read, leave_out="unknown"),
            "what": f"{what}; trained on train",
        },
        {"row": "vigie's features, linear", "figure": micro_f1(gold, read), "what": "accuracy over all 44 classes, valid"},
        {
            "row": "trivial: always done",
            "figure": wanted.count(False) / len(wanted),
            "what": f"{apart}, {len(wanted)} pairs",
        },
        {
            "row": "vigie's features, linear",
            "figure": sum((g in PLANNED) == (r in PLANNED) for g, r in found) / len(found) if found else 0.0,
            "what": f"{apart}, {len(found)} pairs read as an acquisition",
        },
        {
            "row": "vigie's status as shipped",
            "figure": sum(w == (s is not Status.HAPPENED) for w, s in zip(wanted, read_as, strict=True)) / len(wanted),
            "what": f"{apart}, {len(wanted)} pairs; not trained here",
        },
    ]


def _status(pages: list[Page]) -> Status:
    """How surely the shipped model takes the acquisition that a text speaks of: at its first trigger, else at its first clause."""
    page = pages[0]
    clauses = [c for s in page.sentences for c in s.clauses]
    triggers = [(c, h) for c in clauses for h in c.hits if h.category == "triggers.invest"]
    clause, hit = min(triggers, key=lambda x: (x[1].weak, x[1].start)) if triggers else (clauses[0], None)
    anchor = (hit.start, hit.end) if hit else (clause.start, clause.end)
    p = shipped_models().status.probabilities(status_features(page, clause, "invest", anchor, None, "none"))
    return Status(max(p, key=lambda x: (p[x], x)))
