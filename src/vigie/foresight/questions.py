"""The distinct questions of one step, with their answers. Answers nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vigie.foresight.arrays import I8
    from vigie.foresight.history import Quads

__all__ = ["Questions"]


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Who is the object of (subject, relation, ?) at one step."""

    subjects: I8
    relations: I8
    starts: I8
    """Shape (n + 1,): the answers of question i are ``objects[starts[i]:starts[i + 1]]``, ascending."""
    objects: I8

    @staticmethod
    def of(quads: Quads) -> Questions:
        """Group the quadruples of one step, which stand in the order of subject, relation, object."""
        s, r = quads.subjects, quads.relations
        if not len(quads):
            return Questions(s, r, np.zeros(1, np.int64), quads.objects)
        first = np.ones(len(quads), dtype=bool)
        first[1:] = (s[1:] != s[:-1]) | (r[1:] != r[:-1])
        at = np.flatnonzero(first)
        return Questions(s[at], r[at], np.append(at, len(quads)).astype(np.int64), quads.objects)

    def __len__(self) -> int:
        """How many questions."""
        return len(self.subjects)

    def take(self, start: int, stop: int) -> Questions:
        """The questions from ``start`` to before ``stop``."""
        starts = self.starts[start : stop + 1]
        return Questions(
            self.subjects[start:stop], self.relations[start:stop], starts - starts[0], self.objects[starts[0] : starts[-1]]
        )
