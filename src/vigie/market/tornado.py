"""What makes an interval wide: for each uncertain input, where the number goes when that input is low and when it is high.

Looks through the draws that were made anyway; plays nothing again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from vigie.market.demand import Floats
    from vigie.market.figures import Figure
    from vigie.market.uncertain import Dice

_SHOWN = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One uncertain input and what it does to a number."""

    name: str
    """As the draws are called: ``kind: detail``."""
    at_low: float
    """Mean of the number in the fifth of the draws where the input is lowest."""
    at_high: float
    part: float
    """Part of the number's variance in ranks that this input explains alone, in [0, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """The inputs that drive one figure, the strongest first."""

    market: str
    what: str
    who: str
    unit: str
    drivers: tuple[Driver, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Every uncertain input that was drawn, with its ranks: worked out once for all figures of a scenario."""

    names: tuple[str, ...]
    draws: Floats
    """(N, B)"""
    ranks: Floats
    """(N, B), centred and of length 1."""


def inputs_of(dice: Dice) -> Inputs:
    """What the dice have rolled so far."""
    names = tuple(dice.rolled)
    draws = np.stack([dice.rolled[name] for name in names])
    return Inputs(names, draws, _unit_ranks(draws))


def _unit_ranks(draws: Floats) -> Floats:
    ranks = np.argsort(np.argsort(draws, axis=-1), axis=-1).astype(float)
    centred = ranks - ranks.mean(axis=-1, keepdims=True)
    found: Floats = centred / np.sqrt(np.square(centred).sum(axis=-1, keepdims=True))
    return found


def tornado(figure: Figure, inputs: Inputs) -> Tornado:
    """The strongest drivers of a figure's change, by squared rank correlation; those that chance alone explains are left out."""
    part = np.square(inputs.ranks @ _unit_ranks(figure.draws))
    chance = 16.0 / len(figure.draws)
    drivers = []
    for n in np.argsort(-part)[:_SHOWN]:
        if part[n] <= chance:
            break
        low, high = np.quantile(inputs.draws[n], [0.2, 0.8])
        drivers.append(
            Driver(
                name=inputs.names[n],
                at_low=float(figure.draws[inputs.draws[n] <= low].mean()),
                at_high=float(figure.draws[inputs.draws[n] >= high].mean()),
                part=float(part[n]),
            )
        )
    return Tornado(market=figure.market, what=figure.what, who=figure.who, unit=figure.unit, drivers=tuple(drivers))
