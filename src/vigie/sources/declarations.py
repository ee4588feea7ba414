"""Sources as they are declared: YAML records, strictly read; the shipped catalogue, and the user's file laid over it.

A record of the user's file with the id of the catalogue's changes the fields that it names (``enabled`` first of all); any other is
a source of its own. Every field is known, or the record is refused with the field's name.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from vigie.errors import ConfigError, DataError, VigieError
from vigie.model import Auth, Healthy, Source, SourceKind, SourceOutlet
from vigie.sources.identity import url_fault

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["FIELDS", "ROLES", "declared", "load_catalogue", "load_sources", "record_of", "source_of"]

ROLES = ("press", "business", "agency", "newsroom", "association", "authority", "other")
LOCAL_KINDS = (SourceKind.FOLDER, SourceKind.MAIL, SourceKind.X_EXPORT, SourceKind.WEIBO_EXPORT)
FIELDS = {
    "id": "Name by which commands call it: small letters, digits and hyphens.",
    "name": "What people call it.",
    "kind": "How it is fetched and read; see the kinds below.",
    "url": "Address, http or https (imaps for mailboxes). No name and password in it: see `auth`.",
    "path": "File or folder of a local kind (folder, mail, warc, x, weibo), relative to the file that declares it.",
    "outlet": "Who speaks: `name`, and where known `owner` and `country` (ISO 3166-1 alpha-2, or eu).",
    "language": "ISO 639-1.",
    "role": "press, business, agency, newsroom, association, authority or other.",
    "cadence": "How far apart publications are expected: 30m, 6h, 1d, 1w. The source's own rhythm takes over once it is known.",
    "healthy": "What a healthy visit finds: `entries` (at least), `dated` and `complete` (shares of documents and links, 0 to 1).",
    "licence": "What is known of the terms on which it may be read.",
    "text": "feed: the entry is the document; links: its page is; auto: the page where the entry is short.",
    "select": "CSS selector of a listing's links, or of what holds them; without it links with a headline's length count.",
    "match": "Regular expression that a link must hold.",
    "organisations": "GDELT: names of which a page must hold one.",
    "themes": "GDELT: themes of which a page must have one.",
    "most": "Links followed in one round.",
    "size_limit": "Largest answer in bytes.",
    "allow_private": "true: addresses of this machine and its network may be asked.",
    "auth": "`how` (basic, bearer, header, query, login), `name` of header or parameter, `env` or `file` with the credential.",
    "enabled": "true: it is visited.",
}
"""Every field of a declaration and what it means; the reference is made from this."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SPAN = re.compile(r"(\d+)\s*(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_AUTH = ("basic", "bearer", "header", "query", "login")
_NEEDED = ("id", "name", "kind", "outlet", "language")


def load_catalogue() -> dict[str, Source]:
    """The shipped sources by id, none of them enabled. Raises `DataError` where a file contradicts the format or another."""
    found: dict[str, Source] = {}
    folder = files("vigie.sources") / "catalogue"
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yml"):
            continue
        for record in _records(file.read_text(encoding="utf-8"), file.name, DataError):
            source = source_of(record, where=file.name, error=DataError)
            if source.id in found:
                raise DataError(f"'{file.name}' declares '{source.id}', which another file declares too", culprit=source.id)
            found[source.id] = source
    return found


def load_sources(path: Path | None) -> dict[str, Source]:
    """The catalogue with the user's file over it, by id; a file that is not there yet changes nothing.

    Raises `ConfigError` naming file, record and field.
    """
    found = load_catalogue()
    if path is None or not path.exists():
        return found
    return declared(path, found)


def declared(path: Path, catalogue: dict[str, Source]) -> dict[str, Source]:
    """The sources of ``catalogue`` changed and added to by the records of a file."""
    found, seen = dict(catalogue), set()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"'{path}' can't be read as declarations: {error}", culprit=str(path)) from error
    for record in _records(text, str(path), ConfigError):
        name = record.get("id")
        if not isinstance(name, str) or name in seen:
            what = f"declares '{name}' twice" if name in seen else "holds a record without an 'id'"
            raise ConfigError(f"'{path}' {what}", culprit=str(path))
        seen.add(name)
        full = {**record_of(found[name], whole=True), **record} if name in found else record
        source = source_of(full, where=str(path), error=ConfigError)
        if source.path is not None and name not in catalogue:
            source = replace(source, path=str(path.parent / source.path))
        found[name] = source
    return found


