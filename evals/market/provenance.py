"""Every number lists its facts, a deleted fact is named, rival figures are shown, and blindness is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trial import Trial, holds

from vigie.errors import DataError
from vigie.market.deals import open_deal, parse_deal, shipped_deals
from vigie.market.play import Board, Scenario
from vigie.market.reconcile import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.market.facts import Facts

_BARE_MERGER = """
deal: bare
title: Renault and Xiaomi merge and change nothing else
form: merger
parties: [renault, xiaomi]
from: 2027-07-01
levers:
  - merger: {of: [renault, xiaomi]}
"""
_SAMPLE = 12


def provenance(facts: Facts) -> Iterator[Trial]:
    """Acceptance tests 9 and 10."""
    board = Board(facts=facts, draws=200)
    scenarios = [board.play(open_deal(name, facts)) for name in shipped_deals()]
    bare = [f"{s.deal.id}: {f.market} {f.what} {f.who}" for s in scenarios for f in s.figures if not f.facts]
    count = sum(len(s.figures) for s in scenarios)
    yield holds("every figure of every shipped deal lists its facts", "all", f"{count - len(bare)} of {count}", not bare)
    unknown = sorted({fact for s in scenarios for f in s.figures for fact in f.facts if fact not in s.facts})
    yield holds("every fact that is listed comes with its source", "all", f"missing: {', '.join(unknown) or 'none'}", not unknown)
    yield from _deletions(facts, scenarios[0])
    found = check(facts)
    kept = {fact.id for group in found.conflicts for fact in group} | {fact.id for group, _ in found.lookalikes for fact in group}
    wanted = {"eu27-bev-2024", "eu27-bev-2024-outlets", "europe-byd-2025", "europe-byd-2025-dataforce", "eu27-byd-2025"}
    yield holds(
        "kept conflicts are shown",
        ", ".join(sorted(wanted)),
        f"missing: {', '.join(sorted(wanted - kept)) or 'none'}",
        wanted <= kept,
    )
    yield holds("cells add up to totals in every market", "all", str(found.sums_hold), found.sums_hold)
    yield from _blind(board, facts)


def _deletions(facts: Facts, scenario: Scenario) -> Iterator[Trial]:
    """Delete facts one by one and play the deal again: each must be named."""
    used = [fact for fact in scenario.facts if not facts.rivals(facts.by_id[fact])[1:]]
    step = max(1, len(used) // _SAMPLE)
    silent = []
    for fact in used[::step]:
        try:
            thinner = facts.without(fact)
            Board(facts=thinner, draws=50).play(open_deal(scenario.deal.id, thinner))
            silent.append(fact)
        except DataError as error:
            if fact not in str(error):
                silent.append(fact)
        except Exception as error:  # noqa: BLE001 - a deal file that names the fact says so in its own words
            if fact not in str(error):
                silent.append(fact)
    tried = len(used[::step])
    yield holds("a deleted fact is named", f"{tried} of {tried}", f"silent: {', '.join(silent) or 'none'}", not silent)


def _blind(board: Board, facts: Facts) -> Iterator[Trial]:
    """Renault and Xiaomi without entry or cost lever."""
    for name, deal in (("merger", parse_deal(_BARE_MERGER, facts)), ("stake", open_deal("renault-xiaomi-stake", facts))):
        scenario = board.play(deal)
        sheets = [f.change for f in scenario.figures if f.what == "sheet"]
        zero = bool(sheets) and all(one.low == one.high == 0 for one in sheets)
        warned = {one.values["market"] for one in scenario.cautions if one.key == "hhi-blind"} == set(scenario.markets)
        got = f"delta {'0' if zero else 'not 0'}, warned in {'every market' if warned else 'not every market'}"
        yield holds(f"Renault + Xiaomi, {name} alone: ΔHHI = 0 and the warning", "0 and warned", got, zero and warned)
