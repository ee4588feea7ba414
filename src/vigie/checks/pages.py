"""What every ledger must give piece by piece, and to those who weigh, as checks over a function that makes an empty one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.errors import InputError
from vigie.ledger import Active, Close, Gone, Ledger, MoveChange, MoveFilter, Partner, Tally, Tie
from vigie.ledger.paging import mark_of
from vigie.model import Conclusions, Copy, Judgement, Move, Status, Story, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.model import Clock

__all__ = ["PAGE_CHECKS"]

_ALL = MoveFilter()


def _move(move_id: str, *whom: str, happened_on: str | None = None, kind: str = "meet", status: Status = Status.HAPPENED) -> Move:
    return Move(
        id=move_id,
        type=kind,
        who=("renault",),
        whom=whom,
        things=(),
        status=status,
        contradicted=False,
        happened_on=happened_on,
        claim_ids=(f"c-{move_id}",),
        document_ids=(f"d-{move_id}",),
        origins=(),
    )


_MOVES = (
    _move("m-1", "xiaomi", happened_on="2024-04-27"),
    _move("m-2", "xiaomi", "geely", happened_on="2024-Q2", kind="agree", status=Status.RUMOURED),
    _move("m-3", "geely"),
    _move("m-4", happened_on="2024", status=Status.DENIED),
)


def _judgement(author: str, score: float = 1.0) -> Judgement:
    return Judgement(
        id="j-1", subject="move", left="c-1", right="c-2", verdict=Verdict.SAME, score=score, reasons=("said so",), author=author
    )


def _concluded(make: Callable[[Clock], Ledger]) -> tuple[Ledger, fakes.TickingClock]:
    clock = fakes.TickingClock()
    ledger = make(clock)
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=_MOVES))
    return ledger, clock


def check_pages_of_moves_hold_everything_once(make: Callable[[Clock], Ledger]) -> None:
    """Newest first, whatever the size of a page; what comes in between the pages is given at most once."""
    ledger, _ = _concluded(make)
    for most in (1, 2, 3, 4, 9):
        found, after = [], None
        while True:
            page = ledger.view().move_page(_ALL, most=most, after=after)
            found += [move.id for move in page.moves]
            after = page.after
            if after is None:
                break
        assert found == ["m-1", "m-2", "m-4", "m-3"], f"pages of {most} hold {found}"
    first = ledger.view().move_page(MoveFilter(actors=("renault", "xiaomi")), most=1)
    assert [move.id for move in first.moves] == ["m-1"], "a page of two actors begins with another move than their newest"
    with ledger.writer() as writer:
        writer.revise(Conclusions(moves=(_move("m-0", "xiaomi", happened_on="2025"),)), gone=Gone())
    second = ledger.view().move_page(MoveFilter(actors=("xiaomi", "renault")), most=9, after=first.after)
    assert [move.id for move in second.moves] == ["m-2"], "a page is not where the one before ended"


def check_a_mark_of_another_list_is_refused(make: Callable[[Clock], Ledger]) -> None:
    """So is whatever else is written in its place."""
    ledger, clock = _concluded(make)
    other = ledger.view().changes(clock.now.replace(year=2000), most=1).after
    for mark in ("", "x", "é", "W10", "bnVsbA", "W" * 999, mark_of("\0", ""), mark_of(2**70, ""), other or ""):
        refused = False
        try:
            ledger.view().move_page(_ALL, most=1, after=mark)
        except InputError:
            refused = True
        assert refused, f"{mark!r} is taken for a mark"


def check_moves_are_summed(make: Callable[[Clock], Ledger]) -> None:
    """Of all, of one, of two; as they stand now and as they stood."""
    ledger, clock = _concluded(make)
    then = clock.now
    with ledger.writer() as writer:
        denied = replace(_MOVES[0], status=Status.DENIED)
        writer.revise(Conclusions(moves=(denied,)), gone=Gone(moves=("m-3",)))
    now = ledger.view()
    assert now.tally(_ALL) == Tally(moves=3, types={"agree": 1, "meet": 2}, statuses={"denied": 2, "rumoured": 1})
    assert now.tally(MoveFilter(actors=("xiaomi", "renault"), types=("meet",))).statuses == {"denied": 1}
    assert now.tally(MoveFilter(actors=("geely",), since="2024-05", until="2024-05")).moves == 1
    assert now.tally(MoveFilter(actors=("geely", "renault", "xiaomi"))).moves == 1
    assert now.tally(MoveFilter(actors=("nobody",))) == Tally(moves=0)
    past = ledger.view(then).tally(MoveFilter(actors=("renault",)))
    assert past == Tally(moves=4, types={"agree": 1, "meet": 3}, statuses={"denied": 1, "happened": 2, "rumoured": 1})


def check_partners_are_listed(make: Callable[[Clock], Ledger]) -> None:
    """Those with most moves first, with the latest date of what both take part in; now and then."""
    ledger, clock = _concluded(make)
    then = clock.now
    expected = [Partner(key="geely", moves=2, last_on="2024-Q2"), Partner(key="xiaomi", moves=2, last_on="2024-04-27")]
    assert ledger.view().partners("renault", most=9) == expected, "the partners are not those of the moves"
    assert ledger.view().partners("renault", most=1) == expected[:1], "more partners come than asked for"
    with ledger.writer() as writer:
        writer.revise(Conclusions(), gone=Gone(moves=("m-2",)))
    assert ledger.view().partners("geely", most=9) == [Partner(key="renault", moves=1, last_on=None)]
    assert ledger.view(then).partners("renault", most=9) == expected, "the past shows later sums"


def check_the_busiest_and_their_ties_are_counted(make: Callable[[Clock], Ledger]) -> None:
    """Who takes part in most, which two most together, and in what, by status and year; now and then."""
    ledger, clock = _concluded(make)
    then = clock.now
    renault, geely, xiaomi = (
        Active(key=key, moves=n, last_on=on)
        for key, n, on in (("renault", 4, "2024-04-27"), ("geely", 2, "2024-Q2"), ("xiaomi", 2, "2024-04-27"))
    )
    pairs = [
        Close(first=a, second=b, moves=n) for a, b, n in (("geely", "renault", 2), ("renault", "xiaomi", 2), ("geely", "xiaomi", 1))
    ]
    agreed = [
        Tie(first=a, second=b, type="agree", moves=1) for a, b in (("geely", "renault"), ("geely", "xiaomi"), ("renault", "xiaomi"))
    ]
    met = [Tie(first=a, second=b, type="meet", moves=1) for a, b in (("geely", "renault"), ("renault", "xiaomi"))]
    everybody = ("renault", "geely", "xiaomi", "renault")
    for view in (ledger.view(), ledger.view(then)):
        assert view.busiest(most=9) == [renault, geely, xiaomi], "the busiest are not those of the moves"
        assert view.busiest(most=1) == [renault], "more come than asked for"
        assert view.closest(most=9) == pairs, "the closest are not those of the moves"
        assert view.closest(most=1) == pairs[:1], "more come than asked for"
        assert view.ties(everybody) == [agreed[0], met[0], agreed[1], agreed[2], met[1]], "the ties are not those of the moves"
        assert view.ties(everybody, statuses=[Status.RUMOURED]) == agreed, "ties of another status are counted"
        assert view.ties(("geely", "xiaomi")) == agreed[1:2], "ties of others are counted"
        assert view.ties(everybody, each=1) == [agreed[0], met[0], agreed[2], met[1]], "weaker ties than each one's strongest come"
        assert view.ties(everybody, each=1, until=2024) == [agreed[0], agreed[2], met[1]], "the strongest are of other moves"
        assert view.ties(everybody, until=2024) == [agreed[0], agreed[1], agreed[2], met[1]], "undated moves belong to a year"
        assert view.ties(everybody, until=2023) == view.ties(()) == [], "later moves are counted"
        assert view.years() == (2024, 2024), "the years are not those of the moves"
    with ledger.writer() as writer:
        writer.revise(Conclusions(moves=(_move("m-9", "byd", happened_on="2019"),)), gone=Gone(moves=("m-1", "m-2")))
    view = ledger.view()
    assert [(one.key, one.moves, one.last_on) for one in view.busiest(most=9)] == [
        ("renault", 3, "2024"), ("byd", 1, "2019"), ("geely", 1, None)
    ], "what is gone is counted"  # fmt: skip
    assert view.years() == (2019, 2024), "the years are not those of the moves"
    assert ledger.view(then).closest(most=9) == pairs, "the past shows later sums"
    assert ledger.view(then).years() == (2024, 2024), "the past shows later years"


def check_what_changed_is_told_with_what_it_was(make: Callable[[Clock], Ledger]) -> None:
    """Since an instant, the latest first, page by page; a move changed twice once."""
    ledger, clock = _concluded(make)
    then = clock.now
    for status in (Status.PLANNED, Status.DENIED):
        with ledger.writer() as writer:
            writer.revise(Conclusions(moves=(replace(_MOVES[0], status=status), _MOVES[1])), gone=Gone())
    with ledger.writer() as writer:
        writer.revise(Conclusions(moves=(_move("m-5"), _move("m-6"))), gone=Gone())
    found: list[MoveChange] = []
    after = None
    while True:
        page = ledger.view().changes(then, most=2, after=after)
        found += page.changes
        after = page.after
        if after is None:
            break
    assert [(one.move.id, one.before and one.before.status) for one in found] == [
        ("m-6", None),
        ("m-5", None),
        ("m-1", Status.HAPPENED),
    ], "the changes are not those since the instant"
    for wanted, ids in (
        (MoveFilter(statuses=(Status.DENIED,)), ["m-1"]),
        (MoveFilter(types=("meet",), actors=("renault", "xiaomi")), ["m-1"]),
        (MoveFilter(actors=("nobody",)), []),
        (MoveFilter(until="1999"), []),
    ):
        only = ledger.view().changes(then, most=9, wanted=wanted).changes
        assert [one.move.id for one in only] == ids, f"the changes that {wanted} lets through are not those"
    assert ledger.view().changes(clock.now, most=9).changes == (), "something changed since now"
    assert ledger.view(then).changes(then, most=9).changes == (), "the past shows later changes"
    states = [move.status for _, move in ledger.view().history("m-1")]
    assert states == [Status.HAPPENED, Status.PLANNED, Status.DENIED], "a move's history is not all of its states"
    assert len(ledger.view(then).history("m-1")) == 1, "the past shows later states of a move"


def check_a_revision_leaves_the_rest_alone(make: Callable[[Clock], Ledger]) -> None:
    """It changes what it names, retires what is gone, and counts as weighed what was."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    stories = tuple(Story(id=f"s-{n}", title="A story", document_ids=(f"d{n}",)) for n in (1, 2))
    copies = tuple(Copy(document_id=f"d{n}", copy_of="d9", score=0.5, reason="half") for n in (1, 2))
    documents = [fakes.document(f"d{n}", f"Renault met {n}.") for n in (1, 2)]
    with ledger.writer() as writer:
        assert writer.record_all([(one, fakes.reading(one), None) for one in (*documents, documents[0])]) == [True, True, False]
        all_new = writer.revise(Conclusions(stories=stories, copies=copies, moves=_MOVES), gone=Gone(), weighed=["d1"])
        assert all_new == 8, "what is new is not counted"
    assert ledger.view().waiting() == ["d2"], "a document that was weighed still waits, or one that was not does not"
    revised = Conclusions(stories=(replace(stories[0], document_ids=("d1", "d2")),), moves=_MOVES[:1])
    with ledger.writer() as writer:
        changed = writer.revise(revised, gone=Gone(stories=("s-2", "s-1"), copies=("d2", "nothing"), moves=("m-2",)))
    assert changed == 4, "one story changed, one gone, one copy and one move gone are not four things"
    view = ledger.view()
    assert [story.document_ids for story in view.stories()] == [("d1", "d2")], "the stories are not those left"
    assert view.stories_of(["d2"]) == view.stories(), "the story of a document is not found"
    assert view.copies_of(["d9"]) == [copies[0]] == view.copies_of(["d1"]), "the copies of a document are not found"
    assert [move.id for move in view.moves(_ALL)] == ["m-4", "m-1", "m-3"], "the moves are not those left"
    assert view.moves_of(["d-m-2"]) == [], "a move that is gone is found by its document"


