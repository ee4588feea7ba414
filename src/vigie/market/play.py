"""Play a deal: before and after in every market it touches, with intervals, drivers, facts and warnings.

The one place where tables, priors, duties, deals and the engine meet. Same seed, same numbers; two deals played on one
board share their draws, so that their difference is the deals' and not luck's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import InputError
from vigie.market.applying import apply, duties_after, touches
from vigie.market.baseline import load_baseline
from vigie.market.cautions import Caution, cautions
from vigie.market.concentration import Thresholds
from vigie.market.duties import DutyTable, load_duties
from vigie.market.facts import Fact, Facts, load_facts
from vigie.market.figures import Figure, Ground, all_figures, footprint_figures, market_figures
from vigie.market.levers import Divestiture, JointVenture, Lever, Merger, Product
from vigie.market.ownership import Holding, held_on, load_ownership
from vigie.market.priors import Priors, load_priors
from vigie.market.tornado import Tornado, inputs_of, tornado
from vigie.market.uncertain import Dice
from vigie.market.world import Base, Stand, set_up

if TYPE_CHECKING:
    from vigie.market.deals import Deal


_FEWEST, _MOST = 50, 10_000
"""Fewer draws give no interval worth printing; more take gigabytes and narrow nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What a deal would do, all else equal."""

    deal: Deal
    against: Deal | None
    """The deal it is compared with; None: no deal."""
    draws: int
    seed: int
    markets: tuple[str, ...]
    """Markets that the deal touches."""
    names: dict[str, dict[str, str]]
    """Market → language → name."""
    parties: tuple[str, ...]
    """Companies of the deal, joint ventures and new owners included."""
    figures: tuple[Figure, ...]
    tornadoes: tuple[Tornado, ...]
    cautions: tuple[Caution, ...]
    facts: dict[str, Fact]
    """Every fact that a figure names."""
    residual: float
    """Largest first-order residual behind the numbers, relative to the largest margin."""


@dataclass(slots=True)
class Board:
    """Tables, priors and draws, kept so that many deals can be played on the same luck."""

    facts: Facts = field(default_factory=load_facts)
    draws: int = 1000
    seed: int = 1
    dice: Dice = field(init=False)
    priors: Priors = field(init=False)
    duties: DutyTable = field(init=False)
    holdings: tuple[Holding, ...] = field(init=False)
    _bases: dict[int, dict[str, Base]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Draw the priors; raises ``InputError`` where there are too few draws for an interval."""
        if not _FEWEST <= self.draws <= _MOST:
            raise InputError(
                f"{self.draws} draws can't be made: ask for {_FEWEST} (fewer give no interval) to {_MOST}", culprit="draws"
            )
        self.dice = Dice(self.seed, self.draws)
        self.priors = load_priors(self.facts, self.dice)
        self.duties = load_duties(self.facts)
        self.holdings = load_ownership(self.facts)

    def bases(self, year: int) -> dict[str, Base]:
        """All markets of a year as games at rest."""
        if year not in self._bases:
            markets = load_baseline(year, self.facts, self.dice)
            self._bases[year] = {key: set_up(market, self.priors, self.duties, self.holdings) for key, market in markets.items()}
        return self._bases[year]

    def stand(self, base: Base, levers: tuple[Lever, ...], deal: Deal) -> Stand:
        """A market with these levers of a deal, on the day the deal is looked at."""
        return apply(base, levers, self.duties, deal.seen_on, deal.first_on, self.dice)

    def play(self, deal: Deal, against: Deal | None = None) -> Scenario:
        """Play a deal, against another or against none.

        Raises ``InputError`` where a lever names a market that the base year lacks, and `NotConverged` where no equilibrium
        is found.
        """
        bases = self.bases(deal.base)
        if against is not None and (against.base, against.seen_on) != (deal.base, deal.seen_on):
            raise InputError(
                f"'{deal.id}' and '{against.id}' can't be compared: give both the same 'base' and 'seen_on'", culprit=against.id
            )
        levers = deal.active()
        rival = () if against is None else against.active()
        touched = _touched(bases, (*levers, *rival), deal)
        parties = _parties(deal, against)
        figures: list[Figure] = []
        stands: list[tuple[Stand, Stand]] = []
        grounds: frozenset[str] = frozenset()
        for key in touched:
            base = bases[key]
            before, after = self.stand(base, rival, deal), self.stand(base, levers, deal)
            ground = self._ground(base, deal, (*levers, *rival), before, after)
            found = list(market_figures(before, after, parties, _pairs(deal), self._rule(key), ground))
            figures += found
            stands.append((before, after))
            grounds |= frozenset().union(*(figure.facts for figure in found))
        if stands:
            figures += all_figures(stands, parties, grounds)
        figures += footprint_figures([base.market for base in bases.values()], _pairs(deal))
        grounds |= frozenset().union(*(figure.facts for figure in figures))
        inputs = inputs_of(self.dice)
        tornadoes = tuple(tornado(figure, inputs) for figure in _headlines(figures, parties))
        residual = max((max(a.residual, b.residual) for a, b in stands), default=0.0)
        return Scenario(
            deal=deal,
            against=against,
            draws=self.draws,
            seed=self.seed,
            markets=touched,
            names={key: bases[key].market.names for key in bases},
            parties=parties,
            figures=tuple(figures),
            tornadoes=tornadoes,
            cautions=tuple(cautions(deal, levers, stands, figures, tornadoes)),
            facts={fact: self.facts.get(fact, "a figure") for fact in sorted(grounds)},
            residual=residual,
        )

    def _ground(self, base: Base, deal: Deal, levers: tuple[Lever, ...], before: Stand, after: Stand) -> Ground:
        """Facts behind a market's figures: its total, the tastes, the deal's levers there, the duties its cars pay."""
        market = base.market
        ids = set(deal.facts)
        for lever in levers:
            if touches(lever, market.id) or isinstance(lever, JointVenture):
                ids |= set(lever.facts)
        after_table = duties_after(self.duties, levers)
        for stand, table in ((before, self.duties), (after, after_table)):
            for cell in stand.cells:
                rate, facts = table.rate(market.id, cell.built_in, cell.powertrain, cell.group, deal.seen_on)
                if rate:
                    ids |= facts | self.priors.customs_part.facts
        held = {one.fact for one in held_on(self.holdings, base.on) if {one.holder, one.held} <= set(base.firms)}
        return Ground(table=market.total.facts, tastes=base.facts, deal=frozenset(ids | held))

    def _rule(self, market: str) -> Thresholds:
        """The guideline whose zones are named: the European one in Europe, the American one elsewhere for want of a better."""
        if market in {"eu27", "uk-efta", "europe"}:
            low, between, above = (
                self.facts.get(fact, "the guideline's zones").number
                for fact in ("eu-hhi-low", "eu-hhi-change-between", "eu-hhi-change-above")
            )
            return Thresholds("EU 2004", low, 2 * low, between, above)
        high = self.facts.get("us-hhi-rule", "the guideline's zones").number
        return Thresholds("US 2023", high, high, np.inf, 100.0, 0.30, 100.0)


