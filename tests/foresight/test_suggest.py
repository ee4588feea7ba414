"""Whom next: what is known of candidates, against its plain definition over a list of happenings."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.foresight import Happening, load_reference, reference_happenings, suggest
from vigie.foresight.suggest import NAMES, _Table
from vigie.model import Status

NOBODY = "nobody"
DAYS = st.integers(0, 2000)
PAIRS = st.sets(st.sampled_from("abcdef"), min_size=2, max_size=2).map(lambda two: (min(two), max(two)))
YEAR = 365


def happening(day: int, pair: tuple[str, str]) -> Happening:
    on = dt.date(2010, 1, 1) + dt.timedelta(days=day)
    return Happening(on=on, known_on=on, type="meet", pair=pair, status=Status.HAPPENED, words="", source="")


def plain(known: list[Happening], actor: str, key: str, day: dt.date) -> list[float]:
    """The features of one candidate, each by its definition."""

    def partners(one: str) -> set[str]:
        return {name for h in known if one in h.pair for name in h.pair} - {one}

    between = [h for h in known if set(h.pair) == {actor, key}]
    silence = (day - max(h.on for h in between)).days if between else None
    theirs = [h for h in known if key in h.pair]
    firsts = [min(h.on for h in theirs if other in h.pair) for other in partners(key)]
    since = day - dt.timedelta(days=2 * YEAR)
    return [
        0.0 if silence is None else 1.0 / (1.0 + silence / 180.0),
        float(silence is not None and silence < YEAR),
        math.log1p(len(between)),
        sum(1.0 / math.log(1.0 + len(partners(z))) for z in partners(actor) & partners(key)),
        math.log1p(sum(h.on > since for h in theirs)),
        math.log1p(len(partners(key))),
        math.log1p(sum(on > since for on in firsts)),
        float(bool(between)),
    ]


@given(
    told=st.lists(st.tuples(DAYS, PAIRS), max_size=25),
    asked=st.lists(st.tuples(DAYS, st.sampled_from(["a", "b", NOBODY])), max_size=4),
)
def test_candidates_are_known_as_their_definition_says(
    told: list[tuple[int, tuple[str, str]]], asked: list[tuple[int, str]]
) -> None:
    happenings = sorted((happening(*one) for one in told), key=lambda h: (h.on, h.pair))
    table = _Table({*"abcdef", NOBODY})
    known: list[Happening] = []
    for day, actor in sorted(asked):
        on = dt.date(2010, 1, 1) + dt.timedelta(days=day)
        for h in happenings[len(known) :]:
            if h.on <= on:
                table.add(h)
                known.append(h)
        candidates = table.others(actor)
        names = sorted({name for h in known for name in h.pair} - {actor})
        assert [table.names[place] for place in candidates] == names
        found = table.features(actor, candidates, on)
        assert found.shape == (len(names), len(NAMES))
        for name, row in zip(names, found.tolist(), strict=True):
            assert row == pytest.approx(plain(known, actor, name, on), abs=1e-6)


def test_an_actor_of_whom_nothing_is_known_is_told_the_busiest() -> None:
    found = suggest(reference_happenings(load_reference()), NOBODY, asked_on=dt.date(2024, 4, 30), n=5)

    assert len(found) == 5
    assert all(one.share > 0 and not one.dealings and not one.shared for one in found)
    assert max(one.recent for one in found) > 0
