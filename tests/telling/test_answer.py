"""Answers: every move in exactly one part, and the most telling words first."""

from __future__ import annotations

from dataclasses import replace

from vigie.checks import fakes
from vigie.checks.ledger import conclusions_of
from vigie.model import Status
from vigie.telling import answer, tellings

[MOVE] = conclusions_of().moves


def test_only_what_happened_or_is_planned_is_known() -> None:
    moves = [replace(MOVE, id=f"m-{status.value}", status=status) for status in Status]
    found = answer(moves)
    assert {move.status for move in found.known} == {Status.HAPPENED, Status.PLANNED}
    assert {move.status for move in found.open} == {Status.RUMOURED, Status.POSSIBLE, Status.ASKED}
    assert {move.status for move in found.denied} == {Status.DENIED}


def test_moves_are_told_by_date_with_undated_ones_last() -> None:
    dates = [None, "2024-05", "2023", "2024-04-27"]
    found = answer(replace(MOVE, id=f"m-{n}", happened_on=day) for n, day in enumerate(dates))
    assert [move.happened_on for move in found.known] == ["2023", "2024-04-27", "2024-05", None]


def test_the_move_s_own_status_comes_first_then_originals_then_the_earliest() -> None:
    texts = {
        "late": ("2024-05-03", Status.HAPPENED),
        "copy": ("2024-05-01", Status.HAPPENED),
        "early": ("2024-05-02", Status.HAPPENED),
        "rumour": ("2024-04-01", Status.RUMOURED),
    }
    documents = {
        name: fakes.document(name, f"Renault met Xiaomi, says {name}.", published_on=day) for name, (day, _) in texts.items()
    }
    claims = {
        name: fakes.claim(documents[name], "meet", ("renault",), ("xiaomi",), status=status) for name, (_, status) in texts.items()
    }
    readings = {name: fakes.reading(documents[name], claims[name]) for name in texts}
    move = replace(MOVE, document_ids=tuple(sorted(texts)), claim_ids=tuple(sorted(claim.id for claim in claims.values())))
    told = tellings(move, readings, documents, copies=["copy"])
    assert [one.document.id for one in told] == ["early", "late", "copy", "rumour"]
