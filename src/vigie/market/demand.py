"""Nested logit demand of one or two levels, unit or constant-expenditure (CES); plain logit is the case of no nests.

Says what shares, elasticities and diversion follow from tastes; knows nothing of costs, firms or money.

Notation follows Björnerstedt and Verboven, "Merger simulation with nested logit demand", Stata Journal 14(3), 2014
(st0349): a product j lies in a subgroup h of a group g; ``alpha`` > 0 is the weight of price (of log price under CES);
``sigma1`` the correlation of tastes within a subgroup, ``sigma2`` within a group, 0 <= sigma2 <= sigma1 < 1. With one
level each subgroup is a group of its own and sigma2 = 0.

Everything is batched: products run down the first axis (length C), draws or markets of the same shape along the last
(length B). Shares are shares of the potential market, outside good included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vigie.errors import InputError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Form = Literal["unit", "ces"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tastes:
    """How buyers weigh price and how alike they find the members of a nest; each of shape (B,)."""

    alpha: Floats
    """Weight of price, per unit of money (per log point of price under CES); > 0."""
    sigma1: Floats
    """Correlation within a subgroup, in [0, 1)."""
    sigma2: Floats
    """Correlation within a group, in [0, sigma1]; 0 with one level of nests."""
    form: Form = "unit"
    """``unit``: each buyer takes one; ``ces``: each spends a fixed budget."""

    def __post_init__(self) -> None:
        """Refuse tastes under which the model has no meaning: raises ``InputError`` naming the parameter."""
        if not np.all(self.alpha > 0):
            raise InputError(f"alpha must be above 0, not {np.min(self.alpha):g}: buyers dislike high prices", culprit="alpha")
        if not (np.all(self.sigma2 >= 0) and np.all(self.sigma1 >= self.sigma2) and np.all(self.sigma1 < 1)):
            raise InputError("the nest parameters must keep 0 <= sigma2 <= sigma1 < 1: correct sigma1 and sigma2", culprit="sigma")

    @property
    def steep(self) -> Floats:
        """Slope of log attraction in price within a subgroup: alpha / (1 - sigma1)."""
        return self.alpha / (1 - self.sigma1)

    @property
    def subgroup_power(self) -> Floats:
        """Power that carries a subgroup's attraction to its group: (1 - sigma1) / (1 - sigma2)."""
        return (1 - self.sigma1) / (1 - self.sigma2)

    def take(self, columns: Ints | slice) -> Tastes:
        """The tastes of some draws only."""
        return Tastes(alpha=self.alpha[columns], sigma1=self.sigma1[columns], sigma2=self.sigma2[columns], form=self.form)


def tastes(alpha: ArrayLike, sigma1: ArrayLike = 0.0, sigma2: ArrayLike = 0.0, form: Form = "unit") -> Tastes:
    """Tastes from numbers or arrays of one common length B; a number is one draw."""
    a, s1, s2 = np.broadcast_arrays(np.atleast_1d(alpha), np.atleast_1d(sigma1), np.atleast_1d(sigma2))
    return Tastes(alpha=a.astype(float), sigma1=s1.astype(float), sigma2=s2.astype(float), form=form)


@dataclass(frozen=True, slots=True, eq=False)
class Nests:
    """Which product lies in which subgroup and which subgroup in which group, as counted from 0."""

    subgroup: Ints
    """(C,) subgroup of each product."""
    group: Ints
    """(H,) group of each subgroup."""

    @property
    def group_of_product(self) -> Ints:
        """(C,) group of each product."""
        return self.group[self.subgroup]

    @property
    def subgroups(self) -> int:
        """H, how many subgroups there are."""
        return len(self.group)

    @property
    def groups(self) -> int:
        """G, how many groups there are."""
        return int(self.group.max()) + 1


def nests(inner: ArrayLike, outer: ArrayLike | None = None) -> Nests:
    """Nests from labels per product: ``outer`` alone decides the group, ``inner`` within ``outer`` the subgroup.

    Without ``outer`` there is one level: each subgroup is its own group.
    """
    labels = np.asarray(inner)
    if outer is None:
        _, subgroup = np.unique(labels, return_inverse=True)
        return Nests(subgroup.astype(np.intp), np.arange(int(subgroup.max()) + 1, dtype=np.intp))
    _, inner_code = np.unique(labels, return_inverse=True)
    _, outer_code = np.unique(np.asarray(outer), return_inverse=True)
    pairs, subgroup = np.unique(np.stack([outer_code, inner_code], axis=1), axis=0, return_inverse=True)
    return Nests(subgroup.reshape(-1).astype(np.intp), pairs[:, 0].astype(np.intp))


def total(values: Floats, index: Ints, length: int) -> Floats:
    """Sums of the rows of ``values`` (C, B) that share an index: (length, B)."""
    out = np.zeros((length, *values.shape[1:]))
    for row, place in enumerate(index):
        out[place] += values[row]
    return out


