"""Whether a second reader is asked, about what, and whether the day's budget allows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.reading.second.doubt import Policy, fits, request_for, tokens_at_most

if TYPE_CHECKING:
    from vigie.model import Claim, Document

POLICY = Policy(sure=0.6, whole_up_to=100, longest=2000)
PARAGRAPHS = [f"Paragraph {i} tells of Renault and of the weather, at some length." for i in range(12)]
LONG = fakes.document("d1", "\n\n".join(PARAGRAPHS))


def claim(of: Document, quote: str, confidence: float) -> Claim:
    return replace(fakes.claim(of, "meet", ("renault",), ("xiaomi",), quote=quote), confidence=confidence)


def test_nobody_is_asked_where_the_first_reader_is_sure() -> None:
    assert request_for(LONG, fakes.reading(LONG, claim(LONG, PARAGRAPHS[3], 0.6)), POLICY) is None


def test_nobody_is_asked_where_there_is_nothing_to_read() -> None:
    empty = fakes.document("d2", "  \n ")
    assert request_for(empty, fakes.reading(empty), POLICY) is None


def test_of_a_long_document_the_doubted_paragraph_is_sent_with_the_one_before_and_the_first() -> None:
    doubted = claim(LONG, PARAGRAPHS[7], 0.59)
    request = request_for(LONG, fakes.reading(LONG, claim(LONG, PARAGRAPHS[3], 0.9), doubted), POLICY)
    assert request is not None
    assert [LONG.text[start:end] for start, end in request.stretches] == [PARAGRAPHS[0], PARAGRAPHS[6], PARAGRAPHS[7]]
    assert request.doubted == {doubted.id}
    assert request.reason == "1 of 2 claims lie below 0.6"


def test_a_document_with_few_doubts_among_many_claims_is_left_alone() -> None:
    claims = [claim(LONG, paragraph, 0.9) for paragraph in PARAGRAPHS[:4]]
    doubt = claim(LONG, PARAGRAPHS[7], 0.3)
    assert request_for(LONG, fakes.reading(LONG, *claims, doubt), replace(POLICY, share=0.25)) is None
    assert request_for(LONG, fakes.reading(LONG, *claims, doubt), replace(POLICY, share=0.2)) is not None


def test_a_document_is_sent_whole_where_doubts_stand_all_over_it() -> None:
    doubts = [claim(LONG, PARAGRAPHS[i], 0.3) for i in (2, 5, 8, 11)]
    request = request_for(LONG, fakes.reading(LONG, *doubts), POLICY)
    assert request is not None
    assert len(request.stretches) == len(PARAGRAPHS)


def test_a_short_document_is_sent_whole() -> None:
    request = request_for(LONG, fakes.reading(LONG, claim(LONG, PARAGRAPHS[7], 0.3)), replace(POLICY, whole_up_to=5000))
    assert request is not None
    assert len(request.stretches) == len(PARAGRAPHS)


def test_what_is_too_long_is_not_sent() -> None:
    reading = fakes.reading(LONG, claim(LONG, PARAGRAPHS[7], 0.3))
    assert request_for(LONG, reading, replace(POLICY, longest=100)) is None


def test_two_parties_and_no_claim_are_a_doubt() -> None:
    entities = (fakes.entity("renault"), fakes.entity("xiaomi"))
    assert request_for(LONG, fakes.reading(LONG, entities=entities), POLICY) is not None
    assert request_for(LONG, fakes.reading(LONG, entities=entities[:1]), POLICY) is None


def test_the_budget_is_kept_to_the_token() -> None:
    policy = Policy(tokens_a_day=1000, answer_tokens=100)
    assert tokens_at_most("雷诺 and more", policy) == 2 + 3 + 100
    assert fits(policy, spent=895, tokens=105)
    assert not fits(policy, spent=896, tokens=105)


def test_a_budget_of_nothing_allows_nothing() -> None:
    assert not fits(Policy(tokens_a_day=0), spent=0, tokens=1)
