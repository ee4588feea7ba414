"""Every language file keeps to its cases: each cue is shown by a sentence, each way to write a date or a number by an example.

`tests/cases/cues/<code>.yml` maps `section.leaf` to sentences; every pattern of triggers, status and reporting must be
matched under its own `section.leaf`. `tests/cases/dates/<code>.yml` lists {text, published, past, future?}; a `past` of
null means that no date may be found. `tests/cases/numbers/<code>.yml` lists {text, number, unit?, upper?}; a `number`
of null means that no number may be found.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from vigie.reading.dates import DateReader
from vigie.reading.language import Language, languages, lowered
from vigie.reading.numbers import NumberReader

CASES = Path(__file__).resolve().parents[1] / "cases"
CODES = sorted(p.stem for p in (CASES / "cues").glob("*.yml"))
COVERED = ("triggers", "status", "reporting")


@cache
def _cases(kind: str, code: str) -> Any:
    path = CASES / kind / f"{code}.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else None


def _listed(kind: str) -> list[Any]:
    return [pytest.param(code, case, id=f"{code}-{i + 1}") for code in CODES for i, case in enumerate(_cases(kind, code) or ())]


@cache
def _dates(code: str) -> DateReader:
    return DateReader(_language(code))


@cache
def _numbers(code: str) -> NumberReader:
    return NumberReader(_language(code))


def _language(code: str) -> Language:
    return languages()[code]


@pytest.mark.parametrize("code", CODES)
def test_every_cue_is_shown_by_a_sentence_of_its_own_leaf(code: str) -> None:
    language = _language(code)
    cases = _cases("cues", code)
    uncovered = []
    for section in COVERED:
        for leaf, patterns in (language.data.get(section) or {}).items():
            category = f"{section}.{leaf}"
            seen = {h.pattern for sentence in cases.get(category) or () for h in language.find(sentence) if h.category == category}
            uncovered += [f"{category}: {p}" for p in map(str, patterns or ()) if p not in seen]
    assert not uncovered, f"{len(uncovered)} patterns of '{code}' are matched by no sentence under their own leaf:\n" + "\n".join(
        uncovered
    )


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_shows_a_cue_of_its_leaf(code: str) -> None:
    language = _language(code)
    silent = []
    for category, sentences in _cases("cues", code).items():
        section, _, leaf = category.partition(".")
        assert leaf in (language.data.get(section) or {}), f"'{category}' is no section.leaf of the language file '{code}'"
        silent += [f"{category}: {s}" for s in sentences if all(h.category != category for h in language.find(s))]
    assert not silent, f"{len(silent)} sentences of '{code}' match no pattern of their leaf:\n" + "\n".join(silent)


@pytest.mark.parametrize("code", CODES)
def test_a_leaf_names_each_pattern_once(code: str) -> None:
    twice = []
    for section in COVERED:
        for leaf, patterns in (_language(code).data.get(section) or {}).items():
            listed = [str(p) for p in patterns or ()]
            twice += [f"{section}.{leaf}: {p}" for p in dict.fromkeys(listed) if listed.count(p) > 1]
    assert not twice, "named twice: " + ", ".join(twice)


@pytest.mark.parametrize(("code", "case"), _listed("dates"))
def test_dates(code: str, case: dict[str, Any]) -> None:
    published = str(case["published"]) if case.get("published") else None
    found = _dates(code).find(lowered(case["text"]), published)
    if case["past"] is None:
        assert found == []
        return
    matching = [d for d in found if d.past == str(case["past"])]
    assert matching, f"{case['text']}: {case['past']} is not among {[(d.past, d.future) for d in found]}"
    if "future" in case:
        assert str(case["future"]) in [d.future for d in matching]


@pytest.mark.parametrize(("code", "case"), _listed("numbers"))
def test_numbers(code: str, case: dict[str, Any]) -> None:
    low = lowered(case["text"])
    taken = [(d.start, d.end) for d in _dates(code).find(low, None)]
    found = _numbers(code).find(low, taken)
    if case["number"] is None:
        assert found == []
        return
    wanted = (pytest.approx(float(case["number"])), case.get("unit"))
    matching = [n for n in found if (n.number, n.unit) == wanted]
    assert matching, f"{case['text']}: {case['number']} {case.get('unit')} is not among {[(n.number, n.unit) for n in found]}"
    if "upper" in case:
        assert pytest.approx(float(case["upper"])) in [n.upper for n in matching]
