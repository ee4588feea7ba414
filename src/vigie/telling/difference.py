"""What changed from one version of a document to the next. Says nothing of why."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vigie.model import Document

__all__ = ["difference"]


def difference(before: Document, after: Document) -> list[str]:
    """Paragraphs gone (``- …``) and come (``+ …``), and fields that changed, from one version of a document to the next."""
    lines = [
        f"{sign} {name}: {getattr(one, name)}"
        for name in ("title", "author", "published_on", "url")
        if getattr(before, name) != getattr(after, name)
        for sign, one in (("-", before), ("+", after))
    ]
    compared = difflib.ndiff(before.text.split("\n\n"), after.text.split("\n\n"))
    return lines + [line for line in compared if line.startswith(("- ", "+ "))]
