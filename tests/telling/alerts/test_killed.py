"""kill -9 between any two steps, with a ledger in a file and a receiver on a socket: every alert arrives, by one key."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from vigie.checks import fakes
from vigie.checks.receivers import HttpReceiver
from vigie.ledger import create_ledger
from vigie.model import Conclusions, DeliveryState, Following, Watchlist
from vigie.telling.watchlists import form_of

if TYPE_CHECKING:
    from vigie.ledger import Ledger

START = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def url(receiver: HttpReceiver) -> str:
    return f"http://127.0.0.1:{receiver.port}/hook"


def go(path: Path, receiver: HttpReceiver, at: dt.datetime, step: str = "") -> int:
    script = Path(__file__).with_name("killed.py")
    command = [sys.executable, str(script), str(path), url(receiver), at.isoformat(), step]
    return subprocess.run(command, check=False, timeout=60).returncode


def follow(ledger: Ledger) -> None:
    """As the first pass does."""
    watchlist = Watchlist(name="renault", actors=("renault",))
    with ledger.writer() as writer:
        writer.follow(Following(watchlist="renault", form=form_of(watchlist), since_at=START))


@pytest.mark.parametrize("step", ["decided", "claimed", "sent", "marked"])
def test_an_alert_survives_the_end_of_its_process(tmp_path: Path, step: str) -> None:
    path = tmp_path / "kept.vigie"
    at = START
    ledger = create_ledger(path, clock=lambda: at)
    document = fakes.document("d1", "Renault and Xiaomi are near a deal.")
    claim = fakes.claim(document, "agree", ("renault",), ("xiaomi",))
    with HttpReceiver() as receiver:
        follow(ledger)
        at = START + dt.timedelta(minutes=1)
        with ledger.writer() as writer:
            writer.record(document, fakes.reading(document, claim), None)
            writer.conclude(Conclusions(moves=(fakes.move(claim_ids=(claim.id,)),)))
        assert go(path, receiver, START + dt.timedelta(minutes=2), step) == -signal.SIGKILL
        assert go(path, receiver, START + dt.timedelta(minutes=5)) == 0
    keys = [posted.headers["idempotency-key"] for posted in receiver.received]
    assert len(keys) == (2 if step == "sent" else 1)
    assert len(set(keys)) == 1
    [delivery] = ledger.view().deliveries()
    assert (delivery.id, delivery.state) == (keys[0], DeliveryState.SENT)
    ledger.close()


def test_two_passes_at_once_send_once(tmp_path: Path) -> None:
    path = tmp_path / "kept.vigie"
    at = START
    ledger = create_ledger(path, clock=lambda: at)
    with HttpReceiver() as receiver:
        follow(ledger)
        at = START + dt.timedelta(minutes=1)
        with ledger.writer() as writer:
            writer.conclude(
                Conclusions(moves=tuple(fakes.move(f"m-{n}", whom=(f"p{n}",), document_ids=(f"d{n}",)) for n in range(8)))
            )
        script, later = Path(__file__).with_name("killed.py"), (START + dt.timedelta(minutes=2)).isoformat()
        command = [sys.executable, str(script), str(path), url(receiver), later, ""]
        running = [subprocess.Popen(command) for _ in range(2)]
        assert [one.wait(60) for one in running] == [0, 0]
    keys = [posted.headers["idempotency-key"] for posted in receiver.received]
    assert len(keys) == len(set(keys)) == 8
    ledger.close()
