"""The look-up over the atlas: records by id and name, holders of posts, owners on a day. Reads no document."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from vigie.atlas.load import read_file, read_shipped
from vigie.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from vigie.atlas.record import Record

ACTORS = ("company", "brand", "person", "authority")


class Atlas:
    """All records, by id and by name. Immutable once built."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Index the records; a later record with the id of an earlier one takes its place (a user's own file is laid over)."""
        self._records: dict[str, Record] = {}
        for record in records:
            self._records[record.id] = record
        self._by_name: dict[str, list[str]] = {}
        for record in self._records.values():
            for name in (*record.all_names(), record.id):
                listed = self._by_name.setdefault(name.casefold(), [])
                if record.id not in listed:
                    listed.append(record.id)
        self._posts: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for record in self._records.values():
            for index, post in enumerate(record.posts):
                self._posts.setdefault((post.at, post.post), []).append((record.id, index))

    @property
    def records(self) -> tuple[Record, ...]:
        """All records, in the order of their files."""
        return tuple(self._records.values())

    def __contains__(self, key: object) -> bool:
        """True where a record has that id."""
        return key in self._records

    def record(self, key: str) -> Record:
        """The record with that id; raises ``UnknownName``."""
        if key not in self._records:
            raise UnknownName(f"the atlas has no record '{key}'", culprit=key)
        return self._records[key]

    def get(self, key: str | None) -> Record | None:
        """The record with that id, or ``None``."""
        return self._records.get(key) if key is not None else None

    def find_all(self, name: str) -> tuple[Record, ...]:
        """All records of that name, in any script and case; actors before models and outlets."""
        found = [self._records[key] for key in self._by_name.get(name.strip().casefold(), ())]
        found.sort(key=lambda r: (r.kind not in ACTORS, r.name.casefold() != name.strip().casefold()))
        return tuple(found)

    def find(self, name: str) -> Record | None:
        """The likeliest record of that name, or ``None``."""
        found = self.find_all(name)
        return found[0] if found else None

    def holders(self, organisation: str, post: str, day: str | None) -> tuple[Record, ...]:
        """Who held a post on an ISO day, or who holds it last where the day is unknown."""
        held = [(self._records[key], self._records[key].posts[index]) for key, index in self._posts.get((organisation, post), ())]
        if day is not None:
            return tuple(person for person, line in held if line.held_on(day))
        return tuple(person for person, line in held if line.end is None)

    def employer(self, person: str, day: str | None) -> str | None:
        """The organisation a person acted for on an ISO day: the first post that stood then, else the latest before it."""
        record = self._records.get(person)
        if record is None or not record.posts:
            return None
        if day is not None:
            standing = [p for p in record.posts if p.held_on(day)]
            if standing:
                return standing[0].at
            begun = [p for p in record.posts if (p.start or "0000") <= day]
            if begun:
                return max(begun, key=lambda p: p.start or "0000").at
        return record.posts[-1].at


@cache
def _shipped() -> Atlas:
    return Atlas(read_shipped())


def load_atlas(own: Path | None = None) -> Atlas:
    """The shipped atlas, with a user's own file laid over it where one is given."""
    if own is None:
        return _shipped()
    return Atlas([*_shipped().records, *read_file(own)])
