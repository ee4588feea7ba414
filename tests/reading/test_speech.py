"""Who speaks where in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.reading.speech import announcer, speaker_before, speeches

if TYPE_CHECKING:
    from conftest import Lay


def said(lay: Lay, text: str, lang: str, sentence: int = 0) -> list[tuple[str, str | None]]:
    pages, cast = lay(text, lang)
    return [(s.form, s.speaker.key if s.speaker else None) for s in speeches(pages[0], cast, pages[0].sentences[sentence])]


@pytest.mark.parametrize(
    ("lang", "text", "form", "who"),
    [
        ("en", "Renault said that the plant would close.", "verb", "renault"),
        ("en", "The plant will close, said Luca de Meo.", "inverted", "luca-de-meo"),
        ("en", "According to Reuters, the plant will close.", "according", "reuters"),
        ("fr", "L'usine va fermer, assure Luca de Meo.", "inverted", "luca-de-meo"),
        ("fr", "Selon Renault, l'usine va fermer.", "according", "renault"),
        ("de", "Bosch teilte mit, das Werk schließe.", "verb", "bosch"),
        ("de", "Laut Bosch schließt das Werk.", "according", "bosch"),
        ("zh", "雷军表示，工厂将关闭。", "verb", "lei-jun"),
        ("zh", "据路透社报道，工厂将关闭。", "according", "reuters"),
    ],
)
def test_a_sign_of_speech_finds_its_speaker(lay: Lay, lang: str, text: str, form: str, who: str) -> None:
    assert (form, who) in said(lay, text, lang)


def test_a_verb_without_a_speaker_near_stands_alone(lay: Lay) -> None:
    assert said(lay, "Somebody said that the plant would close.", "en") == [("alone", None)]


def test_another_verb_between_them_keeps_a_name_from_speaking(lay: Lay) -> None:
    assert ("verb", "renault") not in said(lay, "Renault closed the plant and someone said so.", "en")


def test_a_model_never_speaks(lay: Lay) -> None:
    assert said(lay, "The SU7 said it all.", "en") == [("alone", None)]


def test_the_first_who_speaks_in_the_opening_is_the_announcer(lay: Lay) -> None:
    pages, cast = lay("Geely grew. Renault announced a plant. Xiaomi said it would follow.", "en")
    found = announcer(pages[0], cast)
    assert found is not None
    assert found[1].key == "renault"


def test_who_spoke_last_is_remembered_for_what_follows(lay: Lay) -> None:
    pages, cast = lay("Renault announced a plant. It rained. Xiaomi said it would follow. It rained again.", "en")
    page = pages[0]
    spoke = [speaker_before(page, cast, s) for s in page.sentences]
    assert [found[1].key if found else None for found in spoke] == [None, "renault", "renault", "xiaomi"]
