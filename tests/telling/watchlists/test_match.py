"""Any line of subjects is enough; type, status and origins must all hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from vigie.checks import fakes
from vigie.model import Status, Watchlist
from vigie.telling.watchlists import Subject, matches, passes


def subject(*, countries: tuple[str, ...] = (), text: str = "", **said: Any) -> Subject:
    return Subject(move=fakes.move(**said), countries=frozenset(countries), text=text)


def test_an_actor_counts_as_party_thing_or_person() -> None:
    for field in ("who", "whom", "things", "people"):
        found = matches(Watchlist(name="w", actors=("geely",)), subject(**{field: ("geely",)}))
        assert found == (("actors", "geely"),)


def test_a_pair_needs_both() -> None:
    asked = Watchlist(name="w", pairs=(("renault", "xiaomi"), ("renault", "geely")))
    assert matches(asked, subject()) == (("pairs", "renault × xiaomi"),)
    assert matches(asked, subject(whom=("byd",))) is None


def test_each_line_that_finds_it_is_named_with_the_type() -> None:
    asked = Watchlist(name="w", actors=("renault",), countries=("cn",), words=("alliance",), types=("agree",))
    found = matches(asked, subject(countries=("fr", "cn"), text="une alliance"))
    assert found == (("actors", "renault"), ("countries", "cn"), ("words", "alliance"), ("types", "agree"))
    assert matches(asked, subject(kind="meet")) is None


def test_a_watchlist_without_subjects_wants_all() -> None:
    assert matches(Watchlist(name="w"), subject()) == (("everything", ""),)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("Batterie", "une batterie solide", True),
        ("batterie", "des batteries", False),
        ("électrique", "une voiture electrique", True),
        ("电池", "固态电池工厂", True),
        ("c++", "en c++ natif", True),
        ("solid state", "a solid  state cell", True),
    ],
)
def test_words_are_whole_words_case_and_accents_aside(word: str, text: str, found: bool) -> None:
    assert (matches(Watchlist(name="w", words=(word,)), subject(text=text)) is not None) is found


def test_statuses_and_origins_are_waited_for() -> None:
    asked = Watchlist(name="w", statuses=(Status.DENIED,))
    assert not passes(asked, fakes.move())
    assert passes(asked, fakes.move(status=Status.DENIED))
    assert not passes(replace(asked, statuses=(), origins=2), fakes.move())
