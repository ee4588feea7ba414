"""What every ledger must keep of watchlists and alerts, as checks over a function that makes an empty one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.checks.ledger import conclusions_of
from vigie.model import Change, Conclusions, Delivery, DeliveryState, Following, Notice, Pace, Status, Told, Watchlist

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.ledger import Ledger
    from vigie.model import Clock

__all__ = ["ALERT_CHECKS"]

_AT = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def _watchlist(name: str = "renault") -> Watchlist:
    return Watchlist(
        name=name,
        title="Renault 雷诺",
        actors=("renault",),
        pairs=(("renault", "xiaomi"),),
        countries=("cn",),
        words=("batterie", "电池"),
        types=("agree",),
        statuses=(Status.HAPPENED, Status.DENIED),
        origins=2,
        to=("desk",),
        pace=Pace.DAILY,
        at="06:30",
        zone="Europe/Paris",
        budget=3,
        lang="fr",
        paused=True,
    )


def _told(root: str = "m-1", **changes: object) -> Told:
    one = Told(
        watchlist="renault",
        root=root,
        move_id="m-1",
        type="agree",
        parties=("renault", "xiaomi"),
        happened_on="2024-04",
        status=Status.RUMOURED,
        contradicted=True,
        claim_ids=("c-1", "c-2"),
        document_ids=("d1",),
        told=True,
        changes=2,
    )
    return replace(one, **changes)  # type: ignore[arg-type]  # replace checks the names itself


def _notice(name: str, **changes: object) -> Notice:
    one = Notice(
        id=name,
        watchlist="renault",
        move_id="m-1",
        change=Change.STATUS,
        status=Status.DENIED,
        was=Status.RUMOURED,
        why=(("pairs", "renault × xiaomi"), ("words", "电池")),
        origins=2,
        documents=3,
        decided_at=_AT,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def _delivery(name: str, **changes: object) -> Delivery:
    one = Delivery(
        id=name,
        watchlist="renault",
        channel="desk",
        digest=False,
        notice_ids=("n1",),
        subject="Renault : démenti",
        text="Un *texte* — 文本",
        recorded_at=_AT,
        next_at=_AT,
    )
    return replace(one, **changes)  # type: ignore[arg-type]


def check_watchlists_are_a_log(make: Callable[[Clock], Ledger]) -> None:
    """They come back whole, once; the past shows what was asked for then."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    first, other = _watchlist(), _watchlist("renault-2")
    with ledger.writer() as writer:
        assert writer.keep_watchlist(first), "a new watchlist counts as no change"
        writer.keep_watchlist(other)
    with ledger.writer() as writer:
        assert not writer.keep_watchlist(first), "keeping the same again counts as a change"
    assert ledger.view().watchlists() == [first, other], "watchlists do not come back as they were"
    then = clock.now
    changed = replace(first, actors=("geely",), pairs=(), paused=False)
    with ledger.writer() as writer:
        assert writer.keep_watchlist(changed), "a changed watchlist counts as no change"
        assert writer.remove_watchlist("renault-2"), "a watchlist that stands can't be removed"
        assert not writer.remove_watchlist("renault-2"), "a watchlist is removed twice"
    assert ledger.view().watchlists() == [changed], "the present shows what was changed or removed"
    assert ledger.view(then).watchlists() == [first, other], "the past shows a later watchlist"


def check_what_was_told_is_kept_by_watchlist(make: Callable[[Clock], Ledger]) -> None:
    """By root, each in place of the one before, until the watchlist is followed no more."""
    ledger = make(fakes.TickingClock())
    following = Following(watchlist="renault", form="abc", since_at=_AT)
    with ledger.writer() as writer:
        writer.follow(replace(following, form="old"))
        writer.follow(following)
        writer.keep_told([_told("m-2"), _told(), _told(watchlist="other")])
        writer.keep_told([_told("m-2", status=Status.DENIED, happened_on=None)])
    view = ledger.view()
    assert view.followings() == {"renault": following}, "a following does not come back as it was"
    assert view.told("renault") == [_told(), _told("m-2", status=Status.DENIED, happened_on=None)], (
        "what was told is lost or doubled"
    )
    with ledger.writer() as writer:
        writer.unfollow("renault")
    assert (ledger.view().followings(), ledger.view().told("renault")) == ({}, []), "an unfollowed watchlist still knows"
    assert ledger.view().told("other") == [_told(watchlist="other")], "another watchlist forgot too"


