"""Copies: who repeats whom, through edits, cuts and furniture, and who does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.checks.fakes import FakeNames, document, entity, reading
from vigie.stories.copies import repeat
from vigie.stories.marks import marks_of
from vigie.stories.seen import see
from vigie.stories.weigh import copies_among
from vigie.stories.words import sketch, tokens

if TYPE_CHECKING:
    from vigie.model import Copy, Document
    from vigie.stories.seen import Seen

WIRE = (
    "Stellantis said on Thursday that it would build two small cars in its Polish plant from next summer. "
    "The carmaker did not name the partner that supplies the batteries, but two suppliers in the region are hiring. "
    "Unions welcomed the decision and asked for guarantees on working hours. "
    "The regional government offered to pay for a new road to the gate of the plant. "
    "Analysts had expected the work to go to Slovakia, where wages are rising more slowly."
)
OTHER = (
    "Stellantis will assemble two city cars in Poland, the company announced on Thursday. "
    "Work begins next summer; batteries come from a partner whose name remains secret. "
    "Workers' representatives were pleased but want written promises about shifts. "
    "A road paid for by the voivodeship is part of the package."
)
CHINESE = (
    "斯特兰蒂斯周四宣布，将从明年夏天起在波兰工厂生产两款小型车。公司没有透露电池供应商的名称，"
    "但当地两家供应商正在招聘。工会对此表示欢迎，并要求保障工时。"
)


def copies(*documents: Document, credited: dict[str, frozenset[str]] | None = None) -> dict[str, str]:
    return {one: copy.copy_of for one, copy in found(*documents, credited=credited).items()}


def found(*documents: Document, credited: dict[str, frozenset[str]] | None = None) -> dict[str, Copy]:
    seen = {
        one.id: replace(see(one, reading(one), FakeNames()), credited=(credited or {}).get(one.id, frozenset()))
        for one in documents
    }
    repeats = [repeat(left, right) for left, right in combinations(seen.values(), 2) if share_marks(left, right)]
    return copies_among(seen, [one for one in repeats if one is not None])


def share_marks(left: Seen, right: Seen) -> bool:
    return bool(marks_of(left).wanted & marks_of(right).borne)


def test_a_lightly_edited_text_of_the_next_day_is_a_copy_of_the_first() -> None:
    edited = (
        WIRE.replace("on Thursday", "yesterday").replace("Analysts had expected", "Observers had thought")
        + " Read also: the weather."
    )
    first, second = document("first", WIRE), document("second", edited, published_on="2024-05-02")
    assert copies(second, first) == {"second": "first"}


def test_a_cut_tail_is_a_copy_of_the_whole() -> None:
    assert copies(document("whole", WIRE), document("cut", ". ".join(WIRE.split(". ")[:2]))) == {"cut": "whole"}


def test_a_longer_text_that_wraps_the_wire_in_furniture_is_a_copy_when_it_is_later() -> None:
    wrapped = "Subscribe now. " * 3 + WIRE + " Our newsletter comes every morning. All rights reserved by the publisher."
    assert copies(document("wire", WIRE), document("site", wrapped, published_on="2024-05-02")) == {"site": "wire"}


def test_two_reports_of_one_event_written_apart_are_no_copies() -> None:
    assert copies(document("a", WIRE), document("b", OTHER)) == {}


def test_a_roundup_that_quotes_one_paragraph_of_a_wire_is_no_copy() -> None:
    others = "In other news, " + " ".join(
        f"sentence number {n} tells of something else entirely, case {n} of many." for n in range(40)
    )
    roundup = WIRE.partition(". ")[0] + ". " + others
    assert copies(document("wire", WIRE), document("roundup", roundup, published_on="2024-05-03")) == {}


def test_chinese_texts_are_compared_by_character() -> None:
    edited = CHINESE.replace("周四", "昨日") + "（编辑：小王）"
    assert copies(document("a", CHINESE), document("b", edited, published_on="2024-05-02")) == {"b": "a"}


def test_of_one_day_the_one_that_credits_the_other_is_the_copy() -> None:
    agency = document("z-agency", WIRE[: len(WIRE) // 2], outlet="Agence Nord")
    paper = document("a-paper", WIRE, outlet="Le Petit Bourg")
    assert copies(agency, paper) == {"z-agency": "a-paper"}
    assert copies(agency, paper, credited={"a-paper": frozenset({"Agence Nord"})}) == {"a-paper": "z-agency"}


def test_a_copy_of_a_copy_leads_to_the_first() -> None:
    days = ("2024-05-01", "2024-05-02", "2024-05-03")
    texts = (WIRE, WIRE.replace("said", "told us"), WIRE.replace("said", "told us").replace("gate", "door"))
    chain = [document(f"d{n}", text, published_on=day) for n, (text, day) in enumerate(zip(texts, days, strict=True))]
    assert copies(*chain) == {"d1": "d0", "d2": "d0"}


def test_a_translation_is_a_copy_where_names_numbers_and_dates_agree() -> None:
    english = "Renault takes 34 percent of Geely for 772 million. Staff: 14500. Plants: 12. Price per share: 60.25 euros."
    french = "Renault prend 34 % de Geely pour 772 millions. Effectif : 14500. Usines : 12. Prix par action : 60,25 euros."
    other = "Renault prend 34 % de Geely pour 815 millions. Effectif : 23000. Usines : 17. Prix par action : 51,75 euros."
    assert in_two_languages(english, french)
    assert not in_two_languages(english, other)
    assert not in_two_languages(english, french, day="2024-06-01")


def in_two_languages(english: str, french: str, day: str = "2024-05-02") -> bool:
    actors = [entity(key, mentions=(key.title(),)) for key in ("renault", "geely")]
    left, right = document("en", english), document("fr", french, published_on=day)
    one, other = (see(of, reading(of, lang=of.id, entities=actors), FakeNames()) for of in (left, right))
    assert share_marks(one, other) or day > "2024-05-31"
    return repeat(one, other) is not None


def test_a_formula_that_returns_every_month_with_other_figures_is_no_copy() -> None:
    formula = (
        "Registrations rose by {} percent to {} cars in the month, of which {} were electric and {} were hybrids, the office said."
    )
    march, april = formula.format("4.2", 24512, 8312, 6123), formula.format("7.9", 31877, 9941, 7718)
    assert copies(document("march", march), document("april", april, published_on="2024-06-01")) == {}


def test_a_text_of_another_season_is_a_copy_only_where_it_is_nearly_the_whole() -> None:
    half = ". ".join(WIRE.split(". ")[:2]) + ". " + ". ".join(OTHER.split(". ")[1:])
    assert copies(document("first", WIRE), document("soon", half, published_on="2024-05-20")) == {"soon": "first"}
    assert copies(document("first", WIRE), document("late", half, published_on="2025-05-20")) == {}
    assert copies(document("first", WIRE), document("again", WIRE, published_on="2025-05-20")) == {"again": "first"}


def test_the_reason_names_the_share_and_the_original() -> None:
    [copy] = found(document("first", WIRE), document("second", WIRE, published_on="2024-05-02")).values()
    assert copy.score == 1.0
    assert copy.reason == "100% of its four-word stretches stand in 'first', which is older or longer"


@pytest.mark.parametrize("text", ["", "…", "Renault"])
def test_texts_too_short_for_a_shingle_are_no_trouble(text: str) -> None:
    assert copies(document("short", text), document("long", WIRE)) == {}


@given(st.lists(st.sampled_from(["Renault", "小米", "bâtit", "die", "Batterie", "42", "."]), max_size=30))
def test_a_text_and_itself_have_one_sketch_whatever_its_case(words: list[str]) -> None:
    text = " ".join(words)
    assert list(sketch(text)) == list(sketch(text.upper().lower()))
    assert len(sketch(text)) <= max(1, len(tokens(text)))
