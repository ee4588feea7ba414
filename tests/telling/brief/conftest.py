"""A ledger with a rumour, its denial, a deal told twice, and what is written of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vigie.atlas import Atlas, load_atlas
from vigie.checks import fakes
from vigie.ledger import Ledger, MemoryLedger
from vigie.model import Conclusions, Outlook, Status, Value

T0 = dt.datetime(2026, 5, 3, 8, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return load_atlas()


class Desk:
    """The ledger, its clock and two instants: before and after the denial."""

    def __init__(self) -> None:
        self.now = T0
        self.ledger: Ledger = MemoryLedger(clock=lambda: self.now)
        rumour = fakes.document(
            "d1", "Renault and Xiaomi are said to talk.", outlet="The Sample", title="Talks? [1] *now*", published_on="2026-05-01"
        )
        rumour = replace(rumour, url="https://sample.example/talks_(1)?a=b c")
        talk = fakes.claim(rumour, "negotiate", ("renault",), ("xiaomi",), status=Status.RUMOURED, source="anonymous")
        deal = fakes.document(
            "d2", "Stellantis invests 1.5 billion euros in Leapmotor.", outlet="Quay Wire", published_on="2026-05-02"
        )
        again = fakes.document(
            "d3", "Stellantis puts 1.5 billion euros into Leapmotor.", outlet="Harbour Post", published_on="2026-05-02"
        )
        buys = [
            replace(
                fakes.claim(one, "invest", ("stellantis",), ("leapmotor",), happened_on="2026-05-02"),
                value=Value(number=1.5e9, unit="EUR", metric="investment"),
                where="Lyon",
            )
            for one in (deal, again)
        ]
        with self.ledger.writer() as writer:
            writer.record(rumour, fakes.reading(rumour, talk), None)
            for one, buy in zip((deal, again), buys, strict=True):
                writer.record(one, fakes.reading(one, buy), None)
        self.talks = fakes.move("m-1", kind="negotiate", claim_ids=(talk.id,), happened_on=None)
        self.deal = fakes.move(
            "m-2", kind="invest", who=("stellantis",), whom=("leapmotor",), status=Status.HAPPENED, happened_on="2026-05-02",
            claim_ids=tuple(one.id for one in buys), document_ids=("d2", "d3"), origins=("Quay Wire", "Harbour Post"),
        )  # fmt: skip
        with self.ledger.writer() as writer:
            writer.conclude(Conclusions(moves=(self.talks, self.deal)))
        self.before = T0 + dt.timedelta(minutes=30)
        self.now = T0 + dt.timedelta(hours=1)
        denial = fakes.document("d4", "Renault is not in talks with Xiaomi.", outlet="Quay Wire", published_on="2026-05-03")
        no = fakes.claim(denial, "negotiate", ("renault",), ("xiaomi",), status=Status.DENIED, source="renault")
        with self.ledger.writer() as writer:
            writer.record(denial, fakes.reading(denial, no), None)
        self.denied = replace(
            self.talks, status=Status.DENIED, claim_ids=(talk.id, no.id), document_ids=("d1", "d4"),
            origins=fakes.move(origins=("The Sample", "Renault")).origins,
        )  # fmt: skip
        with self.ledger.writer() as writer:
            writer.conclude(Conclusions(moves=(self.denied, self.deal)))
            writer.issue(
                Outlook(
                    id="o-1", forecaster="ladder-1", first="renault", second="xiaomi", kind="negotiate", asked_on="2026-05-03",
                    by_on="2027-05-03", issued_at=self.now, probabilities={"talks": 0.41, "agreement": 0.095},
                    base_rates={"talks": 0.3},
                )
            )  # fmt: skip
        self.now = T0 + dt.timedelta(hours=2)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture(scope="module")
def kept_desk() -> Desk:
    """The same for all tests of a file, for those that only look."""
    return Desk()
