"""The reference history: real moves of the car industry, 2000-2025, that ship with vigie. Checks them by rules; forecasts nothing.

One YAML file a region or topic under ``history/``, one line a move; ``sources.yml`` holds the public texts they rest on. The page
``docs/reference/history.md`` says what it covers and what not.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from vigie.errors import DataError
from vigie.foresight.happening import Happening
from vigie.model import Status, bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from vigie.atlas import Atlas

__all__ = ["FORMS", "ReferenceMove", "Source", "broken_rules", "load_reference", "parse_moves", "reference_happenings"]

FORMS = {
    "visit": "meet", "meeting": "meet",
    "talks": "negotiate", "approach": "negotiate", "bid": "negotiate",
    "mou": "agree", "agreement": "agree", "alliance": "agree", "joint-venture": "agree", "licence": "agree", "development": "agree",
    "manufacture": "agree", "supply": "supply",
    "stake": "invest", "acquisition": "invest", "merger": "invest",
    "break-up": "end", "talks-ended": "end", "stake-sold": "end", "sale": "invest",
}  # fmt: skip
"""What a move can be, and the claim type that it is of. A ``sale`` is told from the seller's side."""

_KEYS = {"when", "form", "who", "whom", "what", "status", "src", "led_to"}
_YEARS_OF_NOTHING = 3
_YEARS_OF_ASSETS = 3
"""For so long after its end what is left of a company may still be sold."""
FIRST, LAST = dt.date(1999, 1, 1), dt.date(2025, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The public text that a move rests on."""

    title: str
    outlet: str
    date: str | None
    """ISO date at its own precision; ``None`` for a living page."""

    def __str__(self) -> str:
        """As it is cited; a living page was written from, if at all, as it once was, and says so."""
        cited = ", ".join(part for part in (f"“{self.title}”", self.outlet, self.date) if part)
        return cited if self.date else f"{cited} (from public knowledge, not reread)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceMove:
    """One line of the reference history."""

    on: str
    """ISO date at the precision known."""
    form: str
    who: str
    whom: str
    """Ids of the atlas."""
    what: str
    status: Status
    source: Source
    led_to_nothing: bool
    """Said of contacts and talks: no agreement and no stake followed within three years. Checked against the rest."""

    @property
    def type(self) -> str:
        """The claim type of its form."""
        return FORMS[self.form]

    @property
    def pair(self) -> tuple[str, str]:
        """Both parties, ascending."""
        return min(self.who, self.whom), max(self.who, self.whom)


@cache
def load_reference() -> tuple[ReferenceMove, ...]:
    """All moves, by date; raises ``DataError`` where a file breaks the format."""
    folder = resources.files(__package__).joinpath("history")
    sources = _sources(folder.joinpath("sources.yml").read_text(encoding="utf-8"))
    moves: list[ReferenceMove] = []
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".yml") and entry.name != "sources.yml":
            moves += parse_moves(entry.read_text(encoding="utf-8"), entry.name, sources)
    return tuple(sorted(moves, key=lambda move: (bounds(move.on)[0], move.pair, move.form)))


def parse_moves(text: str, file: str, sources: dict[str, Source]) -> Iterator[ReferenceMove]:
    """The moves of one file's text; raises ``DataError`` naming the file and the line's parties."""
    for raw in yaml.load(text, Loader=yaml.CSafeLoader) or ():
        label = f"{raw.get('when')} {raw.get('who')} {raw.get('whom')}" if isinstance(raw, dict) else str(raw)
        if not isinstance(raw, dict) or set(raw) - _KEYS or not {"when", "form", "who", "whom", "what", "src"} <= set(raw):
            raise DataError(
                f"history file '{file}': '{label}' must hold when, form, who, whom, what, src and nothing unknown", culprit=label
            )
        try:
            yield ReferenceMove(
                on=_iso(raw["when"]),
                form=_form(raw["form"]),
                who=str(raw["who"]),
                whom=str(raw["whom"]),
                what=str(raw["what"]),
                status=Status(raw.get("status", "happened")),
                source=_source(str(raw["src"]), sources),
                led_to_nothing=raw.get("led_to") == "nothing",
            )
        except (KeyError, ValueError) as error:
            raise DataError(f"history file '{file}': '{label}': {error}", culprit=label) from error


def _iso(raw: Any) -> str:
    text = raw.isoformat() if isinstance(raw, dt.date) else str(raw)
    bounds(text)
    return text


def _form(raw: Any) -> str:
    if raw not in FORMS:
        raise ValueError(f"'{raw}' is no form: choose among {', '.join(FORMS)}")
    return str(raw)


def _source(key: str, sources: dict[str, Source]) -> Source:
    if key.startswith("w/"):
        return Source(title=key[2:], outlet="Wikipedia", date=None)
    if key not in sources:
        raise ValueError(f"'{key}' is no source of sources.yml")
    return sources[key]


def _sources(text: str) -> dict[str, Source]:
    found = {}
    for key, raw in yaml.load(text, Loader=yaml.CSafeLoader).items():
        if set(raw) != {"title", "outlet", "date"}:
            raise DataError(f"history file 'sources.yml': '{key}' must hold title, outlet and date", culprit=key)
        found[key] = Source(title=str(raw["title"]), outlet=str(raw["outlet"]), date=_iso(raw["date"]))
    return found


def reference_happenings(moves: Iterable[ReferenceMove], party: dict[str, str] | None = None) -> tuple[Happening, ...]:
    """The moves as happenings, known from the last day that their date can mean; ``party`` maps a key to what it counts under."""
    found = []
    for move in moves:
        a, b = (key if party is None else party.get(key, key) for key in (move.who, move.whom))
        if a == b:
            continue
        first, last = bounds(move.on)
        found.append(
            Happening(
                on=first, known_on=last, type=move.type, pair=(min(a, b), max(a, b)), status=move.status,
                words=f"{move.form.replace('-', ' ')}: {move.what}", source=str(move.source),
            )
        )  # fmt: skip
    return tuple(found)


def broken_rules(moves: Sequence[ReferenceMove], atlas: Atlas) -> list[str]:
    """A sentence for each move that can't be: the rules that hold the history.

    Parties are in the atlas, are two, existed when it happened; no move stands twice; dates lie in 1999-2025; what is said to have
    led to nothing was followed by no agreement or stake within three years; a stake is sold only where one is known.
    """
    found = []
    seen: set[tuple[object, ...]] = set()
    firm = defaultdict(list)
    for move in moves:
        if move.status.firm:
            firm[move.pair].append(move)
    for move in moves:
        label = f"{move.on} {move.form} {move.who} × {move.whom}"
        first, last = bounds(move.on)
        if not (first >= FIRST and last <= LAST):
            found.append(f"{label}: outside of {FIRST.year}-{LAST.year}")
        if move.who == move.whom:
            found.append(f"{label}: both parties are the same")
        for key in (move.who, move.whom):
            record = atlas.get(key)
            if record is None:
                found.append(f"{label}: '{key}' is not in the atlas")
                continue
            if record.founded and bounds(record.founded)[0] > last:
                found.append(f"{label}: '{key}' was founded only in {record.founded}")
            if record.dissolved and _years_after(bounds(record.dissolved)[1], _YEARS_OF_ASSETS) < first:
                found.append(f"{label}: '{key}' was dissolved in {record.dissolved}")
        mark = (move.on, move.form, move.pair, move.what)
        if mark in seen:
            found.append(f"{label}: stands twice")
        seen.add(mark)
        if move.led_to_nothing:
            until = _years_after(first, _YEARS_OF_NOTHING)
            later = [m for m in firm[move.pair] if m.type in ("agree", "supply", "invest") and last < bounds(m.on)[0] <= until]
            found += [f"{label}: is said to have led to nothing, but {m.on} brought {m.form}" for m in later]
        if move.form == "stake-sold" and not _had_a_stake(move, firm[move.pair], atlas):
            found.append(f"{label}: no stake is known that could be sold")
    return found


def _years_after(day: dt.date, years: int) -> dt.date:
    return day + dt.timedelta(days=round(365.25 * years))


def _had_a_stake(move: ReferenceMove, between: Sequence[ReferenceMove], atlas: Atlas) -> bool:
    first = bounds(move.on)[0]
    if any(m.type in ("invest", "agree") and bounds(m.on)[0] <= first for m in between):
        return True
    record = atlas.get(move.whom)
    return record is not None and any(stake.owner == move.who for stake in record.owners)
