"""Find expressions of time in a text and resolve them against its day of publication. Unknown stays unknown, never today.

Each language file gives its own patterns as regular expressions with named groups; the groups' names carry the meaning:
``year month day quarter half weekday n unit season``. A pattern's options: ``shift`` (a count of ``unit``, or `n` of the
text), ``dir`` (``past``, ``future``), ``this`` (the unit around publication), ``month`` (a fixed month), ``day``, ``week`` (the
calendar week of a weekday, counted from the week of publication: 上周三 is never yesterday), ``told`` (count that many times ``n``
units from the date named last before, "a year later"; with ``shift`` as well, from publication where there is none).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vigie.reading.language import Language

_HAN_DIGITS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}


_GROUP_NAME = re.compile(r"\(\?P<\w+>")


TOLD_REACH = {True: 220, False: 80}
"""Characters within which "a year later" counts from the date named before, by whether the script puts spaces: two sentences."""


@dataclass(frozen=True, slots=True)
class DateFound:
    """An expression of time: `text[start:end]`, as it would be in a sentence about the past and about the future."""

    start: int
    end: int
    past: str
    future: str
    explicit: bool
    """True where the text names the year, or a day and a month."""
    until: bool = False
    """True for a limit ("by 2026", "d'ici à 2026") rather than a time."""


class DateReader:
    """Finds dates in one language."""

    def __init__(self, language: Language) -> None:
        """Keep the language's words; a pattern may use ``{months} {weekdays} {units} {count} {seasons}``."""
        data = language.data.get("dates") or {}
        self._months: dict[str, int] = {str(k).lower(): v for k, v in (data.get("months") or {}).items()}
        self._weekdays: dict[str, int] = {str(k).lower(): v for k, v in (data.get("weekdays") or {}).items()}
        self._units: dict[str, str] = {str(k).lower(): v for k, v in (data.get("units") or {}).items()}
        self._seasons: dict[str, str] = {str(k).lower(): v for k, v in (data.get("seasons") or {}).items()}
        self._counts: dict[str, int] = {str(k).lower(): v for k, v in (data.get("counts") or {}).items()}
        self._quarters: dict[str, int] = {str(k).lower(): v for k, v in (data.get("quarters") or {}).items()}
        self._years: dict[str, int] = {str(k).lower(): v for k, v in (data.get("years") or {}).items()}
        self._language = language
        self._compiled: tuple[re.Pattern[str], re.Pattern[str], list[tuple[re.Pattern[str], dict[str, Any]]]] | None = None

    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str], list[tuple[re.Pattern[str], dict[str, Any]]]]:
        """Where any pattern may begin, what marks a limit, and the patterns with their options; compiled when first wanted."""
        if self._compiled is not None:
            return self._compiled
        data = self._language.data.get("dates") or {}
        slots = {
            "months": _any(self._months),
            "weekdays": _any(self._weekdays),
            "units": _any(self._units),
            "seasons": _any(self._seasons),
            "counts": _any([*self._counts, r"\d{1,3}"]),
            "quarters": _any(self._quarters),
            "years": _any(self._years),
        }
        edge_left, edge_right = (r"(?<!\w)", r"(?!\w)") if self._language.spaced else ("", "")
        patterns: list[tuple[re.Pattern[str], dict[str, Any]]] = []
        unnamed: list[str] = []
        until = re.compile("(?:" + "|".join(data.get("until") or ["(?!)"]) + r")\s*$")
        for entry in data.get("patterns") or ():
            source = entry["re"]
            for slot, words in slots.items():
                source = source.replace("{" + slot + "}", words)
            patterns.append((re.compile(edge_left + "(?:" + source + ")" + edge_right), entry))
            unnamed.append(_GROUP_NAME.sub("(?:", source))
        # One pass finds the places where any pattern matches; with it, finding dates takes half the time.
        starts = re.compile(edge_left + "(?=(?:" + "|".join(unnamed or ["(?!)"]) + ")" + edge_right + ")")
        self._compiled = starts, until, patterns
        return self._compiled

    def find(self, low: str, published_on: str | None) -> list[DateFound]:
        """All expressions in a lower-cased text, longest first at each place, without overlaps, sorted by place.

        ``published_on`` is an ISO date; without it only expressions that name their year are resolved.
        """
        anchor = _anchor(published_on)
        low = low.lower()
        found: list[DateFound] = []
        told: dict[tuple[int, int], tuple[str, int, int | None]] = {}
        starts, limits, patterns = self._patterns()
        places = [m.start() for m in starts.finditer(low)]
        for regex, options in patterns:
            stop = 0
            for start in places:
                m = regex.match(low, start) if start >= stop else None
                if m is None:
                    continue
                stop = m.end()
                resolved = self._resolve(m, options, anchor) if "told" not in options or "shift" in options else None
                count = self._told(m, options) if "told" in options else None
                if count is not None:
                    told[m.start(), m.end()] = count
                    resolved = resolved or ("", "", False)
                if resolved is None:
                    continue
                past, future, explicit = resolved
                until = bool(limits.search(low, max(0, m.start() - 24), m.start()))
                found.append(DateFound(m.start(), m.end(), past, future, explicit, until or bool(options.get("until"))))
        found.sort(key=lambda d: (-(d.end - d.start), d.start))
        kept: list[DateFound] = []
        for date in found:
            if all(date.end <= k.start or date.start >= k.end for k in kept):
                kept.append(date)
        kept.sort(key=lambda d: d.start)
        return self._counted(kept, told) if told else kept

    def _told(self, m: re.Match[str], options: dict[str, Any]) -> tuple[str, int, int | None] | None:
        """(unit, how many, month) that a match counts from an earlier date, or ``None`` where its number can't be read."""
        g = {k: v for k, v in m.groupdict().items() if v is not None}
        number = self._number(g["n"]) if "n" in g else 1
        month = int(g["month"]) if g.get("month", "").isdigit() else None
        unit = self._units[g["unit"]] if "unit" in g else str(options.get("unit", "year"))
        return (unit, int(options["told"]) * number, month) if number is not None else None

    def _counted(self, dates: list[DateFound], told: dict[tuple[int, int], tuple[str, int, int | None]]) -> list[DateFound]:
        """The dates with those that count from an earlier one resolved; what has nothing to count from falls out."""
        reach = TOLD_REACH[self._language.spaced]
        kept: list[DateFound] = []
        for date in dates:
            count = told.get((date.start, date.end))
            if count is not None:
                base = kept[-1] if kept and date.start - kept[-1].end <= reach else None
                moved = _moved(base.past, *count) if base is not None else None
                if moved is None and not date.past:
                    continue
                if moved is not None:
                    date = DateFound(date.start, date.end, moved, moved, True, date.until)  # noqa: PLW2901 - resolved in place
            kept.append(date)
        return kept

    def _number(self, words: str) -> int | None:
        """A count in words or digits."""
        return self._counts.get(words) or _HAN_DIGITS.get(words) or (int(words) if words.isdigit() else None)

    def _resolve(self, m: re.Match[str], options: dict[str, Any], anchor: dt.date | None) -> tuple[str, str, bool] | None:
        """(past reading, future reading, explicit) of one match, or ``None`` where it can't be known."""
        g = {k: v for k, v in m.groupdict().items() if v is not None}
        year = self._year(g, options, anchor)
        month = self._months.get(g["month"]) if "month" in g else options.get("month")
        if month is None and "month" in g:
            month = int(g["month"]) if g["month"].isdigit() else _HAN_DIGITS.get(g["month"])
        if month is not None and not 1 <= month <= 12:
            return None
        day = int(g["day"]) if "day" in g else options.get("day")
        quarter = self._quarters.get(g["quarter"]) if "quarter" in g else options.get("quarter")
        if quarter is None and "quarter" in g and g["quarter"].isdigit():
            quarter = int(g["quarter"])
        half = (
            (self._quarters.get(g["half"]) or (int(g["half"]) if g["half"].isdigit() else None))
            if "half" in g
            else options.get("half")
        )
        if "unit" in g or "unit" in options or "n" in g:
            return self._shifted(g, options, anchor)
        if "weekday" in g:
            if anchor is None:
                return None
            if "week" in options:
                away = self._weekdays[g["weekday"]] - anchor.weekday() + 7 * int(options["week"])
                iso = (anchor + dt.timedelta(days=away)).isoformat()
                return iso, iso, False
            back = (anchor.weekday() - self._weekdays[g["weekday"]]) % 7
            past = anchor - dt.timedelta(days=back)
            future = anchor + dt.timedelta(days=(7 - back) % 7 or 7)
            if options.get("dir") == "past":
                if back == 0:
                    past -= dt.timedelta(days=7)
                return past.isoformat(), past.isoformat(), False
            if options.get("dir") == "future":
                return future.isoformat(), future.isoformat(), False
            return past.isoformat(), future.isoformat(), False
        if month is not None:
            return _month(year, month, day, anchor, options.get("dir"))
        for name, value in (("Q", quarter), ("H", half)):
            if value is not None:
                return _part_of_year(year, name, value, anchor, options.get("dir"))
        if day is not None:
            return _day_of_month(day, anchor)
        if "season" in g or "season" in options:
            return _season(year, self._seasons[g["season"]] if "season" in g else options["season"], anchor, options.get("dir"))
        if year is not None:
            return str(year), str(year), True
        return None

    def _year(self, g: dict[str, str], options: dict[str, Any], anchor: dt.date | None) -> int | None:
        """The year that the match names or implies."""
        if "year" in g:
            year = int(g["year"])
            return year if year > 99 else 2000 + year
        if "yearword" in g and anchor is not None:
            return anchor.year + self._years[g["yearword"]]
        if "yearshift" in options and anchor is not None:
            return anchor.year + int(options["yearshift"])
        return None

    def _shifted(self, g: dict[str, str], options: dict[str, Any], anchor: dt.date | None) -> tuple[str, str, bool] | None:
        """Count units from publication: "three weeks ago", "last month", "this quarter"."""
        if anchor is None:
            return None
        unit = self._units[g["unit"]] if "unit" in g else str(options["unit"])
        count = int(options.get("shift", 1))
        if "n" in g:
            number = self._number(g["n"])
            if number is None:
                return None
            count *= number
        iso = shift(anchor, unit, count, coarse="n" in g)
        return iso, iso, False


