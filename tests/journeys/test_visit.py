"""The main job on the article that vigie was begun for, and on a twin of ours with the same traps."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from vigie.atlas import load_atlas
from vigie.checks.fakes import TickingClock
from vigie.ledger import MemoryLedger
from vigie.reading import DefaultReader
from vigie.rounds import run_round
from vigie.telling import reading_record
from vigie.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "gold" / "dev" / "seed.json"
TWIN = ROOT / "tests" / "cases" / "journeys" / "visit-fr.json"


def read(path: Path) -> dict[str, Any]:
    clock, atlas = TickingClock(), load_atlas()
    done = run_round(Watch(reader=DefaultReader(atlas), atlas=atlas, ledger=MemoryLedger(clock=clock), clock=clock), [str(path)])
    [taken] = done.taken
    return reading_record(taken.reading, story=None, copy_of=None, moves={})


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(TWIN, id="twin"),
        pytest.param(
            SEED,
            id="seed",
            marks=[pytest.mark.shared, pytest.mark.skipif(not SEED.exists(), reason="../shared is not here")],
        ),
    ],
)
def article(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read(request.param)


def claims(article: dict[str, Any], kind: str, *parties: str) -> list[dict[str, Any]]:
    """Claims of a type in which all parties take part; Luca de Meo and Lei Jun stand for their companies."""
    stands_for = {"Luca de Meo": "Renault", "Lei Jun": "Xiaomi"}
    found = []
    for claim in article["claims"]:
        named = {stands_for.get(name, name) for name in chain(claim["who"], claim["whom"])}
        if claim["type"] == kind and set(parties) <= named:
            found.append(claim)
    return found


def statuses(article: dict[str, Any], kind: str, *parties: str) -> set[str]:
    return {claim["status"] for claim in claims(article, kind, *parties)}


def test_the_language_is_french(article: dict[str, Any]) -> None:
    assert article["lang"] == "fr"


@pytest.mark.parametrize("partner", ["Xiaomi", "Li Auto", "Geely", "Dongfeng"])
def test_the_meetings_happened(article: dict[str, Any], partner: str) -> None:
    assert "happened" in statuses(article, "meet", "Renault", partner)


def test_the_post_s_meeting_is_its_author_s_word_with_its_day_and_place(article: dict[str, Any]) -> None:
    [told] = [claim for claim in claims(article, "meet", "Renault", "Xiaomi") if claim["source"] == "Lei Jun"]
    assert (told["status"], told["when"], told["where"]) == ("happened", "2024-04-27", "Beijing Auto Show")


def test_the_launch_of_the_su7_happened(article: dict[str, Any]) -> None:
    launches = [claim for claim in article["claims"] if claim["type"] == "launch" and "Xiaomi SU7" in claim["what"]]
    assert "happened" in {claim["status"] for claim in launches}


def test_the_tie_up_is_asked_and_possible_and_never_a_fact(article: dict[str, Any]) -> None:
    found = statuses(article, "agree", "Renault", "Xiaomi")
    assert {"asked", "possible"} <= found
    assert not found & {"happened", "planned"}


@pytest.mark.parametrize("partner", ["Geely", "Dongfeng"])
def test_the_old_partners_stand(article: dict[str, Any], partner: str) -> None:
    assert "happened" in statuses(article, "agree", "Renault", partner)


def test_repeated_paragraphs_count_once(article: dict[str, Any]) -> None:
    told = [json.dumps([c["type"], c["who"], c["whom"], c["what"], c["status"], c["source"], c["when"]]) for c in article["claims"]]
    assert len(told) == len(set(told))
    for kind in ("launch", "agree"):
        quotes = [quote for claim in article["claims"] if claim["type"] == kind for quote in claim["quotes"]]
        assert len(quotes) == len(set(quotes))
