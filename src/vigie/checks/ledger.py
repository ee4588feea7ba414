"""What every ledger must keep, as checks over a function that makes an empty one. Knows no implementation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.ledger import Ledger, MoveFilter, View, Writer
from vigie.model import (
    Capture,
    Conclusions,
    Copy,
    Cue,
    Document,
    Judgement,
    Mention,
    Move,
    Origin,
    Outlook,
    Reading,
    Status,
    Story,
    Value,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.model import Clock

__all__ = ["CHECKS"]

_TEXT = "Renault met Xiaomi in Beijing. 小米 said nothing of 1,5 million cars."


def document_with_everything(document_id: str = "d1", text: str = _TEXT) -> Document:
    """A document with every field filled."""
    return Document(
        id=document_id,
        text=text,
        title="A meeting — 会面",
        url="https://example.org/1",
        outlet="The Sample",
        author="A. Writer",
        lang="en",
        published_on="2024-05-01",
        capture_id="f" * 64,
        extra={"genre": "wire"},
    )


def reading_with_everything(of: Document) -> Reading:
    """A reading with every field filled, of a document whose text holds `_TEXT`."""
    met = replace(
        fakes.claim(of, "meet", ("renault",), ("xiaomi",), quote="Renault met Xiaomi", source="anonymous", happened_on="2024-04"),
        things=("xiaomi-su7",),
        what=("a stand",),
        where="Beijing",
        value=Value(number=1.5e6, unit="vehicles", metric="sales", period="2024-Q1"),
        confidence=0.75,
        cues=(Cue(start=8, end=11, words="met", role="trigger", meaning="meet", reason="a verb of meeting"),),
    )
    base = fakes.reading(of, met, entities=(fakes.entity("renault", mentions=("Renault",)), fakes.entity("?lei", "person")))
    return replace(base, mentions=(Mention(start=0, end=7, key="renault", how="name"),), affiliations={"?lei": "xiaomi"})


def capture_of(content: bytes = b"bytes \x00\xff") -> Capture:
    """A capture that is no text."""
    at = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
    return Capture(id="f" * 64, origin_path="a/b.txt", media_type="text/plain", content=content, captured_at=at)


def conclusions_of(document_id: str = "d1", *, status: Status = Status.HAPPENED, author: str = "vigie weigh-1") -> Conclusions:
    """One of everything that can be concluded."""
    origin = Origin(id="outlet:The Sample", name="The Sample", document_ids=(document_id,), reason="it speaks in its own voice")
    move = Move(
        id="m-1",
        type="meet",
        who=("renault",),
        whom=("xiaomi",),
        things=("xiaomi-su7",),
        people=("?lei",),
        status=status,
        contradicted=False,
        happened_on="2024-04",
        claim_ids=("c-1",),
        document_ids=(document_id,),
        origins=(origin,),
    )
    judgement = Judgement(
        id="j-1", subject="move", left="c-1", right="c-2", verdict=Verdict.SAME, score=2.5, reasons=("same day",), author=author
    )
    return Conclusions(
        copies=(Copy(document_id="d2", copy_of=document_id, score=0.8, reason="80%"),),
        stories=(Story(id="s-1", title="A meeting", document_ids=(document_id,)),),
        moves=(move,),
        judgements=(judgement,),
    )


def _fill(ledger: Ledger) -> tuple[Document, Reading]:
    document = document_with_everything()
    reading = reading_with_everything(document)
    with ledger.writer() as writer:
        writer.record(document, reading, capture_of())
    with ledger.writer() as writer:
        writer.conclude(conclusions_of())
    return document, reading


def check_the_parts_keep_the_protocols(make: Callable[[Clock], Ledger]) -> None:
    """A ledger, its view and its writer have every method asked for."""
    ledger = make(fakes.TickingClock())
    assert isinstance(ledger, Ledger), "the ledger lacks a method of vigie.ledger.Ledger"
    assert isinstance(ledger.view(), View), "the view lacks a method of vigie.ledger.View"
    with ledger.writer() as writer:
        assert isinstance(writer, Writer), "the writer lacks a method of vigie.ledger.Writer"


def check_what_is_recorded_comes_back_whole(make: Callable[[Clock], Ledger]) -> None:
    """Document, reading, capture and conclusions come back equal."""
    ledger = make(fakes.TickingClock())
    document, reading = _fill(ledger)
    view, expected = ledger.view(), conclusions_of()
    assert view.document("d1") == document, "a document does not come back as it was"
    assert view.reading("d1") == reading, "a reading does not come back as it was"
    assert view.capture("f" * 64) == capture_of(), "a capture does not come back as it was"
    assert list(view.documents()) == [document], "the documents are not those recorded"
    assert list(view.readings(["d1"])) == [reading], "the readings are not those recorded"
    assert list(view.claims(["d1", "d2"])) == list(reading.claims), "the claims of a document are not those recorded"
    assert (view.moves(MoveFilter()), view.stories(), view.copies()) == (
        list(expected.moves),
        list(expected.stories),
        list(expected.copies),
    ), "moves, stories or copies are not those concluded"
    assert (view.move("m-1"), view.story("s-1")) == (expected.moves[0], expected.stories[0]), (
        "a move or story is not found by its id"
    )
    assert view.moves_of(["d1"]) == list(expected.moves), "the moves of a document are not found"
    [judgement] = view.judgements(["c-2"])
    assert replace(judgement, recorded_at=None) == expected.judgements[0], "a judgement does not come back as it was"
    assert view.names()["renault"] == ("Renault", "company"), "the name of an entity is not found"


def check_the_same_input_twice_changes_nothing(make: Callable[[Clock], Ledger]) -> None:
    """Recording and concluding again says that nothing changed, and nothing did."""
    ledger = make(fakes.TickingClock())
    document, reading = _fill(ledger)
    before = ledger.view().counts()
    with ledger.writer() as writer:
        assert not writer.record(document, reading, capture_of()), "recording the same again counts as a change"
        assert writer.conclude(conclusions_of()) == 0, "concluding the same again counts as a change"
    assert ledger.view().counts() == before, "recording the same again left more rows standing"


def check_a_changed_document_retires_the_old(make: Callable[[Clock], Ledger]) -> None:
    """The present shows the new text, the past the old one."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    old, reading = _fill(ledger)
    then = clock.now
    new = document_with_everything(text=_TEXT + " A correction.")
    with ledger.writer() as writer:
        assert writer.record(new, reading_with_everything(new), None), "a changed text is not recorded"
    assert ledger.view().document("d1") == new, "the present does not show the new text"
    assert ledger.view(then).document("d1") == old, "the past does not show the old text"
    assert list(ledger.view().claims(["d1"])) == list(reading_with_everything(new).claims), "claims stand twice, or not at all"
    assert list(ledger.view(then).claims(["d1"])) == list(reading.claims), "the past does not show the old claims"


