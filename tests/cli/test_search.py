"""``vigie search``: what a person finds, in every script, and what is said where nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie

ARTICLES = {
    "en.txt": "Renault met Xiaomi in Beijing on 27 April 2024.\n\nBoth factories stay open, Renault said.",
    "zh.txt": "小米汽车与雷诺在北京会面。\n\n双方没有公布细节。",
    "fr.txt": "Renault pourrait fermer deux usines.\n\nLa société n'a pas confirmé.",
}


@pytest.fixture
def filled(vigie: Vigie, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    vigie("read", folder, "--ledger", "ledger.vigie")


@pytest.mark.usefixtures("filled")
def test_words_and_names_are_found_in_every_form_and_script(vigie: Vigie) -> None:
    for words, number in (
        (("小米",), 2),
        (("factory",), 1),
        (("societe",), 1),
        (("usine", "renault"), 1),
        (("xiaomi -beijing",), 1),
    ):
        said = vigie("search", *words, "--json")
        *hits, page = said.records
        assert (said.code, len(hits), page["total"]) == (0, number, number), (words, said.out)
    marked = [piece["words"] for piece in vigie("search", "usine", "--json").records[0]["snippet"] if piece["marked"]]
    assert marked == ["usines"]


@pytest.mark.usefixtures("filled")
def test_quotes_and_moves_are_found_and_facets_shown(vigie: Vigie) -> None:
    quote = vigie("search", "met", "--what", "quotes", "--json").records[0]
    assert (quote["claim"]["type"], quote["claim"]["who"]) == ("meet", ["Renault"])
    assert vigie("search", "renault", "--what", "moves", "--status", "happened", "--json").records[0]["move"]["type"] == "meet"
    said = vigie("search", "renault", "--lang", "fr")
    assert "3 résultats" in said.out
    assert "langue : en 1" in said.flat or "langue: en 1" in said.flat
    assert "Xiaomi 2" in said.flat


@pytest.mark.usefixtures("filled")
def test_what_can_not_be_asked_is_named(vigie: Vigie) -> None:
    for arguments, words in (
        (("--status", "sure"), "'sure' is no status"),
        (("--what", "cars"), "'cars' is no what: choose among documents, quotes, moves"),
        (("--since", "soon"), "'soon' is no date"),
        (("--after", "x"), "'x' marks no place in this list"),
    ):
        said = vigie("search", "renault", *arguments)
        assert said.code == 2
        assert words in said.err
    assert "Nothing that was read holds this" in vigie("search", "nonesuch").out
    assert "2000" in vigie("search", "renault", "--as-of", "2000-01-01").out
