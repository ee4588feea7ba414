"""The endpoint of a second reader, against a real server on this machine: what it is sent, and every way in which it can fail."""

from __future__ import annotations

import pytest

from vigie.checks.endpoint import Reply, ScriptedEndpoint, completion, said
from vigie.errors import EndpointError
from vigie.model.chat import Answer, Question
from vigie.sources.chat import LONGEST_ANSWER, ChatEndpoint, tokens_of

KEY = "sk-never-to-be-seen"
QUESTION = Question(system="Read.", user="Renault met Xiaomi.", schema={"type": "object"}, most_tokens=50)


def ask(endpoint: ScriptedEndpoint, waits: list[float] | None = None, *, timeout_s: float = 5.0) -> Answer:
    chat = ChatEndpoint(endpoint.url, "a-model", key=KEY, timeout_s=timeout_s, pause=(waits if waits is not None else []).append)
    return chat.ask(QUESTION)


def failure(*replies: Reply, timeout_s: float = 5.0) -> EndpointError:
    with ScriptedEndpoint(*replies) as endpoint, pytest.raises(EndpointError) as error:
        ask(endpoint, timeout_s=timeout_s)
    sentence = str(error.value)
    assert KEY not in sentence
    assert "\n" not in sentence
    assert endpoint.url in sentence
    return error.value


def test_a_question_is_put_in_the_protocol() -> None:
    with ScriptedEndpoint(said("Yes.", tokens=321)) as endpoint:
        answer = ask(endpoint)
    [asked] = endpoint.asked
    assert (answer.text, answer.tokens, answer.whole) == ("Yes.", 321, True)
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert asked.body["model"] == "a-model"
    assert (asked.system, asked.user, asked.body["max_tokens"]) == ("Read.", "Renault met Xiaomi.", 50)
    assert asked.body["response_format"]["json_schema"]["schema"] == {"type": "object"}


def test_no_key_means_no_header() -> None:
    with ScriptedEndpoint(said("Yes.")) as endpoint:
        ChatEndpoint(endpoint.url, "a-model").ask(QUESTION)
    assert "Authorization" not in endpoint.asked[0].headers


def test_the_key_is_not_shown_by_the_object() -> None:
    assert KEY not in repr(ChatEndpoint("http://localhost:1/v1", "a-model", key=KEY))


def test_an_endpoint_that_knows_no_schemas_is_asked_in_simpler_form_from_then_on() -> None:
    refusal = Reply(status=400, content=b'{"error": {"message": "response_format is not supported"}}')
    with ScriptedEndpoint(refusal, said("Yes.")) as endpoint:
        chat = ChatEndpoint(endpoint.url, "a-model")
        assert chat.ask(QUESTION).text == "Yes."
        assert chat.ask(QUESTION).text == "Yes."
    assert ["response_format" in asked.body for asked in endpoint.asked] == [True, False, False]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_endpoint_is_asked_once_more(status: int) -> None:
    waits: list[float] = []
    with ScriptedEndpoint(Reply(status=status, headers={"Retry-After": "2"}), said("Yes.")) as endpoint:
        assert ask(endpoint, waits).text == "Yes."
    assert waits == [2.0]


def test_no_retry_after_makes_a_round_stand_still() -> None:
    waits: list[float] = []
    with ScriptedEndpoint(Reply(status=429, headers={"Retry-After": "86400"}), said("Yes.")) as endpoint:
        ask(endpoint, waits, timeout_s=30.0)
    assert waits == [5.0]


def test_an_endpoint_that_stays_busy_is_given_up() -> None:
    assert "answers 429" in str(failure(Reply(status=429)))
    assert "answers 500" in str(failure(Reply(status=500)))


def test_what_an_endpoint_says_of_its_refusal_is_told_without_key_and_control_characters() -> None:
    said_so = b'{"error": {"message": "Incorrect API key: sk-never-to-be-seen\\u001b[31m\\nask   support"}}'
    assert str(failure(Reply(status=401, content=said_so))).endswith("answers 401: Incorrect API key: … [31m ask support")


def test_a_redirect_is_not_followed() -> None:
    with ScriptedEndpoint(said("Yes.")) as other:
        error = failure(Reply(status=307, headers={"Location": other.url + "/chat/completions"}))
    assert "answers 307" in str(error)
    assert other.asked == []


def test_an_endpoint_that_hangs_is_left_in_time_and_its_cost_is_counted() -> None:
    error = failure(Reply(hangs=True), timeout_s=0.3)
    assert "gave no answer within 0.3 seconds" in str(error)
    assert error.tokens == tokens_of("Read.Renault met Xiaomi.")


def test_an_endpoint_that_drips_is_left_in_time() -> None:
    assert "within 0.3 seconds" in str(failure(Reply(content=b"x" * 10_000, drips=True), timeout_s=0.3))


def test_an_answer_without_end_is_refused() -> None:
    assert "answers more than 1 MB" in str(failure(Reply(content=b"x" * (LONGEST_ANSWER + 1))))


def test_a_connection_that_breaks_off_is_said() -> None:
    assert "broke the connection off" in str(failure(Reply(content=b'{"choices": ', breaks=True)))


def test_an_endpoint_that_is_not_there_costs_nothing() -> None:
    with ScriptedEndpoint(said("Yes.")) as endpoint:
        url = endpoint.url
    with pytest.raises(EndpointError, match="can't be reached") as error:
        ChatEndpoint(url, "a-model").ask(QUESTION)
    assert error.value.tokens == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"[]", b'{"choices": []}', b'{"choices": [{"message": {}}]}', b'{"choices": 7}', b"\xff\xfe", b"[" * 100_000],
)
def test_what_is_not_the_protocol_is_refused(content: bytes) -> None:
    assert "something else than the chat protocol" in str(failure(Reply(content=content)))


def test_an_answer_without_words_is_refused() -> None:
    assert "without words" in str(failure(Reply(content=b'{"choices": [{"message": {"content": null}}]}')))


def test_an_answer_cut_off_is_marked() -> None:
    with ScriptedEndpoint(said('{"claims": [{"ty', finish="length")) as endpoint:
        assert not ask(endpoint).whole


@pytest.mark.parametrize("reported", [None, -5, 0, 10**12])
def test_a_cost_that_is_not_reported_or_can_not_be_is_estimated(reported: int | None) -> None:
    with ScriptedEndpoint(completion(tokens=reported)) as endpoint:
        answer = ask(endpoint)
    assert answer.tokens == tokens_of("Read.Renault met Xiaomi.") + tokens_of(answer.text)


def test_han_characters_count_one_token_each() -> None:
    assert tokens_of("雷诺与小米") == 5
    assert tokens_of("Renault") == 3
