"""``vigie read``: what is given comes out, refusals are said, and nothing is kept unless a ledger is named."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie

FIELDS = ["id", "lang", "published", "story", "copy_of", "entities", "claims", "reader"]
CLAIM_FIELDS = {"type", "who", "whom", "what", "status", "source", "when", "where", "value", "quotes", "move", "confidence"}
ENTITY_FIELDS = {"name", "kind", "aka", "mentions", "known"}


def test_json_gives_one_object_a_document_with_the_fields_of_the_contract(vigie: Vigie, articles: Path) -> None:
    said = vigie("read", articles, "--json")
    assert said.code == 0
    assert len(said.records) == 12
    for record in said.records:
        assert list(record) == FIELDS
        assert all(set(entity) == ENTITY_FIELDS for entity in record["entities"])
        assert all(set(claim) >= CLAIM_FIELDS for claim in record["claims"])
        assert record["story"]
        assert all(claim["move"] for claim in record["claims"])


def test_names_are_given_and_never_keys(vigie: Vigie, articles: Path) -> None:
    for record in vigie("read", articles, "--json").records:
        named = {
            name for claim in record["claims"] for name in [*claim["who"], *claim["whom"], claim["source"], claim["where"]] if name
        }
        assert not {name for name in named if name.startswith("?")}


def test_quotes_are_stretches_of_the_text(vigie: Vigie, tmp_path: Path) -> None:
    text = "Renault met Xiaomi in Beijing.\n\nThe two did not comment."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    [record] = vigie("read", "a.txt", "--json").records
    assert all(quote in text for claim in record["claims"] for quote in claim["quotes"])


def test_the_near_copy_is_named(vigie: Vigie, articles: Path) -> None:
    copies = {record["id"]: record["copy_of"] for record in vigie("read", articles, "--json").records if record["copy_of"]}
    assert list(copies.values()) == ["sample-fr-renault-xiaomi"]
    assert next(iter(copies)).startswith("02-renault-xiaomi-copie")


def test_the_four_stories_are_told_apart_across_languages(vigie: Vigie, articles: Path) -> None:
    stories: dict[str, set[str]] = {}
    for record in vigie("read", articles, "--json").records:
        stories.setdefault(record["story"], set()).add(record["lang"])
    assert sorted(map(len, stories.values())) == [2, 2, 2, 4]


def test_the_picture_shows_title_status_and_words(vigie: Vigie, articles: Path) -> None:
    said = vigie("read", articles / "05-renault-xiaomi-brief.json")
    assert said.code == 0
    assert "Renault-Chef besucht Xiaomi in Peking" in said.out
    assert "happened" in said.out
    assert "«" in said.out
    assert "\x1b" not in said.out, "colours are left out where there is no terminal"


def test_french_is_spoken_where_it_is_asked_for(vigie: Vigie, articles: Path) -> None:
    said = vigie("read", articles / "05-renault-xiaomi-brief.json", "--lang", "fr")
    assert "rencontre" in said.out
    assert "1 document" in said.out


def test_another_language_is_refused(vigie: Vigie, articles: Path) -> None:
    said = vigie("read", articles, "--lang", "eo")
    assert (said.code, said.err) == (2, "vigie: 'eo' is no language that vigie speaks: choose among en, fr\n")


def test_what_can_not_be_read_is_said_and_the_rest_still_read(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Renault met Xiaomi.", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "lines.jsonl").write_text('{"id": "a", "text": "Ford."}\n{"id": "b"}\n{"id": "c", "text"\n', encoding="utf-8")
    said = vigie("read", ".", "missing.txt", "--json")
    assert said.code == 2
    assert len(said.records) == 2
    lines = said.err.splitlines()
    assert [line.split("'")[1] for line in lines] == ["binary.txt", "empty.txt", "lines.jsonl", "lines.jsonl", "missing.txt"]
    assert all(line.startswith("vigie: ") for line in lines)
    assert "line 3 of 'lines.jsonl' is broken JSON" in said.err


def test_one_id_with_two_texts_is_refused_by_name(vigie: Vigie, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"id": "same", "text": "Renault met Xiaomi."}', encoding="utf-8")
    (tmp_path / "b.json").write_text('{"id": "same", "text": "Ford closed a plant."}', encoding="utf-8")
    said = vigie("read", "a.json", "b.json", "--json")
    assert said.code == 2
    assert "'b.json' gives another text for the document 'same' of 'a.json'" in said.err
    assert len(said.records) == 1


def test_standard_input_is_read(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vigie", "read", "-", "--json"],
        input=b"Renault met Xiaomi.",
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout.startswith(b'{"id": "stdin-')


def test_nothing_is_kept_without_a_ledger(vigie: Vigie, articles: Path, tmp_path: Path) -> None:
    vigie("read", articles / "05-renault-xiaomi-brief.json")
    assert list(tmp_path.iterdir()) == []


def test_reading_the_same_twice_changes_nothing(vigie: Vigie, articles: Path, tmp_path: Path) -> None:
    first = vigie("read", articles, "--ledger", "kept.vigie", "--json")
    moves = vigie("moves", "--ledger", "kept.vigie", "--json")
    size = (tmp_path / "kept.vigie").stat().st_size
    second = vigie("read", articles, "--ledger", "kept.vigie", "--json")
    assert first.out == second.out
    assert vigie("moves", "--ledger", "kept.vigie", "--json").out == moves.out
    assert (tmp_path / "kept.vigie").stat().st_size == size


def test_kept_or_not_the_same_is_read(vigie: Vigie, articles: Path) -> None:
    assert vigie("read", articles, "--json").out == vigie("read", articles, "--ledger", "kept.vigie", "--json").out


@pytest.mark.parametrize("content", [b"no ledger at all, only words, some of them long enough to look at" * 30])
def test_a_ledger_that_is_none_ends_the_command_before_anything_is_read(
    vigie: Vigie, articles: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "bad.vigie").write_bytes(content)
    said = vigie("read", articles, "--ledger", "bad.vigie")
    assert said.code == 4
    assert said.err == "vigie: 'bad.vigie' is no ledger, or a damaged one: restore it from a copy, or name another\n"
    assert said.out == ""


def test_a_ledger_in_a_missing_folder_is_named(vigie: Vigie, articles: Path) -> None:
    said = vigie("read", articles, "--ledger", "absent/kept.vigie")
    assert (said.code, said.err) == (4, "vigie: the folder 'absent' of the ledger does not exist: make it first\n")


def test_a_file_of_200_mb_is_refused_in_one_sentence(vigie: Vigie, tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(200_000_001)
    said = vigie("read", "large.txt", "--json")
    assert (said.code, said.out) == (2, "")
    assert said.err == "vigie: 'large.txt' is larger than 200 MB: split it, or give its documents as several files\n"