@dataclass(frozen=True, slots=True)
class Parts:
    """Shares split along the nests: s = within * sub * group."""

    within: Floats
    """(C, B) share of each product in its subgroup."""
    sub: Floats
    """(H, B) share of each subgroup in its group."""
    group: Floats
    """(G, B) share of each group in the potential market."""

    @property
    def outside(self) -> Floats:
        """(B,) share of buyers who buy none."""
        left: Floats = 1 - self.group.sum(axis=0)
        return left


def split(shares: Floats, where: Nests) -> Parts:
    """Split shares (C, B) along the nests; raises ``InputError`` where they leave no outside good or are not above 0."""
    if not np.all(shares > 0):
        raise InputError("every product needs a share above 0: leave out what nobody buys", culprit="share")
    sub_total = total(shares, where.subgroup, where.subgroups)
    group_total = total(sub_total, where.group, where.groups)
    if not np.all(group_total.sum(axis=0) < 1):
        raise InputError("the shares reach 1 or more, so nobody is left outside: enlarge the potential market", culprit="potential")
    return Parts(shares / sub_total[where.subgroup], sub_total / group_total[where.group], group_total)


def utilities(shares: Floats, where: Nests, taste: Tastes) -> Floats:
    """Mean utilities (C, B), price included, that give these shares: Berry's inversion for nested logit (st0349, eq. 2)."""
    parts = split(shares, where)
    inner = taste.sigma1 * np.log(parts.within)
    outer = taste.sigma2 * np.log(parts.sub[where.subgroup])
    found: Floats = np.log(shares) - np.log(parts.outside) - inner - outer
    return found


def shares_at(utility: Floats, where: Nests, taste: Tastes) -> Floats:
    """Shares (C, B) at mean utilities (C, B), price included: the inverse of `utilities`."""
    scaled = utility / (1 - taste.sigma1)
    top = np.full((where.subgroups, scaled.shape[1]), -np.inf)
    np.maximum.at(top, where.subgroup, scaled)
    within = np.exp(scaled - top[where.subgroup])
    mass = total(within, where.subgroup, where.subgroups)
    log_sub = taste.subgroup_power * (np.log(mass) + top)
    group_top = np.full((where.groups, scaled.shape[1]), -np.inf)
    np.maximum.at(group_top, where.group, log_sub)
    sub = np.exp(log_sub - group_top[where.group])
    group_mass = total(sub, where.group, where.groups)
    log_group = (1 - taste.sigma2) * (np.log(group_mass) + group_top)
    over = np.maximum(log_group.max(axis=0), 0.0)
    group = np.exp(log_group - over)
    group = group / (np.exp(-over) + group.sum(axis=0))
    sub = sub / group_mass[where.group] * group[where.group]
    found: Floats = within / mass[where.subgroup] * sub[where.subgroup]
    return found


def slopes(shares: Floats, where: Nests, taste: Tastes, only: Ints | None = None) -> Floats:
    """Derivatives of shares in prices (log prices under CES), (C, C, B); entry [j, k] is the change of s_j by p_k.

    Symmetric (st0349, eq. 7). ``only`` picks the products whose rows and columns are wanted.
    """
    parts = split(shares, where)
    rows = np.arange(len(shares)) if only is None else only
    subgroup, group = where.subgroup[rows], where.group_of_product[rows]
    same_sub = (subgroup[:, None] == subgroup[None, :])[:, :, None]
    same_group = (group[:, None] == group[None, :])[:, :, None]
    within, shares = parts.within[rows], shares[rows]
    in_group = within * parts.sub[subgroup]
    inner = 1 / (1 - taste.sigma1) - 1 / (1 - taste.sigma2)
    outer = taste.sigma2 / (1 - taste.sigma2)
    s = shares[:, None, :]
    crossed = inner * same_sub * within[None, :, :] + outer * same_group * in_group[None, :, :] + shares[None, :, :]
    own = np.eye(len(shares))[:, :, None] / (1 - taste.sigma1)
    found: Floats = -taste.alpha * s * (own - crossed)
    return found


def own_elasticities(shares: Floats, prices: Floats, where: Nests, taste: Tastes) -> Floats:
    """Per cent change of each quantity by one per cent of its own price, (C, B), negative."""
    parts = split(shares, where)
    in_group = parts.within * parts.sub[where.subgroup]
    inner = 1 / (1 - taste.sigma1) - 1 / (1 - taste.sigma2)
    outer = taste.sigma2 / (1 - taste.sigma2)
    pull = 1 / (1 - taste.sigma1) - inner * parts.within - outer * in_group - shares
    if taste.form == "ces":
        ces: Floats = -taste.alpha * pull - 1
        return ces
    unit: Floats = -taste.alpha * prices * pull
    return unit


def diversion(shares: Floats, where: Nests, taste: Tastes, only: Ints | None = None) -> Floats:
    """Of the buyers that product k loses by a dearer price, the part that goes to j: entry [k, j] of (C, C, B).

    The diagonal is 0; what is missing from 1 in a row goes to the outside good. ``only`` picks the products wanted.
    """
    slope = slopes(shares, where, taste, only)
    own = np.einsum("kkb->kb", slope)
    found: Floats = np.swapaxes(-slope / own[None, :, :], 0, 1).copy()
    for k in range(len(found)):
        found[k, k] = 0.0
    return found
