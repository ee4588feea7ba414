"""Compile array loops with numba where it is installed; without it the same functions run as plain Python, slower.

The extra ``ranker`` brings numba. Loops marked `compiled` use only numbers and numpy arrays, so both ways give the same values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    from numba import njit
except ImportError:  # pragma: no cover - the extra is part of the development environment
    njit = cast("Any", None)

__all__ = ["COMPILES", "compiled"]

F = TypeVar("F", bound="Callable[..., object]")

COMPILES = njit is not None
"""True where numba is installed."""


def compiled(function: F) -> F:
    """The function compiled to machine code at its first call (kept on disk for later runs), or as it is without numba."""
    if not COMPILES:
        return function
    return cast("F", njit(cache=True, nogil=True)(function))
