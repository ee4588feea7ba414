"""Decides who is let in, for how long, and which requests are honest: pure functions over frozen values, time passed in."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vigie.errors import InputError, LoginNeeded, NotAllowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vigie.model import Deed, Login, Role

__all__ = [
    "GRACE",
    "IDLE",
    "LOOPBACK_NAMES",
    "TURN",
    "WHOLE",
    "WINDOW",
    "Proxies",
    "Visitor",
    "believed",
    "held_back",
    "host_name",
    "is_loopback",
    "may_listen",
    "own_origin",
    "turns",
]

WHOLE = dt.timedelta(days=7)
"""How long a login is believed at most (OWASP's session guidance leaves the figure to the value of what is guarded)."""
IDLE = dt.timedelta(hours=12)
"""How long a login is believed that nobody uses: over a night at the desk, not over a weekend."""
TURN = dt.timedelta(hours=1)
"""After how long the cookie's secret is replaced by a fresh one."""
GRACE = dt.timedelta(minutes=1)
"""How long the old one is still taken, for requests that were on their way."""

WINDOW = dt.timedelta(minutes=15)
"""Over which refused logins are counted."""
_MOST_PAIR, _MOST_ADDRESS, _MOST_NAME = 5, 20, 50
"""Refused logins after which one address is held back for one name, for all names, and a name for all addresses.

The first stops guessing, the second trying one password on everybody, the third many machines at one name; it stands so much higher
that nobody locks a colleague out by mistyping.
"""

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who asks."""

    name: str
    role: Role
    how: str
    """``open`` (a machine without users), ``login``, ``token`` or ``proxy``."""
    form_key: str = ""
    """What a form of this visitor's pages must carry; empty for a token, which no browser sends by itself."""
    address: str = ""

    def need(self, role: Role) -> None:
        """Raise `NotAllowed` where the visitor's role does not cover that one."""
        if not self.role.covers(role):
            raise NotAllowed(
                f"'{self.name}' is {self.role.value} here, and this needs {role.value}: ask an admin", culprit=self.name
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """The reverse proxies that are believed, and what they may say."""

    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...] = ()
    user_header: str = ""
    """Header, in small letters, in which they name the user who logged in there; empty: they name nobody."""
    new_role: Role | None = None
    """Role of users whom a proxy names and nobody added; ``None``: such are refused."""

    def believed(self, address: str) -> bool:
        """True where that address is one of theirs."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return any((mapped or found) in network for network in self.networks)

    def client(self, peer: str, forwarded_for: str) -> str:
        """The address that a request came from: the last one named that is no proxy's own; the peer where it is none of theirs."""
        if not self.believed(peer):
            return peer
        hops = [hop.strip().strip("[]") for hop in forwarded_for.split(",") if hop.strip()]
        return next((hop for hop in reversed(hops) if not self.believed(hop)), peer)


def is_loopback(host: str) -> bool:
    """True for an address that only this machine reaches."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def may_listen(host: str, *, users: bool, proxies: Proxies) -> None:
    """Raise `InputError` where listening at that address would let everybody in."""
    by_proxy = proxies.user_header and proxies.networks
    if not is_loopback(host) and not users and not by_proxy:
        raise InputError(
            f"'{host}' can be reached by others, and nobody would have to log in: "
            "add a user first (vigie users add NAME --role admin), or leave --host out",
            culprit=host,
        )


def believed(login: Login, now: dt.datetime) -> bool:
    """True while a login is neither over nor left alone for too long."""
    return now < login.ends_at and now < login.seen_at + IDLE


def turns(login: Login, now: dt.datetime) -> bool:
    """True where its secret is due to be replaced; one that was replaced already only runs out."""
    return now >= login.turned_at + TURN and login.ends_at - now > GRACE


def held_back(refused: Sequence[Deed], *, name: str, address: str, now: dt.datetime) -> int:
    """Seconds for which a login is not even tried, given the refused ones within `WINDOW`; 0 where it may be."""

    def over(of: Iterable[Deed], most: int) -> int:
        instants = sorted((one.at for one in of), reverse=True)
        if len(instants) < most:
            return 0
        return max(1, int((instants[most - 1] + WINDOW - now).total_seconds()))

    recent = [one for one in refused if one.at > now - WINDOW]
    return max(
        over((one for one in recent if one.about == name and one.address == address), _MOST_PAIR),
        over((one for one in recent if one.address == address), _MOST_ADDRESS),
        over((one for one in recent if one.about == name), _MOST_NAME),
    )


def host_name(host: str) -> str:
    """The name in a Host header, without port, in small letters; empty where there is none to be understood."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def own_origin(*, host: str, origin: str | None, fetch_site: str | None) -> None:
    """Raise `NotAllowed` for a request that a page of another site made a browser send.

    Browsers say so themselves (Fetch Metadata, and the Origin that every cross-origin POST carries); programs send neither.
    """
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        raise NotAllowed("a page of another site sent this: open vigie's own page and send it from there", culprit=fetch_site)
    if origin is not None and fetch_site is None:
        try:
            theirs = urlsplit(origin).netloc
        except ValueError:
            theirs = ""
        if theirs.casefold() != host.casefold() or not theirs:
            raise NotAllowed(f"the page at '{origin}' sent this: open vigie's own page and send it from there", culprit=origin)


def need_somebody(visitor: Visitor | None) -> Visitor:
    """The visitor; raises `LoginNeeded` for nobody."""
    if visitor is None:
        raise LoginNeeded("nobody is logged in: log in, or send a token as 'Authorization: Bearer vigie_…'")
    return visitor
