"""``vigie export``: whole or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Vigie


@pytest.fixture
def kept(vigie: Vigie, tmp_path: Path) -> Path:
    """A ledger with one article."""
    article = tmp_path / "a.txt"
    text = "Notes\n\nThe heads of Renault and Xiaomi met in Beijing on 25 April 2024, both companies said."
    article.write_text(text, encoding="utf-8")
    assert vigie("read", "--ledger", "kept.vigie", article).code == 0
    return tmp_path / "kept.vigie"


def test_to_standard_output_and_to_a_file_the_same_is_written(vigie: Vigie, kept: Path, tmp_path: Path) -> None:
    printed = vigie("export", "--format", "jsonl", "--what", "claims", "--ledger", kept).out
    assert vigie("export", "--format", "jsonl", "--what", "claims", "--ledger", kept, "--out", "claims.jsonl").code == 0
    assert (tmp_path / "claims.jsonl").read_text(encoding="utf-8") == printed
    assert json.loads(printed.splitlines()[0])["type"] == "meet"


def test_before_the_first_record_there_is_nothing_to_export(vigie: Vigie, kept: Path) -> None:
    assert vigie("export", "--format", "jsonl", "--ledger", kept, "--as-of", "2020-01-01").out == ""


def test_what_fails_leaves_the_file_as_it_was(vigie: Vigie, kept: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("before", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    for arguments in (
        ("--format", "xlsx"),
        ("--format", "rss", "--what", "claims"),
        ("--actor", "nobody at all"),
        ("--since", "yesterday"),
        ("--base", "ftp://x"),
    ):
        said = vigie("export", "--ledger", kept, "--out", target, *arguments)
        assert said.code == 2, arguments
        assert said.err.count("\n") == 1
    assert target.read_text(encoding="utf-8") == "before"
    assert sorted(tmp_path.iterdir()) == before
    said = vigie("export", "--ledger", kept, "--out", tmp_path / "no" / "folder.csv")
    assert said.code == 2
    assert "folder.csv" in said.err
