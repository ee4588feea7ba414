"""Names that the atlas does not know show themselves by title, legal form, apposition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import Document

if TYPE_CHECKING:
    from conftest import Lay
    from vigie.reading import DefaultReader

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).resolve().parents[1] / "cases" / "unknown" / "cases.yml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']}: {case['text'][:24]}")
def test_a_name_is_found_by_what_stands_beside_it(lay: Lay, case: dict[str, Any]) -> None:
    _, cast = lay(case["text"], case["lang"])
    unknown = {entity.name: entity.kind for entity in cast.entities.values() if not entity.known and entity.kind != "group"}
    assert unknown == ({} if case["name"] is None else {case["name"]: case["kind"]})


def test_each_language_has_names_that_are_none() -> None:
    assert {case["lang"] for case in CASES if case["name"] is None} == {"fr", "en", "de", "zh"}


def test_a_later_mention_by_surname_is_the_same_person(lay: Lay) -> None:
    [page], cast = lay("Mr Quentin Varlow left Bosch. Varlow said nothing.", "en")
    [person] = [key for key, entity in cast.entities.items() if entity.kind == "person"]
    assert [page.text[m.start : m.end] for m in page.mentions if m.key == person and m.how == "name"] == [
        "Quentin Varlow",
        "Varlow",
    ]


def test_what_the_atlas_knows_is_not_unknown(lay: Lay) -> None:
    _, cast = lay("The supplier Bosch met Mr Lei Jun.", "en")
    assert [entity.name for entity in cast.entities.values() if not entity.known] == []


@given(
    st.lists(
        st.sampled_from(
            ["Mr", "GmbH", "Hurvex", "l'", "de", "SA", "von", "&", " ", "-", "A.", "供应商", "有限公司", "王", "说", "·", "\n"]
        )
    ).map("".join)
)
def test_no_text_breaks_it_and_every_find_is_in_the_text(small_reader: DefaultReader, text: str) -> None:
    for lang in ("fr", "en", "de", "zh"):
        pages, cast, _ = small_reader.lay_out(Document(id="d", text=text, lang=lang))
        for page in pages:
            for mention in page.mentions:
                if not cast.entities[mention.key].known:
                    assert page.text[mention.start : mention.end].strip()
