"""Files, folders and standard input to captures. Looks at names and sizes, not at what the bytes mean."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from vigie.errors import UnreadableInput
from vigie.model import Capture
from vigie.sources.formats import MEDIA_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from vigie.model.protocols import Clock

__all__ = ["SIZE_LIMIT", "captures"]

SIZE_LIMIT = 200_000_000
"""Largest input in bytes; above it the file is refused, because the whole text is held in memory several times over."""

STANDARD_INPUT = "-"


def captures(
    paths: Iterable[str], *, clock: Clock, stdin: BinaryIO | None = None, size_limit: int = SIZE_LIMIT
) -> Iterator[Capture | UnreadableInput]:
    """One capture for each file named or found below a folder named, sorted by path; refusals stand in their place.

    In a folder only files of a known suffix are taken (those of `MEDIA_TYPES`) and hidden ones left
    out; a file named by itself is always taken. Yields `UnreadableInput` for a missing path, a file over ``size_limit`` bytes, an
    empty one, and whatever the operating system refuses.
    """
    for name in paths:
        if name == STANDARD_INPUT:
            if stdin is None:
                yield UnreadableInput("standard input was asked for by '-', but there is none here", culprit=name)
            else:
                yield _capture(name, stdin.read(size_limit + 1), clock=clock, size_limit=size_limit)
            continue
        path = Path(name)
        if path.is_dir():
            try:
                found = sorted(_below(path))
            except OSError as error:
                yield UnreadableInput(f"the folder '{name}' can't be listed: {_reason(error)}", culprit=name)
                continue
            if not found:
                yield UnreadableInput(f"the folder '{name}' holds no text, HTML or JSON file to read", culprit=name)
            for file in found:
                yield _from_file(file, clock=clock, size_limit=size_limit)
        else:
            yield _from_file(path, clock=clock, size_limit=size_limit)


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in MEDIA_TYPES and path.is_file():
            yield path


def _from_file(path: Path, *, clock: Clock, size_limit: int) -> Capture | UnreadableInput:
    name = str(path)
    try:
        size = path.stat().st_size
        if size > size_limit:
            return _too_large(name, size_limit)
        with path.open("rb") as file:
            content = file.read(size_limit + 1)
    except FileNotFoundError:
        return UnreadableInput(f"there is no file or folder '{name}'", culprit=name)
    except OSError as error:
        return UnreadableInput(f"'{name}' can't be read: {_reason(error)}", culprit=name)
    return _capture(name, content, clock=clock, size_limit=size_limit)


def _capture(name: str, content: bytes, *, clock: Clock, size_limit: int) -> Capture | UnreadableInput:
    shown = "standard input" if name == STANDARD_INPUT else f"'{name}'"
    if len(content) > size_limit:
        return _too_large(name, size_limit)
    if not content.strip():
        return UnreadableInput(f"{shown} is empty: there is nothing to read", culprit=name)
    return Capture(
        id=hashlib.sha256(content).hexdigest(),
        origin_path=name,
        media_type=MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream"),
        content=content,
        captured_at=clock().astimezone(dt.UTC),
    )


def _too_large(name: str, size_limit: int) -> UnreadableInput:
    shown = "standard input" if name == STANDARD_INPUT else f"'{name}'"
    limit = f"{size_limit / 1e6:g} MB"
    return UnreadableInput(f"{shown} is larger than {limit}: split it, or give its documents as several files", culprit=name)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
