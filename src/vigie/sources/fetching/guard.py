"""Which hosts may be asked: none of this machine or its network, whatever a name resolves to."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any

import anyio
import httpcore2

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GuardedBackend", "PrivateAddressError", "check_public_host", "is_public"]


class PrivateAddressError(Exception):
    """A host that is, or resolves to, an address that may not be asked."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"'{host}' leads to {address}, an address of this machine or its network")


def is_public(address: str) -> bool:
    """True for an IP address of the internet: not loopback, private, link-local, shared, multicast or reserved."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        # 64:ff9b::/96 carries an IPv4 address in its last 32 bits (RFC 6052).
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


async def check_public_host(host: str, port: int) -> list[str]:
    """The addresses of a host, all public; raises `PrivateAddressError` where one is not, ``OSError`` where there is none."""
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for address in addresses:
        if not is_public(address):
            raise PrivateAddressError(host, address)
    return addresses


class GuardedBackend(httpcore2.AnyIOBackend):
    """Connects to the very address that was checked, so that a second answer of the DNS changes nothing."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature of the base
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """See `httpcore2.AsyncNetworkBackend`; raises `PrivateAddressError` too."""
        try:
            addresses = await check_public_host(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(f"the name '{host}' can't be resolved") from error
        failure: Exception = httpcore2.ConnectError(f"the name '{host}' has no address")
        for address in addresses:
            try:
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure
