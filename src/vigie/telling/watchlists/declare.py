"""Watchlists as YAML, strictly read: each field is taken or refused by name. Looks names up through a function it is given."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from vigie.errors import ConfigError, InputError, UnknownName
from vigie.model import Pace, Status, Watchlist
from vigie.taxonomy import claim_types
from vigie.telling.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vigie.errors import VigieError

__all__ = ["FIELDS", "declared", "form_of", "held_record", "read_watchlists", "watchlist_of", "watchlist_record", "write_watchlist"]

FIELDS = {
    "name": "Small letters, digits and hyphens; a file's own name where left out.",
    "title": "What it is called in messages and pages.",
    "actors": "Names of companies, brands, people, authorities or models; each alone is enough.",
    "pairs": "Pairs of names that must both take part: `[Renault, Xiaomi]`.",
    "countries": "ISO 3166 codes of two letters: the home country of a party.",
    "words": "Words in a title or a quote, in any language; whole words, case and accents aside.",
    "types": "Claim types; empty: all.",
    "statuses": "Statuses that are waited for; empty: all. What was told is followed beyond them.",
    "origins": "Independent voices that are needed at least; 1 where left out.",
    "to": "Names of channels; none: the watchlist serves pages and briefs only.",
    "pace": "`instant` or `daily`; `instant` where left out.",
    "at": "Local time of the daily message or the digest; `07:00` where left out.",
    "zone": "IANA name of the time zone of `at`; `UTC` where left out.",
    "budget": "Instant messages a day; the rest waits for the digest; 20 where left out.",
    "lang": "`en` or `fr`; the language of the settings where left out.",
    "paused": "`true`: nothing is followed and nothing sent.",
}
"""Every field with what it means."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LISTS = ("actors", "pairs", "countries", "words", "types", "statuses", "to")
_MOST = 500


def watchlist_of(
    record: dict[str, Any], find: Callable[[str], str], *, where: str, error: type[VigieError] = InputError
) -> Watchlist:
    """A watchlist from its record; ``find`` gives the key of a name and raises `UnknownName`.

    Raises ``error`` naming ``where``, the field and what is wrong with it.
    """

    def refuse(field: str, why: str) -> VigieError:
        return error(f"'{where}' has a '{field}' that can't be: {why}", culprit=where)

    for field in record:
        if field not in FIELDS:
            raise refuse(str(field), f"there is no such field; there are {', '.join(FIELDS)}")
    values = _lists(record, refuse)
    for field in ("name", "title", "at", "zone", "lang"):
        value = record.get(field)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise refuse(field, "write words, in quotation marks where they look like a number")
    name = record.get("name") or ""
    if not _NAME.fullmatch(name):
        raise refuse("name", "write small letters, digits and hyphens, 63 at most")

    def key(field: str, called: object) -> str:
        if not isinstance(called, str) or not called.strip():
            raise refuse(field, "write names")
        try:
            return find(called)
        except UnknownName as unknown:
            raise refuse(field, str(unknown)) from unknown

    pairs = []
    for one in values.get("pairs", ()):
        if not isinstance(one, list) or len(one) != 2:
            raise refuse("pairs", "write two names each: [Renault, Xiaomi]")
        pairs.append((key("pairs", one[0]), key("pairs", one[1])))
    for field, least in (("origins", 1), ("budget", 0)):
        number = record.get(field, least)
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= 10_000:
            raise refuse(field, f"write a whole number from {least} to 10000")
    _check_timing(record, refuse)
    return Watchlist(
        name=name,
        title=record.get("title", ""),
        actors=tuple(dict.fromkeys(key("actors", one) for one in values.get("actors", ()))),
        pairs=tuple(dict.fromkeys(pairs)),
        countries=tuple(dict.fromkeys(country.lower() for country in values.get("countries", ()))),
        words=tuple(dict.fromkeys(word.strip() for word in values.get("words", ()))),
        types=tuple(dict.fromkeys(values.get("types", ()))),
        statuses=tuple(dict.fromkeys(Status(one) for one in values.get("statuses", ()))),
        origins=record.get("origins", 1),
        to=tuple(dict.fromkeys(values.get("to", ()))),
        pace=Pace(record.get("pace", "instant")),
        at=record.get("at", "07:00"),
        zone=record.get("zone", "UTC"),
        budget=record.get("budget", 20),
        lang=record.get("lang"),
        paused=record.get("paused", False),
    )


