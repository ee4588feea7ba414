"""Annotated documents for training and measuring the reader: reads them, and says which of our entities each gold name is.

The format is that of the project's own corpus beside this file; any folder of such files will do.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sentences import load_documents

from vigie.model import Document, Entity

CORPUS = Path(__file__).parent / "corpus"
DOCUMENTS = Path(__file__).parent / "documents"
"""More of the project's own, in the compact format: learnt from, and held by no floors."""


@dataclass
class Gold:
    """One annotated document."""

    raw: dict[str, Any]
    names: dict[str, str] = field(default_factory=dict)
    """Folded name → folded canonical name."""

    @classmethod
    def of(cls, raw: dict[str, Any]) -> Gold:
        """An annotated document from its stored form, its names indexed."""
        gold = cls(raw)
        for entity in raw["entities"]:
            canonical = fold(entity["name"])
            for name in (entity["name"], *entity.get("aka", ()), *entity.get("mentions", ())):
                gold.names.setdefault(fold(name), canonical)
        return gold

    @property
    def id(self) -> str:
        """The document's id."""
        return str(self.raw["id"])

    @property
    def document(self) -> Document:
        """What a reader is given: no annotation."""
        g = self.raw
        return Document(
            id=g["id"],
            text=g["text"],
            title=g.get("title"),
            url=g.get("url"),
            outlet=g.get("outlet"),
            author=g.get("author"),
            published_on=g.get("published"),
        )


def fold(name: str) -> str:
    """A name without case, signs and leading article, as the gold compares names."""
    plain = unicodedata.normalize("NFKC", str(name)).casefold()
    plain = re.sub(r"[\W_]+", " ", plain).strip()
    return re.sub(r"^(the|le|la|les|l|der|die|das) ", "", plain)


def load(folder: Path) -> list[Gold]:
    """The annotated documents of a folder, by file: one in each JSON file, many in each text file of the compact format."""
    stored = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return [Gold.of(raw) for raw in (*stored, *(raw for path in sorted(folder.glob("*.txt")) for raw in load_documents(path)))]


def keys_by_name(gold: Gold, entities: tuple[Entity, ...]) -> dict[str, str]:
    """Our entity key → folded canonical gold name, for the entities that the gold knows."""
    found = {}
    for entity in entities:
        for name in (entity.name, *entity.aka):
            if fold(name) in gold.names:
                found[entity.key] = gold.names[fold(name)]
                break
    return found
