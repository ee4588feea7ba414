"""Which hosts may be asked: none of this machine or its network, whatever a name resolves to."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio
import httpcore2

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

__all__ = ["Guard", "GuardedBackend", "PrivateAddressError", "is_public", "resolved"]


class PrivateAddressError(Exception):
    """A host that is, or resolves to, an address that may not be asked."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(f"'{host}' leads to {address}, an address of this machine or its network")


def is_public(address: str) -> bool:
    """True for an IP address of the internet: not loopback, private, link-local, shared, multicast or reserved."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        # These carry an IPv4 address in their last 32 bits.
        if inner is None and any(ip in network for network in _CARRIERS):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        # 2000::/3 is all of IPv6 that is given out (IANA, IPv6 address space); the ipaddress module of Python calls more global.
        return ip in _GIVEN_OUT and ip.is_global
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


_GIVEN_OUT = ipaddress.ip_network("2000::/3")
_CARRIERS = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96"))
"""Translated (RFC 6052, RFC 8215, RFC 2765) and compatible (RFC 4291) addresses."""


async def resolved(host: str, port: int) -> list[str]:
    """The addresses that the system's resolver gives for a host; raises ``OSError`` where there is none."""
    found = await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """How names become addresses, and which of these may be asked; the defaults are what a watch runs with."""

    resolve: Callable[[str, int], Awaitable[list[str]]] = resolved
    allows: Callable[[str], bool] = is_public

    async def checked(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all allowed; raises `PrivateAddressError` where one is not, ``OSError`` where there is none."""
        addresses = await self.resolve(host, port)
        for address in addresses:
            if not self.allows(address):
                raise PrivateAddressError(host, address)
        return addresses


class GuardedBackend(httpcore2.AnyIOBackend):
    """Connects to the very address that was checked, so that a second answer of the DNS changes nothing."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

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
            addresses = await self._guard.checked(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(f"the name '{host}' can't be resolved") from error
        failure: Exception = httpcore2.ConnectError(f"the name '{host}' has no address")
        for address in addresses:
            try:
                return await super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure
