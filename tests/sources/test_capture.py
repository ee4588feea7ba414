"""Files, folders and standard input become captures; what can't be used is named in one sentence and the rest still comes."""

from __future__ import annotations

import hashlib
import io
import os
from typing import TYPE_CHECKING

from vigie.checks.fakes import TickingClock
from vigie.errors import UnreadableInput
from vigie.model import Capture
from vigie.sources import SIZE_LIMIT, captures

if TYPE_CHECKING:
    from pathlib import Path


def take(*paths: object, stdin: bytes | None = None, size_limit: int = SIZE_LIMIT) -> list[Capture | UnreadableInput]:
    stream = None if stdin is None else io.BytesIO(stdin)
    return list(captures([str(path) for path in paths], clock=TickingClock(), stdin=stream, size_limit=size_limit))


def sentence(*paths: object, **more: object) -> str:
    [refusal] = take(*paths, **more)  # type: ignore[arg-type]
    assert isinstance(refusal, UnreadableInput)
    return str(refusal)


def test_a_file_is_captured_with_its_bytes_hash_and_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Renault met Xiaomi.\n")
    [capture] = take(path)
    assert isinstance(capture, Capture)
    assert capture.content == b"Renault met Xiaomi.\n"
    assert capture.id == hashlib.sha256(capture.content).hexdigest()
    assert (capture.origin_path, capture.media_type) == (str(path), "text/plain")
    assert capture.captured_at.utcoffset() is not None


def test_a_folder_gives_its_readable_files_in_order_and_leaves_hidden_and_foreign_ones(tmp_path: Path) -> None:
    for name in ("b.json", "a.txt", "sub/c.html", ".hidden.txt", ".git/d.txt", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text", encoding="utf-8")
    found = [capture.origin_path for capture in take(tmp_path) if isinstance(capture, Capture)]
    assert [os.path.relpath(path, tmp_path) for path in found] == ["a.txt", "b.json", "sub/c.html"]


def test_a_file_named_by_itself_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("Renault met Xiaomi.", encoding="utf-8")
    [capture] = take(tmp_path / "notes")
    assert isinstance(capture, Capture)


def test_standard_input_is_read_where_it_is_asked_for() -> None:
    [capture] = take("-", stdin=b"Renault met Xiaomi.")
    assert isinstance(capture, Capture)
    assert capture.origin_path == "-"
    assert sentence("-", stdin=b" \n") == "standard input is empty: there is nothing to read"


def test_a_missing_path_is_named_and_the_rest_still_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    missing, there = take(tmp_path / "none.txt", tmp_path / "a.txt")
    assert str(missing) == f"there is no file or folder '{tmp_path / 'none.txt'}'"
    assert isinstance(there, Capture)


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    assert sentence(tmp_path / "a.txt") == f"'{tmp_path / 'a.txt'}' is empty: there is nothing to read"


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    assert sentence(tmp_path) == f"the folder '{tmp_path}' holds no text, HTML or JSON file to read"


def test_a_file_over_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(SIZE_LIMIT + 1)
    assert sentence(path) == f"'{path}' is larger than 200 MB: split it, or give its documents as several files"


def test_standard_input_over_the_limit_is_refused() -> None:
    assert sentence("-", stdin=b"x" * 11, size_limit=10).startswith("standard input is larger than")


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    assert sentence(loop).startswith(f"'{loop}' can't be read: too many levels of symbolic links")
