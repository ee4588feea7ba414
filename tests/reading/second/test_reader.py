"""The second reader as a whole, against a real server: asked when it should be, and nothing lost whatever the server does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import pytest

from vigie.checks import fakes
from vigie.checks.endpoint import Reply, ScriptedEndpoint, completion, said
from vigie.model import Document, Reading, Status
from vigie.reading.second import Policy, SecondReader
from vigie.sources.chat import ChatEndpoint

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.reading import DefaultReader

DOCUMENT = fakes.document("d1", "Renault met Xiaomi in Beijing, people familiar with the matter said.")
MET = {
    "type": "meet",
    "who": ["Renault"],
    "whom": ["Xiaomi"],
    "status": "rumoured",
    "source": "anonymous",
    "quote": "Renault met Xiaomi",
}


def doubtful(document: Document = DOCUMENT, confidence: float = 0.4) -> Reading:
    claim = fakes.claim(document, "meet", ("renault",), ("xiaomi",), status=Status.HAPPENED, quote="Renault met Xiaomi")
    return fakes.reading(document, replace(claim, confidence=confidence, reader="rules-1"), reader="rules-1")


class Make(Protocol):
    """Stands a second reader behind the real first one."""

    def __call__(self, endpoint: ScriptedEndpoint, policy: Policy | None = None, *, timeout_s: float = 5.0) -> SecondReader: ...


@pytest.fixture
def make(first: DefaultReader, atlas: Atlas) -> Make:
    def made(endpoint: ScriptedEndpoint, policy: Policy | None = None, *, timeout_s: float = 5.0) -> SecondReader:
        chat = ChatEndpoint(endpoint.url, "a model", timeout_s=timeout_s, pause=lambda _: None)
        return SecondReader(first, atlas, chat, policy or Policy())

    return made


def test_its_name_says_version_and_model(make: Make) -> None:
    with ScriptedEndpoint(completion()) as endpoint:
        assert make(endpoint).name == "second-1/a-model"


def test_a_sure_reading_costs_nothing(make: Make) -> None:
    with ScriptedEndpoint(completion()) as endpoint:
        opinion = make(endpoint).consider(DOCUMENT, doubtful(confidence=0.95), spent=0)
    assert (opinion.reading, opinion.tokens, endpoint.asked) == (doubtful(confidence=0.95), 0, [])


def test_a_doubt_is_settled_and_both_readings_are_handed_back(make: Make) -> None:
    with ScriptedEndpoint(completion(MET, tokens=777)) as endpoint:
        opinion = make(endpoint).consider(DOCUMENT, doubtful(), spent=0)
    [claim] = opinion.reading.claims
    assert claim.status is Status.RUMOURED
    assert [one.reader for one in opinion.beside] == ["rules-1", "second-1/a-model"]
    assert [one.reader for reading in opinion.beside for one in reading.claims] == ["rules-1", "second-1/a-model"]
    assert (opinion.tokens, opinion.note, opinion.refused) == (777, None, ())


def test_a_day_whose_budget_is_spent_asks_nobody(make: Make) -> None:
    with ScriptedEndpoint(completion(MET)) as endpoint:
        opinion = make(endpoint, Policy(tokens_a_day=10_000)).consider(DOCUMENT, doubtful(), spent=9_000)
    assert opinion.reading == doubtful()
    assert opinion.note == "'d1' was not read a second time: the day's budget of tokens is spent"
    assert endpoint.asked == []


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=500), "answers 500"),
        (Reply(status=429), "answers 429"),
        (Reply(content=b"not json"), "something else than the chat protocol"),
        (Reply(hangs=True), "gave no answer"),
        (said("I would rather not."), "no JSON object"),
        (said('{"claims": [', finish="length"), "cut off at its longest"),
    ],
)
def test_nothing_is_lost_whatever_the_endpoint_does(make: Make, reply: Reply, sentence: str) -> None:
    with ScriptedEndpoint(reply) as endpoint:
        opinion = make(endpoint, timeout_s=0.5).consider(DOCUMENT, doubtful(), spent=0)
    assert opinion.reading == doubtful()
    assert opinion.beside == ()
    assert opinion.note is not None
    assert opinion.note.startswith("'d1' was read once only: ")
    assert sentence in opinion.note
    assert "\n" not in opinion.note


def test_an_unusable_answer_costs_what_it_cost(make: Make) -> None:
    with ScriptedEndpoint(said("No.", tokens=555)) as endpoint:
        assert make(endpoint).consider(DOCUMENT, doubtful(), spent=0).tokens == 555


def test_a_dead_endpoint_is_not_asked_again_and_again(make: Make) -> None:
    with ScriptedEndpoint(said("No.")) as endpoint:
        reader = make(endpoint)
        notes = [reader.consider(DOCUMENT, doubtful(), spent=0).note or "" for _ in range(5)]
    assert len(endpoint.asked) == 3
    assert [note.endswith("the endpoint failed before") for note in notes] == [False, False, False, True, True]


def test_an_endpoint_that_recovers_is_asked_on(make: Make) -> None:
    with ScriptedEndpoint(said("No."), said("No."), completion(MET)) as endpoint:
        reader = make(endpoint)
        notes = [reader.consider(DOCUMENT, doubtful(), spent=0).note for _ in range(6)]
    assert len(endpoint.asked) == 6
    assert notes[2:] == [None] * 4


def test_what_it_says_without_grounds_is_told(make: Make) -> None:
    invented = {**MET, "quote": "Renault bought Xiaomi"}
    with ScriptedEndpoint(completion(MET, invented)) as endpoint:
        opinion = make(endpoint).consider(DOCUMENT, doubtful(), spent=0)
    assert opinion.refused == ("a claim 'meet' of the second reader quotes words that are not in the text",)
    assert len(opinion.reading.claims) == 1


def test_the_same_answer_gives_the_same_opinion(make: Make) -> None:
    with ScriptedEndpoint(completion(MET)) as endpoint:
        reader = make(endpoint)
        assert reader.consider(DOCUMENT, doubtful(), spent=0) == reader.consider(DOCUMENT, doubtful(), spent=0)
    assert endpoint.asked[0].body == endpoint.asked[1].body
