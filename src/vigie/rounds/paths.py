"""One round over paths: take what was named, read, record, weigh. Every step can be resumed; sends nothing yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from vigie.watch import Taken, Watch

__all__ = ["Round", "run_round"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round did."""

    taken: tuple[Taken, ...]
    refused: tuple[UnreadableInput, ...]
    changed: int
    """Copies, stories, moves and judgements added or retired."""

    @property
    def new(self) -> int:
        """How many of the documents the ledger did not hold before."""
        return sum(1 for one in self.taken if one.new)


def run_round(
    watch: Watch,
    paths: Iterable[str],
    *,
    stdin: BinaryIO | None = None,
    on_taken: Callable[[Taken | UnreadableInput], None] = lambda _: None,
) -> Round:
    """Take everything that ``paths`` name, then weigh; ``on_taken`` hears of each document or refusal as it comes."""
    taken: list[Taken] = []
    refused: list[UnreadableInput] = []
    for one in watch.take(paths, stdin=stdin):
        on_taken(one)
        if isinstance(one, UnreadableInput):
            refused.append(one)
        else:
            taken.append(one)
    return Round(taken=tuple(taken), refused=tuple(refused), changed=watch.weigh())
