"""The scenario playground: a deal's levers as sliders, and what the deal does at once. Plays nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from vigie.errors import InputError, UnknownName
from vigie.market.baseline import companies
from vigie.market.deals import open_deal, shipped_deals
from vigie.market.levers import LEVERS, Range
from vigie.market.record import scenario_record
from vigie.market.sections import scenario_sections, shown
from vigie.web.drawing.interval import change_row
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.market.deals import Deal
    from vigie.market.levers import Lever
    from vigie.market.play import Scenario
    from vigie.web.look import Look

__all__ = ["PAGES"]

_SCALES = {
    "money": (0.5, 1.6, 0.1, 1.0, " k€"),
    "signed_money": (0.0, 2.0, 0.1, 1.0, " k€"),
    "reach": (0.0, 3.0, 0.001, 100.0, " %"),
    "percent": (0.0, 2.0, 0.1, 1.0, " %"),
    "cars": (0.3, 2.0, 5000.0, 1.0, ""),
}
"""Kind of number → to which multiples of the deal's own middle a slider goes, its step, what it is shown times, its unit."""
_PARTS = {"number_part": (0.0, 1.0, 0.01, 100.0, " %"), "change": (-0.3, 0.3, 0.005, 100.0, " %")}
"""Kind of number → from and to where a slider goes whatever the deal says."""
_SHARES = (0.05, 0.95, 0.01, 100.0, " %")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """One number of a deal that can be changed."""

    name: str
    lever: int
    """Its lever's place in the deal."""
    field: str
    kind: str
    """The lever's kind."""
    about: str
    """Whom or what the lever is about."""
    own: float
    """What the deal's file says: the middle of a range."""
    value: float
    least: float
    most: float
    step: float
    scale: float
    """What the number is shown times."""
    unit: str


def listing(look: Look) -> Shown:
    """The deals that ship with vigie."""
    facts = look.shelf.board().facts
    deals = [look.shelf.keep(("deal", name), lambda name=name: open_deal(name, facts)) for name in shipped_deals()]  # type: ignore[misc]
    return Shown(
        template="scenarios.html",
        values={"deals": deals, "company": _company},
        records=({"deal": one.id, "title": one.title[look.lang], "form": one.form, "parties": list(one.parties)} for one in deals),
    )


def show(look: Look) -> Shown:
    """A deal with its sliders where they were put, and its effect; only the effect where a part of the page is asked for."""
    name = look.request.path_params["deal"]
    if name not in shipped_deals():
        known = ", ".join(shipped_deals())
        raise UnknownName(f"there is no deal '{name}' on these pages: there are {known}", culprit=name)
    facts = look.shelf.board().facts
    deal = look.shelf.keep(("deal", name), lambda: open_deal(name, facts))
    sliders = [_moved(one, look.ask(one.name)) for one in _sliders(deal)]
    chosen = _with(deal, sliders)
    against = look.ask("against")
    if against and against not in shipped_deals():
        raise UnknownName(f"there is no deal '{against}' to compare with", culprit=against)
    rival = look.shelf.keep(("deal", against), lambda: open_deal(against, facts)) if against else None
    key = ("played", name, against, tuple(one.value for one in sliders))
    scenario = look.shelf.keep(key, lambda: look.shelf.board().play(chosen, rival))
    sections = scenario_sections(scenario, look.say)
    return Shown(
        template="played.html" if look.request.headers.get("hx-request") == "true" else "scenario.html",
        values={
            "deal": deal,
            "sliders": sliders,
            "rivals": [other for other in shipped_deals() if other != name and _comparable(look, deal, other)],
            "titles": {one: look.shelf.keep(("deal", one), lambda one=one: open_deal(one, facts)).title for one in shipped_deals()},  # type: ignore[misc]
            "against": against,
            "scenario": scenario,
            "sections": sections,
            "bars": list(_bars(look, scenario)),
            "company": _company,
        },
        records=[scenario_record(scenario)],
    )


def _comparable(look: Look, deal: Deal, other: str) -> bool:
    facts = look.shelf.board().facts
    rival = look.shelf.keep(("deal", other), lambda: open_deal(other, facts))
    return (rival.base, rival.seen_on) == (deal.base, deal.seen_on)


