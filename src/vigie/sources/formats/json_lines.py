"""JSON documents, one in a file or one a line. Takes the fields it knows and keeps further plain values as ``extra``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from vigie.errors import UnreadableInput
from vigie.model import Document, bounds
from vigie.sources.formats.plain import clean, name_for, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Capture

__all__ = ["adapt", "many", "one"]

_TEXT_FIELDS = ("id", "url", "title", "outlet", "author", "lang")
_OWN_NAMES = {*_TEXT_FIELDS, "text", "published"}


def one(text: str, capture: Capture) -> Iterator[Document | UnreadableInput]:
    """The document of a ``.json`` file, or those of a list of documents in it."""
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield UnreadableInput(f"{_shown(capture)} is broken JSON: {_where(error)}", culprit=capture.origin_path)
        return
    if isinstance(parsed, list):
        for number, record in enumerate(parsed, start=1):
            yield adapt(record, capture, place=f"document {number} of {_shown(capture)}", part=number)
    else:
        yield adapt(parsed, capture, place=_shown(capture), part=None)


def many(text: str, capture: Capture) -> Iterator[Document | UnreadableInput]:
    """One document a line; a broken line is refused by its number and the rest still read."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"line {number} of {_shown(capture)}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield UnreadableInput(f"{place} is broken JSON: {_where(error)}", culprit=f"{capture.origin_path}:{number}")
            continue
        yield adapt(record, capture, place=place, part=number)


def adapt(record: Any, capture: Capture, *, place: str, part: int | None) -> Document | UnreadableInput:
    """A document from a parsed record; ``place`` is how a refusal calls it, ``part`` its number in the capture."""
    culprit = capture.origin_path if part is None else f"{capture.origin_path}:{part}"
    if not isinstance(record, dict):
        return UnreadableInput(f'{place} is no JSON object: a document is written {{"text": …}}', culprit=culprit)
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        return UnreadableInput(f"{place} has no 'text': that field is the only one a document needs", culprit=culprit)
    fields: dict[str, str | None] = {}
    for field in (*_TEXT_FIELDS, "published"):
        value = record.get(field)
        if value is not None and not isinstance(value, str | int):
            return UnreadableInput(f"{place} has a '{field}' that is no text", culprit=culprit)
        fields[field] = visible(str(value)).strip() or None if value is not None else None
    published = fields.pop("published")
    if published is not None and not _is_date(published):
        return UnreadableInput(f"{place} has a 'published' that is no ISO date: '{published}'", culprit=culprit)
    return Document(
        id=fields.pop("id") or name_for(capture, part),
        text=clean(text),
        published_on=published,
        capture_id=capture.id,
        extra={
            visible(k): visible(str(v))
            for k, v in record.items()
            if k not in _OWN_NAMES and isinstance(v, str | int | float | bool)
        },
        **fields,
    )


def _is_date(text: str) -> bool:
    try:
        bounds(text[:10])
    except ValueError:
        return False
    return True


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return (
            f"{error.msg.lower()} at line {error.lineno}, column {error.colno}"
            if error.lineno > 1
            else f"{error.msg.lower()} at column {error.colno}"
        )
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _shown(capture: Capture) -> str:
    return "standard input" if capture.origin_path == "-" else f"'{capture.origin_path}'"