def check_the_past_shows_no_later_knowledge(make: Callable[[Clock], Ledger]) -> None:
    """Before the first record nothing is known; a status that changed later is the old one then."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    before = clock.now
    _fill(ledger)
    then = clock.now
    with ledger.writer() as writer:
        assert writer.conclude(conclusions_of(status=Status.DENIED)), "a changed move counts as no change"
    empty = ledger.view(before).counts()
    assert (empty.documents, empty.claims, empty.moves) == (0, 0, 0), "something is known before anything was recorded"
    assert [m.status for m in ledger.view(then).moves(MoveFilter())] == [Status.HAPPENED], "the past shows a later status"
    assert [m.status for m in ledger.view().moves(MoveFilter())] == [Status.DENIED], "the present shows an earlier status"


def check_what_no_longer_follows_is_retired(make: Callable[[Clock], Ledger]) -> None:
    """Concluding nothing leaves nothing standing, but for judgements of persons."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    _fill(ledger)
    then = clock.now
    with ledger.writer() as writer:
        writer.conclude(Conclusions())
    view = ledger.view()
    assert (view.moves(MoveFilter()), view.stories(), view.copies(), view.judgements()) == ([], [], [], []), (
        "something still stands"
    )
    assert len(ledger.view(then).moves(MoveFilter())) == 1, "what was retired is gone from the past too"