def _company(key: str) -> str:
    known = companies().get(key)
    return known.name if known is not None else key


def _sliders(deal: Deal) -> Iterator[Slider]:
    """One for each number of each lever that works on the day looked at."""
    kinds = {made: name for name, made in LEVERS.items()}
    for place, lever in enumerate(deal.levers):
        about = next(
            (str(getattr(lever, one)) for one in ("name", "company", "payer", "held", "importer") if hasattr(lever, one)), ""
        )
        for one in fields(lever):
            kind, value = one.metadata.get("kind", ""), getattr(lever, one.name)
            number = _number(kind, value)
            if number is None:
                continue
            if kind == "shares":
                least, most, step, scale, unit = _SHARES
                about = value[0][0]
            elif kind in _PARTS:
                least, most, step, scale, unit = _PARTS[kind]
            else:
                low, high, step, scale, unit = _SCALES[kind]
                least, most = sorted((low * number, high * number))
            yield Slider(
                name=f"l{place}.{one.name}",
                lever=place,
                field=one.name,
                kind=kinds[type(lever)],
                about=about,
                own=number,
                value=number,
                least=round(least, 6),
                most=round(most, 6),
                step=step,
                scale=scale,
                unit=unit,
            )


def _number(kind: str, value: Any) -> float | None:
    """The number of a field that a slider can move; a range of nothing and a control of several have none."""
    if isinstance(value, Range) and (kind in _SCALES or kind in _PARTS):
        middle = (value.low + value.high) / 2
        return middle if middle != 0 or kind == "change" else None
    if kind == "shares" and isinstance(value, tuple) and len(value) == 2:
        return float(value[0][1])
    return float(value) if kind in _PARTS and isinstance(value, int | float) else None


def _moved(slider: Slider, asked: str) -> Slider:
    if not asked:
        return slider
    try:
        value = float(asked)
    except ValueError as error:
        raise InputError(f"'{asked[:20]}' is no number for '{slider.name}'", culprit=slider.name) from error
    # The browser's sliders round to steps from their left end: the nearest to the deal's own number is that number.
    if abs(value - slider.own) < slider.step / 2:
        return slider
    if not slider.least - slider.step <= value <= slider.most + slider.step:
        raise InputError(f"'{slider.name}' goes from {slider.least:g} to {slider.most:g}, not to {asked[:20]}", culprit=slider.name)
    return replace(slider, value=value)


def _with(deal: Deal, sliders: list[Slider]) -> Deal:
    """The deal with its numbers where the sliders are: a range keeps its width in parts of its middle."""
    levers: list[Lever] = list(deal.levers)
    for one in sliders:
        if one.value == one.own:
            continue
        lever = levers[one.lever]
        before = getattr(lever, one.field)
        after: Any = one.value
        if isinstance(before, Range):
            half = (before.high - before.low) / 2
            half = half * abs(one.value / one.own) if one.own else half
            after = Range(one.value - half, one.value + half)
        elif isinstance(before, tuple):
            after = ((before[0][0], one.value), (before[1][0], round(1 - one.value, 6)))
        levers[one.lever] = replace(lever, **{one.field: after})
    return replace(deal, levers=tuple(levers))


def _bars(look: Look, scenario: Scenario) -> Iterator[dict[str, Any]]:
    """Profit of the parties and surplus of buyers, each with its interval, on one scale."""
    figures = [
        figure
        for figure in scenario.figures
        if figure.market == "all" and figure.what in ("profit", "surplus") and (figure.change.low or figure.change.high)
    ]
    least = min([0.0, *(one.change.low for one in figures)])
    most = max([0.0, *(one.change.high for one in figures)])
    for figure in figures:
        change = figure.change
        middle, low, high = (shown(one, look.lang, signed=True) for one in (change.median, change.low, change.high))
        who = _company(figure.who) + ", " if figure.who else ""
        label = who + look.say(f"scenario.what.{figure.what}")
        words = f"{label}: {middle} [{low} … {high}]"
        svg = change_row(change.median, change.low, change.high, least=least, most=most, words=words)
        yield {"label": label, "svg": svg, "middle": middle, "low": low, "high": high, "rises": round(100 * change.rises)}


PAGES = (Page(path="/scenario", show=listing), Page(path="/scenario/{deal}", show=show))
