"""Who deals with whom, over all moves of a view: counted once, then filtered and drawn. Asks the ledger for moves, keeps none."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from vigie.ledger import MoveFilter
from vigie.model import bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from vigie.ledger import View
    from vigie.model import Move, Status

__all__ = ["Tie", "Ties", "count_ties"]

_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Tie:
    """Moves of one kind that two actors share in one year."""

    first: str
    second: str
    type: str
    status: str
    year: int | None
    """``None`` where undated."""


@dataclass(slots=True)
class Ties:
    """All ties with how many moves each stands for, and how much each actor takes part in."""

    counts: Counter[Tie] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    last: dict[str, str] = field(default_factory=dict)
    """Actor → the latest date of a move of its, as known."""

    def years(self) -> list[int]:
        """Every year of a tie, ascending."""
        return sorted({one.year for one in self.counts if one.year is not None})

    def chosen(
        self, *, families: Callable[[str], str], family: str, statuses: Iterable[Status], until: int | None
    ) -> dict[tuple[str, str], Counter[str]]:
        """Pair → family → moves, of the ties that are wanted: all statuses where none is named, undated ones always."""
        wanted = {one.value for one in statuses}
        found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for tie, n in self.counts.items():
            of = families(tie.type)
            if (family and of != family) or (wanted and tie.status not in wanted):
                continue
            if until is not None and (tie.year is None or tie.year > until):
                continue
            found[tie.first, tie.second][of] += n
        return found


def count_ties(view: View) -> Ties:
    """Count over all moves of a view, page by page."""
    ties, after = Ties(), None
    while True:
        page = view.move_page(MoveFilter(), most=_PAGE, after=after)
        for move in page.moves:
            _count(ties, move)
        after = page.after
        if after is None:
            return ties


def _count(ties: Ties, move: Move) -> None:
    year = bounds(move.happened_on)[0].year if move.happened_on else None
    parties = sorted({*move.who, *move.whom})
    for key in move.keys:
        ties.moves[key] += 1
        if move.happened_on and move.happened_on > ties.last.get(key, ""):
            ties.last[key] = move.happened_on
    for first, second in combinations(parties[:8], 2):
        ties.counts[Tie(first, second, move.type, move.status.value, year)] += 1
