"""BCubed precision, recall and F1 of a grouping (Bagga and Baldwin 1998). Knows nothing of what is grouped."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

__all__ = ["bcubed"]


def bcubed(gold: Mapping[str, str], found: Mapping[str, Hashable]) -> dict[str, float]:
    """``precision``, ``recall`` and ``f1`` over the items of ``gold``; an item that ``found`` lacks stands alone."""
    right: dict[Hashable, set[str]] = defaultdict(set)
    given: dict[Hashable, set[str]] = defaultdict(set)
    for item, group in gold.items():
        right[group].add(item)
        given[found.get(item, ("alone", item))].add(item)
    if not gold:
        return {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    precision = recall = 0.0
    for item, group in gold.items():
        mine, theirs = given[found.get(item, ("alone", item))], right[group]
        precision += len(mine & theirs) / len(mine)
        recall += len(mine & theirs) / len(theirs)
    precision, recall = precision / len(gold), recall / len(gold)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}
