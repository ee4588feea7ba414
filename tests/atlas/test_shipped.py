"""The atlas that ships: large enough for the industry it is about, and without a contradiction."""

from __future__ import annotations

from collections import Counter

from vigie.atlas import load_atlas
from vigie.atlas.check import check


def test_it_contradicts_itself_nowhere() -> None:
    assert [f"{problem.rule}: {problem.sentence}" for problem in check(load_atlas())] == []


def test_it_holds_the_industry() -> None:
    kinds = Counter(record.kind for record in load_atlas().records)
    assert kinds["company"] + kinds["brand"] >= 450
    assert kinds["model"] >= 900
    assert kinds["person"] >= 350
    assert kinds["authority"] + kinds["occasion"] >= 120
    assert kinds["outlet"] >= 150


def test_posts_are_dated_and_outlets_have_owner_and_country() -> None:
    people = [record for record in load_atlas().records if record.kind == "person"]
    outlets = [record for record in load_atlas().records if record.kind == "outlet"]
    dated = sum(any(post.start for post in person.posts) for person in people)
    assert dated >= 350
    assert sum(bool(outlet.country) for outlet in outlets) >= 150
    assert sum(bool(outlet.owner) for outlet in outlets) >= 100


def test_names_stand_in_the_scripts_of_the_languages_read() -> None:
    carmakers = [record for record in load_atlas().records if (record.role or "") == "carmaker"]
    chinese = sum(any("\u4e00" <= c <= "\u9fff" for name in record.all_names() for c in name) for record in carmakers)
    assert chinese >= 0.5 * len(carmakers)
