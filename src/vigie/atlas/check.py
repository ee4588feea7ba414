"""Rules that the atlas's records must keep among themselves. Finds contradictions; mends nothing.

Each rule is a function from the whole atlas to problems, each a sentence that names the record and the mend.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from vigie.model import bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vigie.atlas.lookup import Atlas
    from vigie.atlas.record import Post, Record

SINGLE_POSTS = ("ceo", "chair", "cfo", "head-of-state", "head-of-government")
"""Posts that one person holds at a time, unless the line says that they are held together."""
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Problem:
    """One contradiction."""

    rule: str
    record: str
    """Id of the record at fault."""
    sentence: str


def check(atlas: Atlas) -> list[Problem]:
    """All problems, by rule and record."""
    found = [problem for rule in RULES for problem in rule(atlas)]
    return sorted(found, key=lambda p: (p.rule, p.record, p.sentence))


def ids_well_formed(atlas: Atlas) -> Iterator[Problem]:
    """An id is lower-case ASCII words joined by hyphens."""
    for record in atlas.records:
        if not _SLUG.fullmatch(record.id):
            yield Problem("id", record.id, f"'{record.id}' is no slug: use lower-case ASCII letters, digits and hyphens")


def names_claimed_once(atlas: Atlas) -> Iterator[Problem]:
    """Two records may share a name only where each lists it as a homonym, or one is the brand or maker of the other."""
    claimed: dict[str, list[Record]] = defaultdict(list)
    for record in atlas.records:
        for name in dict.fromkeys(record.all_names()):
            claimed[name].append(record)
    for name, records in sorted(claimed.items()):
        plain = [r for r in records if name not in {h.name for h in r.homonyms}]
        if len(plain) > 1:
            others = ", ".join(r.id for r in plain[1:])
            yield Problem("name", plain[0].id, f"'{name}' is claimed by {plain[0].id} and {others}: list it under homonyms of each")


def references_exist(atlas: Atlas) -> Iterator[Problem]:
    """Owners, makers, employers and what homonyms need must be records."""
    for record in atlas.records:
        wanted = [("owner", s.owner) for s in record.owners] + [("post", p.at) for p in record.posts]
        if record.maker:
            wanted.append(("maker", record.maker))
        if record.brand_of:
            wanted.append(("brand_of", record.brand_of))
        wanted += [("homonym", need[1:]) for h in record.homonyms for need in h.needs if need.startswith("@")]
        for key, target in dict.fromkeys(wanted):
            if target not in atlas:
                yield Problem("reference", record.id, f"{record.id} names '{target}' as {key}, and no record has that id")


def posts_do_not_overlap(atlas: Atlas) -> Iterator[Problem]:
    """One chief executive at a time: a day belongs to both only where one leaves as the other comes."""
    held: dict[tuple[str, str], list[tuple[str, Post]]] = defaultdict(list)
    for record in atlas.records:
        for post in record.posts:
            if post.post in SINGLE_POSTS and not post.joint and post.start is not None:
                held[post.at, post.post].append((record.id, post))
    for (organisation, name), lines in sorted(held.items()):
        lines.sort(key=lambda line: bounds(line[1].start or "0001")[0])
        for (first, a), (second, b) in pairwise(lines):
            # An imprecise end and an imprecise start may touch: only what overlaps at every reading is a contradiction.
            begins = bounds(b.start or "0001")[1]
            if first != second and (a.end is None or bounds(a.end)[0] > begins):
                until = a.end or "today"
                yield Problem(
                    "post", second, f"{first} is {name} of {organisation} until {until}, {second} from {b.start}: mend one of them"
                )


def owners_exist_in_time(atlas: Atlas) -> Iterator[Problem]:
    """Nobody owns before being founded, or what is not founded yet; shares of one day stay within a hundred."""
    for record in atlas.records:
        for stake in record.owners:
            if stake.start is None:
                continue
            begins = bounds(stake.start)[1]
            owner = atlas.get(stake.owner)
            if owner is not None and owner.founded and bounds(owner.founded)[0] > begins:
                yield Problem(
                    "owner", record.id, f"{stake.owner} owns {record.id} from {stake.start}, but was founded {owner.founded}"
                )
            if record.founded and bounds(record.founded)[0] > begins:
                yield Problem("owner", record.id, f"{record.id} is owned from {stake.start}, but was founded {record.founded}")
        # The day after the change at its precision: on the day itself both sides may be listed.
        for day in sorted({(bounds(s.start)[1] + dt.timedelta(days=1)).isoformat() for s in record.owners if s.start}):
            total = sum(s.share or 0.0 for s in record.owners_on(day))
            if total > 100.5:
                yield Problem("owner", record.id, f"on {day} the owners of {record.id} hold {total:g} per cent: date the stakes")


def spans_run_forward(atlas: Atlas) -> Iterator[Problem]:
    """Nothing ends before it begins."""
    for record in atlas.records:
        spans = [("it", record.founded, record.dissolved), ("it", record.start, record.end)]
        spans += [(f"the stake of {s.owner}", s.start, s.end) for s in record.owners]
        spans += [(f"the post at {p.at}", p.start, p.end) for p in record.posts]
        spans += [(f"the edition of {e.year}", e.start, e.end) for e in record.editions]
        for what, start, end in spans:
            if start and end and bounds(end)[1] < bounds(start)[0]:
                yield Problem("span", record.id, f"{record.id}: {what} ends {end}, before it begins {start}")


RULES: tuple[Callable[[Atlas], Iterator[Problem]], ...] = (
    ids_well_formed,
    names_claimed_once,
    references_exist,
    posts_do_not_overlap,
    owners_exist_in_time,
    spans_run_forward,
)
