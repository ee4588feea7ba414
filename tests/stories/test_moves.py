"""Moves: claims about one happening become one, with its state; other happenings stay apart."""

from __future__ import annotations

from itertools import permutations

import pytest

from vigie.checks.fakes import FakeNames, claim, document, entity, reading
from vigie.model import Claim, Conclusions, Document, Judgement, Move, Reading, Status, Verdict
from vigie.stories import weigh
from vigie.stories.compare import EVIDENCE, GROUPS, Beside, comparable, compare
from vigie.stories.facts import facts_of
from vigie.stories.moves import state
from vigie.stories.weights import weights
from vigie.taxonomy import claim_types


def weighed(*pairs: tuple[Document, Reading], judgements: tuple[Judgement, ...] = ()) -> Conclusions:
    return weigh([d for d, _ in pairs], [r for _, r in pairs], names=FakeNames(), judgements=judgements)


def told(
    document_id: str, text: str, kind: str, who: str, whom: str, lang: str = "en", published_on: str = "2024-05-01", **more: object
) -> tuple[Document, Reading]:
    of = document(document_id, text, published_on=published_on)
    return of, reading(of, claim(of, kind, (who,), (whom,) if whom else (), **more), lang=lang)  # type: ignore[arg-type]


def the_move(conclusions: Conclusions) -> Move:
    [move] = conclusions.moves
    return move