def _lists(record: dict[str, Any], refuse: Callable[[str, str], VigieError]) -> dict[str, list[Any]]:
    """The fields that hold lists, those of plain words checked."""
    values: dict[str, list[Any]] = {}
    for field in _LISTS:
        listed = record.get(field)
        if listed is None:
            continue
        if not isinstance(listed, list) or len(listed) > _MOST:
            raise refuse(field, f"write a list of at most {_MOST}: [… , …]")
        values[field] = listed
    if not all(isinstance(word, str) and word.strip() for word in values.get("words", ())):
        raise refuse("words", "write words, in quotation marks where they look like a number")
    if not all(isinstance(one, str) and re.fullmatch(r"[A-Za-z]{2}", one) for one in values.get("countries", ())):
        raise refuse("countries", "write ISO codes of two letters, in quotation marks where YAML takes them for a word: 'no'")
    statuses = [status.value for status in Status]
    for field, choices in (("types", list(claim_types())), ("statuses", statuses)):
        for one in values.get(field, ()):
            if one not in choices:
                raise refuse(field, f"'{one}' is none of them: choose among {', '.join(choices)}")
    if not all(isinstance(channel, str) and _NAME.fullmatch(channel) for channel in values.get("to", ())):
        raise refuse("to", "write names of channels")
    return values


def _check_timing(record: dict[str, Any], refuse: Callable[[str, str], VigieError]) -> None:
    """The fields that say when and in which language it is told."""
    if record.get("pace", "instant") not in [one.value for one in Pace]:
        raise refuse("pace", "choose among instant, daily")
    if not _TIME.fullmatch(record.get("at", "07:00")):
        raise refuse("at", "write a time such as '07:00', in quotation marks")
    zone = record.get("zone", "UTC")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise refuse("zone", f"'{zone}' is no time zone: write one such as Europe/Paris") from unknown
    if record.get("lang") not in (None, *LANGUAGES):
        raise refuse("lang", f"choose among {', '.join(LANGUAGES)}")
    if not isinstance(record.get("paused", False), bool):
        raise refuse("paused", "write true or false")


def watchlist_record(watchlist: Watchlist, name: Callable[[str], str] = str) -> dict[str, Any]:
    """A watchlist as `watchlist_of` reads it, without the fields left at their defaults; ``name`` gives the name of a key."""
    plain = Watchlist(name=watchlist.name)
    record: dict[str, Any] = {"name": watchlist.name}
    for field in FIELDS:
        value = getattr(watchlist, field)
        if field == "name" or value == getattr(plain, field):
            continue
        if field == "actors":
            value = [name(key) for key in watchlist.actors]
        elif field == "pairs":
            value = [[name(left), name(right)] for left, right in watchlist.pairs]
        elif field == "statuses":
            value = [status.value for status in watchlist.statuses]
        elif isinstance(value, Pace):
            value = value.value
        elif isinstance(value, tuple):
            value = list(value)
        record[field] = value
    return record


def held_record(watchlist: Watchlist, file: Path | None, name: Callable[[str], str] = str) -> dict[str, Any]:
    """As `watchlist_record`, with the name of the file that declares it as ``file``; ``None`` where the ledger keeps it."""
    return {**watchlist_record(watchlist, name), "file": None if file is None else file.name}


def write_watchlist(watchlist: Watchlist, name: Callable[[str], str] = str) -> str:
    """The YAML of a watchlist."""
    record = watchlist_record(watchlist, name)
    text: str = yaml.safe_dump(record, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
    return text


def declared(path: Path, find: Callable[[str], str]) -> Watchlist:
    """The watchlist in a file; raises `ConfigError` naming the file and the field."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"'{path}' can't be read as a watchlist: {error}", culprit=str(path)) from error
    except yaml.YAMLError as error:
        raise ConfigError(f"'{path}' is broken YAML: {' '.join(str(error).split())[:300]}", culprit=str(path)) from error
    if not isinstance(data, dict):
        raise ConfigError(f"'{path}' holds no watchlist: write 'actors: [Renault]' and the like", culprit=str(path))
    return watchlist_of({"name": path.stem, **data}, find, where=str(path), error=ConfigError)


def read_watchlists(folder: Path, find: Callable[[str], str]) -> dict[Path, Watchlist]:
    """File to the watchlist that it declares, of a folder's ``*.yml`` files; none where there is no folder.

    Raises `ConfigError` for a file that can't be, or where two files declare one name.
    """
    found: dict[Path, Watchlist] = {}
    for path in sorted(folder.glob("*.yml")) if folder.is_dir() else ():
        one = declared(path, find)
        if any(one.name == other.name for other in found.values()):
            raise ConfigError(f"'{path}' declares the watchlist '{one.name}', which another file declares too", culprit=str(path))
        found[path] = one
    return found


def form_of(watchlist: Watchlist) -> str:
    """A digest over what a watchlist asks for; where and when it is told changes nothing."""
    asked = (watchlist.actors, watchlist.pairs, watchlist.countries, watchlist.words, watchlist.types)
    more = ([status.value for status in watchlist.statuses], watchlist.origins)
    return hashlib.sha256(json.dumps([asked, more], ensure_ascii=False).encode()).hexdigest()[:16]
