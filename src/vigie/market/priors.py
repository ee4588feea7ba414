"""What buyers are like: elasticities that people can judge, turned into the tastes of the demand model, draw by draw.

Three elasticities say it all: of a brand, of a powertrain as a class, of all new cars. Their ranges stand in
`data/priors.yml` with the facts behind them. Estimates nothing: parameters estimated elsewhere can be passed instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import DataError
from vigie.market.baseline import read_data
from vigie.market.demand import Floats, Nests, Tastes, split, total
from vigie.market.uncertain import Dice, Number

if TYPE_CHECKING:
    from vigie.market.facts import Facts

_NAMES = ("brand_elasticity", "class_elasticity", "market_elasticity", "potential", "customs_part")
_STEEPEST = 33.0
"""Largest 1 / (1 - sigma1): sigma1 stays below 0.97."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """Draws of what no table of sales can tell; each a `Number` of length B."""

    brand_elasticity: Number
    """Per cent of a brand's sales lost by one per cent of price, as a positive number."""
    class_elasticity: Number
    """The same for all cars of a powertrain together."""
    market_elasticity: Number
    """The same for all new cars together."""
    potential: Number
    """People who might buy in the year, per car sold."""
    customs_part: Number
    """Customs value as a part of the price without tax."""

    def facts(self) -> frozenset[str]:
        """Facts behind the tastes of buyers."""
        return self.brand_elasticity.facts | self.class_elasticity.facts | self.market_elasticity.facts


def load_priors(facts: Facts, dice: Dice) -> Priors:
    """Priors as the data file gives them; raises ``DataError`` where it lacks one or a fact is gone."""
    written = read_data("priors.yml")
    if set(written) != set(_NAMES):
        raise DataError(f"the priors must be exactly {', '.join(_NAMES)}: correct priors.yml", culprit="priors.yml")
    found = {}
    for name, one in written.items():
        ids = frozenset(facts.get(fact, f"the prior '{name}'").id for fact in one["facts"])
        found[name] = Number(dice.between(f"prior: {name}", *map(float, one["range"])), "assumed", ids, one["why"])
    return Priors(**found)


def tastes_for(shares: Floats, prices: Floats, where: Nests, priors: Priors) -> Tastes:
    """Tastes under which the mean elasticities of this market, weighted by sales, are those of the priors.

    ``shares`` (C, B) of the potential market, ``prices`` (C, B). All three elasticities are linear in alpha,
    1 / (1 - sigma1) and 1 / (1 - sigma2), from the derivatives in Björnerstedt and Verboven (st0349, eq. 7); where the
    priors would ask for sigma2 < 0 or sigma1 < sigma2, the bound is taken.
    """
    parts = split(shares, where)
    weight = shares / shares.sum(axis=0)
    mean_price = (weight * prices).sum(axis=0)
    alpha = priors.market_elasticity.draws / (mean_price * parts.outside)
    sub_share = parts.sub * parts.group[where.group]
    sub_price = total(shares * prices, where.subgroup, where.subgroups) / sub_share
    sub_weight = sub_share / sub_share.sum(axis=0)
    open_part = (sub_weight * sub_price * (1 - parts.sub)).sum(axis=0)
    closed_part = (sub_weight * sub_price * (parts.sub - sub_share)).sum(axis=0)
    outer = np.maximum((priors.class_elasticity.draws / alpha - closed_part) / open_part, 1.0)
    in_group = parts.within * parts.sub[where.subgroup]
    own = (weight * prices * (1 - parts.within)).sum(axis=0)
    nest = (weight * prices * (parts.within - in_group)).sum(axis=0)
    left = (weight * prices * (in_group - shares)).sum(axis=0)
    inner = (priors.brand_elasticity.draws / alpha - outer * nest - left) / own
    inner = np.clip(inner, outer, _STEEPEST)
    return Tastes(alpha=alpha, sigma1=1 - 1 / inner, sigma2=1 - 1 / np.minimum(outer, inner))
