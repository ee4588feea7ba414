"""The language of a text, among those that are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.langid import language_of

CODES = ("de", "en", "fr", "zh")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Le constructeur a annoncé mardi la fermeture de son usine, selon plusieurs sources proches du dossier."),
        ("en", "The carmaker said on Tuesday that it would close the plant, according to people familiar with the matter."),
        ("de", "Der Hersteller hat am Dienstag angekündigt, das Werk zu schließen, wie mehrere mit der Sache Vertraute sagten."),
        ("zh", "据知情人士透露，该公司周二宣布关闭工厂。"),
        ("zh", "小米SU7 Max、Renault 5 E-Tech、BMW i4 同台"),
    ],
)
def test_each_language_is_told(code: str, text: str) -> None:
    assert language_of(text, CODES) == code


def test_only_languages_asked_for_are_answered() -> None:
    assert language_of("Der Hersteller hat das Werk geschlossen.", ["fr", "en"]) in ("fr", "en")


def test_without_letters_there_is_no_language() -> None:
    assert language_of("12,5 % … 🚗", CODES) is None


def test_names_are_taken_out_before() -> None:
    text = "Great Wall Motor und Volkswagen sprechen miteinander"
    assert language_of(text, CODES, names=["Great Wall Motor"]) == "de"


@given(st.text())
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    answer = language_of(text, CODES)
    assert answer in (*CODES, None)
    assert language_of(text, CODES) == answer
