"""The shipped history keeps its rules, and a history that breaks one is told which."""

from __future__ import annotations

import pytest

from vigie.atlas import load_atlas
from vigie.errors import DataError
from vigie.foresight.reference import Source, broken_rules, load_reference, parse_moves, reference_happenings

SOURCES = {"s": Source(title="A text", outlet="An outlet", date="2020")}


def line(**changes: str) -> str:
    fields = {"when": "2012-03", "form": "talks", "who": "renault", "whom": "nissan", "what": "x", "src": "s"} | changes
    return "- {" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}\n"


def rules(*lines: str) -> list[str]:
    return broken_rules(list(parse_moves("".join(lines), "test.yml", SOURCES)), load_atlas())


def test_the_shipped_history_is_large_dated_sourced_and_breaks_no_rule() -> None:
    moves = load_reference()

    assert sum("2000" <= move.on[:4] <= "2025" for move in moves) >= 600
    assert all(move.source.title and move.source.outlet for move in moves)
    assert sum(move.led_to_nothing for move in moves) >= 80
    assert broken_rules(moves, load_atlas()) == []


def test_happenings_of_the_history_are_known_only_when_their_date_is_over() -> None:
    month = next(iter(reference_happenings(parse_moves(line(), "test.yml", SOURCES))))

    assert (month.on.isoformat(), month.known_on.isoformat()) == ("2012-03-01", "2012-03-31")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([line(who="nobody-at-all")], "is not in the atlas"),
        ([line(when="2001-05", who="tesla")], "was founded only in"),
        ([line(), line()], "stands twice"),
        ([line(when="1987")], "outside of"),
        ([line(whom="renault")], "the same"),
        ([line(led_to="nothing"), line(when="2013-05", form="alliance")], "said to have led to nothing"),
        ([line(form="stake-sold", who="xpeng", whom="fiat", when="2020")], "no stake is known"),
    ],
)
def test_a_move_that_can_t_be_is_told(lines: list[str], sentence: str) -> None:
    assert any(sentence in one for one in rules(*lines))


@pytest.mark.parametrize("change", [{"form": "wedding"}, {"src": "unknown"}, {"when": "soon"}, {"colour": "red"}])
def test_a_line_that_breaks_the_format_is_named(change: dict[str, str]) -> None:
    with pytest.raises(DataError, match="renault"):
        list(parse_moves(line(**change), "test.yml", SOURCES))
