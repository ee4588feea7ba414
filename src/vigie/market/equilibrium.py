"""Bertrand-Nash prices under nested logit demand, for any control matrix, on firm x nest cells and many draws at once.

Finds margins and shares; says nothing of where costs or duties come from, and gives no number whose first-order
condition is left open by more than `MAX_RESIDUAL`.

The fixed point is zeta of Morrow and Skerlos, "Fixed-point approaches to computing Bertrand-Nash equilibrium prices",
Operations Research 59(2), 2011, written for two levels of nests::

    m_j = d [ (keep_j) / alpha + a sum_{k in h(j)} M_jk s_{k|h} + b sum_{k in g(j)} M_jk s_{k|g} + sum_k M_jk s_k ]

with d = 1 - sigma1 under unit demand and 1 / (1 / (1 - sigma1) + 1 / alpha) under CES, a = 1 / (1 - sigma1) - 1 / (1 - sigma2),
b = sigma2 / (1 - sigma2), and M_jk = K[f(j), f(k)] m_k plus whatever firm f(j) is paid per unit of k. Under CES m is the
Lerner index. The textbook fixed point, margins from the inverted Jacobian, can end on wrong prices without a sign.

Within a firm and subgroup all margins are equal, so products collapse exactly into cells; see `vigie.market.cells`.
Shares are kept as changes from the base (exact hat algebra), so that only base shares are needed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from vigie.errors import NotConverged

if TYPE_CHECKING:
    from vigie.market.demand import Floats, Ints, Nests, Tastes

MAX_RESIDUAL = 1e-8
"""Largest first-order residual, relative to the largest margin, that is let through."""
_TOLERANCE = 2e-14
_MAX_STEPS = 2000
_COMPACT_EVERY = 8
_MAX_LIMIT_STEPS = 200
_LIMIT_GAP = 1e-11


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Who owns which cell, where cells lie, and how much each firm weighs the others' profits."""

    nests: Nests
    firm: Ints
    """(C,) firm that sets the cell's price, counted from 0."""
    control: Floats
    """(F, F) weight of firm k's profit in firm f's aim, in [0, 1]; 1 on the diagonal."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fee:
    """What one firm is paid on each unit of another firm's cell."""

    firm: int
    cell: int
    per_unit: Floats
    """(B,) money per unit."""
    rate: Floats
    """(B,) part of the cell's price."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """Cells that draw on one limit: a plant's capacity, or the volume cap of a price undertaking."""

    name: str
    cells: Ints
    limit: Floats
    """(B,) largest sum of shares of the potential market."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Game:
    """One market after a change, told as a change from its base; every array is (C, B) unless said."""

    layout: Layout
    tastes: Tastes
    within: Floats
    """Base share in the subgroup; of a cell that enters: its attraction beside the subgroup's base total of 1."""
    sub: Floats
    """(H, B) base share of the subgroup in its group."""
    group: Floats
    """(G, B) base share of the group in the potential market."""
    margin0: Floats
    """Base margin (Lerner index under CES)."""
    shock: Floats
    """Change of log attraction within the subgroup: (change of utility - alpha times change of cost) / (1 - sigma1)."""
    cost: Floats
    """Unit cost after the change, duties and fees per unit included; used by floors and fees per cent only."""
    keep: Floats | None = None
    """Part of the price that is left after fees per cent; None means all of it."""
    price_floor: Floats | None = None
    """Lowest price allowed; -inf where none."""
    fees: tuple[Fee, ...] = ()
    pools: tuple[Pool, ...] = ()

    def take(self, columns: Ints | slice) -> Game:
        """The same market for some draws only."""

        def cut(values: Floats) -> Floats:
            return values[..., columns]

        return replace(
            self,
            tastes=self.tastes.take(columns),
            within=cut(self.within),
            sub=cut(self.sub),
            group=cut(self.group),
            margin0=cut(self.margin0),
            shock=cut(self.shock),
            cost=cut(self.cost),
            keep=None if self.keep is None else cut(self.keep),
            price_floor=None if self.price_floor is None else cut(self.price_floor),
            fees=tuple(replace(fee, per_unit=cut(fee.per_unit), rate=cut(fee.rate)) for fee in self.fees),
            pools=tuple(replace(pool, limit=cut(pool.limit)) for pool in self.pools),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """Where prices come to rest; arrays (C, B) unless said."""

    margin: Floats
    """Price kept less `Game.cost`; what scarcity earns at a limit is part of it (Lerner index under CES)."""
    share: Floats
    """Share of the potential market."""
    scale: Floats
    """(B,) sum of exponentials beside its base value of 1: its log over alpha is the consumer surplus per buyer."""
    shadow: Floats
    """(pools, B) what one unit more of each limit would earn."""
    residual: Floats
    """(B,) what is left open of the first-order conditions, relative to the largest margin."""
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Sparse sums over cells, prepared once per layout."""

    to_pair: sparse.csr_matrix
    to_sub: sparse.csr_matrix
    to_group: sparse.csr_matrix
    pair_to_fg: sparse.csr_matrix
    fg_to_firm: sparse.csr_matrix
    inside: sparse.csr_matrix
    across: sparse.csr_matrix
    overall: sparse.csr_matrix
    pair: Ints
    pair_sub: Ints
    pair_fg: Ints
    fg_group: Ints
    fg_firm: Ints
    pairs: dict[tuple[int, int], int]


def _adder(index: Ints, rows: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(index)), (index, np.arange(len(index)))), shape=(rows, len(index)))


def _weigher(firm: Ints, place: Ints, control: Floats) -> sparse.csr_matrix:
    """K between entries that lie in one place."""
    rows, cols = np.nonzero((place[:, None] == place[None, :]) & (control[np.ix_(firm, firm)] != 0))
    return sparse.csr_matrix((control[firm[rows], firm[cols]], (rows, cols)), shape=(len(firm), len(firm)))


def _sums(layout: Layout, fees: tuple[Fee, ...]) -> _Sums:
    where = layout.nests
    keys = {(int(f), int(h)) for f, h in zip(layout.firm, where.subgroup, strict=True)}
    keys |= {(fee.firm, int(where.subgroup[fee.cell])) for fee in fees}
    ordered = sorted(keys, key=lambda key: (key[1], key[0]))
    pairs = {key: n for n, key in enumerate(ordered)}
    pair = np.array([pairs[int(f), int(h)] for f, h in zip(layout.firm, where.subgroup, strict=True)], dtype=np.intp)
    pair_firm = np.array([f for f, _ in ordered], dtype=np.intp)
    pair_sub = np.array([h for _, h in ordered], dtype=np.intp)
    fg, pair_fg = np.unique(np.stack([where.group[pair_sub], pair_firm], axis=1), axis=0, return_inverse=True)
    fg_group, fg_firm = fg[:, 0].astype(np.intp), fg[:, 1].astype(np.intp)
    pair_fg = pair_fg.reshape(-1).astype(np.intp)
    firms = len(layout.control)
    return _Sums(
        to_pair=_adder(pair, len(ordered)),
        to_sub=_adder(where.subgroup, where.subgroups),
        to_group=_adder(where.group, where.groups),
        pair_to_fg=_adder(pair_fg, len(fg)),
        fg_to_firm=_adder(fg_firm, firms),
        inside=_weigher(pair_firm, pair_sub, layout.control),
        across=_weigher(fg_firm, fg_group, layout.control),
        overall=sparse.csr_matrix(layout.control),
        pair=pair,
        pair_sub=pair_sub,
        pair_fg=pair_fg,
        fg_group=fg_group,
        fg_firm=fg_firm,
        pairs=pairs,
    )


def _coefficients(taste: Tastes) -> tuple[Floats, Floats, Floats]:
    """(d, d a, d b) of the module's formula, each (B,)."""
    d = 1 - taste.sigma1
    if taste.form == "ces":
        d = 1 / (1 / (1 - taste.sigma1) + 1 / taste.alpha)
    inner = 1 / (1 - taste.sigma1) - 1 / (1 - taste.sigma2)
    return d, d * inner, d * taste.sigma2 / (1 - taste.sigma2)


def _zeta(sums: _Sums, taste: Tastes, earned: Floats, sub: Floats, group: Floats, keep: Floats | None) -> Floats:
    """Margins (C, B) wanted, given what each firm-subgroup pair earns per unit of the subgroup (pairs, B)."""
    d, da, db = _coefficients(taste)
    fg = sums.pair_to_fg @ (earned * sub[sums.pair_sub])
    firm = sums.fg_to_firm @ (fg * group[sums.fg_group])
    wanted = da * (sums.inside @ earned) + (d * (sums.overall @ firm))[sums.fg_firm[sums.pair_fg]]
    if np.any(db > 0):
        wanted += (db * (sums.across @ fg))[sums.pair_fg]
    base = d / taste.alpha
    found: Floats = wanted[sums.pair] + (base if keep is None else base * keep)
    return found


def base_margins(layout: Layout, taste: Tastes, within: Floats, sub: Floats, group: Floats) -> Floats:
    """Margins (C, B) that observed shares imply (Lerner indices under CES), from the first-order conditions.

    Closed form where each firm minds only its own profit. Else that form is applied again and again to what firms mind of
    each other, which settles because weights are at most 1; raises `NotConverged` where it does not.
    """
    sums = _sums(layout, ())
    d, da, db = _coefficients(taste)
    mass = sums.to_pair @ within
    free = 1 - da * mass
    inner = mass * sub[sums.pair_sub] / free
    part = sums.pair_to_fg @ inner
    open_group = 1 - db * part
    weight = group[sums.fg_group]
    whole = 1 - d * (sums.fg_to_firm @ (part * weight / open_group))

    def alone(wanted: Floats) -> Floats:
        """Margins per pair when each firm minds itself only and wants ``wanted`` (pairs, B) beside."""
        own = sums.pair_to_fg @ (inner * wanted)
        firm = d * (sums.fg_to_firm @ (own * weight / open_group)) / whole
        nest = db * (own + firm[sums.fg_firm] * part) / open_group
        found: Floats = (wanted + firm[sums.fg_firm[sums.pair_fg]] + nest[sums.pair_fg]) / free
        return found

    base = np.broadcast_to(d / taste.alpha, mass.shape)
    margin = alone(base)
    if np.array_equal(layout.control, np.eye(len(layout.control))):
        return margin[sums.pair]
    others = _sums(Layout(layout.nests, layout.firm, layout.control - np.eye(len(layout.control))), ())
    for _ in range(_MAX_STEPS):
        earned = margin * mass
        in_group = sums.pair_to_fg @ (earned * sub[sums.pair_sub])
        overall = others.overall @ (sums.fg_to_firm @ (in_group * weight))
        minded = da * (others.inside @ earned) + (db * (others.across @ in_group) + (d * overall)[sums.fg_firm])[sums.pair_fg]
        new = alone(base + minded)
        settled = float(np.abs(new / margin - 1).max()) < _TOLERANCE
        margin = new
        if settled:
            return margin[sums.pair]
    raise NotConverged("the base shares and the holdings between firms imply no margins: lower the shares held", culprit="control")


def solve(game: Game) -> Outcome:
    """Prices at rest after the change; raises `NotConverged` naming how far the first-order conditions stay open."""
    if not game.pools:
        return _solve_free(game, game.margin0)
    return _solve_limited(game)


def _solve_limited(game: Game) -> Outcome:
    """Add a shadow cost per pool until each limit holds: zero where it is slack, else the one that meets it.

    Secant steps on the log of what is sold; draws whose limits are all kept are left alone from then on.
    """
    draws = game.margin0.shape[1]
    result = _solve_free(game, game.margin0)
    limits = np.log(np.stack([np.broadcast_to(pool.limit, (draws,)) for pool in game.pools]))
    member = np.zeros((len(game.pools), len(game.margin0)))
    for n, pool in enumerate(game.pools):
        member[n, pool.cells] = 1.0
    if not np.all(np.isfinite(limits)):
        raise NotConverged("a capacity or volume cap must be above 0: leave the product out instead", culprit="capacity")
    margin, share = result.margin.copy(), result.share.copy()
    scale, residual = result.scale.copy(), result.residual.copy()
    shadow = np.zeros((len(game.pools), draws))
    gap = np.log(member @ share) - limits
    last_shadow, last_gap = shadow.copy(), gap.copy()
    for _ in range(_MAX_LIMIT_STEPS):
        live = np.flatnonzero(~np.all(((shadow == 0) & (gap <= 0)) | (np.abs(gap) < _LIMIT_GAP), axis=0))
        if len(live) == 0:
            break
        part, steep = game.take(live), game.tastes.steep[live]
        moved = shadow[:, live] - last_shadow[:, live]
        slope = np.divide(last_gap[:, live] - gap[:, live], moved, out=np.zeros_like(moved), where=moved != 0)
        slope = np.where(slope > 0.02 * steep, slope, steep)
        last_shadow[:, live], last_gap[:, live] = shadow[:, live], gap[:, live]
        shadow[:, live] = np.maximum(shadow[:, live] + gap[:, live] / slope, 0.0)
        extra = member.T @ shadow[:, live]
        dearer = extra if part.keep is None else extra / part.keep
        eased = replace(part, shock=part.shock - steep * dearer, cost=part.cost + extra, pools=())
        found = _solve_free(eased, margin[:, live])
        margin[:, live], share[:, live] = found.margin, found.share
        scale[live], residual[live] = found.scale, found.residual
        gap[:, live] = np.log(member @ found.share) - limits[:, live]
    else:
        worst = game.pools[int(np.argmax(np.max(np.abs(gap), axis=1)))].name
        raise NotConverged(f"no prices were found that keep the limit '{worst}': raise it or check its unit", culprit=worst)
    return Outcome(
        margin=margin + member.T @ shadow, share=share, scale=scale, shadow=shadow, residual=residual, steps=result.steps
    )


def _solve_free(game: Game, start: Floats) -> Outcome:
    """Iterate zeta until nothing moves; draws that have come to rest are left out of the later steps."""
    draws = game.margin0.shape[1]
    margin = start.copy()
    share, scale, residual = np.empty_like(margin), np.empty(draws), np.empty(draws)
    live: Ints = np.arange(draws)
    sums = _sums(game.layout, game.fees)
    part, now = game, margin
    steps = 0
    while True:
        steps += 1
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            # What grows beyond all bounds shows in the residual, and is refused there.
            found_share, found_scale, wanted = _step(part, sums, now)
            gap = np.abs(wanted - now).max(axis=0) / np.abs(wanted).max(axis=0)
        done = ~(gap > _TOLERANCE)
        last = steps >= _MAX_STEPS
        if last or done.all() or (steps % _COMPACT_EVERY == 0 and done.sum() * 4 > len(done)):
            keep = np.full(len(done), last) | done
            share[:, live[keep]], scale[live[keep]] = found_share[:, keep], found_scale[keep]
            margin[:, live[keep]], residual[live[keep]] = now[:, keep], gap[keep]
            if keep.all():
                break
            left = np.flatnonzero(~keep)
            live, part, now = live[left], part.take(left), wanted[:, left]
        else:
            now = wanted
    worst = float(np.max(residual)) if np.all(np.isfinite(residual)) else np.inf
    if not worst <= MAX_RESIDUAL:
        raise NotConverged(
            f"no equilibrium was found: the first-order conditions stay open by {worst:.1e} of the margin, more than "
            f"{MAX_RESIDUAL:.0e}; make the deal's levers milder or check the market's shares",
            culprit="equilibrium",
        )
    return Outcome(margin=margin, share=share, scale=scale, shadow=np.zeros((0, draws)), residual=residual, steps=steps)


def _step(game: Game, sums: _Sums, margin: Floats) -> tuple[Floats, Floats, Floats]:
    """Shares at these margins, the scale, and the margins that zeta wants."""
    taste = game.tastes
    if taste.form == "ces":
        moved = -(np.log1p(-margin) - np.log1p(-game.margin0))
    elif game.keep is None:
        moved = margin - game.margin0
    else:
        moved = margin / game.keep - game.margin0
    moved *= -taste.steep
    moved += game.shock
    pull = np.exp(moved, out=moved)
    pull *= game.within
    mass = sums.to_sub @ pull
    pull /= mass[game.layout.nests.subgroup]
    sub_pull = game.sub * mass**taste.subgroup_power
    group_mass = sums.to_group @ sub_pull
    sub = sub_pull / group_mass[game.layout.nests.group]
    group_pull = game.group * group_mass ** (1 - taste.sigma2)
    scale = 1 - game.group.sum(axis=0) + group_pull.sum(axis=0)
    group = group_pull / scale
    earned = sums.to_pair @ (margin * pull)
    for fee in game.fees:
        price = (game.cost[fee.cell] + margin[fee.cell]) / (1.0 if game.keep is None else game.keep[fee.cell])
        earned[sums.pairs[fee.firm, int(game.layout.nests.subgroup[fee.cell])]] += (fee.per_unit + fee.rate * price) * pull[
            fee.cell
        ]
    wanted = _zeta(sums, taste, earned, sub, group, game.keep)
    if game.price_floor is not None:
        keep = 1.0 if game.keep is None else game.keep
        wanted = np.maximum(wanted, game.price_floor * keep - game.cost)
    share = pull * (sub * group[game.layout.nests.group])[game.layout.nests.subgroup]
    return share, scale, wanted
