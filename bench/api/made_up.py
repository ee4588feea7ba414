"""A ledger of made-up documents about real names, read by the real reader: the same for the same number."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from vigie.atlas import load_atlas
from vigie.house import House
from vigie.ledger import create_ledger
from vigie.model import Document

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_house"]

_NOW = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
_SAID = (
    "The heads of {a} and {b} met in {place} on {day}, both companies said.",
    "{a} signed an agreement with {b} to build cars in {place}, {a} said on {day}.",
    "{a} is said to be in talks with {b} about a plant in {place}, according to people familiar with the matter.",
    "{a} denied on {day} that it would take a stake in {b}.",
    "{a} plans to invest 600 million euros in {b} by 2028.",
)
_PLACES = ("Paris", "Beijing", "Munich", "Turin", "Shenzhen", "Madrid")


def open_house(folder: Path, documents: int) -> House:
    """A house whose ledger holds that many documents, weighed."""
    dice, atlas = random.Random(7), load_atlas()
    names = ["Renault", "Xiaomi"] * 20 + [one.name for one in atlas.records if one.kind == "company"][:150]
    house = House(ledger=create_ledger(folder / "made-up.vigie", clock=lambda: _NOW), atlas=atlas, clock=lambda: _NOW)
    for number in range(documents):
        day = dt.date(2023, 1, 1) + dt.timedelta(days=dice.randrange(1200))
        shown = f"{day.day} {day:%B %Y}"
        lines = [
            said.format(a=dice.choice(names), b=dice.choice(names), place=dice.choice(_PLACES), day=shown)
            for said in dice.sample(_SAID, 3)
        ]
        document = Document(
            id=f"made-up-{number:06d}", text="\n\n".join([f"Notes of {shown}", *lines]), title=f"Notes of {shown}",
            outlet=f"Paper {number % 40}", published_on=day.isoformat(),
        )  # fmt: skip
        house.watch.keep(found=[document])
    house.watch.weigh()
    return house