def _moved(iso: str, unit: str, count: int, month: int | None) -> str | None:
    """An ISO expression moved by units, at the coarser of both precisions; ``None`` where it is too coarse for the unit."""
    year = iso[:4]
    if unit in ("year", "decade"):
        moved = str(int(year) + count * (10 if unit == "decade" else 1))
        if month is not None:
            return f"{moved}-{month:02d}" if 1 <= month <= 12 else None
        return moved
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d)?", iso):
        return None
    if unit in ("day", "week"):
        return shift(dt.date.fromisoformat(iso), unit, count, coarse=True) if len(iso) == 10 else None
    if unit == "month":
        return shift(dt.date.fromisoformat(f"{iso[:7]}-01"), unit, count, coarse=False)
    return None


def shift(anchor: dt.date, unit: str, count: int, *, coarse: bool) -> str:
    """The ISO expression ``count`` units from a day, at the unit's precision; weeks counted from afar are known by the month."""
    if unit == "day":
        return (anchor + dt.timedelta(days=count)).isoformat()
    if unit == "week":
        day = anchor + dt.timedelta(weeks=count)
        if coarse and abs(count) == 1:
            return day.isoformat()
        return f"{day:%Y-%m}"
    if unit == "month":
        index = anchor.year * 12 + anchor.month - 1 + count
        return f"{index // 12:04d}-{index % 12 + 1:02d}"
    if unit == "quarter":
        index = anchor.year * 4 + (anchor.month - 1) // 3 + count
        return f"{index // 4:04d}-Q{index % 4 + 1}"
    if unit == "half":
        index = anchor.year * 2 + (anchor.month - 1) // 6 + count
        return f"{index // 2:04d}-H{index % 2 + 1}"
    if unit == "decade":
        return str(anchor.year + 10 * count)
    return str(anchor.year + count)


