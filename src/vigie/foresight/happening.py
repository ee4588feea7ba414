"""What happened between two parties, as foresight looks at it: dated, typed, firm or soft. Finds no happening in a text.

Moves of the ledger and moves of the reference history both become happenings, so that nothing further on knows the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from vigie.model import Status, bounds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from vigie.model import Move

__all__ = ["RUNGS", "TYPES", "Happening", "happenings_of", "rung_of"]

TYPES = ("meet", "negotiate", "agree", "supply", "invest", "end")
"""The claim types that say something of the relation of two parties; `end` is a tie or talks that end."""
RUNGS = ("talks", "agreement", "equity")
"""The ladder above a contact, each rung including those above it."""
_RUNG = {"negotiate": 0, "agree": 1, "supply": 1, "invest": 2}


def rung_of(kind: str) -> int | None:
    """The place in `RUNGS` that a happening of that type reaches, or ``None`` (a contact, an end)."""
    return _RUNG.get(kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing between two parties."""

    on: dt.date
    """The first day it can mean, where only a month or a year is known."""
    known_on: dt.date
    """From when on it was known: the day recorded, for moves of a ledger."""
    type: str
    """One of `TYPES`."""
    pair: tuple[str, str]
    """Entity keys, ascending."""
    status: Status
    words: str
    """What it was, in a few words."""
    source: str
    """Who says so: outlet and title, or the origins of a ledger's move."""
    quote: str = ""
    ref: str = ""
    """Id of the ledger's move; empty for the reference history."""

    @property
    def firm(self) -> bool:
        """Happened or planned, by somebody who vouches for it."""
        return self.status.firm


def happenings_of(
    moves: Iterable[Move],
    *,
    known_on: Callable[[Move], dt.date],
    quote: Callable[[Move], tuple[str, str]],
    party: Callable[[str], str | None],
) -> Iterator[Happening]:
    """The happenings that moves tell of, a pair at a time.

    ``party`` gives the key to count a party under (a brand's owner, itself) or ``None`` for what is no party (a person, an outlet);
    ``quote`` gives words and who says them. Undated moves count from the day they were known.
    """
    for move in moves:
        if move.type not in TYPES or move.status is Status.ASKED:
            continue
        who = sorted({key for key in map(party, move.who) if key is not None})
        whom = sorted({key for key in map(party, move.whom) if key is not None})
        pairs = product(who, whom) if whom else combinations(who, 2)
        words, source = quote(move)
        known = known_on(move)
        on = bounds(move.happened_on)[0] if move.happened_on else known
        for pair in sorted({(min(a, b), max(a, b)) for a, b in pairs if a != b}):
            yield Happening(
                on=on,
                known_on=known,
                type=move.type,
                pair=pair,
                status=move.status,
                words=words,
                source=source,
                quote=words,
                ref=move.id,
            )
