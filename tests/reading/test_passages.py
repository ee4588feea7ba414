"""A text in passages: title, body, embedded posts, repeats, furniture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import PassageKind
from vigie.reading.dates import DateReader
from vigie.reading.language import languages
from vigie.reading.passages import passages

BODY = "Renault et Xiaomi se sont rencontrés samedi à Pékin, a indiqué un porte-parole du groupe."


def kinds(text: str, lang: str = "fr") -> list[str]:
    return [passage.kind.value for passage in passages(text, languages()[lang], [], None)]


def test_a_short_first_line_without_full_stop_is_the_title() -> None:
    assert kinds(f"Renault à Pékin\n\n{BODY}") == ["title", "body"]
    assert kinds(f"Renault est à Pékin.\n\n{BODY}") == ["body", "body"]
    assert kinds("Renault à Pékin") == ["body"]


def test_a_paragraph_said_again_is_a_repeat_also_with_a_word_changed() -> None:
    long = BODY + " Les deux groupes n'ont pas souhaité commenter davantage cette entrevue tenue au salon de l'automobile."
    assert kinds(f"{long}\n\nAutre chose ici.\n\n{long}") == ["body", "body", "repeat"]
    assert kinds(f"{long}\n\nAutre chose ici.\n\n{long.replace('davantage', 'plus')}")[-1] == "repeat"


def test_a_short_line_may_come_again() -> None:
    assert kinds(f"Renault\n\n{BODY}\n\nRenault")[-1] == "body"


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("fr", "Lire aussi : Nissan ferme une usine"),
        ("en", "Read more: Nissan closes a plant"),
        ("de", "Lesen Sie auch: Nissan schließt ein Werk"),
        ("zh", "责任编辑：王五"),
    ],
)
def test_furniture_is_not_read(lang: str, line: str) -> None:
    assert kinds(f"{BODY}\n\n{line}", lang)[-1] == "furniture"


def test_a_signature_makes_the_paragraph_before_it_a_post_with_author_and_date() -> None:
    text = f"Titre\n\n{BODY}\n\nRavi de cette rencontre.\n\n— Luca de Meo (@lucademeo) 27 avril 2024"
    language = languages()["fr"]
    found = passages(text, language, [DateReader(language)], "2024-05-02")
    assert [p.kind for p in found] == [PassageKind.TITLE, PassageKind.BODY, PassageKind.POST, PassageKind.FURNITURE]
    assert (found[2].author, found[2].published_on) == ("Luca de Meo", "2024-04-27")


@given(
    st.text(st.sampled_from("ab .,\n\n—@()é小"), max_size=300) | st.text(max_size=100), st.sampled_from(["fr", "en", "de", "zh"])
)
def test_passages_leave_out_only_white_space(text: str, lang: str) -> None:
    position = 0
    for passage in passages(text, languages()[lang], [], None):
        assert position <= passage.start < passage.end <= len(text)
        assert not text[position : passage.start].strip()
        position = passage.end
    assert not text[position:].strip()
