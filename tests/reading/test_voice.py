"""Whose voice a document is: its own, a post's author's, the person interviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Lay

INTERVIEW = """Entretien avec Luca de Meo

Comment va Renault ?

Très bien, je vous remercie.

Et Xiaomi ?

Nous les connaissons depuis longtemps.

Irez-vous plus loin avec eux ?

Nous verrons."""


def test_an_article_speaks_in_its_own_voice(lay: Lay) -> None:
    [page], _ = lay("Renault a vu Xiaomi. Le groupe se tait.", "fr", author="A. Plume", outlet="La Gazette")
    assert page.voice is not None
    assert (page.voice.kind, page.voice.source) == ("own", None)


def test_a_text_with_an_author_and_no_outlet_is_a_post(lay: Lay) -> None:
    [page], _ = lay("Great day with Xiaomi!", "en", author="Some Body")
    assert page.voice is not None
    assert (page.voice.kind, page.voice.source) == ("post", "Some Body")


def test_a_post_s_author_whom_the_text_names_is_that_person(lay: Lay) -> None:
    [page], _ = lay("Lei Jun @leijun: great day with Renault!", "en", author="Lei Jun", outlet="X")
    assert page.voice is not None
    assert (page.voice.kind, page.voice.source) == ("post", "lei-jun")


def test_many_questions_make_an_interview_with_the_person_named_first(lay: Lay) -> None:
    [page], _ = lay(INTERVIEW, "fr", outlet="La Gazette")
    assert page.voice is not None
    assert (page.voice.kind, page.voice.source) == ("interview", "luca-de-meo")


def test_who_asks_is_not_who_is_interviewed(lay: Lay) -> None:
    text = INTERVIEW.replace("Entretien avec Luca de Meo", "Entretien de Lei Jun avec Luca de Meo")
    [page], _ = lay(text, "fr", author="Lei Jun", outlet="La Gazette")
    assert page.voice is not None
    assert page.voice.source == "luca-de-meo"
