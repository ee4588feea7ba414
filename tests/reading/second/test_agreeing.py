"""Two readings of one document become the one that stands: nothing sure is lost, no doubt becomes a fact."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from vigie.checks import fakes
from vigie.model import Claim, Document, Reading, Status
from vigie.reading.second.agreeing import Agreed, agree
from vigie.reading.second.doubt import Request
from vigie.reading.second.weaker import weaker

DOCUMENT = fakes.document("d1", "Renault met Xiaomi. Ford may close a plant. Geely buys Lotus. BMW leaves Russia.")
MET, CLOSE, BUYS, LEAVES = (sentence.strip() + "." for sentence in DOCUMENT.text.rstrip(".").split("."))


def claim(kind: str, who: str, whom: str, quote: str, status: Status, confidence: float = 0.9, reader: str = "rules-1") -> Claim:
    made = fakes.claim(DOCUMENT, kind, (who,), (whom,) if whom else (), status=status, quote=quote)
    return replace(made, confidence=confidence, reader=reader, id=f"{made.id}-{reader}")


def second(*claims: Claim) -> Reading:
    return fakes.reading(DOCUMENT, *(replace(one, reader="second-1/m", confidence=0.5) for one in claims), reader="second-1/m")


def meeting(status: Status, confidence: float = 0.4, reader: str = "rules-1") -> Claim:
    return claim("meet", "renault", "xiaomi", MET, status, confidence, reader)


def together(
    first: list[Claim], other: list[Claim], *, grammar: dict[str, Status] | None = None, of: Document = DOCUMENT
) -> Agreed:
    doubted = frozenset(one.id for one in first if one.confidence < 0.6)
    request = Request(stretches=((0, len(of.text)),), doubted=doubted, reason="")
    return agree(fakes.reading(of, *first, reader="rules-1"), second(*other), request, grammar or {})


def test_what_both_find_is_confirmed_and_surer() -> None:
    agreed = together([meeting(Status.HAPPENED)], [meeting(Status.HAPPENED, reader="x")])
    [stands] = agreed.reading.claims
    assert (agreed.confirmed, agreed.dropped, agreed.added) == (1, 0, 0)
    assert stands.confidence == pytest.approx(0.7)
    assert stands.reader == agreed.reading.reader == "rules-1+second-1/m"


def test_a_doubt_that_the_second_does_not_find_is_dropped_and_a_sure_claim_stays() -> None:
    sure = claim("invest", "geely", "lotus", BUYS, Status.PLANNED)
    agreed = together([meeting(Status.RUMOURED), sure], [])
    assert list(agreed.reading.claims) == [sure]
    assert agreed.dropped == 1


def test_a_sure_claim_is_never_changed() -> None:
    sure = meeting(Status.HAPPENED, confidence=0.9)
    agreed = together([sure], [meeting(Status.DENIED, reader="x")])
    assert list(agreed.reading.claims) == [sure]


def test_what_only_the_second_finds_is_added_at_its_place_under_its_name() -> None:
    agreed = together([claim("invest", "geely", "lotus", BUYS, Status.PLANNED)], [meeting(Status.HAPPENED, reader="x")])
    assert [one.reader for one in agreed.reading.claims] == ["second-1/m", "rules-1"]
    assert agreed.added == 1
    assert {entity.key for entity in agreed.reading.entities} >= {"renault", "xiaomi"}


def test_what_only_the_second_finds_is_told_no_surer_than_its_grammar() -> None:
    found = meeting(Status.HAPPENED, reader="x")
    agreed = together([], [found], grammar={found.id: Status.ASKED})
    assert [one.status for one in agreed.reading.claims] == [Status.ASKED]


def test_a_second_that_finds_nothing_of_what_is_sure_is_set_aside() -> None:
    first = [claim("invest", "geely", "lotus", BUYS, Status.PLANNED), claim("end", "bmw", "", LEAVES, Status.HAPPENED)]
    first.append(meeting(Status.RUMOURED))
    agreed = together(first, [claim("close", "ford", "", CLOSE, Status.HAPPENED, reader="x")])
    assert not agreed.believed
    assert list(agreed.reading.claims) == first


def test_claims_of_other_types_or_parties_are_not_the_same() -> None:
    other = claim("meet", "ford", "geely", MET, Status.HAPPENED, reader="x")
    agreed = together([meeting(Status.RUMOURED)], [other, claim("agree", "renault", "xiaomi", MET, Status.RUMOURED, reader="x")])
    assert (agreed.confirmed, agreed.dropped, agreed.added) == (0, 1, 2)


def test_doubts_outside_what_was_sent_stay() -> None:
    doubt = claim("invest", "geely", "lotus", BUYS, Status.PLANNED, confidence=0.2)
    request = Request(stretches=((0, 10),), doubted=frozenset([doubt.id]), reason="")
    agreed = agree(fakes.reading(DOCUMENT, doubt, reader="rules-1"), second(), request, {})
    assert list(agreed.reading.claims) == [doubt]


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Status, Status)))
def test_no_answer_makes_a_fact_of_a_doubt(one: Status, other: Status) -> None:
    [stands] = together([meeting(one)], [meeting(other, reader="x")]).reading.claims
    assert stands.status is weaker(one, other)
    assert stands.status.firm == (one.firm and other.firm)
    assert (stands.status is Status.HAPPENED) == (one is other is Status.HAPPENED)
