"""A time axis: days to places, and the ticks that suit its length. Draws nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from vigie.web.words import date_words

__all__ = ["TimeAxis"]

_YEAR = 365


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days from ``first`` to ``last`` over ``left`` to ``right``."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """Where a day lies; days outside lie at the ends."""
        span = max((self.last - self.first).days, 1)
        part = min(max((day - self.first).days / span, 0.0), 1.0)
        return self.left + part * (self.right - self.left)

    def ticks(self, lang: str) -> list[tuple[float, str]]:
        """Places and words: years, or months where less than two and a half years are shown; at most about twelve."""
        days = (self.last - self.first).days
        if days > 2.5 * _YEAR:
            step = max(1, round(days / _YEAR / 10))
            years = range(self.first.year + 1, self.last.year + 1)
            return [(self.x(dt.date(year, 1, 1)), str(year)) for year in years if year % step == 0]
        step = max(1, -(-days // 30 // 8))
        ticks: list[tuple[float, str]] = []
        month = self.first.year * 12 + self.first.month
        while True:
            day = dt.date(month // 12, month % 12 + 1, 1)
            if day > self.last:
                return ticks
            if (month % 12) % step == 0:
                ticks.append((self.x(day), date_words(f"{day:%Y-%m}", lang)))
            month += 1