def check_a_transaction_that_fails_leaves_no_trace(make: Callable[[Clock], Ledger]) -> None:
    """Where the block raises, all is as before."""
    ledger = make(fakes.TickingClock())
    _fill(ledger)
    before = (ledger.view().counts(), ledger.view().document("d1"), ledger.view().unweighed())
    other = document_with_everything("d2")
    try:
        with ledger.writer() as writer:
            writer.record(other, reading_with_everything(other), None)
            writer.record(document_with_everything(text="Other."), fakes.reading(fakes.document("d1", "Other.")), None)
            writer.conclude(Conclusions())
            raise KeyboardInterrupt  # noqa: TRY301 - what interrupts a writer comes from within its block
    except KeyboardInterrupt:
        pass
    after = (ledger.view().counts(), ledger.view().document("d1"), ledger.view().unweighed())
    assert after == before, "a transaction that failed left something behind"
    assert len(ledger.view().moves(MoveFilter())) == 1, "a transaction that failed retired a move"


def check_moves_are_filtered(make: Callable[[Clock], Ledger]) -> None:
    """By actors together, type, status, and days that a date may mean."""
    ledger = make(fakes.TickingClock())
    [first] = conclusions_of().moves
    second = replace(first, id="m-2", type="agree", whom=("geely",), things=(), status=Status.ASKED, happened_on=None)
    third = replace(first, id="m-3", happened_on="2025", people=())
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=(first, second, third)))

    def found(wanted: MoveFilter) -> list[str]:
        return [move.id for move in ledger.view().moves(wanted)]

    assert found(MoveFilter()) == ["m-1", "m-3", "m-2"], "moves are not ordered by date with undated ones last"
    assert found(MoveFilter(actors=("renault", "xiaomi"))) == ["m-1", "m-3"], "two actors must both take part"
    assert found(MoveFilter(actors=("?lei",))) == ["m-1", "m-2"], "a person who acts is not found"
    assert found(MoveFilter(types=("agree",))) == ["m-2"], "the type is not kept to"
    assert found(MoveFilter(statuses=(Status.HAPPENED,))) == ["m-1", "m-3"], "the status is not kept to"
    assert found(MoveFilter(since="2024-04-30")) == ["m-1", "m-3"], "a month that may end later is left out"
    assert found(MoveFilter(until="2024-05")) == ["m-1"], "a date after the bound is let in, or an undated move"
    assert found(MoveFilter(since="2025-06-01", until="2025-06-30")) == ["m-3"], "a year that holds the month is left out"


def check_unweighed_documents_are_counted(make: Callable[[Clock], Ledger]) -> None:
    """A document is unweighed until the next conclusion."""
    ledger = make(fakes.TickingClock())
    assert ledger.view().unweighed() == 0, "an empty ledger has nothing to weigh"
    document = document_with_everything()
    with ledger.writer() as writer:
        writer.record(document, reading_with_everything(document), None)
    assert ledger.view().unweighed() == 1, "a document recorded after the last weighing is not counted"
    with ledger.writer() as writer:
        writer.conclude(Conclusions())
    assert ledger.view().unweighed() == 0, "a weighing does not reach the documents before it"


