"""What is decided before anything is done: listening, forwarding, origins."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.access import Proxies, is_loopback, may_listen
from vigie.access.policy import host_name, own_origin
from vigie.errors import AccessError, InputError

PROXIES = Proxies(networks=(ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8")))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "vigie.example.org", "", "127.0.0.1.evil.example"])
def test_listening_elsewhere_without_users_is_refused(host: str) -> None:
    with pytest.raises(InputError, match="vigie users add"):
        may_listen(host, users=False, proxies=Proxies())
    may_listen(host, users=True, proxies=Proxies())
    may_listen(host, users=False, proxies=Proxies(networks=PROXIES.networks, user_header="x-forwarded-user"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LocalHost"])
def test_this_machine_s_own_addresses_need_no_users(host: str) -> None:
    may_listen(host, users=False, proxies=Proxies())
    assert is_loopback(host)


def test_the_address_is_the_last_that_is_no_proxy_s() -> None:
    assert PROXIES.client("10.1.1.1", "1.2.3.4, 203.0.113.7, 10.2.2.2") == "203.0.113.7"
    assert PROXIES.client("fd00::1", "[2001:db8::7], fd00::2") == "2001:db8::7"
    assert PROXIES.client("10.1.1.1", "") == "10.1.1.1"
    assert PROXIES.client("203.0.113.9", "1.2.3.4") == "203.0.113.9"


@given(st.text(), st.text(), st.text())
def test_no_header_breaks_what_decides(host: str, origin: str, forwarded: str) -> None:
    host_name(host)
    PROXIES.client(host, forwarded)
    is_loopback(host)
    try:
        own_origin(host=host, origin=origin, fetch_site=None)
    except AccessError:
        return
    assert origin.casefold().endswith(host.casefold()) or host.casefold() in origin.casefold()