def check_a_persons_judgement_stands_until_the_person_takes_it_back(make: Callable[[Clock], Ledger]) -> None:
    """No conclusion and no revision of the machine's touches it."""
    ledger = make(fakes.TickingClock())
    with ledger.writer() as writer:
        assert writer.judge(_judgement("Anna"))
        assert not writer.judge(_judgement("Anna")), "the same judgement again counts as a change"
    for machine in (_judgement("vigie weigh-1"), _judgement("vigie weigh-2")):
        with ledger.writer() as writer:
            assert writer.conclude(Conclusions(judgements=(machine,))) == 0, "the machine's word takes a person's place"
            assert writer.revise(Conclusions(judgements=(machine,)), gone=Gone(judgements=("j-1",))) == 0
    assert [one.author for one in ledger.view().judgements()] == ["Anna"]
    assert ledger.view().words() == ledger.view().judgements(), "a person's word is not found"
    with ledger.writer() as writer:
        assert writer.judge(_judgement("Anna", 2.0)), "a changed mind counts as no change"
        assert writer.take_back("j-1"), "a judgement is not taken back"
        assert not writer.take_back("j-1"), "what was taken back is taken back again"
    assert ledger.view().judgements() == []
    with ledger.writer() as writer:
        writer.conclude(Conclusions(judgements=(_judgement("vigie weigh-1"),)))
    assert ledger.view().words() == [], "the machine's judgement is given as a person's word"
    with ledger.writer() as writer:
        assert not writer.take_back("j-1"), "the machine's judgement is taken back as if a person had made it"


