"""One claim, one sentence: every type and status, in both languages, each proven by the checker, which knows no template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from vigie.atlas import load_atlas
from vigie.checks import fakes
from vigie.model import Claim, Quote, Status, Value
from vigie.taxonomy import claim_types
from vigie.telling.brief.check import Clause, Evidence, Known, Parsed, Witness, judge
from vigie.telling.brief.check.parse import Cited
from vigie.telling.brief.naming import Naming
from vigie.telling.brief.sentence import sentence
from vigie.telling.brief.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases/brief/sentences.yml").read_text(encoding="utf-8"))
PUBLISHED = "2026-04-20"


def claim_of(record: dict[str, Any]) -> Claim:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
    value = values.pop("value", None)
    return Claim(
        **{
            **values,
            "id": "c-1",
            "document_id": "d",
            "status": Status(values["status"]),
            "quotes": (Quote(start=0, end=1, words="x"),),
        },
        value=None if value is None else Value(**value),
    )


@pytest.fixture(scope="module")
def known() -> Known:
    return Known(load_atlas(), {})


def naming(lang: str, read: dict[str, tuple[str, str]] | None = None) -> Naming:
    return Naming(load_atlas(), read or {}, Wording.load(lang))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_case_reads_as_written(lang: str) -> None:
    told = [sentence(claim_of(case["claim"]), naming(lang), published_on=PUBLISHED) for case in CASES]
    assert told == [case[lang] for case in CASES]


def test_the_cases_hold_every_type_with_every_status() -> None:
    held = {(case["claim"]["type"], case["claim"]["status"]) for case in CASES}
    assert held == {(kind, status.value) for kind in claim_types() for status in Status}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_checker_proves_every_case(lang: str, known: Known) -> None:
    found = []
    for case in CASES:
        witness = Witness(
            claim=claim_of(case["claim"]), document=fakes.document("d", "x"), published_on=PUBLISHED, lang="zh", move=None, was=None
        )
        reference = Cited(line=2, number=1, text="d : « x »", ids=("c-1",))
        parsed = Parsed(
            lang=lang,
            since="",
            until="",
            clauses=(Clause(line=1, text=case[lang], cites=(1,)),),
            references={1: reference},
            doubled=(),
        )
        found += judge(parsed, Evidence(claims={"c-1": (witness,)}), known)
    assert found == []


def odd_claims() -> Iterator[tuple[dict[str, Any], str, str]]:
    base = {"type": "agree", "who": [], "status": "happened"}
    yield {**base, "whom": ["audi"]}, "Un accord en lien avec Audi a eu lieu.", "An agreement in connection with Audi took place."
    yield (
        {**base, "type": "negotiate", "status": "planned"},
        "Des négociations sont prévues.",
        "Talks are planned.",
    )
    yield (
        {"type": "invest", "who": ["huawei"], "whom": ["european-commission"], "status": "denied"},
        "Un investissement de Huawei dans la Commission européenne est démenti.",
        "An investment by Huawei in the European Commission is denied.",
    )
    yield (
        {"type": "regulate", "who": ["elysee"], "whom": ["audi", "opel"], "status": "asked"},
        "La question d’une mesure de l’Élysée visant Audi et Opel est posée.",
        "The question of a measure by Élysée concerning Audi and Opel is being raised.",
    )
    yield (
        {
            "type": "figure",
            "who": ["audi"],
            "status": "rumoured",
            "value": {"number": 1.0, "unit": "vehicles", "metric": "deliveries"},
        },
        "Audi aurait affiché des livraisons de 1\u00a0véhicule.",
        "Audi reportedly reported deliveries of 1\u00a0vehicle.",
    )
    yield (
        {"type": "meet", "who": ["?abc-motors"], "whom": ["?x"], "status": "happened", "happened_on": "not a date"},
        "abc motors a rencontré x.",
        "Abc motors met x.",
    )


@pytest.mark.parametrize(("record", "french", "english"), list(odd_claims()))
def test_odd_claims_still_make_sentences(record: dict[str, Any], french: str, english: str) -> None:
    if "elysee" in record["who"]:
        record = {**record, "who": [next(one.id for one in load_atlas().records if one.name == "Élysée")]}
    claim = claim_of(record)
    told = [sentence(claim, naming(lang), published_on=PUBLISHED) for lang in ("fr", "en")]
    assert [told[0][:1].lower() + told[0][1:], told[1]] == [french[:1].lower() + french[1:], english]
