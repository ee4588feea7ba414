"""What is said twice becomes one claim, and a bare denial answers the claim before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from vigie.model import Document, Status
from vigie.reading.merging import answers, merge
from vigie.reading.numbers import NumberFound
from vigie.reading.proposal import Proposal

if TYPE_CHECKING:
    from conftest import Lay
    from vigie.reading import DefaultReader
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Page

TEXT = "Renault meets Xiaomi\n\nRenault met with Xiaomi on Monday. Geely talked. Renault met with Xiaomi again, and Geely."


def proposed(
    page: Page, sentence: int, who: str, whom: str = "", *, kind: str = "meet", status: Status = Status.HAPPENED
) -> Proposal:
    proposal = Proposal(kind, page, page.sentences[sentence].clauses[0], 0.9)
    place = {m.key: m for m in page.mentions}
    proposal.who = [place[who]]
    proposal.whom = [place[whom]] if whom else []
    proposal.status = status
    return proposal


@pytest.fixture
def laid(lay: Lay) -> tuple[Page, Cast]:
    [page], cast = lay(TEXT, "en")
    return page, cast


def test_the_same_parties_type_and_status_are_one(laid: tuple[Page, Cast]) -> None:
    page, cast = laid
    one, other = proposed(page, 1, "renault", "xiaomi"), proposed(page, 3, "xiaomi", "renault")
    assert merge([one, other], cast) == [[one, other]]


def test_another_type_status_or_party_is_another(laid: tuple[Page, Cast]) -> None:
    page, cast = laid
    one = proposed(page, 1, "renault", "xiaomi")
    others = [
        proposed(page, 3, "renault", "xiaomi", kind="agree"),
        proposed(page, 3, "renault", "xiaomi", status=Status.DENIED),
        proposed(page, 3, "renault", "geely"),
    ]
    assert len(merge([one, *others], cast)) == 4


def test_a_headline_with_fewer_parties_is_told_with_the_body(laid: tuple[Page, Cast]) -> None:
    page, cast = laid
    headline, body = proposed(page, 0, "renault"), proposed(page, 1, "renault", "xiaomi")
    assert [len(group) for group in merge([headline, body], cast)] == [2]
    assert [len(group) for group in merge([proposed(page, 2, "renault"), body], cast)] == [1, 1]


def test_dates_that_may_be_one_are_and_others_are_not(laid: tuple[Page, Cast]) -> None:
    page, cast = laid
    one, other = proposed(page, 1, "renault", "xiaomi"), proposed(page, 3, "renault", "xiaomi")
    one.happened_on, other.happened_on = "2024-04", "2024-04-27"
    assert len(merge([one, other], cast)) == 1
    other.happened_on = "2023-04-27"
    assert len(merge([one, other], cast)) == 2


def test_figures_are_one_for_each_number(laid: tuple[Page, Cast]) -> None:
    page, cast = laid
    one, other = proposed(page, 1, "renault", kind="figure"), proposed(page, 1, "renault", kind="figure")
    one.number = NumberFound(0, 1, 5.0, "%", "share")
    other.number = replace(one.number, number=7.0)
    assert len(merge([one, other], cast)) == 2
    other.number = replace(one.number)
    assert len(merge([one, other], cast)) == 1


def test_a_person_counts_for_the_organisation(lay: Lay) -> None:
    [page], cast = lay("Renault met with Xiaomi. Luca de Meo met with Xiaomi.", "en")
    assert len(merge([proposed(page, 0, "renault", "xiaomi"), proposed(page, 1, "luca-de-meo", "xiaomi")], cast)) == 1


def test_the_order_in_which_proposals_come_makes_no_difference(laid: tuple[Page, Cast]) -> None:
    page, cast = laid
    listed = [proposed(page, 1, "renault", "xiaomi"), proposed(page, 2, "geely"), proposed(page, 3, "xiaomi", "renault")]
    assert merge(listed, cast) == merge(listed[::-1], cast)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "Renault rachèterait Xiaomi. Renault dément."),
        ("en", "Renault may buy Xiaomi. Renault denied it."),
        ("de", "Renault könnte Xiaomi kaufen. Renault dementierte."),
    ],
)
def test_a_bare_denial_answers_the_claim_before_it(lay: Lay, lang: str, text: str) -> None:
    [page], cast = lay(text, lang)
    before = proposed(page, 0, "renault", "xiaomi", kind="invest", status=Status.RUMOURED)
    [answer] = answers([before], [page], cast)
    assert (answer.kind, answer.status, answer.source) == ("invest", Status.DENIED, "renault")
    assert (answer.who, answer.whom) == (before.who, before.whom)


def test_a_denial_with_nothing_before_it_answers_nothing(lay: Lay) -> None:
    [page], cast = lay("It rained. Renault denied it.", "en")
    assert answers([], [page], cast) == []


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "据知情人士透露，雷诺正与小米洽谈合作。双方尚未对此置评。"),
        ("en", "Renault is in talks with Xiaomi, people familiar with the matter said. Xiaomi declined to comment."),
        ("fr", "Renault négocierait avec Xiaomi, selon une source proche du dossier. Xiaomi n'a pas souhaité commenter."),
        ("de", "Renault verhandelt Insidern zufolge mit Xiaomi. Xiaomi wollte das nicht kommentieren."),
    ],
)
def test_who_does_not_comment_denies_nothing(small_reader: DefaultReader, lang: str, text: str) -> None:
    found = small_reader.read(Document(id="d", text=text, lang=lang, published_on="2024-05-02"))
    assert [c.status for c in found.claims if c.type == "negotiate" and c.status is Status.DENIED] == []
