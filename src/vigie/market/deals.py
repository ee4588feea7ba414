"""Deal files: a deal as YAML, composed of levers, checked at the door with one clear sentence for each fault.

Reads and checks; plays nothing. The format is told in `docs/guides/scenario.md`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from vigie.errors import InputError, UnknownName
from vigie.market.baseline import POWERTRAINS, companies, find_company, years
from vigie.market.levers import ALL, JointVenture, Lever, Range, read_lever

if TYPE_CHECKING:
    from vigie.market.facts import Facts

FORMS = ("export", "licence", "joint venture", "contract manufacturing", "stake", "merger", "duty")
MARKETS = ("eu27", "uk-efta", "china", "rest", "europe")
ORIGINS = ("china", "elsewhere")
_KEYS = {"deal", "title", "form", "parties", "from", "seen_on", "base", "about", "facts", "levers"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A tie-up as levers on the market."""

    id: str
    title: dict[str, str]
    """Language → name for people."""
    form: str
    parties: tuple[str, ...]
    first_on: dt.date
    """The day from which it works."""
    seen_on: dt.date
    """The day on which the market is looked at, dealers and duties as of then."""
    base: int
    """Year of the market table it is set into."""
    about: dict[str, str]
    facts: tuple[str, ...]
    levers: tuple[Lever, ...]

    def active(self) -> tuple[Lever, ...]:
        """The levers that work on the day it is looked at."""
        return tuple(lever for lever in self.levers if (lever.first_on or self.first_on) <= self.seen_on)

    def ventures(self) -> dict[str, JointVenture]:
        """Joint ventures by name."""
        return {lever.name: lever for lever in self.levers if isinstance(lever, JointVenture)}


def shipped_deals() -> tuple[str, ...]:
    """Ids of the deals that ship with vigie."""
    folder = resources.files(__package__).joinpath("data", "deals")
    return tuple(sorted(entry.name.removesuffix(".yml") for entry in folder.iterdir() if entry.name.endswith(".yml")))


def open_deal(name: str, facts: Facts) -> Deal:
    """A deal from a file, or one of those shipped by its id.

    Raises ``InputError`` where it can't be read or breaks the format, ``UnknownName`` where nothing is called so.
    """
    if name in shipped_deals():
        text = resources.files(__package__).joinpath("data", "deals", f"{name}.yml").read_text(encoding="utf-8")
        return parse_deal(text, facts, place=f"{name}.yml")
    path = Path(name)
    if not path.is_file():
        raise UnknownName(
            f"there is no deal file '{name}', and no shipped deal of that name: those are {', '.join(shipped_deals())}",
            culprit=name,
        )
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the deal file '{name}' can't be read as text: {error}", culprit=name) from error
    return parse_deal(text, facts, place=path.name)


def parse_deal(text: str, facts: Facts, place: str = "deal") -> Deal:
    """A deal from YAML text; raises ``InputError`` or ``UnknownName`` with one sentence naming the place and the mend."""
    try:
        written = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise InputError(f"{place}{line}: this is no YAML: {getattr(error, 'problem', None) or error}", culprit=place) from error
    if not isinstance(written, dict):
        raise InputError(f"{place}: a deal file holds 'key: value' lines; start from 'vigie scenario --template'", culprit=place)
    _keys(written, place)
    ventures = _new_names(written.get("levers"), place)
    read = partial(_value, known=ventures, facts=facts)
    first_on = read("date", written["from"], f"{place}, from")
    seen_on = read("date", written["seen_on"], f"{place}, seen_on") if "seen_on" in written else _a_year_after(first_on)
    base = written.get("base", years()[-1])
    if base not in years():
        raise InputError(
            f"{place}: there is no market table for {base}: 'base' can be {', '.join(map(str, years()))}", culprit="base"
        )
    if seen_on < first_on:
        raise InputError(f"{place}: 'seen_on' lies before 'from': look at the market on {first_on} or later", culprit="seen_on")
    levers = []
    for number, one in enumerate(written["levers"], start=1):
        spot = f"{place}, lever {number}"
        if not isinstance(one, dict) or len(one) != 1:
            raise InputError(f"{spot}: write one lever per dash, as '- cost: ...'", culprit=spot)
        ((kind, body),) = one.items()
        levers.append(read_lever(str(kind), body, spot, read))
    parties = tuple(read("company", name, f"{place}, parties") for name in written["parties"])
    if not parties or len(set(parties)) < len(parties):
        raise InputError(f"{place}, parties: name the companies of the deal, each once", culprit="parties")
    return Deal(
        id=str(written["deal"]),
        title=_texts(written["title"], f"{place}, title"),
        form=read("form", written["form"], f"{place}, form"),
        parties=parties,
        first_on=first_on,
        seen_on=seen_on,
        base=int(base),
        about=_texts(written.get("about", ""), f"{place}, about"),
        facts=read("facts", written.get("facts", []), f"{place}, facts"),
        levers=tuple(levers),
    )


