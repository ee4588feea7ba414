"""Words for people: the same keys in every language, with the same places to fill, and all of them used."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from vigie.model import Status
from vigie.telling import LANGUAGES, Messages

ROOT = Path(__file__).resolve().parents[2]


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_every_language_says_the_same_things(lang: str) -> None:
    english, other = Messages.load("en").words, Messages.load(lang).words
    assert set(english) == set(other)
    assert [key for key in english if places(english[key]) != places(other[key])] == []


def test_every_status_has_a_word() -> None:
    for lang in LANGUAGES:
        assert all(Messages.load(lang)(f"status.{status.value}") for status in Status)


def test_one_and_many() -> None:
    say = Messages.load("fr")
    assert (say.count("document", 0), say.count("document", 1), say.count("document", 2)) == (
        "0 document",
        "1 document",
        "2 documents",
    )


def test_every_message_that_the_code_asks_for_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "vigie").rglob("*.py"))
    asked = set(re.findall(r'\bmessages(?:\.count)?\(\s*"([a-z_.]+)"', code))
    assert len(asked) > 15
    assert asked - set(Messages.load("en").words) == set()
