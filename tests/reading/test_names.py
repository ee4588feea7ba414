"""Names that the atlas knows: every script, homonyms by their company, places by what they do."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import Document

if TYPE_CHECKING:
    from conftest import Found
    from vigie.reading import DefaultReader

NAMED = ("name", "nickname", "metonym")


def keys(found: list[tuple[str, str, str]]) -> list[str]:
    return [key for _, key, how in found if how in NAMED]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "L'usine de Renault et celle de Xiaomi"),
        ("en", "Renault's plant and Xiaomi’s"),
        ("de", "Renaults Werk und Xiaomis Werk"),
        ("zh", "雷诺与小米的工厂"),
    ],
)
def test_a_name_is_found_in_every_script_and_in_the_genitive(found: Found, lang: str, text: str) -> None:
    assert keys(found(text, lang))[:2] == ["renault", "xiaomi"]


def test_a_name_inside_another_word_is_none(found: Found) -> None:
    assert keys(found("The Renaultista and the VW of Boschung", "en")) == ["volkswagen"]


def test_the_longest_name_wins(found: Found) -> None:
    assert keys(found("Volkswagen Golf", "en")) == ["vw-golf"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He kept his seat and played golf. Seat was empty.", []),
        ("Volkswagen keeps Seat and the Golf.", ["volkswagen", "seat", "vw-golf"]),
        ("The Martorell plant belongs to Seat.", ["seat"]),
    ],
)
def test_a_homonym_counts_only_in_its_company(found: Found, text: str, expected: list[str]) -> None:
    assert keys(found(text, "en")) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("fr", "Bruxelles menace Geely de sanctions.", ["european-commission", "geely"]),
        ("fr", "Geely a ouvert un bureau à Bruxelles.", ["geely"]),
        ("en", "Brussels accused Geely of dumping.", ["european-commission", "geely"]),
        ("en", "Geely opened an office in Brussels.", ["geely"]),
        ("de", "Wolfsburg kündigt Stellenabbau an.", ["volkswagen"]),
        ("de", "Der Zug hält in Wolfsburg.", []),
        ("zh", "布鲁塞尔宣布对吉利加征关税。", ["european-commission", "geely"]),
        ("zh", "吉利在布鲁塞尔开设办事处。", ["geely"]),
    ],
)
def test_a_place_stands_for_who_sits_there_only_where_it_acts(found: Found, lang: str, text: str, expected: list[str]) -> None:
    assert keys(found(text, lang)) == expected


def test_a_dateline_is_no_actor(found: Found) -> None:
    assert keys(found("Bruxelles, 2 mai – Renault avance.", "fr")) == ["renault"]


def test_a_nickname_belongs_to_its_language(found: Found) -> None:
    assert keys(found("Le Losange accélère en Europe.", "fr")) == ["renault"]
    assert keys(found("The Losange accelerates in Europe.", "en")) == []


def test_typographic_signs_make_no_difference(found: Found) -> None:
    assert keys(found("L’usine d\u2019Europe de Luca\u00a0de\u202fMeo", "fr")) == ["luca-de-meo"]


def test_furniture_names_nobody(found: Found) -> None:
    text = "Geely avance, dit-on, dans le dossier.\n\nLire aussi : Renault ferme une usine"
    assert keys(found(text, "fr")) == ["geely"]


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["Renault", "小米", "Golf", "VW", "de", " ", ".", "Seat", "s", "Wolfsburg"])).map("".join)
)
def test_known_mentions_do_not_overlap(small_reader: DefaultReader, text: str) -> None:
    for lang in ("fr", "zh"):
        pages, cast, _ = small_reader.lay_out(Document(id="d", text=text, lang=lang))
        for page in pages:
            known = [m for m in page.mentions if m.how in NAMED and cast.entities[m.key].known]
            assert all(0 <= m.start < m.end <= len(page.text) for m in page.mentions)
            for before, after in itertools.pairwise(known):
                assert before.end <= after.start
