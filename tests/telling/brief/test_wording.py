"""Numbers, dates, lists and articles, as each language writes them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.atlas.lookup import Atlas
from vigie.telling.brief.check.facts import read_clause
from vigie.telling.brief.check.naming import Known
from vigie.telling.brief.dates import day_words, on_words, readable
from vigie.telling.brief.foreseen import percent
from vigie.telling.brief.wording import Name, Wording

FR, EN = Wording.load("fr"), Wording.load("en")
NO_NAMES = Known(Atlas(()), {})


@pytest.mark.parametrize(
    ("number", "unit", "french", "english"),
    [
        (1.5e9, "EUR", "1,5\u00a0milliard d’euros", "1.5\u00a0billion euros"),
        (2e9, "EUR", "2\u00a0milliards d’euros", "2\u00a0billion euros"),
        (7e8, "USD", "700\u00a0millions de dollars", "700\u00a0million US dollars"),
        (1e6, "vehicles", "1\u00a0million de véhicules", "1\u00a0million vehicles"),
        (1.2e13, "JPY", "12\u00a0billions de yens", "12\u00a0trillion yen"),
        (1234567.0, "vehicles", "1\u202f234\u202f567\u00a0véhicules", "1,234,567\u00a0vehicles"),
        (1.0, "jobs", "1\u00a0emploi", "1\u00a0job"),
        (1.5, "GWh", "1,5\u00a0GWh", "1.5\u00a0GWh"),
        (0.0, "jobs", "0\u00a0emploi", "0\u00a0jobs"),
        (4.99, "%", "4,99\u202f%", "4.99%"),
        (-3.5, "%", "−3,5\u202f%", "−3.5%"),
        (215900.0, None, "215\u202f900", "215,900"),
        (3e6, None, "3\u00a0millions", "3\u00a0million"),
    ],
)
def test_amounts(number: float, unit: str | None, french: str, english: str) -> None:
    assert (FR.amount(number, unit), EN.amount(number, unit)) == (french, english)


UNITS = [*sorted(set(FR.data["units"]) & set(EN.data["units"])), "%", "GWh", "km"]


@given(st.integers(-(10**9), 10**13), st.integers(0, 3), st.sampled_from(UNITS), st.sampled_from([FR, EN]))
def test_every_amount_is_read_back_by_the_checker(whole: int, places: int, unit: str, wording: Wording) -> None:
    number = float(whole) / 10**places
    read = read_clause(f"({wording.amount(number, unit)})", NO_NAMES, wording.lang, unit=unit).numbers
    assert read == ((round(number, 6), unit),)


@pytest.mark.parametrize(
    ("iso", "french", "english"),
    [
        ("2026-05-01", "le 1er\u00a0mai\u00a02026", "on 1\u00a0May\u00a02026"),
        ("2026-05-03", "le 3\u00a0mai\u00a02026", "on 3\u00a0May\u00a02026"),
        ("2026-08", "en août\u00a02026", "in August\u00a02026"),
        ("2026-Q1", "au premier trimestre 2026", "in the first quarter of 2026"),
        ("2026-H2", "au deuxième semestre 2026", "in the second half of 2026"),
        ("2026", "en 2026", "in 2026"),
    ],
)
def test_dates(iso: str, french: str, english: str) -> None:
    assert (on_words(iso, FR), on_words(iso, EN)) == (french, english)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from([FR, EN]), st.integers(0, 4))
def test_every_date_is_read_back_by_the_checker(day: dt.date, wording: Wording, precision: int) -> None:
    iso = (f"{day}", f"{day:%Y-%m}", f"{day:%Y}-Q{(day.month + 2) // 3}", f"{day:%Y}-H{(day.month + 5) // 6}", f"{day:%Y}")[
        precision
    ]
    assert read_clause(f"x {on_words(iso, wording)}.", NO_NAMES, wording.lang).dates == (iso,)


def test_what_is_no_date_is_told_as_none() -> None:
    told = [readable(one) for one in (None, "soon", "2026-02-30", "2026-05-03T10:00:00Z", "2026-W19")]
    assert told == [None, None, None, "2026-05-03", None]
    assert day_words(dt.date(2026, 1, 1), FR) == "1er\u00a0janvier\u00a02026"


def test_lists_contract_and_elide() -> None:
    names = [
        Name("Audi"),
        Name("Renault"),
        Name("ministère du Commerce", "le"),
        Name("Union européenne", "l'"),
        Name("Nations unies", "les"),
    ]
    assert FR.listed(names, "de") == "d’Audi, de Renault, du ministère du Commerce, de l’Union européenne et des Nations unies"
    assert FR.listed(names, "à") == "à Audi, à Renault, au ministère du Commerce, à l’Union européenne et aux Nations unies"
    assert FR.listed(names[:2]) == "Audi et Renault"
    assert EN.listed([Name("Audi"), Name("European Union", "the"), Name("BYD")]) == "Audi, the European Union and BYD"
    assert [FR.listed([Name(one)], "de") for one in ("Hyundai", "Yutong", "Ypsomed", "小米", "UAW", "Opel")] == [
        "de Hyundai", "de Yutong", "d’Ypsomed", "de 小米", "d’UAW", "d’Opel",
    ]  # fmt: skip


def test_percentages() -> None:
    assert [percent(one, "en") for one in (0.0, 0.034, 0.0996, 0.5, 1.0)] == ["0%", "3.4%", "10%", "50%", "100%"]
    assert percent(0.034, "fr") == "3,4\u202f%"
