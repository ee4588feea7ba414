"""Today: what changed since the visitor last looked; status changes first, each with its origins and words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.ledger import MoveFilter
from vigie.model import Change, parse_as_of
from vigie.sources import health
from vigie.telling import move_record
from vigie.web.page import EACH, Page, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.model import Move, Outlook
    from vigie.telling import Changed, Telling
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOST = 25
"""Changes of a kind on the page; the rest is a search away."""
_DAYS = 7
"""How far back a first visit looks."""
_PAUSE = dt.timedelta(minutes=30)
"""A visit that comes later than this after the last one is a new one, and shows what came in between."""
_MOVED = 0.05
"""An outlook moved where the chance of an agreement changed by this much; smaller steps are within the intervals' noise."""
_LAST = "looked_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Two outlooks of one pair, one after the other."""

    before: Outlook
    after: Outlook

    @property
    def step(self) -> float:
        """By how much the chance of an agreement changed."""
        return self.after.probabilities["agreement"] - self.before.probabilities["agreement"]


def show(look: Look) -> Shown:
    """What changed, what fell silent, which outlooks moved."""
    view = look.desk.view
    since = _since(look)
    changes = look.shelf.changes(since, look.as_of)
    turned = [one for one in changes if one.change is not Change.NEW]
    fresh = [one for one in changes if one.change is Change.NEW]
    latest: Sequence[Move] = ()
    if not changes:
        latest = view.move_page(MoveFilter(), most=8).moves
    shown = [one.move for one in (*turned[:_MOST], *fresh[:_MOST])] + list(latest)
    told = look.desk.told(shown, each=EACH)
    silent = _silent(look)
    return Shown(
        template="today.html",
        values={
            "since": since,
            "turned": turned,
            "fresh": fresh,
            "latest": latest,
            "told": told,
            "most": _MOST,
            "silent": silent,
            "shifts": _shifts(view.outlooks(), since),
            "counts": look.shelf.counts(look.as_of),
        },
        records=(_record(look, one, told) for one in (*turned[:_MOST], *fresh[:_MOST])),
        cookies=_visit(look),
    )


def _record(look: Look, one: Changed, told: Mapping[str, Sequence[Telling]]) -> dict[str, Any]:
    was = one.was.value if one.was else None
    return {"change": one.change.value, "was": was, **move_record(one.move, told[one.move.id], look.desk.names)}


def _since(look: Look) -> dt.datetime:
    """From when on things are new: as asked, since the visit before this one, or for a week."""
    asked = parse_as_of(look.ask("since") or None)
    if asked is not None:
        return asked
    if look.as_of is None:
        before = _times(look)
        if before:
            return before[0] if look.now - before[-1] < _PAUSE else before[-1]
    # To the hour, so that visitors of one hour share what is worked out.
    return look.now.replace(minute=0, second=0, microsecond=0) - dt.timedelta(days=_DAYS)


def _times(look: Look) -> list[dt.datetime]:
    """The end of the visit before this one, and when this one last looked; from the cookie."""
    try:
        found = [dt.datetime.fromtimestamp(int(one), dt.UTC) for one in look.request.cookies.get(_LAST, "").split(".") if one]
    except (ValueError, OverflowError, OSError):
        return []
    return found[:2] if all(one <= look.now for one in found) else []


def _visit(look: Look) -> dict[str, str]:
    """The cookie after this look."""
    if look.as_of is not None:
        return {}
    before = _times(look)
    first = look.now - dt.timedelta(days=_DAYS)
    if before:
        first = before[0] if look.now - before[-1] < _PAUSE else before[-1]
    return {_LAST: f"{int(first.timestamp())}.{int(look.now.timestamp())}"}


def _silent(look: Look) -> list[dict[str, Any]]:
    """Sources that do not work as they should, the longest first."""
    states = look.desk.view.source_states()
    judged = [(source, health(states.get(source.id), source, look.now)) for source in look.house.sources()]
    wrong = [(source, one) for source, one in judged if one.state.value not in ("working", "unvisited", "moved")]
    return [{"source": source, "health": one} for source, one in wrong]


def _shifts(outlooks: Sequence[Outlook], since: dt.datetime) -> list[Shift]:
    """Outlooks issued since then that differ from the one before of the same pair, the largest steps first."""
    last: dict[tuple[str, str], Outlook] = {}
    found = []
    for one in outlooks:
        before = last.get((one.first, one.second))
        if before is not None and not one.replayed and one.issued_at >= since:
            shift = Shift(before=before, after=one)
            if abs(shift.step) >= _MOVED:
                found.append(shift)
        last[one.first, one.second] = one
    return sorted(found, key=lambda shift: -abs(shift.step))


PAGES = (Page(path="/", show=show),)
