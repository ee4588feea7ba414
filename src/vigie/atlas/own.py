"""A user's own atlas file: adds a record to it by the rules that hold for the shipped ones. Never touches the shipped files."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Any

import yaml

from vigie.atlas.check import check
from vigie.atlas.load import parse
from vigie.atlas.lookup import Atlas
from vigie.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from vigie.atlas.record import Record

__all__ = ["add_record", "appended"]


def appended(shipped: Sequence[Record], own: str, raw: Mapping[str, Any], *, file: str, over: bool) -> tuple[str, Record]:
    """The text of the own file with the record at its end, and the record as read; nothing is written.

    Raises `vigie.errors.DataError` where the record breaks the format, `InputError` where its id is taken (by a shipped record,
    unless ``over``) or where it contradicts what is there.
    """
    line = yaml.safe_dump([dict(raw)], allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    [record] = parse(line, file, None)
    before = list(parse(own, file, None)) if own.strip() else []
    if any(record.id == known.id for known in before):
        raise InputError(f"'{file}' has a record '{record.id}' already: change it there", culprit=record.id)
    if not over and any(record.id == known.id for known in shipped):
        raise InputError(
            f"the shipped atlas has a record '{record.id}': take another id, or --over to lay yours over it", culprit=record.id
        )
    known_problems = set(check(Atlas([*shipped, *before])))
    new = [problem for problem in check(Atlas([*shipped, *before, record])) if problem not in known_problems]
    if new:
        raise InputError(f"'{record.id}' was not added: {new[0].sentence}", culprit=record.id)
    joined = own if not own.strip() or own.endswith("\n") else own + "\n"
    return (joined if own.strip() else "") + line, record


def add_record(shipped: Sequence[Record], path: Path, raw: Mapping[str, Any], *, over: bool = False) -> Record:
    """Append a record to the file, which is made where it is missing; raises as `appended`, and where the file can't be written."""
    try:
        own = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the atlas file '{path}' can't be read: {error}", culprit=str(path)) from error
    text, record = appended(shipped, own, raw, file=path.name, over=over)
    _save(path, text)
    return record


def _save(path: Path, text: str) -> None:
    """Put the whole text in the file's place at once, so that a reader sees the old one or the new one, never half of one."""
    beside = path.with_name(path.name + ".new")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise InputError(f"the atlas file '{path}' can't be written: {error.strerror or error}", culprit=str(path)) from error
