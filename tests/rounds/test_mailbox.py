"""A mailbox on a server: what came since is taken once, nothing is changed there, the password stays secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.checks.mailbox import Folder, Mailbox
from vigie.checks.mutations import KINDS
from vigie.checks.rounds import Rounds, source
from vigie.model import Auth, HealthState, SourceKind
from vigie.sources.fetching.imap import quoted_folder

if TYPE_CHECKING:
    from vigie.model import Source

LOGIN = ("anna", 's3cr3t "Wört\\')


def letter(number: int) -> bytes:
    return (
        KINDS["mail"][1]().replace(b"<1@b>", b"<%d@b>" % number).replace(b"UmVuYXVsdA==", b"UmVuYXVsdA==?= %d =?utf-8?b?" % number)
    )


def box(url: str, **more: object) -> Source:
    return source("box", url, SourceKind.IMAP, auth=Auth(how="login", env="X"), **more)


@pytest.mark.parametrize("plain", [True, False], ids=["authenticate plain", "login"])
def test_a_mailbox_gives_what_came_since_and_its_password_stays_secret(rounds: Rounds, plain: bool) -> None:
    login = LOGIN if plain else ("anna", 's3cr3t "x\\')
    folder = Folder({3: letter(3)}, validity=77)
    with Mailbox({"INBOX": folder}, login=login, plain=plain) as server:
        sources = [box(server.url())]
        rounds.go(sources)
        assert rounds.ledger.view().source_states()["box"].state is HealthState.REFUSED, "without a credential"
        rounds.secrets = {"box": ":".join(login)}
        assert rounds.go(sources).documents == 1
        assert rounds.go(sources).documents == 0
        folder.messages[9] = letter(9)
        assert rounds.go(sources).documents == 1
        assert server.changes == []
        assert not [one for one in server.commands if one.startswith("SELECT")]
    view = rounds.ledger.view()
    assert "s3cr3t" not in str([*view.visits(), *view.source_states().values(), *rounds.steps])
    assert view.source_states()["box"].cursor == "77:9"


def test_a_wrong_password_is_said_and_not_told(rounds: Rounds) -> None:
    with Mailbox({"INBOX": Folder()}, login=LOGIN) as server:
        rounds.secrets = {"box": "anna:guess-w0rd"}
        rounds.go([box(server.url())])
    [step] = rounds.steps
    assert (step.fault, step.state) == ("connection", HealthState.REFUSED)
    assert "AUTHENTICATIONFAILED" in step.reason
    assert "guess-w0rd" not in step.reason


def test_more_messages_than_one_answer_holds_come_in_one_round(rounds: Rounds) -> None:
    with Mailbox({"INBOX": Folder({n: letter(n) for n in range(1, 96)})}, login=LOGIN) as server:
        rounds.secrets = {"box": ":".join(LOGIN)}
        assert rounds.go([box(server.url())]).documents == 95
    assert rounds.ledger.view().source_states()["box"].cursor == "1:95"


def test_a_folder_that_was_made_anew_is_read_from_its_start_and_nothing_comes_twice(rounds: Rounds) -> None:
    folder = Folder({5: letter(5)}, validity=1)
    with Mailbox({"INBOX": folder}, login=LOGIN) as server:
        rounds.secrets = {"box": ":".join(LOGIN)}
        rounds.go([box(server.url())])
        folder.validity, folder.messages = 2, {1: letter(5), 2: letter(6)}
        assert rounds.go([box(server.url())]).documents == 1
    assert rounds.ledger.view().source_states()["box"].cursor == "2:2"


def test_a_message_above_the_limit_is_left_out_and_said(rounds: Rounds) -> None:
    with Mailbox({"INBOX": Folder({1: letter(1), 2: letter(2) + b"x" * 40_000})}, login=LOGIN) as server:
        rounds.secrets = {"box": ":".join(LOGIN)}
        assert rounds.go([box(server.url(), size_limit=20_000)]).documents == 1
    state = rounds.ledger.view().source_states()["box"]
    assert (state.state, state.reason) == (HealthState.PARTIAL, "1 of its messages are larger than 20,000 bytes")


def test_folders_are_named_in_every_script(rounds: Rounds) -> None:
    with Mailbox({"&ZeVnLIqe- &- Presse": Folder({1: letter(1)})}, login=LOGIN) as server:
        rounds.secrets = {"box": ":".join(LOGIN)}
        assert rounds.go([box(server.url("日本語%20&%20Presse"))]).documents == 1
        rounds.go([box(server.url("absent"))])
    assert "there is no folder 'absent'" in rounds.ledger.view().source_states()["box"].reason


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", '"INBOX"'),
        ("Entwürfe", '"Entw&APw-rfe"'),
        ("~peter/mail/台北/日本語", '"~peter/mail/&U,BTFw-/&ZeVnLIqe-"'),
        ('A "B" & \\C', '"A \\"B\\" &- \\\\C"'),
    ],
)
def test_names_of_folders_are_written_as_imap_writes_them(name: str, written: str) -> None:
    assert quoted_folder(name) == written


def test_a_folder_s_name_can_not_end_the_command() -> None:
    with pytest.raises(ValueError, match="control characters"):
        quoted_folder("INBOX\r\na1 DELETE INBOX")


def test_a_password_is_never_sent_without_tls_to_the_internet(rounds: Rounds) -> None:
    rounds.secrets = {"box": "anna:x"}
    rounds.go([box("imap://203.0.113.9/INBOX", allow_private=False)])
    assert rounds.steps[0].fault == "scheme"
