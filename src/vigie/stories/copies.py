"""Which documents repeat others: syndicated, lightly edited or cut. Compares words only; who is quoted is `origins`' matter."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from vigie.model import Copy
from vigie.stories.words import sketch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.model import Document
    from vigie.stories.words import Sketch

__all__ = ["COPY_SHARE", "find_copies"]

COPY_SHARE = 0.30
"""Share of a later text's shingles that must stand in an earlier one for it to be a copy. Texts on one event written apart
share below 0.07, the most heavily edited copy 0.55; ``./vigie eval stories`` prints both margins."""

SAMPLED_ONE_IN = 8
"""Every hash divisible by this is indexed (Broder's mod sketch): the containment of two texts stays estimable at any length."""

LEAST_SAMPLED = 24
"""Short texts are indexed by at least this many hashes, the smallest ones."""

COMMONPLACE = 50
"""A shingle in more documents than this is furniture and brings nobody together."""


def find_copies(documents: Sequence[Document], credited: Mapping[str, frozenset[str]]) -> list[Copy]:
    """The copies among ``documents``, each with the earliest document that it repeats; ordered by document id.

    ``credited`` maps a document's id to the outlets that it credits. Of two documents of one day, the one that credits the
    other's outlet is the later; else the one with fewer words, else the greater id.
    """
    sketches = {document.id: sketch(document.text) for document in documents}
    outlets = {document.id: document.outlet for document in documents}
    ages = {
        document.id: (document.published_on or "9999", bool(credited.get(document.id)), -len(sketches[document.id]), document.id)
        for document in documents
    }
    elders: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for left, right in _candidates(sketches):
        older, younger = sorted((left, right), key=ages.__getitem__)
        if ages[older][0] == ages[younger][0] and outlets[younger] in credited.get(older, frozenset()):
            older, younger = younger, older
        share = _own_share(sketches[younger], sketches[older])
        if share >= COPY_SHARE:
            elders[younger].append((older, share))
    copies = []
    for one in sorted(elders):
        original, share = min(elders[one], key=lambda elder: ages[elder[0]])
        reason = f"{share:.0%} of its four-word stretches stand in '{original}', which is older or longer"
        copies.append(Copy(document_id=one, copy_of=original, score=round(share, 4), reason=reason))
    return copies


def _own_share(younger: Sketch, older: Sketch) -> float:
    """Containment of the younger text in the older (Broder 1997, "On the resemblance and containment of documents")."""
    return float(len(np.intersect1d(younger, older, assume_unique=True)) / len(younger)) if len(younger) else 0.0


def _candidates(sketches: Mapping[str, Sketch]) -> list[tuple[str, str]]:
    """Pairs that share at least two indexed shingles."""
    index: dict[int, list[str]] = defaultdict(list)
    for one in sorted(sketches):
        hashes = sketches[one]
        sampled = hashes[hashes % SAMPLED_ONE_IN == 0]
        if len(sampled) < LEAST_SAMPLED:
            sampled = hashes[:LEAST_SAMPLED]
        for value in sampled.tolist():
            index[value].append(one)
    shared: Counter[tuple[str, str]] = Counter()
    for holders in index.values():
        if 1 < len(holders) <= COMMONPLACE:
            shared.update((left, right) for i, left in enumerate(holders) for right in holders[i + 1 :])
    return sorted(pair for pair, number in shared.items() if number >= 2)
