"""``vigie watchlist`` and ``vigie alerts``: from the wish to the message at a receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.checks.receivers import HttpReceiver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Vigie

ARTICLE = "Renault and Xiaomi signed a partnership agreement in Beijing on Monday, Reuters reported."


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpReceiver]:
    with HttpReceiver() as one:
        monkeypatch.setenv("TEST_DESK", one.address)
        (tmp_path / "channels.yml").write_text("desk: {env: TEST_DESK, private: true}\n", encoding="utf-8")
        yield one


def test_a_watchlist_is_added_listed_shown_tested_and_removed(vigie: Vigie, articles: Path) -> None:
    vigie("read", articles, "--ledger", "ledger.vigie")
    added = vigie("watchlist", "add", "china", "--actor", "Renault", "--pair", "VW,Xpeng", "--word", "银行", "--to", "desk")
    assert (added.code, "'china' is kept" in added.flat) == (0, True)
    assert (
        "stands so already"
        in vigie("watchlist", "add", "china", "--actor", "Renault", "--pair", "VW,Xpeng", "--word", "银行", "--to", "desk").flat
    )
    [record] = vigie("watchlist", "list", "--json").records
    assert record == {
        "name": "china", "actors": ["Renault"], "pairs": [["Volkswagen", "Xpeng"]], "words": ["银行"], "to": ["desk"],
        "file": None,
    }  # fmt: skip
    assert "Volkswagen × Xpeng" in vigie("watchlist", "list").flat
    shown = vigie("watchlist", "show", "china")
    assert "pairs:" in shown.out
    tested = vigie("watchlist", "test", "china", "--json").records
    assert {"line": "actors", "value": "renault"} in [line for one in tested for line in one["why"]]
    assert vigie("watchlist", "remove", "china").code == 0
    assert vigie("watchlist", "remove", "china").code == 2
    assert vigie("watchlist", "list", "--json").records == []


def test_what_show_prints_is_a_file_that_stands_before_the_ledger(vigie: Vigie, articles: Path, tmp_path: Path) -> None:
    vigie("read", articles, "--ledger", "ledger.vigie")
    vigie("watchlist", "add", "china", "--actor", "Renault", "--in", "fr")
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "china.yml").write_text(vigie("watchlist", "show", "china").out, encoding="utf-8")
    [record] = vigie("watchlist", "list", "--json").records
    assert record == {"name": "china", "actors": ["Renault"], "lang": "fr", "file": "china.yml"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add"], "name a watchlist"),
        (["add", "x", "--actor", "Renolt"], "did you mean"),
        (["add", "X!"], "small letters"),
        (["add", "x", "--pair", "Renault"], "two names"),
        (["show", "nobody"], "no watchlist 'nobody'"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(vigie: Vigie, articles: Path, arguments: list[str], said: str) -> None:
    vigie("read", articles, "--ledger", "ledger.vigie")
    refused = vigie("watchlist", *arguments)
    assert refused.code == 2
    assert said in refused.err


def test_check_names_channels_that_are_missing_or_empty(vigie: Vigie, articles: Path, tmp_path: Path) -> None:
    vigie("read", articles, "--ledger", "ledger.vigie")
    vigie("watchlist", "add", "x", "--actor", "Renault", "--to", "nowhere")
    (tmp_path / "channels.yml").write_text("desk: {env: NEVER_SET_ANYWHERE}\n", encoding="utf-8")
    checked = vigie("watchlist", "check")
    assert checked.code == 1
    assert "nowhere" in checked.err
    assert "NEVER_SET_ANYWHERE" in checked.err
    (tmp_path / "channels.yml").write_text("desk: json://user:s3cret@host\n", encoding="utf-8")
    refused = vigie("watchlist", "check")
    assert refused.code == 2
    assert "s3cret" not in refused.err + refused.out


def test_a_message_reaches_the_receiver_once_and_is_listed(
    vigie: Vigie, articles: Path, tmp_path: Path, receiver: HttpReceiver
) -> None:
    vigie("read", articles, "--ledger", "ledger.vigie")
    vigie("watchlist", "add", "xiaomi", "--pair", "Renault,Xiaomi", "--to", "desk")
    assert vigie("watchlist", "check").code == 0
    assert vigie("alerts", "send").code == 0
    assert receiver.received == []
    (tmp_path / "new.txt").write_text(
        "Renault and Xiaomi will set up a joint venture in Douai, Renault said on Monday.", encoding="utf-8"
    )
    vigie("read", tmp_path / "new.txt", "--ledger", "ledger.vigie")
    sent = vigie("alerts", "send")
    assert (sent.code, sent.err) == (0, "")
    assert vigie("alerts", "send").out == ""
    [posted] = receiver.received
    assert "Renault × Xiaomi both take part" in posted.body["message"]
    [record] = vigie("alerts", "list", "--json").records
    assert (record["state"], record["id"]) == ("sent", posted.headers["idempotency-key"])
    assert "127.0.0.1" not in vigie("alerts", "list", "--json").out
    assert "sent" in vigie("alerts", "list").out


def test_a_channel_can_be_tried(vigie: Vigie, receiver: HttpReceiver) -> None:
    assert vigie("alerts", "test", "desk").code == 0
    assert receiver.received[0].body["title"] == "vigie: a test"
    receiver.statuses.append(500)
    failed = vigie("alerts", "test", "desk", "--lang", "fr")
    assert (failed.code, "server answered 500" in failed.err) == (1, True)
    assert vigie("alerts", "test", "other").code == 2


SOURCE = """
- id: inbox
  name: Inbox
  kind: folder
  path: inbox
  outlet: {name: Inbox}
  language: en
  cadence: 1h
  enabled: true
"""


@pytest.mark.parametrize("command", [["round", "--all"], ["watch", "--rounds", "1"]])
def test_rounds_tell_as_they_go(vigie: Vigie, tmp_path: Path, receiver: HttpReceiver, command: list[str]) -> None:
    (tmp_path / "sources.yml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "renault.yml").write_text("actors: [Renault]\nto: [desk]\n", encoding="utf-8")
    vigie("init")
    vigie("alerts", "send")
    (tmp_path / "inbox" / "one.txt").write_text("Renault and Xiaomi signed a partnership agreement on Monday.", encoding="utf-8")
    assert vigie(*command).code == 0
    assert len(receiver.received) == 1
    assert "Renault takes part" in receiver.received[0].body["message"]


def test_a_broken_watchlist_does_not_end_the_watch(vigie: Vigie, tmp_path: Path, receiver: HttpReceiver) -> None:
    (tmp_path / "sources.yml").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "watchlists" / "x.yml").write_text("actor: [Renault]\n", encoding="utf-8")
    watched = vigie("watch", "--rounds", "1")
    assert watched.code == 0
    assert "'actor'" in watched.err
    assert receiver.received == []
