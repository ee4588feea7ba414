"""Dated quadruples, and the only way to their past: `History.until`. Forecasts nothing.

A quadruple says that ``subject`` did ``relation`` to ``object`` at a step; a step is the history's own unit of time (a day for
ledgers, a week or a year for some research data). A history holds each quadruple twice, the second time turned round
(``object``, ``relation + n_relations``, ``subject``), so that one kind of query answers both directions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["History", "Past", "Quads"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Quads:
    """Quadruples as four columns of equal length."""

    subjects: Ints
    relations: Ints
    objects: Ints
    steps: Ints

    def __post_init__(self) -> None:
        """Raise ``InputError`` where the columns differ in length."""
        if len({len(self.subjects), len(self.relations), len(self.objects), len(self.steps)}) != 1:
            raise InputError("quadruples need four columns of equal length")

    def __len__(self) -> int:
        """How many quadruples."""
        return len(self.subjects)

    def take(self, rows: NDArray[np.bool_] | Ints | slice) -> Quads:
        """The quadruples at those rows."""
        return Quads(
            subjects=self.subjects[rows], relations=self.relations[rows], objects=self.objects[rows], steps=self.steps[rows]
        )

    def turned(self, n_relations: int) -> Quads:
        """The same quadruples seen from their objects."""
        return Quads(subjects=self.objects, relations=self.relations + n_relations, objects=self.subjects, steps=self.steps)

    @staticmethod
    def concatenate(*parts: Quads) -> Quads:
        """All quadruples of the parts, in the order given."""
        return Quads(
            subjects=np.concatenate([part.subjects for part in parts]),
            relations=np.concatenate([part.relations for part in parts]),
            objects=np.concatenate([part.objects for part in parts]),
            steps=np.concatenate([part.steps for part in parts]),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Past:
    """All that was known before a step, oldest first, each quadruple in both directions."""

    quads: Quads
    """Both directions; inside a step in the order of subject, relation, object, so that arrival order says nothing."""
    step: int
    """The first step that is not in it."""
    n_entities: int
    n_relations: int
    """Relations in one direction; ids run to ``2 * n_relations``."""
    groups: Ints
    """Shape (n_entities,): a label shared by entities that belong together (a country, a corporate group); its own id if none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Everything that happened; forecasters never see it, only what `until` gives them."""

    quads: Quads
    n_entities: int
    n_relations: int
    groups: Ints | None = None
    _ordered: Quads = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Turn and order the quadruples; raises ``InputError`` for ids out of range."""
        q = self.quads
        if len(q) and (
            min(q.subjects.min(), q.objects.min(), q.relations.min()) < 0
            or max(q.subjects.max(), q.objects.max()) >= self.n_entities
            or q.relations.max() >= self.n_relations
        ):
            raise InputError("a quadruple names an entity or relation beyond the number given")
        both = Quads.concatenate(q, q.turned(self.n_relations))
        order = np.lexsort((both.objects, both.relations, both.subjects, both.steps))
        object.__setattr__(self, "_ordered", both.take(order))

    def until(self, step: int) -> Past:
        """What was known before ``step``: nothing that happened at it or after."""
        end = int(np.searchsorted(self._ordered.steps, step, side="left"))
        groups = np.arange(self.n_entities) if self.groups is None else self.groups
        return Past(
            quads=self._ordered.take(slice(0, end)),
            step=step,
            n_entities=self.n_entities,
            n_relations=self.n_relations,
            groups=groups,
        )

    def at(self, step: int) -> Quads:
        """The quadruples of one step, in one direction, as given: what a forecast for that step is scored against."""
        return self.quads.take(self.quads.steps == step)

    def steps(self) -> Ints:
        """The distinct steps, ascending."""
        return np.unique(self.quads.steps)
