"""How often and how recently each key was seen, with several half-lives at once. Knows nothing of what the keys mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.compiled import compiled

if TYPE_CHECKING:
    from vigie.foresight.arrays import F4, F8, I4, I8

__all__ = ["HALF_LIVES", "WIDTH", "Counter"]

HALF_LIVES = (2.0, 10.0, 40.0, 160.0)
"""In steps: for daily data roughly "this week", "this month", "this quarter", "this year"."""

WIDTH = len(HALF_LIVES) + 3
"""Columns that `Counter.fill` writes."""


@compiled
def _find(slots: I4, keys: I8, key: int) -> int:
    """The entry that holds ``key``, or -1."""
    mask = len(slots) - 1
    at = (((key ^ (key >> 15)) * 40503) >> 8) & mask
    while slots[at] >= 0:
        if keys[slots[at]] == key:
            return int(slots[at])
        at = (at + 1) & mask
    return -1


@compiled
def _insert(slots: I4, keys: I8, key: int, entry: int) -> int:
    """The entry that holds ``key``; where there is none, ``entry`` is made to."""
    mask = len(slots) - 1
    at = (((key ^ (key >> 15)) * 40503) >> 8) & mask
    while slots[at] >= 0:
        if keys[slots[at]] == key:
            return int(slots[at])
        at = (at + 1) & mask
    slots[at] = entry
    keys[entry] = key
    return entry


@compiled
def _add(
    new_keys: I8,
    now: int,
    slots: I4,
    keys: I8,
    n: int,
    first: I4,
    last: I4,
    count: F4,
    decayed: F4,
    rates: F8,
    entries: I4,
) -> int:
    for i in range(len(new_keys)):
        e = _insert(slots, keys, new_keys[i], n)
        if e == n:
            n += 1
            first[e] = now
            last[e] = now
        gap = now - last[e]
        for h in range(len(rates)):
            if gap > 0:
                decayed[e, h] *= np.exp(-rates[h] * gap)
            decayed[e, h] += 1.0
        last[e] = now
        count[e] += 1.0
        entries[i] = e
    return n


@compiled
def _entries(wanted: I8, slots: I4, keys: I8, out: I4) -> None:
    for i in range(len(wanted)):
        out[i] = _find(slots, keys, wanted[i])


@compiled
def _fill(
    entries: I4,
    now: int,
    first: I4,
    last: I4,
    count: F4,
    decayed: F4,
    rates: F8,
    out: F4,
    column: int,
) -> None:
    n_rates = len(rates)
    for i in range(len(entries)):
        e = entries[i]
        if e < 0:
            for c in range(n_rates + 3):
                out[i, column + c] = 0.0
            continue
        gap = now - last[e]
        for h in range(n_rates):
            out[i, column + h] = decayed[e, h] * np.exp(-rates[h] * gap)
        out[i, column + n_rates] = np.log1p(count[e])
        out[i, column + n_rates + 1] = 1.0 / gap
        out[i, column + n_rates + 2] = 1.0 / (now - first[e])


class Counter:
    """A growing table from 64-bit keys to counts; entries keep the order in which keys first came."""

    def __init__(self, half_lives: tuple[float, ...] = HALF_LIVES) -> None:
        self.rates = np.log(2.0) / np.asarray(half_lives)
        self.n = 0
        self.slots = np.full(16, -1, dtype=np.int32)
        self.keys = np.zeros(8, dtype=np.int64)
        self.first = np.zeros(8, dtype=np.int32)
        self.last = np.zeros(8, dtype=np.int32)
        self.count = np.zeros(8, dtype=np.float32)
        self.decayed = np.zeros((8, len(half_lives)), dtype=np.float32)

    def _room(self, more: int) -> None:
        wanted = self.n + more
        size = len(self.keys)
        if wanted > size:
            while size < wanted:
                size *= 2
            for name in ("keys", "first", "last", "count", "decayed"):
                old = getattr(self, name)
                new = np.zeros((size, *old.shape[1:]), dtype=old.dtype)
                new[: self.n] = old[: self.n]
                setattr(self, name, new)
            self.slots = np.full(2 * size, -1, dtype=np.int32)
            _reinsert(self.slots, self.keys, self.n)

    def add(self, keys: I8, now: int) -> I4:
        """Count each key once more at step ``now``; returns their entries."""
        self._room(len(keys))
        entries = np.empty(len(keys), dtype=np.int32)
        self.n = int(
            _add(keys, now, self.slots, self.keys, self.n, self.first, self.last, self.count, self.decayed, self.rates, entries)
        )
        return entries

    def entries(self, keys: I8) -> I4:
        """The entry of each key, -1 where it never came."""
        out = np.empty(len(keys), dtype=np.int32)
        _entries(keys, self.slots, self.keys, out)
        return out

    def fill(self, keys: I8, now: int, out: F4, column: int) -> I4:
        """Write `WIDTH` columns of ``out`` for each key, zeros where it never came; returns the entries.

        Decayed counts, log of the count, one over the steps since it last and since it first came.
        """
        entries = self.entries(keys)
        _fill(entries, now, self.first, self.last, self.count, self.decayed, self.rates, out, column)
        return entries


@compiled
def _reinsert(slots: I4, keys: I8, n: int) -> None:
    for e in range(n):
        _insert(slots, keys, keys[e], e)
