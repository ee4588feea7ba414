"""Weighing as a whole: stories across languages, and the same conclusions in whatever order documents arrive."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.checks.fakes import FakeNames, claim, document, entity, reading
from vigie.model import Conclusions, Document, Reading, Status, Value
from vigie.stories import weigh
from vigie.stories.gather import EVIDENCE
from vigie.stories.weights import weights


def article(name: str, text: str, kind: str, who: str, whom: str, lang: str, day: str, **more: object) -> tuple[Document, Reading]:
    of = document(name, text, published_on=day, title=text.partition(".")[0])
    actors = tuple(entity(key, mentions=(key.title(),)) for key in (who, whom))
    return of, reading(of, claim(of, kind, (who,), (whom,), **more), lang=lang, entities=actors)  # type: ignore[arg-type]


STAKE = [
    article(
        "vw-de",
        "Volkswagen steigt bei Xpeng ein. Der Anteil beträgt 4,99 Prozent.",
        "invest",
        "volkswagen",
        "xpeng",
        "de",
        "2023-07-26",
    ),
    article(
        "vw-zh", "Volkswagen 入股 Xpeng。持股4.99%。", "invest", "volkswagen", "xpeng", "zh", "2023-07-26", happened_on="2023-07-26"
    ),
    article("vw-en", "Volkswagen buys into Xpeng. It takes 4.99 percent.", "invest", "volkswagen", "xpeng", "en", "2023-07-27"),
]
VISIT = [
    article("r-fr", "Renault rencontre Xiaomi. Personne ne commente.", "meet", "renault", "xiaomi", "fr", "2024-04-29"),
    article("r-en", "Renault met Xiaomi. Nobody comments.", "meet", "renault", "xiaomi", "en", "2024-04-28"),
    article(
        "r-de",
        "Renault trifft Xiaomi. Niemand sagt etwas.",
        "meet",
        "renault",
        "xiaomi",
        "de",
        "2024-04-30",
        status=Status.RUMOURED,
    ),
]


def conclusions(articles: list[tuple[Document, Reading]]) -> Conclusions:
    return weigh([d for d, _ in articles], [r for _, r in articles], names=FakeNames())


def test_stories_are_found_across_languages() -> None:
    stories = {story.document_ids for story in conclusions(STAKE + VISIT).stories}
    assert stories == {("vw-de", "vw-en", "vw-zh"), ("r-de", "r-en", "r-fr")}


def test_a_story_is_called_after_its_earliest_document() -> None:
    titles = {story.title for story in conclusions(VISIT).stories}
    assert titles == {"Renault met Xiaomi"}


def test_the_reader_s_date_counts_where_the_source_gives_none() -> None:
    (of, read), *others = VISIT
    undated = Document(id=of.id, text=of.text, title=of.title)
    assert conclusions([(undated, read), *others]).stories[0].title == "Renault met Xiaomi"


def test_nothing_gives_no_conclusions() -> None:
    nothing = weigh([], [], names=FakeNames())
    assert (nothing.copies, nothing.stories, nothing.moves, nothing.judgements) == ((), (), (), ())


def test_a_document_without_claims_is_a_story_of_its_own() -> None:
    of = document("quiet", "Nothing happened today.")
    found = weigh([of], [reading(of)], names=FakeNames())
    assert [story.document_ids for story in found.stories] == [("quiet",)]
    assert found.moves == ()


@settings(deadline=None, max_examples=25)
@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=1, max_value=6))
def test_the_order_of_arrival_does_not_matter(seed: int, number: int) -> None:
    articles = (STAKE + VISIT)[:number]
    shuffled = random.Random(seed).sample(articles, len(articles))
    assert conclusions(shuffled) == conclusions(articles)


def test_every_weight_of_stories_has_a_meaning() -> None:
    assert set(weights("story").every) <= set(EVIDENCE)
    assert not weights("story").groups


def stake(name: str, share: float, day: str) -> tuple[Document, Reading]:
    of = document(name, f"Nio takes {share} percent of Lotus.", published_on=day, outlet=f"Outlet {name}")
    taken = replace(claim(of, "invest", ("nio",), ("lotus",)), value=Value(number=share, unit="%"))
    talked = claim(of, "invest", ("nio",), ("lotus",), quote="Nio")
    actors = (entity("nio", mentions=("Nio",)), entity("lotus", mentions=("Lotus",)))
    return of, reading(of, taken, talked, lang="en", entities=actors)


def moves_of(*articles: tuple[Document, Reading]) -> list[set[str]]:
    moves = weigh([d for d, _ in articles], [r for _, r in articles], names=FakeNames()).moves
    return [set(move.document_ids) for move in moves]


def test_stakes_of_different_size_told_far_apart_are_several() -> None:
    assert all(len(told) == 1 for told in moves_of(stake("a", 5.3, "2022-03-01"), stake("b", 9.8, "2023-03-01")))


def test_a_stake_told_again_with_its_size_is_the_same() -> None:
    assert {"a", "b"} in moves_of(stake("a", 5.3, "2022-03-01"), stake("b", 5.3, "2022-06-01"))


def test_a_share_corrected_within_days_stays_one_move() -> None:
    assert {"a", "b"} in moves_of(stake("a", 5.3, "2022-03-01"), stake("b", 5.9, "2022-03-02"))
