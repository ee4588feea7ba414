"""Revising bit by bit gives what weighing everything at once gives, in any order; a person's word stands until it is taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.atlas import load_atlas
from vigie.checks.fakes import ScriptedReader, TickingClock, claim, document, entity, reading
from vigie.errors import InputError, UnknownName
from vigie.ledger import MemoryLedger, MoveFilter, create_ledger
from vigie.model import Document, Move, Reading, Status, Verdict
from vigie.stories import revise, weigh
from vigie.stories.marks import CROWD
from vigie.watch import Watch

if TYPE_CHECKING:
    import datetime as dt
    import random

    from vigie.ledger import Ledger, View

ACTORS = ("renault", "xiaomi", "volkswagen", "?nobody-knows")
SENTENCES = (
    "Renault and Xiaomi met behind the stand, and neither side would say who had asked for the talk or how long it took.",
    "Volkswagen wants a third of the battery maker, a person close to the talks said, but the price is far from settled.",
    "An engineer who left in spring says that the doors never closed well, and that everybody in the building knew it.",
)


@st.composite
def articles(draw: st.DrawFn) -> list[tuple[Document, Reading]]:
    """Up to six documents that share words, actors, dates, credits and numbers more often than chance would have it."""
    found = []
    for number in range(draw(st.integers(2, 6))):
        words = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True))
        day = draw(st.sampled_from(["2024-05-01", "2024-05-02", "2023-01-15", None]))
        of = document(
            f"d{number}",
            " ".join(words) + f" That was number {number}.",
            published_on=day,
            outlet=draw(st.sampled_from(["The Gauge", "AFP"])),
        )
        pairs = draw(st.lists(st.tuples(*(st.sampled_from(ACTORS),) * 2), min_size=0, max_size=2, unique=True))
        claims = [
            claim(
                of,
                draw(st.sampled_from(["meet", "negotiate", "invest"])),
                (who,),
                (whom,) if whom != who else (),
                status=draw(st.sampled_from(list(Status))),
                happened_on=draw(st.sampled_from(["2024-04-27", "2024", None])),
            )
            for who, whom in pairs
        ]
        named = [entity(key, mentions=(key.title(),)) for key in ACTORS]
        actors = (*named, entity("afp", "outlet", name="AFP", mentions=("AFP",)))
        found.append((of, reading(of, *claims, entities=actors)))
    return found


class Desk:
    """A watch over a ledger, in memory or in a file within ``folder``, fed with readings."""

    def __init__(self, folder: str | None = None) -> None:
        self.clock = TickingClock()
        self.ledger: Ledger = MemoryLedger(clock=self.clock)
        if folder is not None:
            self.ledger = create_ledger(Path(folder) / f"{len(list(Path(folder).iterdir()))}.vigie", clock=self.clock)
        self.watch = Watch(reader=ScriptedReader(), atlas=load_atlas(), ledger=self.ledger, clock=self.clock)

    def take(self, *taken: tuple[Document, Reading]) -> None:
        with self.ledger.writer() as writer:
            for one, read in taken:
                writer.record(one, read, None)
        self.watch.weigh()

    def state(self, as_of: dt.datetime | None = None) -> Any:
        return state(self.ledger.view(as_of))

    def moves(self) -> list[Move]:
        return sorted(self.ledger.view().moves(MoveFilter()), key=lambda move: move.claim_ids)


def state(view: View) -> Any:
    judged = [(one.id, one.verdict, one.score, one.reasons) for one in view.judgements() if one.by_machine]
    return view.copies(), view.stories(), sorted(view.moves(MoveFilter()), key=lambda move: move.id), judged


def filled(*batches: list[tuple[Document, Reading]], folder: str | None = None) -> Desk:
    desk = Desk(folder)
    for batch in batches:
        desk.take(*batch)
    return desk


@settings(deadline=None, max_examples=40)
@given(articles(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_what_weighing_all_at_once_gives(
    came: list[tuple[Document, Reading]], order: random.Random
) -> None:
    whole = filled(came)
    shuffled = order.sample(came, len(came))
    cut = order.randint(0, len(came))
    bit_by_bit = filled(*([one] for one in shuffled[:cut]), shuffled[cut:])
    assert bit_by_bit.state() == whole.state()
    pure = weigh([d for d, _ in came], [r for _, r in came], names=whole.watch.names())
    assert whole.state()[:3] == (list(pure.copies), list(pure.stories), list(pure.moves))


@settings(deadline=None, max_examples=40)
@given(articles(), articles(), st.randoms(use_true_random=False))
def test_documents_that_change_leave_nothing_behind(
    came: list[tuple[Document, Reading]], changed: list[tuple[Document, Reading]], order: random.Random
) -> None:
    desk = filled(came, order.sample(changed, len(changed)))
    latest = {one.id: (one, read) for one, read in (*came, *changed)}
    assert desk.state() == filled(list(latest.values())).state()


@settings(deadline=None, max_examples=25)
@given(articles(), articles())
def test_the_past_never_shows_what_came_later(came: list[tuple[Document, Reading]], later: list[tuple[Document, Reading]]) -> None:
    desk = filled(came)
    then, before = desk.clock.now, desk.state()
    desk.take(*later)
    words = [move for move in desk.moves() if len(move.claim_ids) > 1][:1]
    for move in words:
        desk.watch.split(move.id, move.claim_ids[:1], author="Anna")
    assert desk.state(then) == before


@settings(deadline=None, max_examples=40)
@given(articles(), articles(), st.randoms(use_true_random=False))
def test_taking_a_word_back_restores_exactly_what_was(
    came: list[tuple[Document, Reading]], later: list[tuple[Document, Reading]], chance: random.Random
) -> None:
    take_back_some_words(came, later, chance, folder=None)


@settings(deadline=None, max_examples=8)
@given(articles(), articles(), st.randoms(use_true_random=False))
def test_taking_a_word_back_restores_a_file_as_well(
    came: list[tuple[Document, Reading]], later: list[tuple[Document, Reading]], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        take_back_some_words(came, later, chance, folder=folder)


def take_back_some_words(
    came: list[tuple[Document, Reading]], later: list[tuple[Document, Reading]], chance: random.Random, *, folder: str | None
) -> None:
    """Say and take back; what is left must be what the documents alone give, in a ledger of memory."""
    desk = filled(came, folder=folder)
    said = some_word(desk, chance)
    desk.take(*later)
    while_said = desk.state()
    other = some_word(desk, chance)
    if other:
        desk.watch.take_back(other)
        assert desk.state() == while_said
    if said:
        desk.watch.take_back(said)
        latest = {one.id: (one, read) for one, read in (*came, *later)}
        assert desk.state() == filled(list(latest.values())).state()
    desk.ledger.close()


def some_word(desk: Desk, chance: random.Random) -> str:
    """Says something about what there is; gives the id to take it back by, or nothing where nothing can be said."""
    moves, stories = desk.moves(), desk.ledger.view().stories()
    kind = chance.choice(("merge", "split", "story", "copy"))
    if kind == "merge" and len(moves) > 1:
        one, other = chance.sample(moves, 2)
        return desk.watch.merge(one.id, other.id, author="Anna")[0].id
    if kind == "split":
        many = [move for move in moves if len(move.claim_ids) > 1]
        if many:
            move = chance.choice(many)
            return desk.watch.split(move.id, move.claim_ids[:1], author="Anna")[0].id
    if kind == "story" and len(stories) > 1:
        one, other = chance.sample([story.id for story in stories], 2)
        return desk.watch.merge(one, other, author="Anna")[0].id
    if kind == "copy":
        ids = [one.id for one in desk.ledger.view().documents()]
        left, right = chance.sample(ids, 2)
        return desk.watch.judge("copy", left, right, chance.choice((Verdict.SAME, Verdict.DIFFERENT)), author="Anna").id
    return ""


def met(name: str, day: str = "2024-04-27", **more: Any) -> tuple[Document, Reading]:
    of = document(name, f"Renault met Xiaomi, writes {name}, which saw it from another side of the hall than everybody else did.")
    return of, reading(of, claim(of, "meet", ("renault",), ("xiaomi",), happened_on=day, **more))


def test_a_person_takes_a_telling_out_of_a_move_and_puts_it_back() -> None:
    desk = filled([met("a"), met("b"), met("c")])
    [move] = desk.moves()
    before = desk.state()
    said = desk.watch.split(move.id, ["b"], author="Anna", reason="another hall")
    assert sorted(move.document_ids for move in desk.moves()) == [("a", "c"), ("b",)]
    assert {one.reasons for one in desk.ledger.view().words()} == {("another hall",)}
    assert len(desk.watch.take_back(said[0].id)) == len(said) == 2
    assert desk.state() == before


def test_a_persons_word_stands_against_what_comes_later_and_against_weighing_everything_anew() -> None:
    desk = filled([met("a"), met("b")])
    desk.watch.split(desk.moves()[0].id, ["b"], author="Anna")
    desk.take(*(met(name) for name in "cdef"))
    apart = {frozenset(move.document_ids) for move in desk.moves()}
    assert not any({"a", "b"} <= ids for ids in apart)
    before = desk.state()
    assert desk.watch.weigh_all() == 0
    assert desk.state() == before


def test_two_moves_become_one_by_a_persons_word_whatever_the_machine_thinks() -> None:
    desk = filled([met("a", "2024-04-27"), met("b", "2024-06-30")])
    one, other = desk.moves()
    desk.watch.merge(one.id, other.id, author="Anna")
    [whole] = desk.moves()
    assert whole.document_ids == ("a", "b")


def test_of_two_words_that_contradict_each_other_the_later_one_stands_until_it_is_taken_back() -> None:
    desk = filled([met("a"), met("b")])
    desk.watch.split(desk.moves()[0].id, ["b"], author="Anna")
    one, other = desk.moves()
    later = desk.watch.merge(one.id, other.id, author="Bruno")
    assert len(desk.moves()) == 1
    desk.watch.take_back(later[0].id)
    assert len(desk.moves()) == 2


def test_a_person_says_who_copied_whom() -> None:
    desk = filled([met("a"), met("b")])
    [copied] = desk.ledger.view().copies()
    apart = desk.watch.judge("copy", "a", "b", Verdict.DIFFERENT, author="Anna")
    assert desk.ledger.view().copies() == []
    assert [origin.document_ids for origin in desk.moves()[0].origins] == [("a",), ("b",)]
    desk.watch.judge("copy", "a", "b", Verdict.SAME, author="Bruno")
    [copy] = desk.ledger.view().copies()
    assert (copy.document_id, copy.copy_of, copy.reason) == ("b", "a", "Bruno says so")
    for word in desk.ledger.view().words():
        desk.watch.take_back(word.id)
    assert desk.ledger.view().copies() == [copied]
    assert apart.id.startswith("p-")


def test_what_a_copy_of_a_copy_goes_back_to_is_told_anew_with_the_first_of_them() -> None:
    days = {"a": "2024-05-01", "b": "2024-05-02", "c": "2024-05-03", "d": "2024-05-04"}
    came = [document(name, f"{name} " * 9, published_on=day, outlet=f"The {name}") for name, day in days.items()]
    # Only the last one tells of the move, so that nothing but the chain leads from it to the others.
    told = reading(came[3], claim(came[3], "meet", ("renault",), ("xiaomi",)))
    desk = filled([*((one, reading(one)) for one in came[:3]), (came[3], told)])
    words = [desk.watch.judge("copy", *pair, Verdict.SAME, author="Anna") for pair in ("cd", "bc", "ab")]
    assert [origin.name for move in desk.moves() for origin in move.origins] == ["The a"]
    desk.watch.take_back(words[-1].id)
    assert [origin.name for move in desk.moves() for origin in move.origins] == ["The b"]


def test_what_did_not_change_is_not_written_again() -> None:
    desk = filled([met("a"), met("b"), met("c", "2024-06-30")])
    before = desk.ledger.view()
    came = met("d", "2024-06-30")
    with desk.ledger.writer() as writer:
        writer.record(*came, None)
    revision = revise(desk.ledger.view(), names=desk.watch.names(), waiting=["d"])
    assert [move.document_ids for move in revision.conclusions.moves] == [("c", "d")]
    assert all(before.story(story.id) != story for story in revision.conclusions.stories)


def test_what_cannot_be_judged_is_refused() -> None:
    desk = filled([met("a"), met("b", "2024-06-30")])
    move, story = desk.moves()[0], desk.ledger.view().stories()[0]
    with pytest.raises(InputError, match="name two moves or two stories"):
        desk.watch.merge(move.id, story.id, author="Anna")
    with pytest.raises(InputError, match="some, not all"):
        desk.watch.split(move.id, move.claim_ids, author="Anna")
    with pytest.raises(InputError, match="some, not all"):
        desk.watch.split(move.id, ["nonsense"], author="Anna")
    with pytest.raises(InputError, match="give the name of a person"):
        desk.watch.merge(*(one.id for one in desk.moves()), author="vigie weigh-9")
    with pytest.raises(UnknownName):
        desk.watch.merge("m-none", move.id, author="Anna")
    with pytest.raises(UnknownName):
        desk.watch.take_back("p-none")
    assert desk.ledger.view().words() == []


def test_a_story_that_a_crowd_tells_is_still_one() -> None:
    words = ("quay", "tent", "lift", "stand", "gate", "hall", "tram", "kiosk", "ramp", "deck", "mast", "pier")
    crowd = []
    for number in range(CROWD + 20):
        own = " ".join(words[(number * step) % len(words)] + str(number) for step in range(1, 30))
        of = document(f"d{number:03}", f"Renault met Xiaomi. {own}", published_on=f"2024-05-{1 + number % 28:02}")
        met_there = claim(of, "meet", ("renault",), ("xiaomi",), happened_on="2024-04-27", quote="Renault met Xiaomi")
        crowd.append((of, reading(of, met_there, entities=(entity("renault"), entity("xiaomi")))))
    desk = filled(crowd[:60], crowd[60:])
    assert [len(move.document_ids) for move in desk.moves()] == [len(crowd)]
    assert len(desk.ledger.view().stories()) == 1
