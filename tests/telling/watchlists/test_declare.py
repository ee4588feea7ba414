"""Watchlists as YAML: what is written comes back, what can't be is refused with its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vigie.errors import ConfigError, InputError, UnknownName
from vigie.model import Pace, Status, Watchlist
from vigie.telling.watchlists import declared, form_of, read_watchlists, watchlist_of, watchlist_record, write_watchlist
from vigie.telling.watchlists.declare import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

FULL = """
title: Renault et la Chine
actors: [Renault]
pairs: [[Renault, Xiaomi], [Renault, Geely]]
countries: [CN]
words: [batterie, 电池]
types: [agree, negotiate]
statuses: [happened, denied]
origins: 2
to: [desk, phone]
pace: daily
at: '06:30'
zone: Europe/Paris
budget: 5
lang: fr
paused: true
"""


def find(name: str) -> str:
    if name not in ("Renault", "Xiaomi", "Geely"):
        raise UnknownName(f"nobody here is called '{name}'", culprit=name)
    return name.lower()


def test_every_field_is_read(tmp_path: Path) -> None:
    path = tmp_path / "chine.yml"
    path.write_text(FULL, encoding="utf-8")
    assert declared(path, find) == Watchlist(
        name="chine",
        title="Renault et la Chine",
        actors=("renault",),
        pairs=(("renault", "xiaomi"), ("renault", "geely")),
        countries=("cn",),
        words=("batterie", "电池"),
        types=("agree", "negotiate"),
        statuses=(Status.HAPPENED, Status.DENIED),
        origins=2,
        to=("desk", "phone"),
        pace=Pace.DAILY,
        at="06:30",
        zone="Europe/Paris",
        budget=5,
        lang="fr",
        paused=True,
    )


def test_what_is_written_is_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "chine.yml"
    path.write_text(FULL, encoding="utf-8")
    first = declared(path, find)
    path.write_text(write_watchlist(first, str.title), encoding="utf-8")
    assert declared(path, find) == first
    assert watchlist_record(Watchlist(name="plain")) == {"name": "plain"}


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"name": "Renault"}, "name"),
        ({"name": "w", "actor": ["Renault"]}, "actor"),
        ({"name": "w", "actors": "Renault"}, "actors"),
        ({"name": "w", "actors": ["Renolt"]}, "actors"),
        ({"name": "w", "actors": [1]}, "actors"),
        ({"name": "w", "pairs": [["Renault"]]}, "pairs"),
        ({"name": "w", "pairs": [["Renault", None]]}, "pairs"),
        ({"name": "w", "countries": [False]}, "countries"),
        ({"name": "w", "countries": ["fra"]}, "countries"),
        ({"name": "w", "words": [2026]}, "words"),
        ({"name": "w", "types": ["agreement"]}, "types"),
        ({"name": "w", "types": [["agree"]]}, "types"),
        ({"name": "w", "statuses": ["sure"]}, "statuses"),
        ({"name": "w", "origins": 0}, "origins"),
        ({"name": "w", "origins": True}, "origins"),
        ({"name": "w", "budget": -1}, "budget"),
        ({"name": "w", "pace": "hourly"}, "pace"),
        ({"name": "w", "pace": ["daily"]}, "pace"),
        ({"name": "w", "at": 420}, "at"),
        ({"name": "w", "at": "7:00"}, "at"),
        ({"name": "w", "zone": "Mars/Olympus"}, "zone"),
        ({"name": "w", "zone": "../etc/passwd"}, "zone"),
        ({"name": "w", "lang": "de"}, "lang"),
        ({"name": "w", "paused": "yes"}, "paused"),
        ({"name": "w", "to": ["mailto://a:b@c"]}, "to"),
        ({"name": "w", "actors": ["Renault"] * 501}, "actors"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(record: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError, match=f"'{field}'") as refused:
        watchlist_of(record, find, where="w.yml")
    assert "w.yml" in str(refused.value)


def test_a_folder_is_read_by_name_and_broken_files_are_named(tmp_path: Path) -> None:
    assert read_watchlists(tmp_path / "none", find) == {}
    (tmp_path / "b.yml").write_text("actors: [Renault]", encoding="utf-8")
    (tmp_path / "a.yml").write_text("words: [gigafactory]", encoding="utf-8")
    assert {path.name: one.name for path, one in read_watchlists(tmp_path, find).items()} == {"a.yml": "a", "b.yml": "b"}
    (tmp_path / "c.yml").write_text("name: a", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"c\.yml.*another file"):
        read_watchlists(tmp_path, find)
    (tmp_path / "c.yml").write_text("actors: [", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"c\.yml.*broken"):
        read_watchlists(tmp_path, find)


def test_the_form_is_what_is_asked_for_not_where_it_is_sent() -> None:
    first = Watchlist(name="w", actors=("renault",))
    assert form_of(first) == form_of(Watchlist(name="w", actors=("renault",), to=("desk",), at="09:00", lang="fr"))
    assert form_of(first) != form_of(Watchlist(name="w", actors=("geely",)))


def test_every_field_is_described() -> None:
    assert set(FIELDS) == set(Watchlist.__dataclass_fields__)
