"""Of two statuses the one that vouches for less. The costly error is a non-fact told as a fact: no second reader may cause it."""

from __future__ import annotations

from vigie.model import Status

__all__ = ["weaker"]


def weaker(first: Status, second: Status) -> Status:
    """Of a fact or plan and a doubt, the doubt; of happened and planned, planned; of two doubts, the second reader's."""
    if first.firm != second.firm:
        return second if first.firm else first
    if first.firm:
        return Status.PLANNED if Status.PLANNED in (first, second) else Status.HAPPENED
    return second
