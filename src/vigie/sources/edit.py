"""Changes to the user's file of sources: one record replaced or added, every other byte left as its author wrote it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from vigie.errors import ConfigError
from vigie.sources.declarations import dumped

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["put_records", "with_record"]

_HEAD = "# Sources of vigie. A record with the id of one of the catalogue's changes the fields that it names.\n"


def with_record(text: str, record: dict[str, Any]) -> str:
    """The file's text with a record laid over the one of the same id, or added at its end.

    Raises ``ValueError`` where the text is no list of records.
    """
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is not None and not isinstance(node, yaml.SequenceNode):
        raise ValueError("it holds no list")
    for item in node.value if node is not None else []:
        old = yaml.safe_load(yaml.serialize(item))
        if isinstance(old, dict) and old.get("id") == record["id"]:
            start, end = item.start_mark.index, item.end_mark.index
            merged = {**old, **record}
            body = dumped([merged])
            # Marks enclose the record behind its dash; in block style the end lies at the next token.
            dash = text.rfind("-", 0, start)
            tail = text[end:]
            kept = text[dash:end]
            blank = kept[len(kept.rstrip()) :]
            comments = _trailing_comments(kept)
            return text[:dash] + body.rstrip("\n") + (comments or blank or ("" if tail[:1] == "\n" else "\n")) + tail
    if not text.strip():
        text = _HEAD
    return text + ("" if text.endswith("\n") else "\n") + dumped([record])


def _trailing_comments(kept: str) -> str:
    """Comment and empty lines at the end of a record's stretch: they belong to what follows."""
    lines = kept.split("\n")
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    rest = "\n".join(lines[end:])
    return "\n" + rest if rest else ""


def put_records(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Lay records over those of a file, which is made where it is missing; it is replaced whole or not at all.

    Raises `ConfigError` where it can't be read or written.
    """
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        for record in records:
            text = with_record(text, record)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".new")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ConfigError(f"'{path}' can't be changed: {' '.join(str(error).split())[:200]}", culprit=str(path)) from error
