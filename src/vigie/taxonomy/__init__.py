"""The claim types, as data: one YAML file each under ``types/``. Decides nothing about a text.

Each type says what it is, whether its parties may be exchanged, what stands in each role, what it is called in four
languages and which types careful readers confuse it with. Unknown keys are refused when the files are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from vigie.errors import DataError, UnknownName

__all__ = ["ClaimType", "claim_type", "claim_types"]

_KEYS = {"name", "family", "order", "description", "symmetric", "roles", "labels", "near"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimType:
    """One kind of thing that a claim can say."""

    name: str
    family: str
    """``contact tie product site number people state conflict``: how lists are grouped and coloured."""
    order: int
    description: str
    symmetric: bool
    """True where ``who`` and ``whom`` may be exchanged."""
    roles: dict[str, str]
    """``who``, ``whom``, ``what`` → what stands there."""
    labels: dict[str, str]
    """Language → name for people."""
    near: tuple[str, ...]
    """Types that careful readers may choose instead."""


@cache
def claim_types() -> dict[str, ClaimType]:
    """All types by name, in their order; raises ``DataError`` where a file breaks the format."""
    found = []
    for entry in resources.files(__package__).joinpath("types").iterdir():
        if not entry.name.endswith(".yml"):
            continue
        record = yaml.load(entry.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        if set(record) != _KEYS or record["name"] != entry.name.removesuffix(".yml"):
            odd = sorted(set(record) ^ _KEYS)
            raise DataError(f"taxonomy file '{entry.name}' must hold exactly its keys and name: look at {odd}", culprit=entry.name)
        found.append(ClaimType(**{**record, "near": tuple(record["near"])}))
    found.sort(key=lambda t: t.order)
    return {t.name: t for t in found}


def claim_type(name: str) -> ClaimType:
    """The type of that name; raises ``UnknownName`` listing those there are."""
    types = claim_types()
    if name not in types:
        raise UnknownName(f"'{name}' is no claim type: choose among {', '.join(types)}", culprit=name)
    return types[name]
