"""Numbers that are not known exactly: how they are written in data files, how they are drawn, what they rest on.

A number is a draw of length B, the same for the same name and seed wherever it is asked for (common random numbers), so
that two what-ifs differ by what they change and not by luck. Randomness comes in as a seed; nothing here asks a clock.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from vigie.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from vigie.market.demand import Floats
    from vigie.market.facts import Facts

State = Literal["observed", "imputed", "assumed"]
_ORDER: tuple[State, ...] = ("observed", "imputed", "assumed")
_Z90 = 1.6448536269514722
"""Standard deviations from the median to the 95th percentile of a normal."""
_KEYS = {"product", "times", "spread", "why", "grown", "before", "over", "of", "less_part", "sum", "less", "assumed", "share"}


_TURNS: Mapping[str, Callable[[Any], Any]] = {
    "grown": lambda part: 1 + part,
    "before": lambda part: 1 / (1 + part),
    "over": lambda part: 1 / part,
    "less_part": lambda part: 1 - part,
}
"""What a fact named under each key does to a product, as a factor."""


@dataclass(frozen=True, slots=True, eq=False)
class Number:
    """A quantity drawn B times, with where it comes from."""

    draws: Floats
    """(B,)"""
    state: State
    facts: frozenset[str] = frozenset()
    why: str = ""


def worst(states: Iterable[State]) -> State:
    """The least certain of several states."""
    return max(states, key=_ORDER.index, default="observed")


@dataclass(slots=True)
class Dice:
    """Streams of random numbers, one per name: the same name gives the same draws, in whatever order names are asked."""

    seed: int
    count: int
    """B, how many draws."""
    rolled: dict[str, Floats] = field(default_factory=dict)
    """Standard normal draws by name: what a tornado looks through."""

    def normal(self, name: str) -> Floats:
        """Standard normal draws (B,) of that name."""
        if name not in self.rolled:
            stream = np.random.default_rng([self.seed, zlib.crc32(name.encode())])
            self.rolled[name] = stream.standard_normal(self.count)
        return self.rolled[name]

    def spread(self, name: str, log_sd: float) -> Floats:
        """Factors (B,) around 1 of that log standard deviation; exactly 1 where it is 0."""
        if log_sd == 0:
            return np.ones(self.count)
        found: Floats = np.exp(log_sd * self.normal(name))
        return found

    def between(self, name: str, low: float, high: float) -> Floats:
        """Draws (B,) that lie in [low, high] nine times in ten: lognormal where both are above 0, else normal.

        Where ``low`` is 0 the normal is cut there: a price or part is never negative.
        """
        if low == high:
            return np.full(self.count, float(low))
        if low > 0:
            middle, half = (np.log(low) + np.log(high)) / 2, (np.log(high) - np.log(low)) / 2
            positive: Floats = np.exp(middle + half / _Z90 * self.normal(name))
            return positive
        found: Floats = (low + high) / 2 + (high - low) / 2 / _Z90 * self.normal(name)
        return np.maximum(found, 0.0) if low == 0 else found


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns what data files write into numbers."""

    facts: Facts
    dice: Dice

    def fact(self, name: str, needed_by: str) -> Number:
        """A fact; where rival facts of the same quantity are kept, a draw between the lowest and the highest of them."""
        fact = self.facts.get(name, needed_by)
        rivals = self.facts.rivals(fact)
        values = [rival.number for rival in rivals]
        ids = frozenset(rival.id for rival in rivals)
        if len(set(values)) == 1:
            return Number(np.full(self.dice.count, values[0]), "observed", ids)
        from scipy.special import ndtr

        level = ndtr(self.dice.normal(f"conflict {fact.quantity}"))
        return Number(min(values) + (max(values) - min(values)) * level, "observed", ids)

    def value(self, written: Any, name: str, known: Mapping[str, Number] | None = None) -> Number:
        """A number from its written form: a fact's id, or a mapping as documented in the market table's reference.

        Raises ``DataError`` naming ``name`` where the form is unknown.
        """
        if isinstance(written, str):
            return self.fact(written, name)
        if not isinstance(written, dict) or not set(written) <= _KEYS:
            odd = sorted(set(written) - _KEYS) if isinstance(written, dict) else written
            raise DataError(f"{name} is written in a way nobody knows ({odd}): see the market table's reference", culprit=name)
        parts: list[Number] = []
        draws = np.ones(self.dice.count)
        assumed = False
        if "assumed" in written or "share" in written:
            draws = draws * float(written["assumed"] if "assumed" in written else written["share"])
            assumed = True
        for fact in written.get("product", ()):
            parts.append(self.fact(fact, name))
            draws = draws * parts[-1].draws
        terms = [
            self.value(term, f"{name} / part {n}", known) for n, term in enumerate(written.get("sum") or written.get("less") or ())
        ]
        if terms:
            sign = 1 if "sum" in written else -1
            draws = draws * (terms[0].draws + sign * sum((term.draws for term in terms[1:]), np.zeros(self.dice.count)))
            parts += terms
        for key, turn in _TURNS.items():
            if key in written:
                parts.append(self.fact(written[key], name))
                draws = draws * turn(parts[-1].draws)
        if "of" in written:
            if known is None or written["of"] not in known:
                raise DataError(f"{name} is a part of '{written['of']}', which is not known there: write 'total'", culprit=name)
            parts.append(known[written["of"]])
            draws = draws * parts[-1].draws
        spread = float(written.get("spread", 0.0))
        draws = draws * float(written.get("times", 1.0)) * self.dice.spread(name, spread)
        state = worst([part.state for part in parts])
        if assumed:
            state = "assumed"
        elif spread > 0 and state == "observed":
            state = "imputed"
        return Number(draws, state, frozenset().union(*(part.facts for part in parts)), str(written.get("why", "")))