def check_notices_and_deliveries_are_marked(make: Callable[[Clock], Ledger]) -> None:
    """Whole, in order, each in place of the one before; what is due and what is undelivered is found."""
    ledger = make(fakes.TickingClock())
    early, late = _notice("n2"), _notice("n1", decided_at=_AT + dt.timedelta(hours=1), was=None, change=Change.NEW)
    with ledger.writer() as writer:
        writer.keep_notices([late, early, _notice("n3", watchlist="other")])
        writer.keep_notices([_notice("n3", watchlist="other", delivered=True)])
        writer.keep_deliveries([_delivery("a"), _delivery("b", next_at=_AT + dt.timedelta(hours=2))])
    view = ledger.view()
    assert view.notices("renault") == [late, early], "notices are not given with the latest first"
    assert view.notices(most=1) == [late], "more notices are given than asked for"
    assert view.notices(undelivered=True) == [early, late], "undelivered notices are not given in the order decided"
    assert [one.id for one in view.deliveries(due_at=_AT)] == ["a"], "what is due is not found, or more"
    sent = _delivery("a", state=DeliveryState.SENT, tries=1, sent_at=_AT, next_at=None)
    with ledger.writer() as writer:
        writer.keep_deliveries([sent])
    assert ledger.view().deliveries(due_at=_AT) == [], "what was sent is still due"
    assert ledger.view().deliveries()[0] == sent, "a delivery does not come back as it was marked"
    assert ledger.view().deliveries(since=_AT + dt.timedelta(seconds=1)) == [], "deliveries recorded before are given"


def check_alerts_fail_with_their_transaction(make: Callable[[Clock], Ledger]) -> None:
    """Where the block raises, nothing of it is kept."""
    ledger = make(fakes.TickingClock())
    with ledger.writer() as writer:
        writer.keep_told([_told()])
        writer.follow(Following(watchlist="renault", form="abc", since_at=_AT))
    try:
        with ledger.writer() as writer:
            writer.keep_watchlist(_watchlist())
            writer.unfollow("renault")
            writer.keep_notices([_notice("n1")])
            writer.keep_deliveries([_delivery("a")])
            raise KeyboardInterrupt  # noqa: TRY301 - what interrupts a writer comes from within its block
    except KeyboardInterrupt:
        pass
    view = ledger.view()
    found = (view.watchlists(), view.notices(), view.deliveries(), view.told("renault"), list(view.followings()))
    assert found == ([], [], [], [_told()], ["renault"]), "a transaction that failed left something behind"


def check_changed_moves_are_found(make: Callable[[Clock], Ledger]) -> None:
    """Those recorded since an instant, as they stand; and the ids of all that stand."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    [move] = conclusions_of().moves
    other = replace(move, id="m-2", happened_on=None)
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=(move, other)))
    then = clock.now + dt.timedelta(microseconds=1)
    changed = replace(move, status=Status.DENIED)
    with ledger.writer() as writer:
        writer.conclude(Conclusions(moves=(changed, other)))
    view = ledger.view()
    assert view.moves_since(None) == [changed, other], "not all moves that stand are found"
    assert view.moves_since(then) == [changed], "moves that did not change are found, or a changed one is not"
    assert view.move_ids() == {"m-1", "m-2"}, "the ids of the moves that stand are others"
    assert ledger.view(then).moves_since(None) == [move, other], "the past shows a later move"


ALERT_CHECKS = (
    check_changed_moves_are_found,
    check_watchlists_are_a_log,
    check_what_was_told_is_kept_by_watchlist,
    check_notices_and_deliveries_are_marked,
    check_alerts_fail_with_their_transaction,
)
