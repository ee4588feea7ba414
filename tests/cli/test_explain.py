"""``vigie explain``: each claim with its words and the reasons for each choice, and nothing that ``vigie read`` does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie

STEPS = {"type", "who", "whom", "thing", "status", "source", "told"}


def test_the_claims_explained_are_those_that_are_read(vigie: Vigie, articles: Path) -> None:
    for path in sorted(articles.iterdir())[:6]:
        read = {one["id"] for record in vigie("read", path, "--json").records for one in record["claims"]}
        explained = {one["id"] for record in vigie("explain", path, "--json").records for one in record["claims"]}
        assert explained == read


def test_each_choice_is_named_with_its_reasons(vigie: Vigie, articles: Path) -> None:
    [record] = vigie("explain", articles / "05-renault-xiaomi-brief.json", "--json").records
    assert record["claims"]
    for claim in record["claims"]:
        steps = [choice["step"] for choice in claim["choices"]]
        assert {"type", "who", "status", "source", "told"} <= set(steps) <= STEPS
        told = claim["choices"][-1]
        assert (told["step"], told["chosen"]) == ("told", "yes")
        assert told["probability"] >= claim["asked"]
        for choice in claim["choices"]:
            assert choice["probability"] is None or 0 <= choice["probability"] <= 1
            weights = [abs(reason["weight"]) for reason in choice["reasons"]]
            assert weights == sorted(weights, reverse=True)


def test_cues_are_stretches_of_the_text(vigie: Vigie, tmp_path: Path) -> None:
    text = "Renault met Xiaomi in Beijing on 27 April 2024, a spokesman said.\n\nFord may close its plant in Saarlouis."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    [record] = vigie("explain", "a.txt", "--all", "--json").records
    assert record["claims"]
    for claim in record["claims"]:
        assert all(text[cue["start"] : cue["end"]] == cue["words"] for cue in claim["cues"])


def test_all_shows_what_was_weighed_and_not_told_too(vigie: Vigie, articles: Path) -> None:
    told = [one for record in vigie("explain", articles, "--json").records for one in record["claims"]]
    weighed = [one for record in vigie("explain", articles, "--all", "--json").records for one in record["claims"]]
    assert all(one["told"] for one in told)
    assert [one for one in weighed if one["told"]] == told
    assert len(weighed) > len(told)
    assert all(one["confidence"] <= one["asked"] for one in weighed if not one["told"])


def test_the_picture_shows_text_claims_and_reasons(vigie: Vigie, articles: Path) -> None:
    said = vigie("explain", articles / "05-renault-xiaomi-brief.json", "--lang", "fr")
    assert said.code == 0
    assert "Renault-Chef besucht Xiaomi in Peking" in said.out
    assert "déclencheur" in said.out
    assert "Contre" in said.out
    assert "\x1b" not in said.out


def test_a_document_of_the_ledger_is_explained_by_its_id(vigie: Vigie, articles: Path) -> None:
    path = articles / "05-renault-xiaomi-brief.json"
    vigie("read", path, "--ledger", "kept.vigie")
    by_id = vigie("explain", "sample-de-renault-xiaomi", "--ledger", "kept.vigie", "--json")
    assert by_id.out == vigie("explain", path, "--json").out


def test_what_is_neither_file_nor_document_is_named(vigie: Vigie, articles: Path) -> None:
    said = vigie("explain", "nothing")
    assert said.code == 2
    assert "there is no file 'nothing', and no ledger at" in said.err
    vigie("read", articles / "05-renault-xiaomi-brief.json", "--ledger", "kept.vigie")
    said = vigie("explain", "nothing", "--ledger", "kept.vigie")
    assert (said.code, said.err) == (
        2,
        "vigie: there is no file 'nothing', and the ledger 'kept.vigie' holds no document of that id\n",
    )


def test_a_file_that_can_not_be_read_is_named(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    said = vigie("explain", "empty.txt")
    assert said.code == 2
    assert "'empty.txt'" in said.err
