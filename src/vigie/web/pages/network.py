"""The network: who deals with whom, by family, status and year. Draws no conclusion."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from vigie.errors import InputError, UnknownName
from vigie.model import Status
from vigie.taxonomy import claim_type, claim_types
from vigie.web.drawing.network import Node, network, places
from vigie.web.page import Page, Shown

if TYPE_CHECKING:
    from vigie.web.look import Look

__all__ = ["PAGES"]

_SIZES = (40, 100, 300)
_ALL_DRAWN, _EACH = 60, 3
"""Above so many actors only each one's strongest ties are drawn: with all, 300 actors were a ball of wool."""
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
    ties = look.ties()
    years = ties.years()
    until = _whole(look.ask("until"), "until") if look.ask("until") else None

    def of(name: str) -> str:
        return claim_type(name).family

    whole = ties.chosen(families=of, family="", statuses=(), until=None)
    weight: Counter[str] = Counter()
    for (first, second), kinds in whole.items():
        weight[first] += sum(kinds.values())
        weight[second] += sum(kinds.values())
    wanted = [key for key, _ in sorted(weight.items(), key=lambda item: (-item[1], item[0])) if _is(look, key, kind)]
    keys = wanted[: min(max(size, 2), _SIZES[-1])]
    totals = {pair: sum(kinds.values()) for pair, kinds in whole.items()}
    at = look.shelf.keep(("places", tuple(keys), tuple(sorted(totals.items()))), lambda: places(totals, keys))
    chosen = ties.chosen(families=of, family=family, statuses=statuses, until=until)
    now: Counter[str] = Counter()
    kept = set(keys)
    for (first, second), kinds in chosen.items():
        if first in kept and second in kept:
            now[first] += sum(kinds.values())
            now[second] += sum(kinds.values())
    nodes = [
        Node(key=key, name=look.desk.names.name_of(key), kind=_kind(look, key), weight=now[key], href=look.to("actor", key))
        for key in keys
        if now[key]
    ]
    pairs = {pair: kinds for pair, kinds in chosen.items() if pair[0] in kept and pair[1] in kept}
    names = {one: look.say(f"web.family.{one}") for one in families}
    rows = sorted(pairs.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return Shown(
        template="network.html",
        values={
            "svg": network(look.say("web.network"), nodes, _strongest(pairs, len(nodes)), at, names, _pair_href(look)),
            "thinned": len(nodes) > _ALL_DRAWN,
            "each": _EACH,
            "nodes": nodes,
            "rows": rows[:60],
            "years": years,
            "until": until or (years[-1] if years else None),
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
                "moves": sum(kinds.values()),
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
    for pair, kinds in sorted(pairs.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        if min(drawn[key] for key in pair) < _EACH:
            kept[pair] = kinds
            drawn.update(pair)
    return kept


def _pair_href(look: Look) -> str:
    """The address of a pair with places for the keys, which are quoted as they are put in."""
    return (
        look.to("pair", "first-key", "second-key").replace("{", quote("{")).replace("first-key", "{0}").replace("second-key", "{1}")
    )


def _is(look: Look, key: str, kind: str) -> bool:
    return _kind(look, key) == kind if kind else _kind(look, key) in _KINDS


def _kind(look: Look, key: str) -> str:
    record = look.desk.atlas.get(key)
    return record.kind if record else look.desk.read.get(key, ("", "company"))[1]


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
