"""Who is meant by surname, plain noun and pronoun, and for whom people act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.mentions import Cast, slug

if TYPE_CHECKING:
    from conftest import Found, Lay


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("fr", "Luca de Meo a vu Xiaomi. Hier, de Meo est reparti.", "de Meo"),
        ("en", "Lei Jun smiled. Then Jun left.", "Jun"),
        ("de", "Luca de Meo kam. Meo ging.", "Meo"),
    ],
)
def test_a_surname_is_the_person_named_in_full_before(found: Found, lang: str, text: str, words: str) -> None:
    surnames = [(w, key) for w, key, how in found(text, lang) if how == "surname"]
    assert [w for w, _ in surnames] == [words]


@pytest.mark.parametrize(
    ("lang", "text", "noun"),
    [
        ("fr", "Renault avance. Le groupe ferme une usine.", "groupe"),
        ("en", "Renault advances. The company will close a plant.", "company"),
        ("de", "Renault wächst. Der Konzern schließt ein Werk.", "Konzern"),
        ("zh", "雷诺增长。该公司关闭工厂。", "该公司"),
    ],
)
def test_a_plain_noun_is_the_party_named_before(found: Found, lang: str, text: str, noun: str) -> None:
    nouns = [(words, key) for words, key, how in found(text, lang) if how == "noun"]
    assert [key for _, key in nouns] == ["renault"]
    assert noun in nouns[0][0]


def test_a_maker_s_noun_is_no_supplier(found: Found) -> None:
    nouns = [
        key for _, key, how in found("Bosch livre des freins à Renault. Le constructeur ferme une usine.", "fr") if how == "noun"
    ]
    assert nouns == ["renault"]
    nouns = [key for _, key, how in found("Renault bestellt bei Bosch. Der Zulieferer wächst.", "de") if how == "noun"]
    assert nouns == ["bosch"]


def test_a_noun_before_a_name_stands_for_nobody_else(found: Found) -> None:
    assert [key for _, key, how in found("Xiaomi avance. Le constructeur Renault aussi.", "fr") if how == "noun"] == []


@pytest.mark.parametrize(
    ("lang", "text"), [("fr", "Renault a vu Xiaomi. Les deux groupes se taisent."), ("zh", "雷诺会见了小米。双方未置评。")]
)
def test_both_means_the_last_two(found: Found, lang: str, text: str) -> None:
    assert {key for _, key, how in found(text, lang) if how == "noun"} == {"renault", "xiaomi"}


@pytest.mark.parametrize(
    ("published", "employer"), [("2018-05-02", "seat"), ("2024-05-02", "renault"), ("2020-03-01", "seat"), (None, "renault")]
)
def test_a_person_acts_for_whom_the_post_of_that_day_is_at(lay: Lay, published: str | None, employer: str) -> None:
    _, cast = lay("Luca de Meo a parlé.", "fr", published=published)
    assert cast.affiliations["luca-de-meo"] == employer


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Quentin Varlois, directeur général de Bosch, a quitté la réunion."),
        ("en", "Mr Quentin Varlow, chief executive of Bosch, left the meeting."),
        ("de", "Bosch-Chef Quentin Varlohe verließ das Treffen."),
    ],
)
def test_an_unknown_person_acts_for_the_organisation_beside_the_title(lay: Lay, lang: str, text: str) -> None:
    _, cast = lay(text, lang)
    [person] = [key for key, entity in cast.entities.items() if entity.kind == "person"]
    assert cast.affiliations[person] == "bosch"


def test_the_headline_weighs_three_times(lay: Lay) -> None:
    _, cast = lay("Geely wächst\n\nRenault sprach mit Bosch. Renault schwieg dann.", "de")
    assert cast.weights["geely"] == 3.0
    assert cast.weights["renault"] == 2.0
    assert [cast.standing(key) for key in ("geely", "renault", "bosch")] == [0, 1, 2]
    assert Cast().standing("nobody") == 3


@pytest.mark.parametrize(
    ("name", "key"), [("Hägele GmbH", "?hagele-gmbh"), ("宁远科技", "?宁远科技"), ("  A & B ", "?a-b"), ("É.", "?e")]
)
def test_the_key_of_an_unknown_name_is_its_slug(name: str, key: str) -> None:
    assert slug(name) == key


@given(st.text())
def test_a_slug_is_lower_case_words_joined_by_hyphens(name: str) -> None:
    made = slug(name)
    assert made[0] == "?"
    assert not made[1:].startswith("-")
    assert not made.endswith("-")
    assert slug(name) == made