def _touched(bases: dict[str, Base], levers: tuple[Lever, ...], deal: Deal) -> tuple[str, ...]:
    named = {
        place
        for lever in levers
        for place in (getattr(lever, "market", None), getattr(lever, "importer", None))
        if place not in {None, "all"}
    }
    missing = sorted(place for place in named if place not in bases)
    if missing:
        raise InputError(f"the market table of {deal.base} has no '{missing[0]}': it has {', '.join(bases)}", culprit=missing[0])
    return tuple(key for key in bases if any(touches(lever, key) for lever in levers))


def _parties(deal: Deal, against: Deal | None) -> tuple[str, ...]:
    names: list[str] = list(deal.parties)
    for one in (deal, *(() if against is None else (against,))):
        names += one.parties
        for lever in one.levers:
            if isinstance(lever, JointVenture):
                names.append(lever.name)
            if isinstance(lever, Divestiture):
                names.append(lever.to)
            if isinstance(lever, Product):
                names.append(lever.company)
    return tuple(dict.fromkeys(names))


def _pairs(deal: Deal) -> list[tuple[str, str]]:
    """Pairs of companies that the deal brings together."""
    found = [(a, b) for n, a in enumerate(deal.parties) for b in deal.parties[n + 1 :]]
    for lever in deal.levers:
        if isinstance(lever, Merger):
            found += [(lever.companies[0], other) for other in lever.companies[1:]]
    return list(dict.fromkeys(found))


def _headlines(figures: list[Figure], parties: tuple[str, ...]) -> list[Figure]:
    """The figures whose width is explained: what the parties and the buyers gain over all markets."""
    return [
        figure
        for figure in figures
        if figure.market == "all"
        and ((figure.what == "profit" and figure.who in parties) or figure.what == "surplus")
        and np.ptp(figure.draws) > 0
    ]
