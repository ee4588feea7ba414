"""Who may be made responsible for a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.model import ANONYMOUS
from vigie.reading.attribution import sourced_word, speakers, weigh_sources
from vigie.reading.proposal import Proposal

if TYPE_CHECKING:
    from conftest import Lay, MakeModels


def sources(lay: Lay, text: str, lang: str, sentence: int = 0, **more: str) -> list[str | None]:
    pages, cast = lay(text, lang, **more)
    return [key for key, _, _ in speakers(pages[0], cast, pages[0].sentences[sentence].clauses[0])]


def test_nobody_and_unnamed_people_are_always_possible(lay: Lay) -> None:
    assert sources(lay, "It rained.", "en") == [None, ANONYMOUS]


def test_whoever_is_named_in_the_sentence_may_be_the_source(lay: Lay) -> None:
    found = sources(lay, "Renault closed the plant, Reuters reported.", "en")
    assert {"renault", "reuters"} <= set(found)


def test_a_model_says_nothing(lay: Lay) -> None:
    assert "xiaomi-su7" not in sources(lay, "The SU7 beats Renault.", "en")


@pytest.mark.parametrize(
    ("lang", "text"),
    [("de", "Das Werk schließt im Mai. Das teilte Bosch mit."), ("fr", "L'usine ferme en mai. C'est ce qu'a indiqué Bosch.")],
)
def test_a_short_sentence_after_may_tell_who_said_so(lay: Lay, lang: str, text: str) -> None:
    assert "bosch" in sources(lay, text, lang)


def test_the_speaker_at_the_end_of_a_long_quotation_is_possible_for_its_beginning(lay: Lay) -> None:
    text = "“The plant will close. We have no choice. It is sad,” Luca de Meo said."
    assert "luca-de-meo" in sources(lay, text, "en")


def test_a_post_s_passage_speaks_for_its_author_alone(lay: Lay, make_models: MakeModels) -> None:
    text = "Titre de l'article\n\nRavi d'avoir vu Xiaomi aujourd'hui.\n\n— Luca de Meo (@lucademeo) 27 avril 2024"
    pages, cast = lay(text, "fr")
    page = pages[0]
    post = next(s for s in page.sentences if "Ravi" in page.text[s.start : s.end])
    found = weigh_sources(Proposal("meet", page, post.clauses[0], 0.9), cast, make_models())
    assert [(weight, key) for weight, key, _ in found] == [(1.0, found[0][1])]
    assert found[0][1] in ("luca-de-meo", "Luca de Meo")


def test_weights_of_all_possible_sources_sum_to_one(lay: Lay, make_models: MakeModels) -> None:
    pages, cast = lay("Renault closed the plant, Reuters reported.", "en")
    found = weigh_sources(Proposal("close", pages[0], pages[0].sentences[0].clauses[0], 0.9), cast, make_models())
    assert sum(weight for weight, _, _ in found) == pytest.approx(1.0)
    assert len({key for _, key, _ in found}) == len(found)


def test_the_kind_of_a_source_is_named(lay: Lay) -> None:
    _, cast = lay("Renault closed the plant, Reuters reported.", "en")
    words = [sourced_word(source, cast) for source in (None, ANONYMOUS, "reuters", "renault", "A Stranger")]
    assert words == ["none", "anonymous", "outlet", "named", "named"]
