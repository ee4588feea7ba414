"""Long lists in pieces that one statement can take. Knows no table."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["AT_ONCE", "batches"]

T = TypeVar("T", int, str)

AT_ONCE = 500
"""Values in one statement: SQLite takes at most 999 variables in old builds."""


def batches(values: Collection[T]) -> Iterator[list[T]]:
    """The distinct values in ascending order, at most `AT_ONCE` at a time."""
    listed = sorted(set(values))
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