def _keys(written: dict[str, Any], place: str) -> None:
    odd = [key for key in written if key not in _KEYS]
    if odd:
        raise InputError(f"{place}: a deal has no '{odd[0]}': it takes {', '.join(sorted(_KEYS))}", culprit=str(odd[0]))
    for key in ("deal", "title", "form", "parties", "from", "levers"):
        if key not in written:
            raise InputError(f"{place}: the deal lacks '{key}': add it", culprit=key)
    for key in ("parties", "levers"):
        if not isinstance(written[key], list):
            raise InputError(f"{place}: '{key}' must be a list", culprit=key)


def _new_names(levers: Any, place: str) -> frozenset[str]:
    """Names that the deal itself brings in: joint ventures and buyers of what is divested."""
    found = set()
    for one in levers if isinstance(levers, list) else []:
        for kind, key in (("joint_venture", "name"), ("divest", "to")):
            body = one.get(kind) if isinstance(one, dict) else None
            if isinstance(body, dict) and isinstance(body.get(key), str):
                found.add(body[key])
    taken = sorted(name for name in found if name.startswith("other-"))
    if taken:
        raise InputError(f"{place}: '{taken[0]}' is a name the market table uses: choose another", culprit=taken[0])
    return frozenset(found)


def _a_year_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))


def _texts(value: Any, place: str) -> dict[str, str]:
    """A text in one or both languages, as language → text."""
    if isinstance(value, str):
        return {"en": value, "fr": value}
    if isinstance(value, dict) and value and set(value) <= {"en", "fr"} and all(isinstance(text, str) for text in value.values()):
        some = next(iter(value.values()))
        return {"en": value.get("en", some), "fr": value.get("fr", some)}
    raise InputError(f"{place}: write a text, or 'en:' and 'fr:' texts", culprit=place)


def _value(kind: str, value: Any, place: str, *, known: frozenset[str], facts: Facts) -> Any:
    """One value of a deal file, checked; raises ``InputError`` or ``UnknownName`` naming the place."""
    match kind:
        case "text":
            return _text(value, place)
        case "form":
            return _one_of(value, FORMS, place)
        case "company" | "company_or_all" | "new_company":
            return _company(kind, value, place, known)
        case "companies":
            if not isinstance(value, list) or len(value) < 2:
                raise InputError(f"{place}: name two companies or more, as [renault, nissan]", culprit=place)
            named = tuple(_company("company", one, place, known) for one in value)
            if len(set(named)) < len(named):
                raise InputError(f"{place}: a company stands there twice: name different ones", culprit=place)
            return named
        case "shares":
            return _shares(value, place, known)
        case "market":
            return _one_of(value, MARKETS, place)
        case "market_or_all":
            return _one_of(value, (*MARKETS, ALL), place)
        case "powertrain":
            return _one_of(value, POWERTRAINS, place)
        case "powertrain_or_all":
            return _one_of(value, (*POWERTRAINS, ALL), place)
        case "origin":
            return _one_of(value, ORIGINS, place)
        case "truth":
            if not isinstance(value, bool):
                raise InputError(f"{place}: write true or false, not '{value}'", culprit=place)
            return value
        case "date":
            return _date(value, place)
        case "facts":
            if not isinstance(value, list):
                raise InputError(f"{place}: 'facts' must be a list of ids", culprit=place)
            for one in value:
                if one not in facts.by_id:
                    raise UnknownName(f"{place}: there is no fact '{one}': 'vigie market facts' lists them", culprit=str(one))
            return tuple(value)
    return _numeric(kind, value, place)


