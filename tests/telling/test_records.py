"""Records for machines: names for keys, the fields of the contract, nothing lost that JSON can hold."""

from __future__ import annotations

import json

from vigie.checks.fakes import FakeNames
from vigie.checks.ledger import conclusions_of, document_with_everything, reading_with_everything
from vigie.telling import document_record, judgement_record, move_record, reading_record, story_record, tellings

DOCUMENT = document_with_everything()
READING = reading_with_everything(DOCUMENT)


def test_a_reading_is_told_with_the_contract_s_fields() -> None:
    [claim] = READING.claims
    record = reading_record(READING, story="s-1", copy_of=None, moves={claim.id: "m-1"})
    assert (record["id"], record["lang"], record["published"], record["story"], record["copy_of"]) == (
        "d1",
        "en",
        "2024-05-01",
        "s-1",
        None,
    )
    [told] = record["claims"]
    assert (told["type"], told["who"], told["whom"], told["status"], told["source"]) == (
        "meet",
        ["Renault"],
        ["Xiaomi"],
        "happened",
        "anonymous",
    )
    assert told["what"] == ["Xiaomi Su7", "a stand"], "names of things come first, then free words"
    assert (told["when"], told["where"], told["move"], told["confidence"]) == ("2024-04", "Beijing", "m-1", 0.75)
    assert told["value"] == {"number": 1.5e6, "unit": "vehicles", "metric": "sales", "period": "2024-Q1"}
    assert told["quotes"] == ["Renault met Xiaomi"]


def test_every_record_can_be_written_as_json() -> None:
    found = conclusions_of()
    [move], [story], [judgement] = found.moves, found.stories, found.judgements
    told = tellings(move, {"d1": READING}, {"d1": DOCUMENT})
    records = [
        reading_record(READING, story=None, copy_of=None, moves={}),
        move_record(move, told, FakeNames()),
        document_record(DOCUMENT),
        story_record(story, [DOCUMENT], [move]),
        judgement_record(judgement),
    ]
    assert json.loads(json.dumps(records)) == records


def test_a_move_names_its_parties_and_origins() -> None:
    [move] = conclusions_of().moves
    record = move_record(move, [], FakeNames())
    assert (record["who"], record["whom"], record["what"], record["people"]) == (["Renault"], ["Xiaomi"], ["Xiaomi Su7"], ["Lei"])
    assert record["origins"] == [{"name": "The Sample", "documents": ["d1"], "reason": "it speaks in its own voice"}]