def check_a_persons_judgement_outlives_the_machine(make: Callable[[Clock], Ledger]) -> None:
    """Concluding anew retires only what the machine judged."""
    ledger = make(fakes.TickingClock())
    with ledger.writer() as writer:
        writer.conclude(Conclusions(judgements=conclusions_of(author="Anna").judgements))
        writer.conclude(Conclusions())
    assert [judgement.author for judgement in ledger.view().judgements()] == ["Anna"], (
        "a person's judgement was retired by the machine"
    )


def check_readings_are_kept_beside_the_one_that_stands(make: Callable[[Clock], Ledger]) -> None:
    """Whole, one a reader, until the document changes; the past still shows them."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    document, reading = _fill(ledger)
    first, second = replace(reading, reader="rules-1"), replace(reading, reader="second-1/a model", claims=())
    with ledger.writer() as writer:
        assert writer.keep_beside(second), "a reading kept beside counts as no change"
        assert writer.keep_beside(first), "a second reading kept beside counts as no change"
        assert not writer.keep_beside(first), "keeping the same again counts as a change"
    assert ledger.view().beside("d1") == [first, second], "readings kept beside do not come back as they were"
    assert ledger.view().beside("d2") == [], "readings of another document are given"
    newer = replace(second, claims=reading.claims)
    with ledger.writer() as writer:
        writer.keep_beside(newer)
    assert ledger.view().beside("d1") == [first, newer], "a newer reading by the same reader does not take the place of the old"
    then = clock.now
    with ledger.writer() as writer:
        writer.record(replace(document, text=_TEXT + " A correction."), reading, None)
    assert ledger.view().beside("d1") == [], "readings of a text that changed still stand"
    assert ledger.view(then).beside("d1") == [first, newer], "the past has forgotten readings kept beside"


def check_spending_is_summed_by_day(make: Callable[[Clock], Ledger]) -> None:
    """What a second reader cost counts on the day in UTC on which it was noted."""
    clock = fakes.TickingClock(dt.datetime(2024, 5, 1, 23, 59, 57, tzinfo=dt.UTC))
    ledger = make(clock)
    for tokens in (100, 100, 7):
        with ledger.writer() as writer:
            writer.spend("d1", "second-1", tokens)
    spent = [ledger.view().tokens_spent(dt.date(2024, 5, day)) for day in (1, 2, 3)]
    assert spent == [200, 7, 0], f"spending is summed to {spent}"


def check_the_first_outlook_of_a_question_counts(make: Callable[[Clock], Ledger]) -> None:
    """They come back as issued; the same question asked again that day changes nothing; the past shows none issued later."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    before = clock.now
    one = Outlook(
        id="o1", forecaster="ladder-1", first="renault", second="xiaomi", kind="meet", asked_on="2024-04-30", by_on="2025-04-30",
        issued_at=clock.now, probabilities={"talks": 0.3, "agreement": 0.2, "equity": 0.05}, base_rates={"talks": 0.2},
    )  # fmt: skip
    for outlook in (one, replace(one, probabilities={"talks": 0.9})):
        with ledger.writer() as writer:
            assert writer.issue(outlook) == (outlook is one), "an outlook that stands is issued again"
    assert ledger.view().outlooks() == [one], "an outlook does not come back as it was issued"
    assert ledger.view(before).outlooks() == [], "the past shows an outlook issued later"


CHECKS = (
    check_the_parts_keep_the_protocols,
    check_what_is_recorded_comes_back_whole,
    check_the_same_input_twice_changes_nothing,
    check_a_changed_document_retires_the_old,
    check_the_past_shows_no_later_knowledge,
    check_what_no_longer_follows_is_retired,
    check_a_transaction_that_fails_leaves_no_trace,
    check_moves_are_filtered,
    check_unweighed_documents_are_counted,
    check_a_persons_judgement_outlives_the_machine,
    check_readings_are_kept_beside_the_one_that_stands,
    check_spending_is_summed_by_day,
    check_the_first_outlook_of_a_question_counts,
)
"""All checks; each takes a function from a clock to an empty ledger."""
