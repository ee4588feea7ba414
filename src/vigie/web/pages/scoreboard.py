"""The scoreboard: every outlook issued against what happened, by kind and age, with how honest the percentages were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.foresight import RUNGS, score
from vigie.foresight.record import outlook_record, score_record
from vigie.web.drawing.calibration import calibration
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_MOST = 40


def show(look: Look) -> Shown:
    """Scores of the outlooks whose day has come, and the latest outlooks."""
    resolved = look.shelf.resolved()
    lines = score(resolved)
    whole = {line.rung: line for line in lines if line.group == "all"}
    latest = sorted(resolved, key=lambda one: (one.outlook.asked_on, one.outlook.id), reverse=True)
    return Shown(
        template="scoreboard.html",
        values={
            "resolved": resolved,
            "open": sum(one.reached is None for one in resolved),
            "lines": lines,
            "whole": whole,
            "charts": [
                {
                    "rung": rung,
                    "svg": calibration(look.say("web.calibration", what=look.say(f"rung.{rung}")), whole[rung].worth.bins),
                }
                for rung in RUNGS
                if rung in whole and whole[rung].worth.bins
            ],
            "latest": latest[:_MOST],
            "rungs": RUNGS,
        },
        records=[
            *({"what": "score", **score_record(line)} for line in lines),
            *({"what": "outlook", **outlook_record(one.outlook, look.desk.names), "came": _came(one.reached)} for one in latest),
        ],
    )


def _came(reached: int | None) -> str | None:
    """What an outlook came to: a rung, nothing, or not known yet."""
    if reached is None:
        return None
    return RUNGS[reached] if reached >= 0 else "nothing"


PAGES = (Page(path="/scoreboard", show=show),)
