"""The network: who deals with whom, by family, status and year. Draws no conclusion."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from vigie.errors import InputError, UnknownName
from vigie.model import Status
from vigie.taxonomy import claim_types
from vigie.web.drawing.network import Node, network, places
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_SIZES = (40, 100, 300)
_ALL_DRAWN, _EACH = 60, 3
"""Above so many actors only each one's strongest ties are drawn: with all, 300 actors were a ball of wool."""
_LISTED = 40
_LOOKED_AT = _LISTED // 2
"""Each one's ties that are looked at among so many actors. The `_LISTED` strongest pairs are then among them: where a pair is not
among these of either of the two, each has so many stronger ones, no pair twice."""
_KINDS = ("company", "brand", "person", "authority")


def show(look: Look) -> Shown:
    """The actors with most ties, and what ties them until a year."""
    family = look.ask("family")
    families = list(dict.fromkeys(one.family for one in claim_types().values()))
    if family and family not in families:
        raise UnknownName(f"'{family}' is no family of moves: choose among {', '.join(families)}", culprit=family)
    statuses = _statuses(look.request.query_params.getlist("status"))
    size = _whole(look.ask("size", str(_SIZES[0])), "size")
    kind = look.ask("kind")
    years = look.desk.view.years()
    until = _whole(look.ask("until"), "until") if look.ask("until") else None
    if until is not None and years is not None and until >= years[1]:
        until = None
    keys = _busiest(look, kind, size)
    each = None if len(keys) <= _ALL_DRAWN else _LOOKED_AT
    # By powers of two, so that one move more moves nobody.
    whole = {pair: 1 << kinds.total().bit_length() for pair, kinds in look.shelf.ties(look.as_of, keys, each=each).items()}
    at = look.shelf.keep(("places", keys, frozenset(whole.items())), lambda: places(whole, keys))
    pairs = look.shelf.ties(look.as_of, keys, statuses=statuses, until=until, each=each)
    if family:
        pairs = {pair: Counter({family: kinds[family]}) for pair, kinds in pairs.items() if kinds[family]}
    now: Counter[str] = Counter()
    for (first, second), kinds in pairs.items():
        moves = kinds.total()
        now[first] += moves
        now[second] += moves
    nodes = [
        Node(key=key, name=look.desk.names.name_of(key), kind=look.kind_of(key), weight=now[key], href=look.to("actor", key))
        for key in keys
        if now[key]
    ]
    names = {one: look.say(f"web.family.{one}") for one in families}
    rows = sorted(pairs.items(), key=lambda item: (-item[1].total(), item[0]))
    return Shown(
        template="network.html",
        values={
            "svg": network(look.say("web.network"), nodes, _strongest(pairs, len(nodes)), at, names, _pair_href(look)),
            "thinned": len(nodes) > _ALL_DRAWN,
            "each": _EACH,
            "nodes": nodes,
            "rows": rows[:_LISTED],
            "years": years,
            "until": until or (years[1] if years else None),
            "family": family,
            "families": families,
            "statuses": {one.value for one in statuses},
            "size": size,
            "sizes": _SIZES,
            "kind": kind,
            "kinds": _KINDS,
        },
        records=(
            {
                "first": look.desk.names.name_of(first),
                "second": look.desk.names.name_of(second),
                "moves": kinds.total(),
                **{f"moves_{name}": n for name, n in sorted(kinds.items())},
            }
            for (first, second), kinds in rows
        ),
    )


def _strongest(pairs: dict[tuple[str, str], Counter[str]], actors: int) -> dict[tuple[str, str], Counter[str]]:
    """All pairs among a few actors; among many, those that are among the strongest of one of the two."""
    if actors <= _ALL_DRAWN:
        return pairs
    drawn: Counter[str] = Counter()
    kept = {}
    for pair, kinds in sorted(pairs.items(), key=lambda item: (-item[1].total(), item[0])):
        if min(drawn[key] for key in pair) < _EACH:
            kept[pair] = kinds
            drawn.update(pair)
    return kept


def _pair_href(look: Look) -> str:
    """The address of a pair with places for the keys, which are quoted as they are put in."""
    return (
        look.to("pair", "first-key", "second-key").replace("{", quote("{")).replace("first-key", "{0}").replace("second-key", "{1}")
    )


def _busiest(look: Look, kind: str, size: int) -> tuple[str, ...]:
    """Those of a kind, or of any that acts, who take part in most moves."""
    busiest = look.shelf.busiest(look.as_of)
    look.desk.fetch_names(one.key for one in busiest)
    wanted = (one.key for one in busiest if (look.kind_of(one.key) == kind if kind else look.kind_of(one.key) in _KINDS))
    return tuple(islice(wanted, min(max(size, 2), _SIZES[-1])))


def _statuses(words: list[str]) -> list[Status]:
    known = {one.value: one for one in Status}
    for word in words:
        if word and word not in known:
            raise UnknownName(f"'{word}' is no status: choose among {', '.join(known)}", culprit=word)
    return [known[word] for word in words if word]


def _whole(text: str, name: str) -> int:
    if not text.isdecimal() or len(text) > 6:
        raise InputError(f"'{text[:20]}' is no whole number for '{name}'", culprit=text[:20])
    return int(text)


PAGES = (Page(path="/network", show=show),)
