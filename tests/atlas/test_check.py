"""Each rule of the atlas finds its contradiction, and lets through what is none."""

from __future__ import annotations

import pytest

from vigie.atlas import Atlas, parse
from vigie.atlas.check import check

BASE = "- {id: a, name: Alpha, kind: company, founded: 1950}\n- {id: b, name: Beta, kind: company, founded: 1960}\n"

CONTRADICTIONS = {
    "id": "- {id: A_x, name: Ax, kind: company}",
    "name": "- {id: c, name: Gamma, kind: company, names: {fr: [Alpha]}}",
    "reference": "- {id: c, name: Gamma, kind: model, maker: nobody}",
    "post": (
        "- {id: p, name: P One, kind: person, posts: [{at: a, post: ceo, from: 2020, to: 2023-06}]}\n"
        "- {id: q, name: Q Two, kind: person, posts: [{at: a, post: ceo, from: 2022-01}]}"
    ),
    "owner": "- {id: c, name: Gamma, kind: company, founded: 2000, owners: [{owner: a, share: 60, from: 1990}]}",
    "span": "- {id: c, name: Gamma, kind: company, founded: 2000, dissolved: 1999}",
}

FINE = {
    "homonyms": ("- {id: c, name: Gamma, kind: company, names: {fr: [Alpha]}, homonyms: [{name: Alpha, needs: [Gamma]}]}"),
    "posts that touch": (
        "- {id: p, name: P One, kind: person, posts: [{at: a, post: ceo, from: 2020, to: 2022}]}\n"
        "- {id: q, name: Q Two, kind: person, posts: [{at: a, post: ceo, from: 2022}]}"
    ),
    "posts held together": (
        "- {id: p, name: P One, kind: person, posts: [{at: a, post: ceo, from: 2020, co: true}]}\n"
        "- {id: q, name: Q Two, kind: person, posts: [{at: a, post: ceo, from: 2021, co: true}]}"
    ),
    "stakes that follow": (
        "- {id: c, name: Gamma, kind: company, owners: [{owner: a, share: 100, from: 1990, to: 1999}, "
        "{owner: b, share: 100, from: 2000}]}"
    ),
    "two halves": (
        "- {id: c, name: Gamma, kind: company, owners: [{owner: a, share: 50, from: 1990}, {owner: b, share: 50, from: 1990}]}"
    ),
}


def problems(yml: str) -> list[str]:
    return [problem.rule for problem in check(Atlas(parse(BASE + yml, "test.yml", None)))]


@pytest.mark.parametrize("rule", CONTRADICTIONS)
def test_a_contradiction_is_found(rule: str) -> None:
    assert problems(CONTRADICTIONS[rule]) == [rule]


@pytest.mark.parametrize("name", FINE)
def test_what_is_none_passes(name: str) -> None:
    assert problems(FINE[name]) == []


def test_shares_of_one_day_stay_within_a_hundred() -> None:
    yml = "- {id: c, name: Gamma, kind: company, owners: [{owner: a, share: 60, from: 1990}, {owner: b, share: 60, from: 1995}]}"
    [problem] = check(Atlas(parse(BASE + yml, "test.yml", None)))
    assert problem.sentence == "on 1996-01-01 the owners of c hold 120 per cent: date the stakes"
