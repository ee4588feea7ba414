"""Exports: the forms in which what the ledger holds can be taken away, what each is for, and the feeds. Makes none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from vigie.telling.export import FORMATS
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_FEEDS = ("atom", "rss")


def show(look: Look) -> Shown:
    """Every format with an address for each thing that it can hold, of the filter that stands in the address."""
    given = look.request.query_params.getlist
    wanted = look.desk.move_filter(given("actor"), given("type"), given("status"))
    asked = [("actor", key) for key in wanted.actors] + [("type", name) for name in wanted.types]
    asked += [("status", one.value) for one in wanted.statuses]
    if look.as_of is not None:
        asked.append(("as_of", look.ask("as_of")))
    rows = [
        {
            "format": one.name,
            "what": what,
            "media_type": one.media_type.partition(";")[0],
            "address": f"/api/v1/exports/{one.name}?{urlencode([('what', what), *asked, ('lang', look.lang)])}",
        }
        for one in FORMATS.values()
        for what in one.whats
    ]
    return Shown(
        template="exports.html",
        values={
            "files": {name: [row for row in rows if row["format"] == name] for name in FORMATS if name not in _FEEDS},
            "feeds": [row for row in rows if row["format"] in _FEEDS],
            "wanted": wanted,
        },
        records=rows,
    )


PAGES = (Page(path="/exports", show=show),)
