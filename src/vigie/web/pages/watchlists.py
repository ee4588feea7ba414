"""Watchlists: the standing wishes to be told, what came of them, and a form for another. Matches and sends nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from vigie.errors import ConfigError, UnknownName
from vigie.model import Status
from vigie.taxonomy import claim_types
from vigie.telling.watchlists import held_record, watchlist_of
from vigie.web.page import Page, Shown, Went

if TYPE_CHECKING:
    from vigie.model import Watchlist
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOST = 60


def show(look: Look) -> Shown:
    """All watchlists, and the latest notices of all."""
    view = look.desk.view
    broken = ""
    try:
        held = look.house.watchlists(look.desk)
    except ConfigError as error:
        held, broken = [(one, None) for one in view.watchlists()], str(error)
    lists = [one for one, _ in held]
    notices = view.notices(most=_MOST)
    moves = {one.move_id: view.move(one.move_id) for one in notices}
    return Shown(
        template="watchlists.html",
        values={
            "lists": held,
            "broken": broken,
            "notices": notices,
            "moves": moves,
            "titles": {one.name: one.title or one.name for one in lists},
            "types": list(claim_types()),
            "statuses": [one.value for one in Status],
            "channels": sorted(look.house.channels()),
        },
        records=(held_record(one, file, look.desk.names.name_of) for one, file in held),
    )


def keep(look: Look) -> Went:
    """Keep a watchlist as the form describes it; raises ``InputError`` naming the field that can't be."""
    fields = look.fields
    title = " ".join(look.form.get("title", "").split())[:120]
    record: dict[str, Any] = {"name": _name(title), "title": title}
    for name in ("actors", "words", "countries"):
        record[name] = [one.strip() for one in look.form.get(name, "").split(",") if one.strip()]
    record["pairs"] = [
        [one.strip() for one in re.split("[×+]| x ", pair)] for pair in look.form.get("pairs", "").split(",") if pair.strip()
    ]
    for name in ("types", "statuses", "to"):
        record[name] = [one for one in fields.getlist(name) if one]
    for name in ("origins", "budget"):
        if look.form.get(name, "").isdecimal():
            record[name] = int(look.form[name])
    record |= {name: look.form[name] for name in ("pace", "zone", "at") if look.form.get(name)} | {"lang": look.lang}
    watchlist = watchlist_of(record, look.desk.actor, where=title or "watchlist")
    look.house.keep_watchlist(watchlist, visitor=look.writer)
    return Went("/watchlists")


def pause(look: Look) -> Went:
    """Pause a watchlist or go on with it."""
    one = _called(look)
    look.house.keep_watchlist(replace(one, paused=not one.paused), visitor=look.writer)
    return Went("/watchlists")


def remove(look: Look) -> Went:
    """Retire a watchlist."""
    one = _called(look)
    look.house.remove_watchlist(one.name, visitor=look.writer)
    return Went("/watchlists")


def _called(look: Look) -> Watchlist:
    name = look.form.get("name", "")
    found = next((one for one in look.house.ledger.view().watchlists() if one.name == name), None)
    if found is None:
        raise UnknownName(look.say("web.watchlists.unknown", name=name), culprit=name)
    return found


def _name(title: str) -> str:
    """Small letters, digits and hyphens of a title; ``watchlist`` where it has none."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60] or "watchlist"


PAGES = (
    Page(path="/watchlists", show=show),
    Page(path="/watchlists", show=keep, method="POST"),
    Page(path="/watchlists/pause", show=pause, method="POST"),
    Page(path="/watchlists/remove", show=remove, method="POST"),
)
