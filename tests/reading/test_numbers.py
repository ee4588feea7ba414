"""Numbers with their units; the languages' own cases stand in tests/cases/numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.language import languages, lowered
from vigie.reading.numbers import NumberReader

READERS = {code: NumberReader(language) for code, language in languages().items()}


def numbers(code: str, text: str) -> list[tuple[float, str | None]]:
    return [(n.number, n.unit) for n in READERS[code].find(lowered(text), [])]


@pytest.mark.parametrize(
    ("code", "text", "number", "unit"),
    [
        ("fr", "1,2 million de voitures", 1_200_000, "vehicles"),
        ("fr", "35,3 %", 35.3, "%"),
        ("de", "40.000 Autos", 40_000, "vehicles"),
        ("de", "1,5 Milliarden Euro", 1.5e9, "EUR"),
        ("en", "€1.5bn", 1.5e9, "EUR"),
        ("en", "12,500 jobs", 12_500, "jobs"),
        ("zh", "21.59万元", 215_900, "CNY"),
        ("zh", "100万辆", 1_000_000, "vehicles"),
    ],
)
def test_numbers_are_in_full_units(code: str, text: str, number: float, unit: str) -> None:
    assert numbers(code, text) == [(number, unit)]


@pytest.mark.parametrize("code", ["fr", "en", "de"])
def test_a_bare_year_is_no_number(code: str) -> None:
    assert numbers(code, "2024") == []


def test_what_is_taken_is_left_alone() -> None:
    assert READERS["en"].find("27 april", [(0, 8)]) == []


def test_a_serial_number_is_not_counted() -> None:
    assert [n for n, _ in numbers("en", "no 99999999999999999999999999 here") if n > 1e18] == []


@given(
    st.text(max_size=60) | st.text(st.sampled_from("0123456789.,  %€万亿bnkm-–一百"), max_size=30), st.sampled_from(sorted(READERS))
)
def test_whatever_is_found_is_finite_and_at_its_place(text: str, code: str) -> None:
    low = lowered(text)
    position = 0
    for number in READERS[code].find(low, []):
        assert position <= number.start < number.end <= len(low)
        position = number.end
        assert math.isfinite(number.number)
        assert number.upper is None or math.isfinite(number.upper)


def test_a_number_begins_at_its_first_sign_even_at_the_start_of_a_paragraph() -> None:
    low = lowered("Prices\n\n170 million euros were paid: 40,000 cars.")
    found = READERS["en"].find(low, [])
    assert [low[n.start : n.end] for n in found] == ["170 million euros", "40,000 cars"]
