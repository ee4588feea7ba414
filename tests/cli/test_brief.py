"""``vigie brief``: from articles to a brief with citations, and the check of what a person made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie


@pytest.fixture
def read(vigie: Vigie, articles: Path) -> Vigie:
    vigie("read", articles, "--ledger", "ledger.vigie")
    return vigie


def test_a_brief_is_written_and_checked(read: Vigie, tmp_path: Path) -> None:
    for lang, words in (("fr", "Renault dément des négociations avec Xiaomi"), ("en", "Renault denies talks with Xiaomi")):
        written = read("brief", "--lang", lang, "--out", "brief.md")
        assert written.code == 0
        text = (tmp_path / "brief.md").read_text(encoding="utf-8")
        assert words in text
        checked = read("brief", "--check", "brief.md", "--lang", lang)
        assert (checked.code, " 0 " in checked.flat) == (0, True)


def test_a_harmed_brief_is_refused_with_its_line(read: Vigie, tmp_path: Path) -> None:
    read("brief", "--lang", "en", "--out", "brief.md")
    path = tmp_path / "brief.md"
    text = path.read_text(encoding="utf-8").replace("Renault denies talks", "Renault held talks", 1)
    path.write_text(text, encoding="utf-8")
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "Renault held talks" in one)
    checked = read("brief", "--check", "brief.md")
    assert checked.code == 1
    assert f"line {line}:" in checked.flat
    [first, *_] = read("brief", "--check", "brief.md", "--json").records
    assert (first["line"], first["kind"]) == (line, "status")


@pytest.mark.parametrize("form", ["md", "html", "pdf", "docx"])
def test_every_form_is_written_to_a_file(read: Vigie, tmp_path: Path, form: str) -> None:
    assert read("brief", "--format", form, "--out", f"b.{form}", "--most", "3").code == 0
    assert (tmp_path / f"b.{form}").stat().st_size > 1000


def test_since_and_a_watchlist_narrow_it(read: Vigie) -> None:
    read("watchlist", "add", "vw", "--actor", "Volkswagen", "--title", "VW watch")
    told = read("brief", "--for", "vw").out
    assert "Brief for “VW watch”" in told
    assert "Stellantis" not in told
    later = read("brief", "--since", "2100-01-01")
    assert later.code == 2
    assert "earlier --since" in later.err


def test_an_empty_period_says_so(read: Vigie) -> None:
    told = read("brief", "--until", "2001-01-01", "--lang", "fr")
    assert "Rien de sûr" in told.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "odt"], "choose among md, html"),
        (["--for", "nobody"], "no watchlist 'nobody'"),
        (["--since", "soon"], "no date"),
        (["--check", "none.md"], "can't be read"),
        (["--out", "no/such/folder.md"], "can't be written"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(read: Vigie, arguments: list[str], said: str) -> None:
    refused = read("brief", *arguments)
    assert refused.code == 2
    assert said in refused.err
