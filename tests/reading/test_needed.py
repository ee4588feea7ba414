"""Words that a regular expression can't match without: true of every expression of every language file, and of hand-made ones."""

import re
from pathlib import Path

import pytest
import yaml

from vigie.reading.language import languages, lowered
from vigie.reading.needed import needed_words

CASES = Path(__file__).resolve().parents[1] / "cases" / "cues"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\bprice (?:war|cut)s?\b", {"price "}),
        (r"(?:stake|share) of \d", {" of "}),
        (r"[st](?:ake|hare)\b", {"ake", "hare"}),
        (r"(?:abc)?def", {"def"}),
        (r"(?:abc)+d?", {"abc"}),
        (r"a|bcd", set()),
        (r"\d+", set()),
        (r"(?i)stake", set()),
        (r"(?i:stake)s", set()),
        (r"(?=stake)\w+", set()),
    ],
)
def test_the_words_are_those_of_the_part_that_tells_most(pattern: str, words: set[str]) -> None:
    assert needed_words(pattern) == words


@pytest.mark.parametrize("code", sorted(p.stem for p in CASES.glob("*.yml")))
def test_no_expression_of_a_language_file_matches_without_one_of_its_words(code: str) -> None:
    text = "\n".join(s for listed in yaml.safe_load((CASES / f"{code}.yml").read_text(encoding="utf-8")).values() for s in listed)
    low, matches = lowered(text), 0
    for regex in {regex for regex, *_ in languages()[code]._regexes}:
        words = needed_words(regex.pattern)
        for match in re.finditer(regex, low):
            matches += 1
            assert not words or any(word in match.group() for word in words), regex.pattern
    assert matches > 0