def _month(
    year: int | None, month: int, day: int | None, anchor: dt.date | None, direction: str | None
) -> tuple[str, str, bool] | None:
    """A month, with or without year and day."""

    def iso(y: int) -> str | None:
        if day is None:
            return f"{y:04d}-{month:02d}"
        if day > calendar.monthrange(y, month)[1] or day < 1:
            return None
        return f"{y:04d}-{month:02d}-{day:02d}"

    if year is not None:
        text = iso(year)
        return (text, text, True) if text else None
    if anchor is None:
        return None
    here = (anchor.month, anchor.day) if day is not None else (anchor.month,)
    there = (month, day) if day is not None else (month,)
    past = iso(anchor.year if there <= here else anchor.year - 1)
    future = iso(anchor.year if there >= here else anchor.year + 1)
    if direction == "past":
        future = past
    elif direction == "future":
        past = future
    return (past, future, day is not None) if past and future else None


def _part_of_year(
    year: int | None, name: str, value: int, anchor: dt.date | None, direction: str | None
) -> tuple[str, str, bool] | None:
    """A quarter or half-year."""
    if year is not None:
        return f"{year}-{name}{value}", f"{year}-{name}{value}", True
    if anchor is None:
        return None
    months = 3 if name == "Q" else 6
    now = (anchor.month - 1) // months + 1
    past = f"{anchor.year if value <= now else anchor.year - 1}-{name}{value}"
    future = f"{anchor.year if value >= now else anchor.year + 1}-{name}{value}"
    if direction == "past":
        future = past
    elif direction == "future":
        past = future
    return past, future, False


