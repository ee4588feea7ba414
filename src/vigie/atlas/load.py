"""Read the atlas's YAML files into records, strictly: an unknown key or a missing id is an error that names the record."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from vigie.atlas.record import KINDS, Edition, Homonym, Post, Record, Stake
from vigie.errors import DataError
from vigie.model import bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

_DEFAULT_KIND = {"models": "model", "people": "person", "authorities": "authority", "occasions": "occasion", "outlets": "outlet"}
_KEYS = frozenset(
    {
        "id",
        "name",
        "kind",
        "role",
        "country",
        "names",
        "nicknames",
        "metonyms",
        "demonyms",
        "homonyms",
        "founded",
        "dissolved",
        "brand_of",
        "owners",
        "maker",
        "powertrain",
        "segment",
        "from",
        "to",
        "built_at",
        "posts",
        "editions",
        "city",
        "owner",
        "language",
        "agency",
        "source",
    }
)


def read_shipped() -> list[Record]:
    """All records that ship with vigie, in the order of their files."""
    return list(_read_folder(resources.files(__package__).joinpath("data"), ""))


def read_file(path: Path) -> list[Record]:
    """The records of a user's own file, which may be empty.

    Raises ``DataError`` where it breaks the format, ``OSError`` where unreadable.
    """
    text = path.read_text(encoding="utf-8")
    return list(parse(text, path.name, None)) if text.strip() else []


def _read_folder(folder: Traversable, under: str) -> Iterator[Record]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _read_folder(entry, entry.name)
        elif entry.name.endswith(".yml"):
            kind = _DEFAULT_KIND.get(under or entry.name.removesuffix(".yml"))
            yield from parse(entry.read_text(encoding="utf-8"), f"{under}/{entry.name}".lstrip("/"), kind)


def parse(yml: str, file: str, default_kind: str | None) -> Iterator[Record]:
    """The records of one file's text; raises ``DataError`` naming the file and the record."""
    try:
        listed = yaml.load(yml, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise DataError(f"atlas file '{file}' is no YAML: {error}", culprit=file) from error
    if not isinstance(listed, list):
        raise DataError(f"atlas file '{file}' must be a list of records", culprit=file)
    for raw in listed:
        yield _record(raw, file, default_kind)


def _record(raw: Any, file: str, default_kind: str | None) -> Record:
    label = str(raw.get("id", raw)) if isinstance(raw, dict) else str(raw)
    if not isinstance(raw, dict) or "id" not in raw or "name" not in raw:
        raise DataError(f"atlas file '{file}': record '{label}' needs an id and a name", culprit=label)
    odd = set(raw) - _KEYS
    if odd:
        raise DataError(f"atlas file '{file}': record '{label}' has keys nobody reads: {', '.join(sorted(odd))}", culprit=label)
    kind = raw.get("kind", default_kind)
    if kind not in KINDS:
        raise DataError(f"atlas file '{file}': record '{label}' has kind '{kind}'; choose among {', '.join(KINDS)}", culprit=label)
    try:
        return Record(
            id=str(raw["id"]),
            name=str(raw["name"]),
            kind=kind,
            role=raw.get("role"),
            country=raw.get("country"),
            names=_by_language(raw.get("names")),
            nicknames=_by_language(raw.get("nicknames")),
            metonyms=_by_language(raw.get("metonyms")),
            demonyms=_by_language(raw.get("demonyms")),
            homonyms=tuple(
                Homonym(name=str(h["name"]), needs=tuple(str(n) for n in h["needs"])) for h in raw.get("homonyms") or ()
            ),
            founded=_date(raw.get("founded")),
            dissolved=_date(raw.get("dissolved")),
            brand_of=raw.get("brand_of"),
            owners=tuple(
                Stake(
                    owner=str(o["owner"]),
                    share=float(o["share"]) if o.get("share") is not None else None,
                    start=_date(o.get("from")),
                    end=_date(o.get("to")),
                    source=o.get("source"),
                )
                for o in raw.get("owners") or ()
            ),
            maker=raw.get("maker"),
            powertrain=tuple(raw.get("powertrain") or ()),
            segment=str(raw["segment"]) if raw.get("segment") else None,
            start=_date(raw.get("from")),
            end=_date(raw.get("to")),
            posts=tuple(
                Post(
                    at=str(p["at"]),
                    post=str(p["post"]),
                    title=p.get("title"),
                    start=_date(p.get("from")),
                    end=_date(p.get("to")),
                    joint=bool(p.get("co", False)),
                    source=p.get("source"),
                )
                for p in raw.get("posts") or ()
            ),
            editions=tuple(
                Edition(year=int(e["year"]), start=_date(e.get("from")), end=_date(e.get("to"))) for e in raw.get("editions") or ()
            ),
            city=raw.get("city"),
            owner=raw.get("owner"),
            language=raw.get("language"),
            agency=bool(raw.get("agency", False)),
            source=raw.get("source"),
            file=file,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise DataError(f"atlas file '{file}': record '{label}' can't be read ({error!r})", culprit=label) from error


def _by_language(raw: dict[str, Iterable[Any]] | None) -> dict[str, tuple[str, ...]]:
    return {str(lang): tuple(str(w) for w in words) for lang, words in (raw or {}).items()}


def _date(raw: Any) -> str | None:
    """A YAML date, year or text as a checked ISO expression."""
    if raw is None:
        return None
    iso = raw.isoformat() if hasattr(raw, "isoformat") else str(raw)
    bounds(iso)
    return iso
