"""A desk over a small ledger whose names, titles and quotes are as hostile as the press can be."""

from __future__ import annotations

import datetime as dt

import pytest

from vigie.atlas import load_atlas
from vigie.checks import fakes
from vigie.ledger import MemoryLedger, MoveFilter
from vigie.model import Conclusions, Move, Origin, Status
from vigie.telling import Desk, Messages, ReadNames
from vigie.telling.export import Wish
from vigie.watch import AtlasNames

NOW = dt.datetime(2024, 8, 2, 9, tzinfo=dt.UTC)
HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script> & ]]> \x00\x0b «小米» \u202eevil"
MANY = 450
"""Documents and moves that fill more than two pieces."""


def ledger_of(many: int = 0) -> MemoryLedger:
    """Two moves of two documents, and ``many`` more of each."""
    ledger = MemoryLedger(clock=fakes.TickingClock(dt.datetime(2024, 8, 1, tzinfo=dt.UTC)))
    moves = []
    texts = [("d1", f"Renault met Xiaomi. {HOSTILE}", HOSTILE), ("d2", "Renault denied a deal with Hostile.", None)]
    texts += [(f"x{n:04d}", f"Renault met Geely for the time number {n}.", None) for n in range(many)]
    for number, (name, text, title) in enumerate(texts):
        document = fakes.document(name, text, title=title, outlet=HOSTILE if name == "d1" else None)
        whom = {"d1": "xiaomi", "d2": f"?{HOSTILE}"}.get(name, "geely")
        status = Status.DENIED if name == "d2" else Status.HAPPENED
        claim = fakes.claim(document, "meet", ("renault",), (whom,), status=status)
        reading = fakes.reading(document, claim, entities=(fakes.entity(whom, name=HOSTILE if name == "d2" else whom.title()),))
        with ledger.writer() as writer:
            writer.record(document, reading, None)
        origin = Origin(id=f"o{number}", name=HOSTILE, document_ids=(name,), reason="its own voice")
        moves.append(
            Move(
                id=f"m-{name}", type="meet", who=("renault",), whom=(whom,), things=(), people=("luca-de-meo",), status=status,
                contradicted=name == "d1", happened_on={"d1": "2024-Q2", "d2": None}.get(name, "2024-05"),
                claim_ids=(claim.id,), document_ids=(name,), origins=(origin,),
            )
        )  # fmt: skip
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=tuple(moves)))
    return ledger


def desk_of(ledger: MemoryLedger) -> Desk:
    """A desk over the present of a ledger."""
    view = ledger.view()
    read = ReadNames(view)
    return Desk(view=view, atlas=load_atlas(), names=AtlasNames(load_atlas(), read), read=read)


def wish_of(what: str, moves: MoveFilter | None = None, *, most: int = 100, base: str = "https://vigie.example.org") -> Wish:
    """A wish in English."""
    return Wish(what=what, moves=moves or MoveFilter(), say=Messages.load("en"), base=base, now=NOW, most=most)


@pytest.fixture(scope="session")
def desk() -> Desk:
    """Over two moves."""
    return desk_of(ledger_of())


@pytest.fixture(scope="session")
def long_desk() -> Desk:
    """Over many."""
    return desk_of(ledger_of(MANY))
