"""From the ledger to a real receiver: one alert for a happening, kept through restarts and failures."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from vigie.atlas import load_atlas
from vigie.checks import fakes
from vigie.ledger import MemoryLedger
from vigie.model import Conclusions, DeliveryState, Pace, Status, Watchlist
from vigie.telling.alerts import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.ledger import Ledger
    from vigie.model import Delivery, Move
    from vigie.telling.alerts import Message

START = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
DOCUMENT = fakes.document("d1", "Renault and Xiaomi are said to be near a deal.", outlet="The Sample", title="A deal?")
CLAIM = fakes.claim(DOCUMENT, "agree", ("renault",), ("xiaomi",), status=Status.RUMOURED, source="anonymous")


class House:
    """A ledger with watchlists, a clock that is set by hand, and a channel that keeps or refuses what it is given."""

    def __init__(self, *watchlists: Watchlist, ledger: Ledger | None = None) -> None:
        self.now = START
        self.ledger = ledger or MemoryLedger(clock=lambda: self.now)
        self.watchlists = list(watchlists)
        self.received: list[tuple[str, Message]] = []
        self.fault = ""
        with self.ledger.writer() as writer:
            writer.record(DOCUMENT, fakes.reading(DOCUMENT, CLAIM), None)

    def send(self, channel: str, message: Message) -> str:
        if not self.fault:
            self.received.append((channel, message))
        return self.fault

    def tell(
        self, *moves: Move | None, after: dt.timedelta = dt.timedelta(0), on_step: Callable[[str], None] = lambda _: None
    ) -> Any:
        self.now += after
        if moves:
            with self.ledger.writer() as writer:
                writer.conclude(Conclusions(moves=tuple(one for one in moves if one is not None)))
        outbox = Outbox(
            ledger=self.ledger, atlas=load_atlas(), clock=lambda: self.now, watchlists=lambda _: self.watchlists, send=self.send,
            lang="en", on_step=on_step,
        )  # fmt: skip
        return outbox.run()

    def deliveries(self) -> list[Delivery]:
        return self.ledger.view().deliveries()


def rumour(**said: Any) -> Move:
    return fakes.move(claim_ids=(CLAIM.id,), **said)


@pytest.fixture
def watchlist() -> Watchlist:
    return Watchlist(name="renault", actors=("renault",), to=("desk",))


def test_an_alert_says_what_in_whose_words_and_why(watchlist: Watchlist) -> None:
    house = House(watchlist)
    house.tell()
    house.tell(rumour())
    [(channel, message)] = house.received
    assert (channel, message.subject) == ("desk", "New, rumoured: Renault × Xiaomi, agreement (renault)")
    assert "According to unnamed sources, Renault reportedly reached an agreement with Xiaomi." in message.text
    assert "> “Renault and Xiaomi are said to be near a deal.”\n> — The Sample" in message.text
    assert "1 document, 1 origin" in message.text
    assert "because of the watchlist `renault`: Renault takes part." in message.text


def test_a_denial_says_the_status_before(watchlist: Watchlist) -> None:
    house = House(replace(watchlist, lang="fr"))
    house.tell()
    house.tell(rumour())
    house.tell(rumour(status=Status.DENIED))
    assert house.received[-1][1].subject == "Rumeur → démenti : Renault × Xiaomi, accord (renault)"
    assert "Son statut est passé de « rumeur » à « démenti »." in house.received[-1][1].text


def test_nothing_is_told_twice_whatever_runs_again(watchlist: Watchlist) -> None:
    house = House(watchlist)
    house.tell()
    for _ in range(3):
        house.tell(rumour(), after=dt.timedelta(minutes=1))
    assert len(house.received) == 1
    assert house.tell().notices == 0


def test_what_stands_when_a_watchlist_comes_or_changes_is_no_news(watchlist: Watchlist) -> None:
    house = House(watchlist)
    house.tell(rumour())
    assert house.received == []
    house.watchlists = [replace(watchlist, actors=("xiaomi",))]
    house.tell()
    assert house.received == []
    house.tell(rumour(status=Status.DENIED))
    assert len(house.received) == 1


def test_a_paused_watchlist_forgets_and_does_not_flood_when_it_comes_back(watchlist: Watchlist) -> None:
    house = House(watchlist)
    house.tell()
    house.watchlists = [replace(watchlist, paused=True)]
    house.tell(rumour())
    house.watchlists = [watchlist]
    house.tell()
    assert house.received == []


def test_a_refused_message_is_tried_again_later_and_later_with_the_same_key(watchlist: Watchlist) -> None:
    house = House(watchlist)
    house.tell()
    house.fault = "its server answered 503"
    house.tell(rumour())
    [waiting] = house.deliveries()
    assert (waiting.state, waiting.tries, waiting.fault) == (DeliveryState.WAITING, 1, "its server answered 503")
    assert waiting.next_at == house.now + dt.timedelta(minutes=1)
    house.tell(after=dt.timedelta(seconds=30))
    assert house.deliveries()[0].tries == 1
    house.tell(after=dt.timedelta(seconds=30))
    assert house.deliveries()[0].next_at == house.now + dt.timedelta(minutes=5)
    house.fault = ""
    house.tell(after=dt.timedelta(minutes=5))
    [sent] = house.deliveries()
    assert (sent.state, sent.next_at, sent.fault, sent.id) == (DeliveryState.SENT, None, "", waiting.id)
    assert [message.key for _, message in house.received] == [waiting.id]


def test_a_channel_that_never_answers_is_given_up_and_keeps_no_other_from_being_told(watchlist: Watchlist) -> None:
    house = House(replace(watchlist, to=("broken", "desk")))
    house.tell()
    kept = house.send
    house.send = lambda channel, message: "no" if channel == "broken" else kept(channel, message)  # type: ignore[method-assign]
    house.tell(rumour())
    for _ in range(20):
        house.tell(after=dt.timedelta(days=1))
    states = {one.channel: (one.state, one.tries) for one in house.deliveries()}
    assert states == {"broken": (DeliveryState.GIVEN_UP, 8), "desk": (DeliveryState.SENT, 1)}
    assert len(house.received) == 1


def test_beyond_the_budget_waits_for_the_digest_at_its_hour(watchlist: Watchlist) -> None:
    house = House(replace(watchlist, budget=2, at="18:00", zone="Europe/Paris"))
    house.tell()
    many = [fakes.move(f"m-{n}", whom=(f"partner-{n}",), document_ids=(f"x{n}",)) for n in range(5)]
    house.tell(*many)
    assert len(house.received) == 2
    house.tell(after=dt.timedelta(hours=3, minutes=59))
    assert len(house.received) == 2
    house.tell(after=dt.timedelta(minutes=1))
    assert [message.subject for _, message in house.received[2:]] == ["renault: 3 changes"]
    assert house.deliveries()[-1].digest
    house.tell(after=dt.timedelta(days=1))
    assert len(house.received) == 3


def test_the_budget_is_new_each_day_of_the_zone(watchlist: Watchlist) -> None:
    house = House(replace(watchlist, budget=1, zone="Asia/Tokyo", at="23:59"))
    house.tell()
    first = fakes.move("m-1", whom=("a",), document_ids=("x1",))
    second = fakes.move("m-2", whom=("b",), document_ids=("x2",))
    house.tell(first)
    house.tell(first, second, after=dt.timedelta(hours=4))
    assert len(house.received) == 2


def test_a_daily_watchlist_tells_once_a_day(watchlist: Watchlist) -> None:
    house = House(replace(watchlist, pace=Pace.DAILY, at="13:00"))
    house.tell()
    house.tell(rumour(), fakes.move("m-2", whom=("geely",), document_ids=("x",)))
    assert house.received == []
    house.tell(after=dt.timedelta(hours=1))
    [(_, message)] = house.received
    assert message.subject == "renault: 2 changes"
    assert message.text.count("because of the watchlist") == 2


def test_a_watchlist_without_channels_keeps_its_notices_and_sends_nothing(watchlist: Watchlist) -> None:
    house = House(replace(watchlist, to=()))
    house.tell()
    assert house.tell(rumour()).notices == 1
    assert (house.deliveries(), len(house.ledger.view().notices("renault"))) == ([], 1)


@pytest.mark.parametrize("step", ["decided", "claimed", "sent", "marked"])
def test_what_is_cut_off_after_any_step_arrives_at_the_next_pass_with_the_same_key(watchlist: Watchlist, step: str) -> None:
    house = House(watchlist)
    house.tell()

    def cut(at: str) -> None:
        if at == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.tell(rumour(), on_step=cut)
    house.tell(after=dt.timedelta(minutes=2))
    keys = [message.key for _, message in house.received]
    assert len(keys) == (2 if step == "sent" else 1)
    assert len(set(keys)) == 1
    assert [one.state for one in house.deliveries()] == [DeliveryState.SENT]
