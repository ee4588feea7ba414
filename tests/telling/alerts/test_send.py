"""Messages over real sockets: what arrives, what is refused, and that no address is ever told."""

from __future__ import annotations

import logging

import pytest

from vigie.checks.receivers import HttpReceiver, MailReceiver
from vigie.sources.fetching.guard import is_public
from vigie.telling.alerts import Message, send

MESSAGE = Message(
    key="a-0123456789abcdef0123", subject="Rumeur → démenti : Renault × 小米", text="Renault **dément**.\n\n> « non »"
)


def test_a_webhook_gets_subject_text_and_key() -> None:
    with HttpReceiver() as receiver:
        assert send(MESSAGE, receiver.address, private=True, is_public=is_public) == ""
    [posted] = receiver.received
    assert posted.path == "/hook"
    assert posted.headers["idempotency-key"] == MESSAGE.key
    assert posted.body["title"] == MESSAGE.subject
    assert "Renault **dément**." in posted.body["message"]
    assert MESSAGE.key in posted.body["message"]


def test_a_mail_arrives_with_subject_and_readable_text() -> None:
    with MailReceiver() as receiver:
        address = f"mailto://127.0.0.1:{receiver.port}/?from=vigie@house.example&to=desk@house.example&smtp=127.0.0.1&mode=insecure"
        assert send(MESSAGE, address, private=True, is_public=is_public) == ""
    [mail] = receiver.received
    assert mail["subject"] == MESSAGE.subject
    assert mail["idempotency-key"] == MESSAGE.key
    assert "desk@house.example" in mail["to"]
    body = mail.get_body(("html", "plain"))
    assert body is not None
    assert "<strong>dément</strong>" in body.get_content()


@pytest.mark.parametrize("address", ["json://127.0.0.1:{port}/hook", "json://localhost:{port}/hook", "json://[::1]:{port}/hook"])
def test_this_machine_is_asked_only_where_the_channel_allows_it(address: str) -> None:
    with HttpReceiver() as receiver:
        fault = send(MESSAGE, address.format(port=receiver.port), private=False, is_public=is_public)
    assert "private: true" in fault
    assert receiver.received == []


def test_a_private_mail_server_is_refused_too() -> None:
    with MailReceiver() as receiver:
        address = f"mailto://house.example:{receiver.port}/?from=a@house.example&to=b@house.example&smtp=127.0.0.1&mode=insecure"
        assert "private: true" in send(MESSAGE, address, private=False, is_public=is_public)
    assert receiver.received == []


def test_redirects_are_not_followed() -> None:
    with HttpReceiver() as inner, HttpReceiver(statuses=[307], location=f"http://127.0.0.1:{inner.port}/hook") as outer:
        assert send(MESSAGE, outer.address, private=True, is_public=is_public) == "its server answered 307"
    assert inner.received == []


@pytest.mark.parametrize(
    ("statuses", "fault"), [([500], "its server answered 500"), ([401], "its server answered 401"), ([], "can't be reached")]
)
def test_failures_are_told_without_address_or_credential(
    statuses: list[int], fault: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with HttpReceiver(statuses=list(statuses)) as receiver:
        address = f"json://desk:s3cret@127.0.0.1:{receiver.port}/t0ken"
        if statuses:
            told = send(MESSAGE, address, private=True, is_public=is_public)
    if not statuses:
        told = send(MESSAGE, address, private=True, is_public=is_public)
    assert fault in told
    with caplog.at_level(logging.DEBUG):
        send(MESSAGE, address, private=True, is_public=is_public)
    out, err = capfd.readouterr()
    apprise_lines = [record.getMessage() for record in caplog.records if record.name.startswith("apprise")]
    for said in (told, out, err, *apprise_lines):
        assert "s3cret" not in said
        assert "t0ken" not in said


@pytest.mark.parametrize("address", ["", "nonsense", "wrongschema://x", "json://"])
def test_an_address_that_is_none_is_no_crash(address: str) -> None:
    assert send(MESSAGE, address, private=True, is_public=is_public)