def _day_of_month(day: int, anchor: dt.date | None) -> tuple[str, str, bool] | None:
    """Place a bare day ("2日", "le 18") in the month around publication."""
    if anchor is None or not 1 <= day <= 31:
        return None

    def in_month(index: int) -> str | None:
        y, m = index // 12, index % 12 + 1
        return f"{y:04d}-{m:02d}-{day:02d}" if day <= calendar.monthrange(y, m)[1] else None

    index = anchor.year * 12 + anchor.month - 1
    past = in_month(index if day <= anchor.day else index - 1)
    future = in_month(index if day >= anchor.day else index + 1)
    return (past, future, False) if past and future else None


def _season(year: int | None, season: str, anchor: dt.date | None, direction: str | None) -> tuple[str, str, bool] | None:
    """A season is known by its year: its months differ from writer to writer."""
    if year is not None:
        return str(year), str(year), True
    if anchor is None:
        return None
    starts = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}[season]
    past = anchor.year if starts <= anchor.month else anchor.year - 1
    future = anchor.year if starts >= anchor.month else anchor.year + 1
    if direction == "past":
        future = past
    elif direction == "future":
        past = future
    return str(past), str(future), False


def _anchor(published_on: str | None) -> dt.date | None:
    """The day of publication; a month or year alone is no anchor for days."""
    if not published_on:
        return None
    try:
        return dt.date.fromisoformat(published_on[:10])
    except ValueError:
        return None


def _any(words: Any) -> str:
    """A regular expression for any of the words, longest first."""
    return (
        "(?:" + "|".join(sorted((w if "\\" in w else re.escape(w) for w in words), key=len, reverse=True)) + ")"
        if words
        else "(?!)"
    )
