"""Whom plain nouns and pronouns stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.reading.coreference import antecedents, reference_features, references, resolve
from vigie.reading.linear import LinearModel

if TYPE_CHECKING:
    from conftest import Found, Lay
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Page


def names_of(page: Page) -> list:
    return [m for m in page.mentions if m.how not in ("noun", "pronoun")]


def features_by_key(page: Page, cast: Cast) -> dict[str, list[str]]:
    """Of the page's only reference: each entity that it may stand for, with what is seen of it."""
    named = names_of(page)
    [reference] = references(page, named)
    options = antecedents(page, cast, reference, named, [])
    return {o.key: reference_features(page, cast, reference, o, rank, options) for rank, o in enumerate(options)}


@pytest.mark.parametrize(
    ("lang", "text", "key"),
    [
        ("fr", "Renault a vu Geely. Le constructeur chinois se tait.", "geely"),
        ("fr", "Geely a vu Renault. Le constructeur chinois se tait.", "geely"),
        ("en", "Xiaomi met with Volkswagen. The German carmaker said nothing.", "volkswagen"),
        ("en", "Volkswagen met with Xiaomi. The German carmaker said nothing.", "volkswagen"),
        ("de", "Renault traf Xiaomi. Der französische Konzern schwieg.", "renault"),
        ("de", "Xiaomi traf Renault. Der französische Konzern schwieg.", "renault"),
        ("zh", "雷诺会见了小米。法方未置评。", "renault"),
        ("zh", "小米会见了雷诺。法方未置评。", "renault"),
    ],
)
def test_the_nationality_of_a_noun_tells_whom_it_means(found: Found, lang: str, text: str, key: str) -> None:
    assert [k for _, k, how in found(text, lang) if how == "noun"] == [key]


@pytest.mark.parametrize(
    ("lang", "text", "words"),
    [
        ("fr", "Renault a vu Geely. La parole est au Français.", "au Français"),
        ("fr", "Renault baisse. L'usine du Losange ferme, dit le groupe.", "le groupe"),
    ],
)
def test_the_words_that_stand_for_somebody(found: Found, lang: str, text: str, words: str) -> None:
    assert [w for w, _, how in found(text, lang) if how == "noun"] == [words]


def test_countries_agree_differ_or_are_unknown(lay: Lay) -> None:
    [page], cast = lay("Hägele GmbH, Renault und Geely schweigen. Der chinesische Hersteller spricht.", "de")
    seen = features_by_key(page, cast)
    assert "nation:yes" in seen["geely"]
    assert "nation:no" in seen["renault"]
    assert "nation:unknown" in seen["?hagele-gmbh"]


def test_what_stood_beside_a_name_is_an_echo_of_the_noun(lay: Lay) -> None:
    [page], cast = lay("Der Zulieferer Bosch traf Renault. Der Zulieferer schwieg.", "de")
    seen = features_by_key(page, cast)
    assert "echo:yes" in seen["bosch"]


def test_the_weights_choose_and_choose_again(lay: Lay) -> None:
    [page], cast = lay("Renault met with Xiaomi. The company will close a plant.", "en")

    def chosen(**weights: float) -> list[str]:
        resolve(page, cast, LinearModel(("no", "yes"), (0.0,), {k.replace("_", ":"): (w,) for k, w in weights.items()}))
        return [m.key for m in page.mentions if m.how == "noun"]

    assert chosen(rank_0=1.0) == ["xiaomi"]
    assert chosen(rank_1=1.0) == ["renault"]
    assert chosen(rank_0=1.0) == ["xiaomi"]


def test_choosing_again_forgets_who_spoke(lay: Lay) -> None:
    [page], cast = lay("Renault met with Xiaomi. The company will close a plant.", "en")
    page.last_speakers = [None]
    resolve(page, cast, LinearModel(("no", "yes"), (0.0,), {}))
    assert page.last_speakers is None


def test_a_pronoun_before_any_name_stands_for_nobody(found: Found) -> None:
    assert [how for _, _, how in found("It will close a plant. Renault said so.", "en")] == ["name"]


def test_a_name_out_of_reach_is_no_antecedent_unless_it_stands_in_the_headline(lay: Lay) -> None:
    filler = "The weather was fine that day. " * 60
    [page], cast = lay(f"Geely grows\n\nRenault was here. {filler}The company will close a plant.", "en")
    assert set(features_by_key(page, cast)) == {"geely"}
