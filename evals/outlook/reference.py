"""The reference history: its rules, and what outlooks on it were worth, split by time. No claim of skill that is not printed."""

from __future__ import annotations

import datetime as dt
import hashlib
import time

import numpy as np

from vigie.atlas import load_atlas
from vigie.foresight import RUNGS, load_reference, reference_happenings
from vigie.foresight.ladder import backtest, fit_ladder
from vigie.foresight.outlook import ENOUGH
from vigie.foresight.probability import Worth, skill_interval, worth
from vigie.foresight.record import bins_record
from vigie.foresight.reference import broken_rules
from vigie.foresight.situation import Book
from vigie.foresight.suggest import partner_ranks

__all__ = ["measure_reference"]

SPLIT = dt.date(2018, 1, 1)
END = dt.date(2025, 12, 31)
CONTACTS = ("meet", "negotiate")


def measure_reference() -> dict[str, object]:
    """Figures of the shipped history."""
    before = time.process_time()
    moves = load_reference()
    happenings = reference_happenings(moves)
    figures: dict[str, object] = {
        "data": "reference history",
        "fingerprint": hashlib.sha256(repr(moves).encode()).hexdigest()[:16],
        "moves": len(moves),
        "moves_2000_2025": sum("2000" <= move.on[:4] <= "2025" for move in moves),
        "said_to_have_led_to_nothing": sum(move.led_to_nothing for move in moves),
        "broken_rules": broken_rules(moves, load_atlas()),
    }
    for days in (30, 90, 365):
        tested = backtest(happenings, since=SPLIT, until=END, days=days)
        contact = np.isin(np.array(tested.kinds), CONTACTS)
        rows: dict[str, object] = {}
        for place, rung in enumerate(RUNGS):
            p, came, base = tested.p[:, place], tested.came_true[:, place] > 0.5, tested.base[:, place]
            rows[rung] = _row(worth(p, came, base, n_bins=5), skill_interval(p, came, base))
            rows[f"{rung}_after_contacts"] = _row(
                worth(p[contact], came[contact], base[contact], n_bins=5), skill_interval(p[contact], came[contact], base[contact])
            )
        figures[f"within_{days}_days"] = rows
    model, recency = (1.0 / np.array(ranks) for ranks in partner_ranks(happenings, since=SPLIT, until=END))
    figures["next_partner"] = {
        "happenings": len(model) // 2,
        "mrr": round(float(model.mean()), 4),
        "hits10": round(float((model >= 0.1).mean()), 4),
        "mrr_recency_alone": round(float(recency.mean()), 4),
        "hits10_recency_alone": round(float((recency >= 0.1).mean()), 4),
    }
    figures["explanation"] = _explanation(happenings)
    figures["cpu_s"] = round(time.process_time() - before, 1)
    return figures


def _explanation(happenings: tuple[object, ...]) -> dict[str, float]:
    """Fidelity: how far the chance of an agreement moves when the trigger is dropped from what is known.

    Precedent validity: the share of precedents that reached an agreement, against what then came true.
    """
    whole = Book(happenings, as_of=END)  # type: ignore[arg-type]
    asked = [s for s in whole.learned(0) if s.last.on >= SPLIT and s.last.type in CONTACTS and whole.outcome(s, 365) is not None]
    cited, came, moved = [], [], []
    for situation in asked:
        book = Book(happenings, as_of=situation.at)  # type: ignore[arg-type]
        ladder = fit_ladder(book, days=365, lag=0)
        if ladder is None:
            continue
        rung = ladder.rungs(situation)[1]
        lift = rung.lifts["last"] * rung.lifts["firmness"]
        odds = rung.probability / (1.0 - rung.probability) / lift
        moved.append(abs(rung.probability - odds / (1.0 + odds)))
        precedents = ladder.precedents(situation)
        cited.append(sum(one.rung >= 1 for one in precedents) / len(precedents))
        came.append(float((whole.outcome(situation, 365) or (-1, 0))[0] >= 1))
    return {
        "outlooks": len(asked),
        "change_without_the_trigger": round(float(np.mean(moved)), 4),
        "precedents_that_agreed": round(float(np.mean(cited)), 4),
        "agreed_in_fact": round(float(np.mean(came)), 4),
    }


def _row(value: Worth, interval: tuple[float, float]) -> dict[str, object]:
    return {
        "questions": value.n,
        "base_rate": round(value.base_rate, 4),
        "brier": round(value.brier, 5),
        "skill": round(value.skill, 4),
        "skill_90": [round(x, 4) for x in interval] if value.n * value.base_rate >= ENOUGH else None,
        "auc": round(value.auc, 4),
        "ece": round(value.ece, 4),
        "reliability": bins_record(value.bins),
    }
