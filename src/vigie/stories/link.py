"""Groups things by how alike they are in pairs: average linkage. Knows neither documents nor claims."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["average_link"]


def average_link(
    ids: Iterable[str], scores: Mapping[tuple[str, str], float], *, unlike: float, threshold: float
) -> list[tuple[str, ...]]:
    """Groups of ids, each sorted, in order of their first id.

    Joins the two groups with the highest mean score until none exceeds ``threshold`` (Sokal and Michener 1958). A pair absent from
    ``scores`` counts as ``unlike``. The result depends on the set of ids and scores alone, not on their order: equal means are
    settled by the groups' first ids.
    """
    members: dict[int, tuple[str, ...]] = {}
    number: dict[str, int] = {}
    for index, name in enumerate(sorted(set(ids))):
        members[index] = (name,)
        number[name] = index
    links: dict[int, dict[int, tuple[float, int]]] = {index: {} for index in members}
    for (left, right), score in sorted(scores.items()):
        links[number[left]][number[right]] = links[number[right]][number[left]] = (score, 1)

    def mean(one: int, other: int) -> float:
        total, pairs = links[one].get(other, (0.0, 0))
        possible = len(members[one]) * len(members[other])
        return (total + unlike * (possible - pairs)) / possible

    def entry(one: int, other: int) -> tuple[float, str, str, int, int]:
        if members[other][0] < members[one][0]:
            one, other = other, one
        return (-round(mean(one, other), 9), members[one][0], members[other][0], one, other)

    heap = [entry(one, other) for one in links for other in links[one] if one < other and mean(one, other) > threshold]
    heapq.heapify(heap)
    fresh = len(members)
    while heap:
        one, other = heapq.heappop(heap)[3:]
        if one not in members or other not in members:
            continue
        neighbours = sorted((links[one].keys() | links[other].keys()) - {one, other})
        joined = {n: _plus(links[one].get(n), links[other].get(n)) for n in neighbours}
        members[fresh] = tuple(sorted(members.pop(one) + members.pop(other)))
        del links[one], links[other]
        links[fresh] = joined
        for neighbour, link in joined.items():
            links[neighbour].pop(one, None)
            links[neighbour].pop(other, None)
            links[neighbour][fresh] = link
            if mean(fresh, neighbour) > threshold:
                heapq.heappush(heap, entry(fresh, neighbour))
        fresh += 1
    return sorted(members.values())


def _plus(left: tuple[float, int] | None, right: tuple[float, int] | None) -> tuple[float, int]:
    (one, n), (other, m) = left or (0.0, 0), right or (0.0, 0)
    return one + other, n + m
