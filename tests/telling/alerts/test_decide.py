"""One notice for a happening, one more for each change of its status, and never again for a copy or an edit."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.checks import fakes
from vigie.model import Change, Status, Watchlist
from vigie.telling.alerts.decide import decide
from vigie.telling.watchlists import Subject

if TYPE_CHECKING:
    from vigie.model import Notice

NOW = dt.datetime(2026, 5, 3, 12, tzinfo=dt.UTC)


def subject(move_id: str = "m-1", **said: Any) -> Subject:
    return Subject(move=fakes.move(move_id, **said))


class Teller:
    """Decides again and again, as rounds do, and remembers what was told."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist
        self.book: dict[str, Any] = {}

    def __call__(self, *subjects: Subject, silent: bool = False, copies: dict[str, str] | None = None) -> list[Notice]:
        standing = {one.move.id for one in subjects}
        found = decide(
            self.watchlist, subjects, list(self.book.values()), standing=standing, copies=copies or {}, now=NOW, silent=silent
        )
        self.book.update({entry.root: entry for entry in found.told})
        return list(found.notices)


@pytest.fixture
def watchlist() -> Watchlist:
    return Watchlist(name="renault", actors=("renault",))


@pytest.fixture
def tell(watchlist: Watchlist) -> Teller:
    return Teller(watchlist)


def test_a_new_move_is_told_once(tell: Teller) -> None:
    [notice] = tell(subject())
    assert (notice.change, notice.status, notice.was) == (Change.NEW, Status.RUMOURED, None)
    assert notice.why == (("actors", "renault"),)
    assert tell(subject()) == []


def test_a_change_of_status_says_what_it_was(tell: Teller) -> None:
    tell(subject())
    [notice] = tell(subject(status=Status.DENIED))
    assert (notice.change, notice.status, notice.was) == (Change.STATUS, Status.DENIED, Status.RUMOURED)
    assert tell(subject(status=Status.DENIED)) == []


def test_a_status_that_comes_back_is_another_change_with_another_id(tell: Teller) -> None:
    first = tell(subject())
    second = tell(subject(status=Status.DENIED))
    third = tell(subject(status=Status.RUMOURED))
    fourth = tell(subject(status=Status.DENIED))
    assert len({one.id for one in (*first, *second, *third, *fourth)}) == 4


def test_a_contradiction_is_told(tell: Teller) -> None:
    tell(subject(status=Status.PLANNED))
    [notice] = tell(subject(status=Status.PLANNED, contradicted=True))
    assert notice.change is Change.CONTRADICTED


def test_what_stands_when_a_watchlist_is_made_is_no_news_but_its_denial_is(tell: Teller) -> None:
    assert tell(subject(), silent=True) == []
    assert tell(subject()) == []
    [notice] = tell(subject(status=Status.DENIED))
    assert notice.was is Status.RUMOURED


def test_a_move_that_changes_its_id_with_a_claim_kept_is_the_same(tell: Teller) -> None:
    tell(subject("m-1", claim_ids=("c-1",)))
    assert tell(subject("m-0", claim_ids=("c-0", "c-1"))) == []
    assert tell(subject("m-2", claim_ids=("c-0",))) == []


def test_an_edited_document_whose_claims_have_new_ids_is_not_told_again(tell: Teller) -> None:
    tell(subject("m-1"))
    assert tell(subject("m-9", claim_ids=("c-9",))) == []


def test_an_edit_that_adds_a_happening_tells_only_the_added_one(tell: Teller) -> None:
    tell(subject("m-1"))
    [notice] = tell(subject("m-8", claim_ids=("c-8",)), subject("m-9", claim_ids=("c-9",), whom=("google",)))
    assert notice.move_id == "m-9"


def test_a_second_figure_in_the_same_document_is_news(tell: Teller) -> None:
    first = subject("m-1", kind="figure", whom=())
    tell(first)
    [notice] = tell(first, subject("m-2", kind="figure", whom=(), claim_ids=("c-2",)))
    assert notice.move_id == "m-2"


def test_a_copy_that_was_not_joined_to_its_original_is_not_told(tell: Teller) -> None:
    tell(subject("m-1"))
    copied = subject("m-2", claim_ids=("c-2",), document_ids=("d2",))
    assert tell(subject("m-1"), copied, copies={"d2": "d1"}) == []


def test_an_independent_report_of_something_else_by_the_same_pair_is_told(tell: Teller) -> None:
    tell(subject("m-1"))
    [notice] = tell(subject("m-1"), subject("m-2", claim_ids=("c-2",), document_ids=("d2",)))
    assert notice.move_id == "m-2"


def test_a_happening_waits_for_its_origins(watchlist: Watchlist) -> None:
    tell = Teller(replace(watchlist, origins=2))
    assert tell(subject()) == []
    [notice] = tell(subject(origins=("A", "B")))
    assert (notice.change, notice.origins) == (Change.NEW, 2)


def test_a_status_waited_for_says_what_it_was_before(watchlist: Watchlist) -> None:
    tell = Teller(replace(watchlist, statuses=(Status.HAPPENED,)))
    assert tell(subject()) == []
    [notice] = tell(subject(status=Status.HAPPENED))
    assert notice.was is Status.RUMOURED
    [notice] = tell(subject(status=Status.DENIED))
    assert notice.was is Status.HAPPENED


def test_two_moves_that_become_one_are_told_nothing_more_nor_when_they_part_again(tell: Teller) -> None:
    one, other = subject("m-1", claim_ids=("c-1",)), subject("m-2", claim_ids=("c-2",), document_ids=("d2",))
    assert len(tell(one, other)) == 2
    assert tell(subject("m-1", claim_ids=("c-1", "c-2"), document_ids=("d1", "d2"))) == []
    assert tell(one, other) == []


STATUSES = st.lists(st.sampled_from(list(Status)), min_size=1, max_size=8)


@given(STATUSES, st.booleans())
def test_there_is_one_notice_for_each_change_whatever_the_history(history: list[Status], repeated: bool) -> None:
    tell = Teller(Watchlist(name="w", actors=("renault",)))
    notices = []
    for status in history:
        notices += tell(subject(status=status))
        if repeated:
            notices += tell(subject(status=status))
    changes = 1 + sum(before is not after for before, after in pairwise(history))
    assert len(notices) == changes
    assert len({one.id for one in notices}) == changes
