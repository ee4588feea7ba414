"""One record of the atlas, as read from its YAML line. Data only; looks nothing up."""

from __future__ import annotations

from dataclasses import dataclass

from vigie.model import bounds

KINDS = ("company", "brand", "person", "model", "authority", "outlet", "occasion", "place", "technology", "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """Who owned how much of it, from when to when."""

    owner: str
    share: float | None = None
    """Per cent; ``None`` where unknown."""
    start: str | None = None
    end: str | None = None
    source: str | None = None

    def holds_on(self, day: str) -> bool:
        """True where the stake may have stood on that ISO day."""
        return within(self.start, self.end, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post that a person held, from when to when."""

    at: str
    post: str
    title: str | None = None
    start: str | None = None
    end: str | None = None
    joint: bool = False
    """Held together with somebody else."""
    source: str | None = None

    def held_on(self, day: str) -> bool:
        """True where the post may have been held on that ISO day."""
        return within(self.start, self.end, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One holding of an occasion."""

    year: int
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Homonym:
    """A name that counts only where one of ``needs`` stands in the same document."""

    name: str
    needs: tuple[str, ...]
    """Words as written, or ``@id`` for any name of that record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A thing of the car industry: what it is called, and what was true of it when."""

    id: str
    name: str
    kind: str
    role: str | None = None
    country: str | None = None
    names: dict[str, tuple[str, ...]]
    nicknames: dict[str, tuple[str, ...]]
    metonyms: dict[str, tuple[str, ...]]
    demonyms: dict[str, tuple[str, ...]]
    homonyms: tuple[Homonym, ...] = ()
    founded: str | None = None
    dissolved: str | None = None
    brand_of: str | None = None
    owners: tuple[Stake, ...] = ()
    maker: str | None = None
    powertrain: tuple[str, ...] = ()
    segment: str | None = None
    start: str | None = None
    end: str | None = None
    posts: tuple[Post, ...] = ()
    editions: tuple[Edition, ...] = ()
    city: str | None = None
    owner: str | None = None
    """Of an outlet: who owns it, as a name."""
    language: str | None = None
    agency: bool = False
    source: str | None = None
    file: str = ""

    def all_names(self) -> tuple[str, ...]:
        """Canonical name first, then every other name and nickname, without repeats."""
        listed = [self.name]
        for group in (self.names, self.nicknames):
            for words in group.values():
                listed.extend(words)
        return tuple(dict.fromkeys(listed))

    def owners_on(self, day: str) -> tuple[Stake, ...]:
        """The stakes that stood on that ISO day."""
        return tuple(s for s in self.owners if s.holds_on(day))


def within(start: str | None, end: str | None, day: str) -> bool:
    """True where an ISO day lies between two ISO expressions, both inclusive and both optional."""
    if start is not None and bounds(start)[0].isoformat() > day[:10]:
        return False
    return end is None or bounds(end)[1].isoformat() >= day[:10]
