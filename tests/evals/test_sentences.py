"""Annotated sentences in the compact format: what is read out of a block, and how a bad one is named."""

from pathlib import Path

import pytest
from sentences import FOLDER, load_sentences, main, parse

BLOCK = """[Renault|b] would supply [Nissan|c|Nissan Motor] with 1.2 million batteries, [Luca de Meo|p] said in May.
  supply Renault > Nissan Motor > batteries | possible | Luca de Meo | 2025-05 | 1200000 units
  @ Luca de Meo = Renault"""


def test_a_block_is_an_annotated_document() -> None:
    raw = parse(BLOCK, "en-1-0", "en", "2025-06-01")
    assert raw["text"] == "Renault would supply Nissan with 1.2 million batteries, Luca de Meo said in May."
    assert [(e["name"], e["kind"], e["mentions"]) for e in raw["entities"]] == [
        ("Renault", "brand", ["Renault"]),
        ("Nissan Motor", "company", ["Nissan"]),
        ("Luca de Meo", "person", ["Luca de Meo"]),
    ]
    assert raw["affiliations"] == {"Luca de Meo": "Renault"}
    (claim,) = raw["claims"]
    assert (claim["type"], claim["who"], claim["whom"], claim["what"]) == ("supply", ["Renault"], ["Nissan Motor"], ["batteries"])
    assert (claim["status"], claim["source"], claim["when"]) == ("possible", "Luca de Meo", "2025-05")
    assert (claim["value"]["number"], claim["value"]["unit"]) == (1200000.0, "units")
    assert claim["quotes"] == [raw["text"]]


def test_a_sentence_without_claims_is_one_too() -> None:
    assert parse("[Tesla|c] is a carmaker.", "en-1-1", "en", "2025-06-01")["claims"] == []


def test_a_dash_means_that_nobody_is_the_source() -> None:
    raw = parse("[Tesla|c] grows.\n  figure Tesla | happened | - | 2025", "en-1-2", "en", "2025-06-01")
    assert (raw["claims"][0]["source"], raw["claims"][0]["value"]) == (None, None)


@pytest.mark.parametrize(
    "block",
    [
        "[Tesla|z] grows.",
        "[Tesla|c] grows.\n  grow Tesla | happened",
        "[Tesla|c] grows.\n  figure Tesla | perhaps",
        "[Tesla|c] grows.\n  figure Tesla | happened | - | 2025 | many",
    ],
)
def test_a_bad_block_is_named(block: str) -> None:
    with pytest.raises(ValueError, match="en-1-3"):
        parse(block, "en-1-3", "en", "2025-06-01")


def test_a_party_that_is_not_marked_is_found_by_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en-1.txt").write_text("[Tesla|c] buys Lucid.\n  invest Tesla > Lucid | happened\n", encoding="utf-8")
    assert main(tmp_path) == 1
    assert "'Lucid' is not marked" in capsys.readouterr().out


def test_the_project_s_own_sentences_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(FOLDER) == 0, capsys.readouterr().out
    loaded = load_sentences(FOLDER)
    assert {raw["lang"] for raw in loaded} == {"de", "en", "fr", "zh"}
    assert len({raw["id"] for raw in loaded}) == len(loaded)
