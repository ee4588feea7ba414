"""A forecast that was issued: what was asked, when, with which probabilities. Data only."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the ledger makes outlooks again from JSON, and asks what their fields are
from dataclasses import dataclass, field

__all__ = ["Outlook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Probabilities of what the contact of a pair leads to by a day."""

    id: str
    """Content hash over question, viewpoint and forecaster: the same question asked again on the same day is the same outlook."""
    forecaster: str
    """Name and version, such as ``ladder-1``."""
    first: str
    second: str
    """Entity keys, ascending."""
    kind: str
    """The type of the last thing between the two when it was asked (``meet``, ``negotiate``, …): the kind of question."""
    asked_on: str
    """ISO day looked from."""
    by_on: str
    """ISO day by which."""
    issued_at: dt.datetime
    replayed: bool = False
    """True where a backtest issued it afterwards, as of its day."""
    probabilities: dict[str, float] = field(default_factory=dict)
    """Rung → probability of reaching it or a higher one: ``talks``, ``agreement``, ``equity``."""
    base_rates: dict[str, float] = field(default_factory=dict)
    """Rung → base rate known on the day."""