def check_documents_are_found_by_marks_names_and_claims(make: Callable[[Clock], Ledger]) -> None:
    """Within days of publication, undated ones always; what a reading no longer says finds nothing."""
    ledger = make(fakes.TickingClock())
    first = fakes.document("d1", "Renault met Xiaomi.", published_on="2024-05-01T12:00:00Z")
    second = fakes.document("d2", "Renault met Geely.", published_on="2024-06-01")
    third = fakes.document("d3", "Renault was there.", published_on=None)
    claims = [fakes.claim(one, "meet", ("renault",), (whom,)) for one, whom in ((first, "xiaomi"), (second, "geely"))]
    with ledger.writer() as writer:
        writer.record(first, fakes.reading(first, claims[0]), None)
        writer.record(second, fakes.reading(second, claims[1]), None)
        writer.record(third, fakes.reading(third, entities=(fakes.entity("renault"),)), None)
        for document_id, marks in (("d1", (1, 2**63 - 1)), ("d2", (1, 1)), ("d3", (7,)), ("d3", ())):
            writer.keep_marks(document_id, marks)
    view = ledger.view()
    assert view.marked([1, 7, 2**63 - 1]) == {1: ["d1", "d2"], 2**63 - 1: ["d1"]}, "documents are not found by their marks"
    assert view.marks_of(["d1", "d2", "d3"]) == {"d1": (1, 2**63 - 1), "d2": (1,)}, "marks do not come back"
    assert view.naming(["renault", "nobody"]) == {"renault": ["d1", "d2", "d3"]}, "documents are not found by names"
    assert view.naming(["renault"], since="2024-05-02") == {"renault": ["d2", "d3"]}, "the first day is not kept to"
    assert view.naming(["renault"], until="2024-05-01") == {"renault": ["d1", "d3"]}, "the last day is not kept to"
    assert view.naming(["renault", "xiaomi"], parties=True) == {"renault": ["d1", "d2"], "xiaomi": ["d1"]}
    assert view.documents_of([claims[1].id, "none"]) == {claims[1].id: "d2"}, "the document of a claim is not found"
    assert view.called("GEELY") == ["geely"], "an entity is not found by its name"
    assert view.names(["xiaomi", "nobody"]) == {"xiaomi": ("Xiaomi", "company")}, "names are not those asked for"
    with ledger.writer() as writer:
        writer.record(second, fakes.reading(second), None)
    view = ledger.view()
    assert view.naming(["geely", "renault"]) == {"renault": ["d1", "d3"]}, "an earlier reading's names find a document"
    assert view.documents_of([claims[1].id]) == {}, "a claim that no longer stands has a document"


