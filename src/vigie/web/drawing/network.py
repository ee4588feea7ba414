"""A network of actors: places worked out here, the same for the same ties, and drawn as SVG. Chooses no actor."""

from __future__ import annotations

from dataclasses import dataclass
from math import log1p, sqrt
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

__all__ = ["Node", "network", "places"]

WIDTH, HEIGHT = 1200, 820
_NAMED = 70
"""Names written at most; the others are told when pointed at. More than this, and names lie on each other at 1440 px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One actor."""

    key: str
    name: str
    kind: str
    weight: int
    href: str


def places(pairs: Mapping[tuple[str, str], int], keys: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Key → place in the drawing, from all ties of all years, so that nobody jumps when the years change.

    Fruchterman and Reingold's forces (networkx ``spring_layout``) from a circle ordered by ties, which needs no luck; groups
    without a tie between them are held together by a weak one, or they would fly apart.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(sorted(keys))
    known = set(keys)
    for (first, second), n in sorted(pairs.items()):
        if first in known and second in known:
            graph.add_edge(first, second, weight=1.0 + log1p(n))
    if not graph:
        return {}
    heads = [max(sorted(group), key=graph.degree) for group in nx.connected_components(graph)]
    middle = max(sorted(heads), key=graph.degree)
    graph.add_edges_from(((middle, head) for head in sorted(heads) if head != middle), weight=0.6)
    start = nx.circular_layout(sorted(graph, key=lambda key: (-graph.degree(key), key)))
    k = 2.5 / sqrt(len(graph))
    return _spread(nx.spring_layout(graph, pos=start, k=k, iterations=150, seed=1, weight="weight", method="force"))


def _spread(found: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Use the whole drawing: partly by place, partly by rank, so that neither the middle is crowded nor the rim empty.

    The more actors, the more by rank: 0.55 looked best with 40 of them, 0.75 with 300.
    """
    ranked = 0.55 + 0.2 * min(1.0, len(found) / 300)
    placed: dict[str, list[float]] = {key: [0.0, 0.0] for key in found}
    for axis, (margin, size) in enumerate(((70.0, WIDTH), (40.0, HEIGHT))):
        order = sorted(found, key=lambda key: (found[key][axis], key))
        low, high = found[order[0]][axis], found[order[-1]][axis]
        span = (high - low) or 1.0
        for rank, key in enumerate(order):
            by_rank = (rank + 0.5) / len(order)
            by_place = (found[key][axis] - low) / span
            placed[key][axis] = margin + ((1 - ranked) * by_place + ranked * by_rank) * (size - 2 * margin)
    return {key: (x, y) for key, (x, y) in placed.items()}


def network(
    title: str,
    nodes: Sequence[Node],
    pairs: Mapping[tuple[str, str], Counter[str]],
    at: Mapping[str, tuple[float, float]],
    families: Mapping[str, str],
    pair_href: str,
) -> Markup:
    """The drawing: a disc's area is how many moves the actor takes part in; a line's width, how many the two share.

    ``families``: each family's name for people; ``pair_href``: address of a pair with ``{0}`` and ``{1}``.
    """
    shown = {one.key: one for one in nodes if one.key in at}
    most = max((one.weight for one in shown.values()), default=1)
    lines, discs, names = [], [], []
    for (first, second), kinds in sorted(pairs.items(), key=lambda item: item[1].total()):
        if first not in shown or second not in shown:
            continue
        (x1, y1), (x2, y2) = at[first], at[second]
        total = kinds.total()
        family = max(kinds, key=lambda one: (kinds[one], one))
        words = f"{shown[first].name} × {shown[second].name}: " + ", ".join(
            f"{families[one]} {n}" for one, n in kinds.most_common()
        )
        lines.append(
            Markup(
                '<a href="{}" tabindex="-1"><line class="e-{}" x1="{:.0f}" y1="{:.0f}" x2="{:.0f}" y2="{:.0f}" '
                'stroke-width="{:.1f}" stroke-opacity="{:.2f}"><title>{}</title></line></a>'
            ).format(
                pair_href.format(first, second),
                family,
                x1,
                y1,
                x2,
                y2,
                1 + min(6.0, log1p(total)),
                min(0.75, 0.25 + 0.1 * total),
                words,
            )
        )
    ordered = sorted(shown.values(), key=lambda one: (-one.weight, one.key))
    rounds = [(*at[one.key], _radius(one, most)) for one in ordered]
    taken: list[tuple[float, float, float]] = []
    for place, node in enumerate(ordered):
        x, y, radius = rounds[place]
        discs.append(
            Markup(
                '<a href="{}"><circle class="who who-{}" cx="{:.0f}" cy="{:.0f}" r="{:.1f}"><title>{}</title></circle></a>'
            ).format(node.href, node.kind, x, y, radius, f"{node.name}: {node.weight}")
        )
        wide = 6.4 * len(node.name) + 8
        middle = min(max(x, wide / 2 + 2), WIDTH - wide / 2 - 2)
        free = [
            top
            for top in (max(y - radius - 4, 12.0), min(y + radius + 13, HEIGHT - 4.0))
            if all(
                abs(top - other_y) > 13 or abs(middle - other_x) > (wide + other_wide) / 2 for other_x, other_y, other_wide in taken
            )
        ]
        if place < _NAMED and free:
            top = min(free, key=lambda one: _covered(middle, one, wide, rounds[:place] + rounds[place + 1 :]))
            taken.append((middle, top, wide))
            names.append(
                Markup('<text class="name{}" x="{:.0f}" y="{:.0f}" text-anchor="middle" aria-hidden="true">{}</text>').format(
                    " strong" if place < 12 else "", middle, top, node.name
                )
            )
    return Markup('<svg viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}{}</svg>').format(
        WIDTH, HEIGHT, title, Markup("").join(lines), Markup("").join(discs), Markup("").join(names)
    )


def _radius(node: Node, most: int) -> float:
    return 4 + 14 * sqrt(node.weight / most)


def _covered(middle: float, floor: float, wide: float, rounds: Sequence[tuple[float, float, float]]) -> int:
    """How many discs a name would cover; ``floor``: its baseline."""
    return sum(abs(x - middle) < wide / 2 + radius and floor - 10 - radius < y < floor + 3 + radius for x, y, radius in rounds)