def test_one_meeting_told_in_two_languages_is_one_move() -> None:
    english = told("en", "Renault's chief met Xiaomi's founder on Saturday.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    chinese = told("zh", "雷诺首席执行官周六会见小米创始人。", "meet", "xiaomi", "renault", "zh", happened_on="2024-04-27")
    move = the_move(weighed(english, chinese))
    assert move.document_ids == ("en", "zh")
    assert (set(move.who) | set(move.whom), move.happened_on, move.status) == ({"renault", "xiaomi"}, "2024-04-27", Status.HAPPENED)


def test_meetings_of_different_days_stay_apart() -> None:
    first = told("a", "Renault met Xiaomi in Beijing in April.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    second = told(
        "b",
        "Renault met Xiaomi again in October.",
        "meet",
        "renault",
        "xiaomi",
        happened_on="2024-10-14",
        published_on="2024-10-15",
    )
    assert len(weighed(first, second).moves) == 2


def test_a_standing_relation_is_not_new_each_time_it_is_mentioned() -> None:
    first = told("a", "Renault and its partner Geely build engines together.", "agree", "renault", "geely")
    second = told(
        "b", "Geely and its ally Renault make engines in a joint venture.", "agree", "geely", "renault", published_on="2024-06-01"
    )
    assert len(weighed(first, second).moves) == 1


def test_meetings_of_other_parties_stay_apart() -> None:
    first = told("a", "Renault met Xiaomi on Saturday.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    second = told("b", "Renault met Li Auto on Saturday.", "meet", "renault", "li-auto", happened_on="2024-04-27")
    assert len(weighed(first, second).moves) == 2


def test_a_person_stands_for_the_organisation_acted_for() -> None:
    of = document("post", "Delighted to show our car to Luca de Meo.")
    people = (entity("lei-jun", "person"), entity("luca-de-meo", "person"))
    post = (
        of,
        reading(
            of,
            claim(of, "meet", ("lei-jun",), ("luca-de-meo",), happened_on="2024-04-27"),
            entities=people,
            affiliations={"lei-jun": "xiaomi", "luca-de-meo": "renault"},
        ),
    )
    press = told("press", "Renault met Xiaomi on Saturday.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    move = the_move(weighed(post, press))
    assert set(move.who) | set(move.whom) == {"renault", "xiaomi"}
    assert move.people == ("lei-jun", "luca-de-meo")


def test_a_rumour_and_its_denial_are_one_move_that_is_denied_and_contradicted() -> None:
    of = document("d", "Xiaomi is said to be in talks with Renault. Renault denies talks with Xiaomi.")
    rumour = claim(
        of, "negotiate", ("xiaomi",), ("renault",), status=Status.RUMOURED, quote=of.text.split(".")[0], source="anonymous"
    )
    denial = claim(
        of, "negotiate", ("renault",), ("xiaomi",), status=Status.DENIED, quote="Renault denies talks with Xiaomi", source="renault"
    )
    move = the_move(weighed((of, reading(of, rumour, denial))))
    assert (move.status, move.contradicted) == (Status.DENIED, True)


@pytest.mark.parametrize(
    ("told", "reached", "contradicted"),
    [
        ([("asked", 1), ("possible", 1)], "possible", False),
        ([("rumoured", 1), ("possible", 2)], "rumoured", False),
        ([("rumoured", 1), ("planned", 2), ("happened", 3)], "happened", False),
        ([("rumoured", 1), ("denied", 2)], "denied", True),
        ([("possible", 1), ("denied", 1)], "possible", True),
        ([("asked", 1), ("denied", 2)], "denied", False),
        ([("possible", 1), ("happened", 2), ("asked", 3), ("possible", 3)], "possible", False),
        ([("planned", 1), ("denied", 2)], "denied", True),
        ([("denied", 1), ("planned", 2)], "planned", True),
        ([("happened", 1), ("denied", 2)], "happened", True),
        ([("denied", 1)], "denied", False),
    ],
)
def test_the_state_of_a_move_follows_its_tellings(told: list[tuple[str, int]], reached: str, contradicted: bool) -> None:
    facts = []
    for number, (status, day) in enumerate(told):
        of = document(f"d{number}", "Renault and Xiaomi form a venture.", published_on=f"2024-05-0{day}")
        said = claim(of, "agree", ("renault",), ("xiaomi",), status=Status(status), source="geely")
        facts += facts_of(reading(of, said), of)
    for order in permutations(facts):
        assert state(order) == (Status(reached), contradicted)


def test_what_a_party_denies_in_the_same_document_is_no_fact() -> None:
    of = document("d", "Renault plays down a tie-up with Xiaomi. Renault denies a tie-up with Xiaomi.")
    headline = claim(of, "agree", ("renault",), ("xiaomi",), quote=of.text.split(".")[0])
    denial = claim(
        of, "agree", ("renault",), ("xiaomi",), status=Status.DENIED, source="renault", quote="Renault denies a tie-up with Xiaomi"
    )
    facts = facts_of(reading(of, headline, denial), of)
    assert state(facts) == (Status.DENIED, True)


def test_a_persons_judgement_stands_against_the_machine() -> None:
    first = told("a", "Renault met Xiaomi on Saturday.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    second = told("b", "Renault met Xiaomi on Saturday too.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    left, right = sorted(r.claims[0].id for _, r in (first, second))
    apart = Judgement(
        id="j-anna",
        subject="move",
        left=left,
        right=right,
        verdict=Verdict.DIFFERENT,
        score=0.0,
        reasons=("two halls",),
        author="Anna",
    )
    assert len(weighed(first, second).moves) == 1
    assert len(weighed(first, second, judgements=(apart,)).moves) == 2


def test_a_judgement_says_why_with_the_weights() -> None:
    first = told("a", "Renault met Xiaomi on Saturday.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    second = told("b", "Renault met Xiaomi on Saturday.", "meet", "renault", "xiaomi", happened_on="2024-04-27")
    [judgement] = [one for one in weighed(first, second).judgements if one.subject == "move"]
    assert judgement.by_machine
    assert judgement.verdict is Verdict.SAME
    assert judgement.left < judgement.right
    assert any(
        reason.startswith("exactly the same parties") or "party" in reason or "parties" in reason for reason in judgement.reasons
    )
    assert all(reason.endswith(")") for reason in judgement.reasons)


def claims_with_nothing_in_common() -> tuple[Claim, Claim]:
    of = document("d", "Renault met Xiaomi. Ford closed a plant.")
    return claim(of, "meet", ("renault",), ("xiaomi",)), claim(of, "close", ("ford",))


def test_claims_of_unlike_types_or_without_a_common_party_are_never_compared() -> None:
    of = document("d", "Renault met Xiaomi. Ford closed a plant.")
    one, other = facts_of(reading(of, *claims_with_nothing_in_common()), of)
    assert not comparable(one, other)


def test_comparing_is_symmetric() -> None:
    first = told("a", "Renault met Xiaomi on Saturday.", "meet", "renault", "xiaomi", happened_on="2024-04")
    second = told("b", "Xiaomi negotiates with Renault.", "negotiate", "xiaomi", "renault", status=Status.RUMOURED)
    [left], [right] = (facts_of(r, d) for d, r in (first, second))
    assert compare(left, right, beside=Beside()).score == pytest.approx(compare(right, left, beside=Beside()).score)


def test_every_type_has_a_group_and_every_weight_a_meaning() -> None:
    assert {name for names in GROUPS.values() for name in names} == set(claim_types())
    chosen = weights("move")
    assert set(chosen.every) <= set(EVIDENCE)
    assert set(chosen.groups) <= {*GROUPS, "mixed"}
    assert all(set(pieces) <= set(EVIDENCE) for pieces in chosen.groups.values())
