"""The public figures that scenarios rest on, each with its source; and which of them contradict each other.

Reads `data/facts.csv`. Draws nothing and decides nothing about which of two figures is right: both stay.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources

from vigie.errors import DataError

_COLUMNS = ["id", "quantity", "what", "where", "when", "value", "unit", "source", "dated", "note"]
_SCALES = {"million": 1e6, "billion": 1e9, "%": 0.01}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One figure as somebody printed it."""

    id: str
    quantity: str
    """What is measured; facts of one quantity are rival figures for the same thing."""
    what: str
    where: str
    when: str
    value: str
    """As printed."""
    unit: str
    source: str
    """Address of the page."""
    dated: str
    """Date of the page where it is visible."""
    note: str

    @property
    def number(self) -> float:
        """The value in cars, euro or parts of one (4 % is 0.04); raises ``DataError`` where it is no number."""
        try:
            plain = float(self.value)
        except ValueError:
            raise DataError(
                f"fact '{self.id}' is used as a number but says '{self.value}': correct facts.csv", culprit=self.id
            ) from None
        for word, scale in _SCALES.items():
            if self.unit.startswith(word) or self.unit.endswith(word):
                return plain * scale
        return plain

    def sentence(self) -> str:
        """The fact for a person: value, unit, what, where, when."""
        return f"{self.what}, {self.where}, {self.when}: {self.value} {self.unit}"


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts by id."""

    by_id: dict[str, Fact]

    def get(self, fact: str, needed_by: str) -> Fact:
        """The fact of that id; raises ``DataError`` that names it and what needs it."""
        if fact not in self.by_id:
            raise DataError(f"fact '{fact}' is needed by {needed_by} but stands no longer in the facts: put it back", culprit=fact)
        return self.by_id[fact]

    def rivals(self, fact: Fact) -> list[Fact]:
        """All facts of the same quantity, itself included."""
        return [other for other in self.by_id.values() if other.quantity == fact.quantity]

    def conflicts(self) -> list[list[Fact]]:
        """Groups of facts that give different values for one quantity, in the order of the file."""
        groups: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.by_id.values():
            groups[fact.quantity].append(fact)
        return [group for group in groups.values() if len({fact.value for fact in group}) > 1]

    def without(self, fact: str) -> Facts:
        """The same facts less one: to see what rests on it."""
        return Facts({key: value for key, value in self.by_id.items() if key != fact})


def parse_facts(text: str) -> Facts:
    """Facts from CSV text; raises ``DataError`` naming the line where the format is broken."""
    reader = csv.DictReader(io.StringIO(text))
    if reader.fieldnames != _COLUMNS:
        raise DataError(f"the facts must have the columns {', '.join(_COLUMNS)}: correct the first line", culprit="facts.csv")
    found: dict[str, Fact] = {}
    for line, row in enumerate(reader, start=2):
        if None in row.values() or None in row or not row["id"] or not row["source"].startswith("http"):
            raise DataError(f"line {line} of the facts lacks a column, an id or a source: complete it", culprit=f"facts.csv:{line}")
        if row["id"] in found:
            raise DataError(f"line {line} of the facts repeats the id '{row['id']}': rename one", culprit=row["id"])
        found[row["id"]] = Fact(**row)
    return Facts(found)


@cache
def load_facts() -> Facts:
    """The facts that ship with vigie."""
    return parse_facts(resources.files(__package__).joinpath("data", "facts.csv").read_text(encoding="utf-8"))
