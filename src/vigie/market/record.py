"""A scenario and a market check as plain data for JSON. Formats nothing for the eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vigie.market.figures import estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.market.baseline import Market
    from vigie.market.figures import Estimate, Figure
    from vigie.market.play import Scenario
    from vigie.market.reconcile import Check


def scenario_record(scenario: Scenario) -> dict[str, Any]:
    """All of a scenario: every figure with its interval, chance of a rise and facts; drivers; cautions; facts with sources."""
    deal = scenario.deal
    return {
        "deal": deal.id,
        "title": deal.title,
        "form": deal.form,
        "parties": list(scenario.parties),
        "against": None if scenario.against is None else scenario.against.id,
        "base": deal.base,
        "from": deal.first_on.isoformat(),
        "seen_on": deal.seen_on.isoformat(),
        "label": "effect of the deal, all else equal",
        "draws": scenario.draws,
        "seed": scenario.seed,
        "residual": scenario.residual,
        "markets": list(scenario.markets),
        "figures": [_figure(figure) for figure in scenario.figures],
        "tornadoes": [
            {
                "market": one.market,
                "what": one.what,
                "who": one.who,
                "unit": one.unit,
                "drivers": [{"input": d.name, "at_low": d.at_low, "at_high": d.at_high, "explains": d.part} for d in one.drivers],
            }
            for one in scenario.tornadoes
        ],
        "warnings": [{"key": one.key, **one.values} for one in scenario.cautions],
        "facts": {
            key: {"says": fact.sentence(), "source": fact.source, "dated": fact.dated, "note": fact.note}
            for key, fact in scenario.facts.items()
        },
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "market": figure.market,
        "what": figure.what,
        "who": figure.who,
        "unit": figure.unit,
        "before": _estimate(figure.before),
        "after": _estimate(figure.after),
        "change": _estimate(figure.change),
        "facts": list(figure.facts),
    }


def _estimate(one: Estimate | None) -> dict[str, float] | None:
    return None if one is None else {"median": one.median, "low": one.low, "high": one.high, "rises": one.rises}


def check_record(found: Check) -> dict[str, Any]:
    """The market check as plain data."""
    return {
        "sums_hold": found.sums_hold,
        "coverage": [
            {
                "market": one.market,
                "year": one.year,
                "total": _estimate(one.total),
                "cells": one.cells,
                "observed": one.observed,
                "imputed": one.imputed,
                "assumed": one.assumed,
            }
            for one in found.coverage
        ],
        "reconciled": [
            {
                "what": one.what,
                "year": one.year,
                "table": _estimate(one.table),
                "printed": one.printed,
                "fact": one.fact,
                "inside": one.inside,
                "why": one.why,
            }
            for one in found.reconciled
        ],
        "conflicts": [
            {
                "quantity": group[0].quantity,
                "facts": [{"id": f.id, "value": f.value, "unit": f.unit, "source": f.source} for f in group],
            }
            for group in found.conflicts
        ],
        "lookalikes": [
            {"facts": [{"id": f.id, "value": f.value, "where": f.where} for f in group], "why": why}
            for group, why in found.lookalikes
        ],
    }


def table_records(market: Market) -> Iterator[dict[str, Any]]:
    """Each cell of a market: cars a year and price in thousand euro with their intervals, how they are known, their facts."""
    for n, cell in enumerate(market.cells):
        yield {
            "market": market.id,
            "year": market.year,
            "group": cell.group,
            "powertrain": cell.powertrain,
            "built_in": cell.built_in,
            "units": _estimate(estimate(market.units[n])),
            "units_known": market.states[n],
            "price": _estimate(estimate(market.price[n])),
            "price_known": market.price_states[n],
            "facts": sorted(market.facts[n]),
        }
