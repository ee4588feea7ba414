"""Sources: those enabled with how they are doing, and the record of outlets with its grade. Visits none, grades none itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vigie.house.shelf import RECORDED
from vigie.sources import health
from vigie.sources.health import expected_interval_s, health_record
from vigie.stories import source_shape
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_ORDER = ("refused", "silent", "partial", "empty", "undated", "moved", "unvisited", "working")


def show(look: Look) -> Shown:
    """The enabled sources, those in trouble first, and the record of every outlet that told something."""
    states = look.desk.view.source_states()
    rows: list[dict[str, Any]] = []
    for source in look.house.sources():
        state = states.get(source.id)
        found = health(state, source, look.now)
        rhythm = expected_interval_s(state, source) if state else source.cadence.total_seconds()
        rows.append({"source": source, "state": state, "health": found, "rhythm": rhythm / 3600})
    rows.sort(key=lambda row: (_ORDER.index(row["health"].state.value), row["source"].name))
    asked = look.ask("state")
    counts = {state: sum(row["health"].state.value == state for row in rows) for state in _ORDER}
    shown = [row for row in rows if not asked or row["health"].state.value == asked]
    records = [source_shape(one) for one in look.shelf.grades(look.as_of).values()]
    return Shown(
        template="sources.html",
        values={"rows": shown, "all": rows, "counts": counts, "asked": asked, "outlets": records, "counted": RECORDED},
        records=[
            *(
                {"what": "source", "name": row["source"].name, **health_record(row["source"], row["state"], row["health"])}
                for row in shown
            ),
            *({"what": "outlet", **one} for one in records),
        ],
    )


PAGES = (Page(path="/sources", show=show),)
