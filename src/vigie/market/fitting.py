"""Iterative proportional fitting: fill a table whose sums are known, moving a first guess as little as can be.

Deming and Stephan, Annals of Mathematical Statistics 11(4), 1940. Knows nothing of cars.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import DataError

if TYPE_CHECKING:
    from vigie.market.demand import Floats

_MAX_STEPS = 500


def fit(seed: Floats, rows: Floats, columns: Floats, what: str) -> Floats:
    """A table (R, C, B) with row sums ``rows`` (R, B) and column sums ``columns`` (C, B), zero where ``seed`` is.

    The sums must agree to 1e-6; raises ``DataError`` naming ``what`` where they do not, a sum is negative, or the zeros of
    the seed leave no solution to 1e-4.
    """
    if np.any(rows < 0) or np.any(columns < 0):
        raise DataError(f"{what} asks for fewer than 0 cars somewhere: its parts exceed its total", culprit=what)
    if np.abs(rows.sum(axis=0) / columns.sum(axis=0) - 1).max() > 1e-6:
        raise DataError(f"{what} has row sums and column sums that disagree: reconcile them", culprit=what)
    table = seed.copy()
    for _ in range(_MAX_STEPS):
        held = table.sum(axis=1)
        table = table * np.divide(rows, held, out=np.zeros_like(rows), where=held > 0)[:, None, :]
        held = table.sum(axis=0)
        table = table * np.divide(columns, held, out=np.zeros_like(columns), where=held > 0)[None, :, :]
        left = np.abs(table.sum(axis=1) - rows).max() / rows.max()
        if left < 1e-10:
            break
    if left > 1e-4:
        raise DataError(
            f"{what} can't be fitted: what is known of groups and powertrains contradicts the zeros of the mix", culprit=what
        )
    return table
