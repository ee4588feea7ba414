"""The words of an answer become well-formed claims, or sentences that say why not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.errors import EndpointError
from vigie.model import Status
from vigie.reading.second.answer import MOST_CLAIMS, parse
from vigie.reading.second.prompt import schema

GOOD: dict[str, Any] = {
    "type": "meet",
    "who": ["Renault"],
    "whom": ["Xiaomi"],
    "things": [],
    "status": "rumoured",
    "source": None,
    "when": "2024-04",
    "number": None,
    "quote": "Renault met Xiaomi",
}
OBJECT = json.dumps({"claims": [GOOD]})


@pytest.mark.parametrize(
    "text",
    [
        OBJECT,
        f"```json\n{OBJECT}\n```",
        f"Here it is:\n\n```\n{OBJECT}\n```\nAnything else?",
        f"<think>Could be {{}} or {{'claims'}}.</think>\n{OBJECT}",
        f"The object {{is}} this: {OBJECT} and no more.",
    ],
)
def test_the_object_is_found_bare_fenced_and_after_thoughts(text: str) -> None:
    [said], odd = parse(text)
    assert odd == []
    assert (said.type, said.who, said.whom, said.status, said.when) == (
        "meet",
        ("Renault",),
        ("Xiaomi",),
        Status.RUMOURED,
        "2024-04",
    )


@pytest.mark.parametrize("text", ["", "No.", "[]", "{}", '{"claims": 3}', '{"claims": [{"type": "meet"', "{" * 5000])
def test_an_answer_without_the_object_is_refused(text: str) -> None:
    with pytest.raises(EndpointError, match="no JSON object with a list of claims"):
        parse(text)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"type": "takeover"}, "is of the unknown type 'takeover'"),
        ({"status": "confirmed"}, "has the unknown status 'confirmed'"),
        ({"who": []}, "names nobody who does it"),
        ({"who": "Renault"}, "has no short list of names as 'who'"),
        ({"whom": ["x"] * 13}, "has no short list of names as 'whom'"),
        ({"who": [{"name": "Renault"}]}, "has something else than a name as 'who'"),
        ({"who": ["x" * 121]}, "has something else than a name as 'who'"),
        ({"quote": " "}, "quotes nothing, or too much"),
        ({"quote": "x" * 1501}, "quotes nothing, or too much"),
        ({"number": True}, "has a number that is none"),
        ({"number": float("nan")}, "has a number that is none"),
        ({"source": ["Reuters"]}, "has something else than a name as 'source'"),
        ({"confidence": 0.99}, "has fields nobody asked for: confidence"),
    ],
)
def test_an_odd_claim_is_named_and_the_others_stand(change: dict[str, Any], said: str) -> None:
    good, odd = parse(json.dumps({"claims": [{**GOOD, **change}, GOOD]}))
    assert len(good) == 1
    assert odd == [f"claim 1 of the answer {said}"]


def test_what_is_no_object_or_lacks_a_field_is_named() -> None:
    without = {key: value for key, value in GOOD.items() if key != "quote"}
    good, odd = parse(json.dumps({"claims": [7, without]}))
    assert good == []
    assert odd == ["claim 1 of the answer is no object", "claim 2 of the answer lacks quote"]


def test_a_flood_is_bounded() -> None:
    good, odd = parse(json.dumps({"claims": [GOOD] * (MOST_CLAIMS + 5)}))
    assert len(good) == MOST_CLAIMS
    assert odd == [f"the answer lists {MOST_CLAIMS + 5} claims, of which {MOST_CLAIMS} were looked at"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_stands_in_the_list_is_read_or_named(value: Any) -> None:
    good, odd = parse(json.dumps({"claims": [value]}))
    assert len(good) + len(odd) == 1


def test_the_schema_asks_for_exactly_what_is_read() -> None:
    assert set(schema()["properties"]["claims"]["items"]["required"]) == set(GOOD)
