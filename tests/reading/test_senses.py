"""Words of a known meaning, in classes that all languages share."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import pytest

from vigie.reading.senses import lemmas, vocabulary

if TYPE_CHECKING:
    from conftest import Lay

LANGUAGES = ("de", "en", "fr", "zh")


@pytest.mark.parametrize(
    ("lang", "text", "words", "meaning"),
    [
        ("fr", "Renault rachète Bosch.", "rachète", "acquire"),
        ("fr", "Renault prend le contrôle de Bosch.", "prend le contrôle", "acquire"),
        ("fr", "L'acquisition de Bosch.", "acquisition", "acquire"),
        ("en", "Renault snapped up Bosch.", "snapped up", "acquire"),
        ("de", "Renault übernimmt Bosch.", "übernimmt", "acquire"),
        ("de", "Renault stieg im Mai bei Bosch ein.", "stieg", "enter_capital"),
        ("zh", "雷诺收购博世。", "收购", "acquire"),
    ],
)
def test_words_have_the_meaning_of_their_base_form(lay: Lay, lang: str, text: str, words: str, meaning: str) -> None:
    [page], _ = lay(text, lang)
    found = {page.text[s.start : s.end]: s.classes for s in page.senses}
    assert meaning in found[words]


def test_elided_articles_are_no_part_of_a_word() -> None:
    assert [lemma for _, _, lemma in lemmas("l'usine d’Opel", 0, 14, "fr")] == ["usine", "opel"]


def test_a_language_without_a_file_has_no_senses(lay: Lay) -> None:
    assert vocabulary("it") is None
    [page], _ = lay("Renault ha incontrato Xiaomi.", "it")
    assert page.senses == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_vocabulary_has_the_same_classes_and_no_word_twice_in_one(code: str) -> None:
    def read(lang: str) -> dict[str, list[str]]:
        text = resources.files("vigie.reading").joinpath("lexicon", "senses", f"{lang}.txt").read_text(encoding="utf-8")
        lines = [line.partition(":") for line in text.splitlines() if line.strip() and not line.startswith("#")]
        assert len(lines) == len({name for name, _, _ in lines})
        return {name: [w.strip() for w in words.split(",")] for name, _, words in lines}

    own = read(code)
    assert set(own) == set(read("fr"))
    for name, words in own.items():
        assert all(words), name
        assert len(words) == len(set(words)), name
