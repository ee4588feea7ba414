"""No request leaves for this machine or its network, whatever form the address takes and whatever a name resolves to."""

from __future__ import annotations

import asyncio
import socket

import httpx2
import pytest

from vigie.checks.rounds import Rounds, feed, source
from vigie.checks.server import LocalServer, Reply
from vigie.sources.fetching.guard import Guard, GuardedBackend, PrivateAddressError, is_public
from vigie.sources.identity import url_fault

PRIVATE = [
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
    *("64:ff9b:1::7f00:1", "::ffff:0:127.0.0.1", "::127.0.0.1", "fec0::1", "5f00::1"),
    *("2002:7f00:1::", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_told(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_told(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "127.1", "0", "::1", "::ffff:127.0.0.1"])
def test_names_and_odd_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises((PrivateAddressError, OSError)):
        asyncio.run(Guard().checked(host, 80))


def test_a_name_of_which_one_answer_is_private_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answers(*_args: object, **_named: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", ("93.184.216.34", 80)), (2, 1, 6, "", ("10.0.0.7", 80))]

    monkeypatch.setattr("anyio.getaddrinfo", answers)
    with pytest.raises(PrivateAddressError, match=r"10\.0\.0\.7"):
        asyncio.run(Guard().checked("rebinding.example", 80))


def test_the_checked_address_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up, connected = [], []

    async def answers(host: str, *_args: object, **_named: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        looked_up.append(host)
        return [(2, 1, 6, "", ("93.184.216.34", 80))]

    async def connect(remote_host: str, *_args: object, **_named: object) -> None:
        connected.append(remote_host)
        raise OSError("no network here")

    monkeypatch.setattr("anyio.getaddrinfo", answers)
    monkeypatch.setattr("anyio.connect_tcp", connect)
    with pytest.raises(Exception, match="no network here"):
        asyncio.run(GuardedBackend(Guard()).connect_tcp("news.example", 80))
    assert (looked_up, connected) == (["news.example"], ["93.184.216.34"])


def test_the_place_where_httpx2_keeps_its_network_is_where_the_guard_is_put() -> None:
    transport = httpx2.AsyncHTTPTransport()
    assert hasattr(transport._pool, "_network_backend")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "gopher://a.example",
        "http://",
        "https://a b.example/",
        "http://a:b@c.example/",
        "x",
        "http://[::1",
        "http://a.example:0/",
        "http://a.example:99999/",
    ],
)
def test_only_plain_http_addresses_are_asked(url: str) -> None:
    assert url_fault(url) is not None


def test_a_redirect_into_this_network_is_not_followed(rounds: Rounds) -> None:
    # The first hop is allowed to the test by its declaration, so the target is checked through the resolver alone.
    assert socket.gethostbyname("localhost").startswith("127.")
    with LocalServer(
        lambda asked: Reply(302, headers={"Location": "file:///etc/passwd"}) if asked.path == "/feed" else Reply(404)
    ) as server:
        rounds.go([source("test", server.url("/feed"))])
    assert rounds.steps[0].fault == "scheme"
    with LocalServer(lambda _asked: Reply(body=feed([("A", "/a")]))) as server:
        for host in ("localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001"):
            rounds.go([source("test", f"http://{host}:{server.port}/feed", allow_private=False)])
            assert rounds.steps[0].fault in ("private", "connection"), host
        assert sum(server.asked.values()) == 0