def check_pages_of_ids_hold_everything_once(make: Callable[[Clock], Ledger]) -> None:
    """Documents and stories, ascending, as they stood; a mark of another list is refused."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    before = clock.now
    documents = [fakes.document(f"d{n}", f"Renault met Xiaomi in {n}.") for n in range(5)]
    with ledger.writer() as writer:
        for one in documents:
            writer.record(one, fakes.reading(one), None)
        writer.conclude(Conclusions(stories=tuple(Story(id=f"s{n}", title="", document_ids=("d1",)) for n in range(5))))
    view = ledger.view()
    for look, name in ((view.document_page, "d"), (view.story_page, "s")):
        found: list[str] = []
        after, pages = None, 0
        while pages == 0 or after is not None:
            page = look(most=2, after=after)
            found, after, pages = [*found, *page.ids], page.after, pages + 1
        assert (found, pages) == ([f"{name}{n}" for n in range(5)], 3), "pages of ids do not hold everything once"
        assert look(most=5).after is None, "a page after the last is promised"
        try:
            look(most=2, after=mark_of("2024-04-27", "m-1"))
        except InputError:
            continue
        raise AssertionError("a mark of another list is taken")
    assert ledger.view(before).document_page(most=9).ids == (), "the past shows documents recorded later"


PAGE_CHECKS = (
    check_pages_of_ids_hold_everything_once,
    check_pages_of_moves_hold_everything_once,
    check_a_mark_of_another_list_is_refused,
    check_moves_are_summed,
    check_partners_are_listed,
    check_the_busiest_and_their_ties_are_counted,
    check_what_changed_is_told_with_what_it_was,
    check_a_revision_leaves_the_rest_alone,
    check_a_persons_judgement_stands_until_the_person_takes_it_back,
    check_documents_are_found_by_marks_names_and_claims,
)