_BOUNDS = {
    "money": (0.0, 1000.0, "a price, cost or fee is in thousand euro and not below 0"),
    "signed_money": (-1000.0, 1000.0, "it is in thousand euro"),
    "reach": (1e-6, 0.9, "a reach is a part of the powertrain's sales, above 0 and at most 0.9"),
    "percent": (0.0, 0.5, "a rate is a part of the price, 0.03 for three per cent, at most 0.5"),
    "change": (-0.95, 10.0, "a change is a part, -0.05 for five per cent less, above -0.95"),
    "cars": (1.0, 1e9, "a volume is in cars a year and at least 1"),
    "number_part": (0.0, 1.0, "a share or rate lies between 0 and 1, 0.2 for twenty per cent"),
    "years": (0.0, 50.0, "it is in years and not below 0"),
}


def _numeric(kind: str, value: Any, place: str) -> Any:
    low, high, rule = _BOUNDS[kind]
    pair = value if isinstance(value, list) else [value, value]
    if len(pair) != 2 or not all(isinstance(one, int | float) and not isinstance(one, bool) for one in pair):
        raise InputError(f"{place}: '{value}' is no number and no [low, high]", culprit=place)
    if pair[0] > pair[1]:
        raise InputError(f"{place}: {pair[0]} is above {pair[1]}: write [low, high]", culprit=place)
    if pair[0] < low or pair[1] > high:
        raise InputError(f"{place}: {pair[0] if pair[0] < low else pair[1]} can't be: {rule}", culprit=place)
    if kind in {"number_part", "years"}:
        if pair[0] != pair[1]:
            raise InputError(f"{place}: write one number, no range", culprit=place)
        return float(pair[0])
    return Range(float(pair[0]), float(pair[1]))


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: write a text", culprit=place)
    return value


def _one_of(value: Any, allowed: tuple[str, ...], place: str) -> str:
    if value not in allowed:
        raise UnknownName(f"{place}: '{value}' is none of {', '.join(allowed)}", culprit=str(value))
    return str(value)


def _company(kind: str, value: Any, place: str, known: frozenset[str]) -> str:
    name = _text(value, place)
    if (kind == "company_or_all" and name == ALL) or name in known:
        return name
    if kind == "new_company":
        return name if name not in companies() else find_company(name).id
    try:
        return find_company(name).id
    except UnknownName as error:
        raise UnknownName(f"{place}: {error}", culprit=name) from None


def _shares(value: Any, place: str, known: frozenset[str]) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict) or len(value) < 2:
        raise InputError(f"{place}: write the parents' shares, as {{renault: 0.51, xiaomi: 0.49}}", culprit=place)
    found = tuple(
        (_company("company", name, place, known), float(_numeric("number_part", part, f"{place}.{name}")))
        for name, part in value.items()
    )
    whole = sum(part for _, part in found)
    if abs(whole - 1) > 1e-6:
        raise InputError(f"{place}: the shares sum to {whole:g}: they must sum to 1", culprit=place)
    return found


def _date(value: Any, place: str) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise InputError(f"{place}: '{value}' is no day: write it as 2027-07-01", culprit=place)


def template(one: str, other: str, first_on: dt.date) -> str:
    """A new deal file from two company names, to be filled in; raises ``UnknownName`` for a company nobody knows."""
    a, b = find_company(one), find_company(other)
    text = resources.files(__package__).joinpath("data", "template.yml").read_text(encoding="utf-8")
    values = {
        "@A@": a.id,
        "@B@": b.id,
        "@NAME_A@": a.name,
        "@NAME_B@": b.name,
        "@FROM@": first_on.isoformat(),
        "@BASE@": str(years()[-1]),
    }
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text
