"""Find places of a public set's text in a document laid out by the reader, and fit small linear models on what is seen there.

Says nothing about claims; the public sets mark spans and words, the reader thinks in pages and clauses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from vigie.model import Document
from vigie.reading import features as see

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.reading import DefaultReader
    from vigie.reading.language import Hit
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Clause, Page

Row = dict[str, Any]
"""One line of a table: ``row`` (its name), ``figure``, ``what`` (which figure, of whom)."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a laid-out document."""

    page: Page
    cast: Cast
    clause: Clause
    start: int
    end: int


def lay_out(text: str, lang: str, reader: DefaultReader, published_on: str | None = None) -> tuple[list[Page], Cast]:
    """The pages and the cast of a bare text."""
    pages, cast, _ = reader.lay_out(Document(id="public", text=text, lang=lang, published_on=published_on))
    return pages, cast


def spot(pages: list[Page], cast: Cast, start: int, end: int) -> Spot | None:
    """The clause that holds the beginning of a span, or ``None`` where the reader skips it (furniture, repeats)."""
    for page in pages:
        for sentence in page.sentences:
            if not sentence.start <= start < sentence.end:
                continue
            for clause in sentence.clauses:
                if clause.start <= start < clause.end:
                    return Spot(page, cast, clause, start, end)
    return None


def offsets(words: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each word in the words joined by spaces."""
    found, at = [], 0
    for word in words:
        found.append((at, at + len(word)))
        at += len(word) + 1
    return found


def pair_features(pages: list[Page], cast: Cast, one: tuple[int, int], other: tuple[int, int]) -> list[str]:
    """What the reader sees of two spans of a text: its triggers around and between them, the words between, both neighbourhoods."""
    first, second = sorted((one, other))
    order = "A first" if one == first else "B first"
    found = [order]
    at, to = spot(pages, cast, *first), spot(pages, cast, *second)
    if at is None or to is None:
        return found
    page, low = at.page, at.page.low
    spaced = page.language.spaced
    together = at.clause is to.clause
    gap = max(0, second[0] - first[1]) // (6 if spaced else 3)
    found += [f"one clause:{together}", f"gap:{see.bucket(gap)}", f"gap:{see.bucket(gap)}&{order}"]
    for name, (start, end) in (("A", one), ("B", other)):
        before, after = page.word_before(start), page.word_after(end)
        found += [
            f"{name}<{before}",
            f"{name}>{after}",
            f"{name}<{before}&{order}",
            f"{name}>{after}&{order}",
            f"{name} relation:{see.relation_of(page, start, before)}&{order}",
            f"{name} short:{end - start < 5}",
        ]
        found += [f"{name}={w}" for w in see.word_features(page, start, end)]
        last = low[start:end].split()[-1:] if spaced else [low[end - 2 : end]]
        found += [f"{name} head:{w}" for w in last]
        kinds = {cast.kind(m.key) for m in page.mentions_in(start, end)}
        found += [f"{name} kind:{k}" for k in sorted(kinds)]
    sentence = at.clause.sentence
    for hit in page.hits_in(sentence.start, max(sentence.end, second[1])):
        section, _, leaf = hit.category.partition(".")
        if section not in ("triggers", "status", "grammar", "metrics") or (
            section == "grammar" and leaf not in ("passive", "negation")
        ):
            continue
        place = _place(hit, first, second)
        found += [f"{hit.category}&{place}&{order}", f"{hit.category}"]
        if section in ("triggers", "status"):
            found += [f"!{hit.pattern}&{place}&{order}", f"!{hit.pattern}&{place}", f"!{hit.pattern}"]
    for name, start, end in (
        ("between", first[1], second[0]),
        ("before", max(sentence.start, first[0] - 40), first[0]),
        ("after", second[1], second[1] + 40),
    ):
        words = see.word_features(page, start, min(end, len(low)))
        found += [f"{name}:{w}" for w in words] + [f"{name}:{w}&{order}" for w in words]
    found += see.word_features(page, sentence.start, max(sentence.end, second[1]))
    return found


def _place(hit: Hit, first: tuple[int, int], second: tuple[int, int]) -> str:
    if hit.end <= first[0]:
        return "before"
    if hit.start >= second[1]:
        return "after"
    return "between" if hit.start >= first[1] and hit.end <= second[0] else "across"


def fit(features: Sequence[Sequence[str]], labels: Sequence[Any], c: float, *, balanced: bool = False) -> Any:
    """A logistic model over named features seen twice or more; L2 with inverse strength ``c``."""
    counter = CountVectorizer(analyzer=list, binary=True, min_df=2, dtype=np.float32)
    model = LogisticRegression(C=c, max_iter=200, tol=1e-2, class_weight="balanced" if balanced else None)
    return make_pipeline(counter, model).fit(features, labels)


def fit_margins(features: Sequence[Sequence[str]], labels: Sequence[str], c: float) -> Any:
    """A linear support vector machine, one label against the rest: as good as `fit` and much faster where there are many labels."""
    counter = CountVectorizer(analyzer=list, binary=True, min_df=2, dtype=np.float32)
    return make_pipeline(counter, LinearSVC(C=c, tol=1e-2, random_state=0)).fit(features, labels)


def micro_f1(gold: Sequence[str], read: Sequence[str], *, leave_out: str = "") -> float:
    """Micro-averaged F1; a label left out counts neither when right nor as an answer."""
    both = sum(g == r != leave_out for g, r in zip(gold, read, strict=True))
    said, there = sum(r != leave_out for r in read), sum(g != leave_out for g in gold)
    return 2 * both / (said + there) if both else 0.0


def macro_f1(gold: Sequence[str], read: Sequence[str], labels: Sequence[str] = ()) -> float:
    """F1 averaged over labels; by default those of the gold."""
    values = []
    for label in labels or sorted(set(gold)):
        both = sum(g == r == label for g, r in zip(gold, read, strict=True))
        values.append(2 * both / (sum(g == label for g in gold) + sum(r == label for r in read)) if both else 0.0)
    return float(np.mean(values))


def commonest(labels: Sequence[str]) -> str:
    """The most frequent label, the first by name among equals."""
    counts = Counter(labels)
    return min(counts, key=lambda k: (-counts[k], k))