def _records(text: str, name: str, error: type[VigieError]) -> list[dict[str, Any]]:
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both loaders are safe
    except yaml.YAMLError as broken:
        raise error(f"'{name}' is broken YAML: {' '.join(str(broken).split())[:300]}", culprit=name) from broken
    if data is None:
        return []
    if not isinstance(data, list) or not all(isinstance(one, dict) for one in data):
        raise error(f"'{name}' holds no list of sources: write '- id: …' for each", culprit=name)
    return data


def source_of(record: dict[str, Any], *, where: str, error: type[VigieError] = ConfigError) -> Source:
    """A source from its record; raises ``error`` naming ``where``, the source and the field that can't be."""
    name = str(record.get("id", "?"))

    def refuse(field: str, why: str) -> VigieError:
        return error(f"the source '{name}' of '{where}' has a '{field}' that can't be: {why}", culprit=name)

    for field in record:
        if field not in FIELDS:
            raise refuse(str(field), f"there is no such field; there are {', '.join(FIELDS)}")
    for field in _NEEDED:
        if not record.get(field):
            raise error(f"the source '{name}' of '{where}' lacks '{field}'", culprit=name)
    if not _ID.fullmatch(name):
        raise refuse("id", "write small letters, digits and hyphens")
    kinds = {kind.value: kind for kind in SourceKind}
    if record["kind"] not in kinds:
        raise refuse("kind", f"choose among {', '.join(kinds)}")
    kind = kinds[record["kind"]]
    texts: dict[str, Any] = {}
    for field in ("name", "url", "path", "language", "role", "licence", "text", "select", "match"):
        value = record.get(field)
        if value is None:
            continue
        if not isinstance(value, str) or not value.strip():
            raise refuse(field, "write words")
        texts[field] = value.strip()
    _check_address(kind, texts, refuse)
    if texts.get("role", "press") not in ROLES:
        raise refuse("role", f"choose among {', '.join(ROLES)}")
    if texts.get("text", "auto") not in ("auto", "feed", "links"):
        raise refuse("text", "choose auto, feed or links")
    if not re.fullmatch(r"[a-z]{2}", texts["language"]):
        raise refuse("language", "write two small letters, such as fr")
    if "match" in texts:
        try:
            re.compile(texts["match"])
        except re.error as broken:
            raise refuse("match", f"it is no regular expression: {broken}") from broken
    rest: dict[str, Any] = {}
    for field, kind_of in (("most", int), ("size_limit", int), ("allow_private", bool), ("enabled", bool)):
        value = record.get(field)
        if value is not None:
            if type(value) is not kind_of or (kind_of is int and value < 1):
                raise refuse(field, "write true or false" if kind_of is bool else "write a number above 0")
            rest[field] = value
    for field in ("organisations", "themes"):
        value = record.get(field) or []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise refuse(field, "write a list of words")
        rest[field] = tuple(value)
    return Source(
        id=name,
        kind=kind,
        outlet=_outlet(record["outlet"], refuse),
        cadence=_cadence(record.get("cadence", "1d"), refuse),
        healthy=_healthy(record.get("healthy") or {}, refuse),
        auth=_auth(record.get("auth"), refuse),
        **texts,
        **rest,
    )


