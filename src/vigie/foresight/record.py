"""Outlooks, suggestions and scores as plain data for JSON; names for keys. Formats nothing for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vigie.foresight.happening import RUNGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.foresight.happening import Happening
    from vigie.foresight.outlook import Page
    from vigie.foresight.probability import Bin, Worth
    from vigie.foresight.scoreboard import Line
    from vigie.foresight.suggest import Suggestion
    from vigie.model import Names, Outlook

__all__ = ["bins_record", "outlook_record", "page_record", "score_record", "suggestion_record", "worth_record"]


def page_record(page: Page, names: Names) -> dict[str, Any]:
    """A page as JSON."""
    return {
        "first": names.name_of(page.first),
        "second": names.name_of(page.second),
        "as_of": page.asked_on.isoformat(),
        "by": page.by_on.isoformat(),
        "trigger": _happening_record(page.situation.last) if page.situation else None,
        "ladder": [
            {
                "rung": rung.name,
                "probability": round(page.shown(rung.name), 4),
                "model": round(rung.probability, 4),
                "interval_90": [round(bound, 4) for bound in page.interval(rung.name)],
                "model_interval_90": [round(rung.low, 4), round(rung.high, 4)],
                "base_rate": round(rung.base_rate, 4),
                "base_n": rung.base_n,
                "start": round(rung.start, 4),
                "lifts": {group: round(lift, 3) for group, lift in rung.lifts.items()},
            }
            for rung in page.rungs
        ],
        "any_two": {name: round(rate, 6) for name, rate in page.unmoved},
        "nothing": round(page.nothing, 4),
        "precedents": [
            {
                **_happening_record(one.situation.last),
                "parties": [names.name_of(key) for key in one.situation.last.pair],
                "led_to": RUNGS[one.rung] if one.rung >= 0 else "nothing",
                "after_days": one.delay if one.rung >= 0 else None,
            }
            for one in page.precedents
        ],
        "evidence": [_happening_record(one) for one in page.evidence],
        "soft_share": round(page.soft_share, 3),
        "would_change": [
            {"type": one.type, "status": one.status.value, "agreement": round(one.probability, 4)} for one in page.changes
        ],
        "track_record": [
            {"rung": one.rung, **worth_record(one.worth), "skill_90": [round(x, 4) for x in one.interval], "better": one.better}
            for one in page.records
        ],
        "learned_from": page.n_learned,
    }


def worth_record(worth: Worth) -> dict[str, Any]:
    """The worth of forecasts as JSON; what can't be told is null."""
    figures = {"brier": worth.brier, "skill": worth.skill, "log_loss": worth.log_loss, "ece": worth.ece, "auc": worth.auc}
    return {
        "n": worth.n,
        "came_true": _number(worth.base_rate),
        **{name: _number(value) for name, value in figures.items()},
        "reliability": bins_record(worth.bins),
    }


def bins_record(bins: Sequence[Bin]) -> list[list[float]]:
    """Bins of a reliability plot: how many, mean forecast, share that came true."""
    return [[b.n, round(b.forecast, 4), round(b.came_true, 4)] for b in bins]


def suggestion_record(one: Suggestion, names: Names) -> dict[str, Any]:
    """A suggestion as JSON."""
    return {
        "partner": names.name_of(one.key),
        "share": round(one.share, 4),
        "dealings": [_happening_record(h) for h in one.dealings],
        "shared_partners": [names.name_of(key) for key in one.shared],
        "deals_in_two_years": one.recent,
    }


def _number(value: float) -> float | None:
    return None if value != value else round(value, 4)  # noqa: PLR0124 - nan is the only value that differs from itself


def _happening_record(h: Happening) -> dict[str, Any]:
    return {
        "on": h.on.isoformat(),
        "type": h.type,
        "status": h.status.value,
        "words": h.words,
        "source": h.source,
        "move": h.ref or None,
    }


def score_record(line: Line) -> dict[str, Any]:
    """A line of the scoreboard as JSON."""
    return {"group": line.group, "rung": line.rung, **worth_record(line.worth)}


def outlook_record(outlook: Outlook, names: Names) -> dict[str, Any]:
    """An outlook as it was issued, as JSON."""
    return {
        "id": outlook.id,
        "forecaster": outlook.forecaster,
        "first": names.name_of(outlook.first),
        "second": names.name_of(outlook.second),
        "kind": outlook.kind,
        "asked_on": outlook.asked_on,
        "by": outlook.by_on,
        "issued_at": outlook.issued_at.isoformat(),
        "replayed": outlook.replayed,
        "probabilities": dict(outlook.probabilities),
        "base_rates": dict(outlook.base_rates),
    }
