"""A scenario as sections of words and numbers, for the terminal, for HTML and for pages alike. Paints nothing, plays nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, log10
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from vigie.market.figures import Estimate, Figure
    from vigie.market.play import Scenario
    from vigie.market.tornado import Tornado

__all__ = ["Section", "Words", "driver_bars", "scenario_sections", "shown"]

_POWERTRAINS = ("bev", "phev", "hybrid", "ice")
_MOVERS = 6
_DIGITS = 3


class Words(Protocol):
    """The words of one language, as `vigie.telling.Messages` gives them."""

    @property
    def lang(self) -> str:
        """The language."""
        ...

    @property
    def words(self) -> Mapping[str, str]:
        """Every key with its words."""
        ...

    def __call__(self, key: str, **values: object) -> str:
        """The words for a key, its places filled."""
        ...


@dataclass(frozen=True, slots=True)
class Section:
    """A head, a table, and notes under it."""

    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = field(default=())


def shown(value: float, lang: str, *, signed: bool = False) -> str:
    """A number in three digits that count, as the language writes it; a whole number above 1,000 keeps its zeros."""
    if value == 0:
        return "0"
    places = max(0, _DIGITS - 1 - floor(log10(abs(value))))
    rounded = round(value, places) if abs(value) < 10**_DIGITS else float(round(value, _DIGITS - 1 - floor(log10(abs(value)))))
    places = min(places, 4)
    text = f"{rounded:+,.{places}f}" if signed else f"{rounded:,.{places}f}"
    if float(text.replace(",", "")) == 0:
        return "0"
    text = text.replace("-", "−")
    if lang == "fr":
        text = text.replace(",", "\u202f").replace(".", ",")
    return text


def scenario_sections(scenario: Scenario, messages: Words) -> list[Section]:
    """All sections of a scenario in reading order: parties, markets, companies, pairs, limits, drivers, cautions."""
    page = _Page(scenario, messages)
    found = [page.parties(), *(one for one in (page.pairs("all"),) if one is not None)]
    for market in scenario.markets:
        found.append(page.market(market))
        if page.moves(market):
            found.append(page.companies(market))
        found += [one for one in (page.pairs(market), page.limits(market)) if one is not None]
    found += [page.drivers(one) for one in scenario.tornadoes if one.drivers]
    found.append(page.cautions())
    return found


def driver_bars(scenario: Scenario, messages: Words, number: int) -> tuple[str, list[tuple[str, float, float, str]]]:
    """Head of a tornado and its rows: input, the figure where it is low, where it is high, both in words."""
    page, one = _Page(scenario, messages), scenario.tornadoes[number]
    rows = []
    for driver in one.drivers:
        low, high = (shown(value, messages.lang, signed=True) for value in (driver.at_low, driver.at_high))
        rows.append((page.driver(driver.name), driver.at_low, driver.at_high, f"{low} → {high}"))
    return page.drivers(one).head, rows


@dataclass(frozen=True, slots=True)
class _Page:
    """What all sections need."""

    scenario: Scenario
    messages: Words

    def say(self, key: str, **values: object) -> str:
        """Words of a scenario."""
        return self.messages(f"scenario.{key}", **values)

    def name(self, market: str) -> str:
        """A market's name for people."""
        return self.scenario.names[market][self.messages.lang] if market in self.scenario.names else self.say("all")

    def company(self, who: str) -> str:
        """A company's name for people; its id where the market table does not know it."""
        from vigie.market.baseline import companies

        known = companies().get(who)
        return known.name if known is not None else who

    def figures(self, market: str, *whats: str) -> list[Figure]:
        """The figures of a market that measure these things."""
        return [figure for figure in self.scenario.figures if figure.market == market and figure.what in whats]

    def moves(self, market: str) -> bool:
        """True where anything but the limits and distances changes in a market."""
        still = {"overlap", "diversion", "upp", "guppi", "used", "scarcity", "concern", "sheet"}
        return any(
            f.change.low != 0 or f.change.high != 0 for f in self.scenario.figures if f.market == market and f.what not in still
        )

    def row(self, label: str, figure: Figure) -> tuple[str, ...]:
        """A figure as a row: before, after and change, each over its interval; chance of a rise; how many facts."""
        thousand = figure.what == "units"
        alone = figure.before is None or figure.after is None
        signed = not alone or figure.what in {"surplus", "sheet"}
        return (
            label,
            "" if figure.before is None or alone else self._said(figure.before, thousand=thousand),
            "" if figure.after is None or alone else self._said(figure.after, thousand=thousand),
            self._said(figure.change, thousand=thousand, signed=signed),
            f"{100 * figure.change.rises:.0f} %",
            str(len(figure.facts)),
        )

    def _said(self, one: Estimate, *, thousand: bool, signed: bool = False) -> str:
        """A number over its interval."""
        scale, lang = (1e-3 if thousand else 1.0), self.messages.lang
        middle, low, high = (
            shown(scale * value, lang, signed=signed and n == 0) for n, value in enumerate((one.median, one.low, one.high))
        )
        return f"{middle}\n{low} … {high}"

    def columns(self, first: str) -> tuple[str, ...]:
        """Heads of a table of figures."""
        return tuple(self.say(f"column.{key}") for key in (first, "before", "after", "change", "rises", "facts"))

    def parties(self) -> Section:
        """What each party and the buyers gain over all markets."""
        rows = [
            self.row(f"{self.company(f.who)}, {self.say(f'what.{f.what}')}" if f.who else self.say(f"what.{f.what}"), f)
            for f in self.figures("all", "units", "profit", "surplus")
            if f.what == "surplus" or f.change.low != 0 or f.change.high != 0
        ]
        quiet = [
            self.name(market) for market in self.scenario.names if market not in self.scenario.markets or not self.moves(market)
        ]
        notes = (self.say("untouched", markets=", ".join(quiet)),) if quiet else ()
        return Section(self.say("section.parties"), self.columns("number"), tuple(rows), notes)

    def market(self, market: str) -> Section:
        """The market as a whole and by powertrain; only its concentration where nothing else moves there."""
        concentration, rest = ("hhi", "sheet", "c4", "concern"), ("units", "price", "surplus", "duty")
        figures = [f for f in self.figures(market, *rest, *concentration) if f.who in {"", *_POWERTRAINS}]
        if all(f.change.low == f.change.high == 0 for f in figures if f.what in rest):
            figures = [f for f in figures if f.what in concentration]
        rows = []
        for figure in figures:
            what = self.say(f"what.{figure.what}")
            rows.append(self.row(f"{self.say(f'powertrain.{figure.who}')}, {what}" if figure.who else what, figure))
        rule = "eu" if market in {"eu27", "uk-efta", "europe"} else "us"
        return Section(
            self.say("section.market", market=self.name(market)), self.columns("number"), tuple(rows), (self.say(f"rule.{rule}"),)
        )

    def companies(self, market: str) -> Section:
        """The parties, and those whose profit changes most."""
        by_who = {(f.who, f.what): f for f in self.figures(market, "share", "units", "price", "profit")}
        profits = [
            f for f in self.figures(market, "profit") if f.who not in self.scenario.parties and not f.who.startswith("other-")
        ]
        movers = sorted(profits, key=lambda f: -abs(f.change.median))[:_MOVERS]
        names = [who for who in self.scenario.parties if (who, "units") in by_who] + [
            f.who for f in sorted(movers, key=lambda f: f.change.median)
        ]
        rows = []
        for who in names:
            whats = ("share", "units", "price", "profit") if who in self.scenario.parties else ("units", "profit")
            for what in whats:
                figure = by_who.get((who, what))
                if figure is not None and (
                    figure.before is None or figure.before.high > 0 or figure.change.high != 0 or figure.change.low != 0
                ):
                    rows.append(self.row(f"{self.company(who)}, {self.say(f'what.{what}')}", figure))
        return Section(self.say("section.companies", market=self.name(market)), self.columns("company"), tuple(rows))

    def pairs(self, market: str) -> Section | None:
        """How near the parties are, where anything can be said of it."""
        found = self.figures(market, "meets", "alike", "overlap", "diversion", "upp", "guppi")
        rows = []
        for figure in found:
            one, other = figure.who.split(">")
            pair = self.say("pair", one=self.company(one), other=self.company(other))
            rows.append(self.row(f"{pair}, {self.say(f'what.{figure.what}')}", figure))
        return Section(self.say("section.pairs", market=self.name(market)), self.columns("number"), tuple(rows)) if rows else None

    def limits(self, market: str) -> Section | None:
        """Capacity and caps."""
        rows = [self.row(f"{f.who}, {self.say(f'what.{f.what}')}", f) for f in self.figures(market, "used", "scarcity")]
        return Section(self.say("section.limits", market=self.name(market)), self.columns("number"), tuple(rows)) if rows else None

    def drivers(self, one: Tornado) -> Section:
        """What makes a figure's interval wide."""
        lang, what = self.messages.lang, self.say(f"what.{one.what}")
        head = (
            self.say("section.tornado", what=what, who=self.company(one.who))
            if one.who
            else self.say("section.tornado.buyers", what=what)
        )
        columns = tuple(self.say(f"column.{key}") for key in ("driver", "low", "high", "part"))
        rows = tuple(
            (self.driver(d.name), shown(d.at_low, lang, signed=True), shown(d.at_high, lang, signed=True), f"{100 * d.part:.0f} %")
            for d in one.drivers
        )
        return Section(head, columns, rows)

    def driver(self, name: str) -> str:
        """An input's name for people."""
        kind, _, detail = name.partition(": ")
        if kind == "prior":
            return self.say(f"prior.{detail}")
        if kind.startswith("conflict "):
            kind, detail = "conflict", kind.removeprefix("conflict ")
        key = f"driver.{kind}" if f"scenario.driver.{kind}" in self.messages.words else ""
        return self.say(key, detail=detail) if key else name

    def cautions(self) -> Section:
        """All that must be said beside the numbers."""
        return Section(self.say("section.warnings"), (), (), tuple(self._cautions()))

    def _cautions(self) -> Iterable[str]:
        for one in self.scenario.cautions:
            values: dict[str, object] = dict(one.values)
            if "market" in values:
                values["market"] = self.name(one.values["market"])
            if "what" in values:
                values["what"] = self.say(f"what.{one.values['what']}")
                values["who"] = self.company(one.values["who"])
                values["driver"] = self.say(f"prior.{one.values['driver']}")
            buyers = ".buyers" if one.values.get("who") == "" else ""
            yield self.say(f"caution.{one.key}{buyers}", **values)