def _check_address(kind: SourceKind, texts: dict[str, str], refuse: Any) -> None:
    local = kind in LOCAL_KINDS or (kind is SourceKind.WARC and "url" not in texts)
    if local and "path" not in texts:
        raise refuse("path", f"the kind '{kind.value}' needs one")
    if local:
        return
    url = texts.get("url", "")
    if kind is SourceKind.IMAP:
        # The form of its host and port is that of any address.
        if not re.match(r"imaps?://[^\s@/]+(/\S*)?$", url) or url_fault("http" + url[url.index("://") :]):
            raise refuse("url", "write imaps://host/folder, and the login under 'auth'")
        return
    fault = url_fault(url)
    if fault:
        raise refuse("url", f"'{url}' {fault}")


def _outlet(value: Any, refuse: Any) -> SourceOutlet:
    if not isinstance(value, dict) or not value.get("name") or set(value) - {"name", "owner", "country"}:
        raise refuse("outlet", "write {name: …, owner: …, country: …}, of which only the name is needed")
    country = value.get("country")
    if country is not None and not re.fullmatch(r"[a-z]{2}", str(country)):
        raise refuse("outlet", "write the country as two small letters")
    return SourceOutlet(name=str(value["name"]), owner=str(value["owner"]) if value.get("owner") else None, country=country)


def _cadence(value: Any, refuse: Any) -> dt.timedelta:
    found = _SPAN.fullmatch(str(value).strip())
    if found is None or int(found[1]) == 0:
        raise refuse("cadence", "write a number and m, h, d or w, such as 6h")
    return dt.timedelta(**{_UNITS[found[2]]: int(found[1])})


def _healthy(value: Any, refuse: Any) -> Healthy:
    known = {field.name for field in fields(Healthy)}
    if not isinstance(value, dict) or set(value) - known:
        raise refuse("healthy", f"write {{{', '.join(sorted(known))}}}")
    for name, number in value.items():
        whole = name == "entries"
        if (
            isinstance(number, bool)
            or not isinstance(number, int if whole else int | float)
            or number < 0
            or (not whole and number > 1)
        ):
            raise refuse("healthy", f"'{name}' is {'a number' if whole else 'a share from 0 to 1'}")
    return Healthy(**value)


def _auth(value: Any, refuse: Any) -> Auth | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) - {"how", "name", "env", "file"} or value.get("how") not in _AUTH:
        raise refuse(
            "auth", f"write {{how: {' or '.join(_AUTH)}, env: VARIABLE}} or file: PATH; the credential itself stands there"
        )
    if bool(value.get("env")) == bool(value.get("file")):
        raise refuse("auth", "name the variable under 'env' or the file under 'file', one of them")
    if value["how"] in ("header", "query") and not value.get("name"):
        raise refuse("auth", "'name' the header or the query's parameter")
    return Auth(how=value["how"], name=value.get("name"), env=value.get("env"), file=value.get("file"))


def record_of(source: Source, *, whole: bool = False) -> dict[str, Any]:
    """The record of a source, of which `source_of` makes it again; fields at their default are left out unless ``whole``."""
    bare = Source(id="", name="", kind=source.kind, outlet=source.outlet, language="")
    record: dict[str, Any] = {"id": source.id, "name": source.name, "kind": source.kind.value}
    for field in FIELDS:
        value = getattr(source, field)
        if field in record or (value == getattr(bare, field) and field != "outlet" and not (whole and value not in (None, ""))):
            continue
        if isinstance(value, SourceOutlet | Auth):
            value = {one.name: getattr(value, one.name) for one in fields(value) if getattr(value, one.name) is not None}
        elif isinstance(value, Healthy):
            value = {one.name: getattr(value, one.name) for one in fields(value)}
        elif isinstance(value, dt.timedelta):
            value = _span(value)
        elif isinstance(value, tuple):
            value = list(value)
        record[field] = value
    return record


def _span(value: dt.timedelta) -> str:
    minutes = int(value.total_seconds() // 60)
    for unit, size in (("w", 7 * 24 * 60), ("d", 24 * 60), ("h", 60)):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def dumped(records: Iterable[dict[str, Any]]) -> str:
    """Records as YAML, one block a source."""
    return "".join(
        yaml.safe_dump([record], allow_unicode=True, sort_keys=False, width=120, default_flow_style=None) for record in records
    )
