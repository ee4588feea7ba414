"""A claim in the making: what is proposed, and what has been chosen for it so far. Chooses nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.model import Status
from vigie.reading import features as see
from vigie.reading.mentions import ORGANISATIONS

if TYPE_CHECKING:
    from vigie.model import Mention
    from vigie.reading.dates import DateFound
    from vigie.reading.language import Hit
    from vigie.reading.numbers import NumberFound
    from vigie.reading.page import Clause, Page

COUNTING = ("figure", "price")
"""Types whose claims are one for each number."""
ACTOR_KINDS = (*ORGANISATIONS, "person", "group")
"""Kinds that can do something."""
PARTY_KINDS = (*ACTOR_KINDS, "model", "outlet", "occasion", "technology")
"""Kinds that can stand in a claim."""


@dataclass(slots=True)
class Proposal:
    """A claim in the making."""

    kind: str
    page: Page
    clause: Clause
    score: float
    """Geometric mean of what the clause and its sentence say of the type."""
    number: NumberFound | None = None
    who: list[Mention] = field(default_factory=list)
    whom: list[Mention] = field(default_factory=list)
    things: list[Mention] = field(default_factory=list)
    clause_score: float = 0.0
    sentence_score: float = 0.0
    best: bool = True
    """True where no other clause of the sentence is likelier to make a claim of the type."""
    party_scores: tuple[float, float] = (0.0, 0.0)
    """Probabilities of the likeliest who and whom."""
    status: Status = Status.HAPPENED
    status_score: float = 0.0
    source: str | None = None
    source_mention: Mention | None = None
    date: DateFound | None = None
    happened_on: str | None = None

    @property
    def trigger(self) -> Hit | None:
        """The strongest sign of the type in the clause."""
        return see.trigger_of(self.clause, self.kind)

    @property
    def anchor(self) -> tuple[int, int]:
        """Where the claim is made: its number, its trigger, or the whole clause."""
        if self.number is not None:
            return self.number.start, self.number.end
        trigger = self.trigger
        if trigger is not None:
            return trigger.start, trigger.end
        return self.clause.start, self.clause.end
