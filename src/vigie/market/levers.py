"""What a deal can be made of: one frozen type per lever, and how each is read from a deal file.

A lever says what changes; `vigie.market.world` works out what follows. Money is in thousand euro without tax, volumes in
cars a year, parts between 0 and 1. An uncertain number is written ``[low, high]`` and lies between them nine times in ten.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from vigie.errors import InputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

ALL = "all"


@dataclass(frozen=True, slots=True)
class Range:
    """Nine times in ten between ``low`` and ``high``; one number where they are equal."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """What all levers carry."""

    why: str = field(default="", metadata={"kind": "text"})
    """Where its numbers come from, for the reader."""
    facts: tuple[str, ...] = field(default=(), metadata={"kind": "facts"})
    """Facts behind its numbers."""
    first_on: dt.date | None = field(default=None, metadata={"kind": "date"})
    """``from`` in the file: works from this day on; the deal's day where none is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Lever):
    """A car that was not sold there before."""

    name: str = field(metadata={"kind": "text"})
    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market"})
    powertrain: str = field(metadata={"kind": "powertrain"})
    built_in: str = field(metadata={"kind": "origin"})
    price: Range = field(metadata={"kind": "money"})
    """Price at which ``reach`` is judged; the price of rest is worked out."""
    reach: Range = field(metadata={"kind": "reach"})
    """Part of the powertrain's sales that it would take at that price, rivals' prices unchanged, fully rolled out."""
    cost: Range = field(metadata={"kind": "money"})
    """Unit cost, landed, without duty and fees."""
    start: float = field(default=1.0, metadata={"kind": "number_part"})
    """Part of the reach on the first day, while dealers are few."""
    years: float = field(default=0.0, metadata={"kind": "years"})
    """Years from there to the full reach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointVenture(Lever):
    """A company of two or more parents that sets its own prices, minding its parents' cars by their parts."""

    name: str = field(metadata={"kind": "new_company"})
    shares: tuple[tuple[str, float], ...] = field(metadata={"kind": "shares"})
    """Parts of its profit; how far each parent minds the venture."""
    control: tuple[tuple[str, float], ...] = field(default=(), metadata={"kind": "shares"})
    """How far the venture minds each parent; by the parts of its profit where nothing is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake(Lever):
    """A part of one company in another's hands."""

    holder: str = field(metadata={"kind": "company"})
    held: str = field(metadata={"kind": "company"})
    share: float = field(metadata={"kind": "number_part"})
    silent: bool = field(default=True, metadata={"kind": "truth"})
    """True: the holder only minds its part; False: the held company minds the holder as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merger(Lever):
    """Companies that price as one."""

    companies: tuple[str, ...] = field(metadata={"kind": "companies"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Divestiture(Lever):
    """Cars that go to another owner."""

    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market_or_all"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})
    to: str = field(metadata={"kind": "new_company"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Lever):
    """A change of unit cost in parts of it: -0.05 is five per cent cheaper."""

    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market_or_all"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})
    change: Range = field(metadata={"kind": "change"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand(Lever):
    """What buyers would pay more for the company's cars, in thousand euro; below 0: less."""

    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market_or_all"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})
    worth: Range = field(metadata={"kind": "signed_money"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Royalty(Lever):
    """What the user of a technology pays on each car to the one who licenses it."""

    payer: str = field(metadata={"kind": "company"})
    earner: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market_or_all"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})
    per_unit: Range = field(default=Range(0.0, 0.0), metadata={"kind": "money"})
    per_cent: Range = field(default=Range(0.0, 0.0), metadata={"kind": "percent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(Lever):
    """What one company pays another for building each car, and what building it costs the other."""

    payer: str = field(metadata={"kind": "company"})
    earner: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market_or_all"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})
    per_unit: Range = field(metadata={"kind": "money"})
    own_cost: Range = field(metadata={"kind": "money"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Lever):
    """Where the company's cars for a market are built from now on, and what that does to unit cost in parts of it."""

    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})
    built_in: str = field(metadata={"kind": "origin"})
    cost_change: Range = field(default=Range(0.0, 0.0), metadata={"kind": "change"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Lever):
    """A volume that can't be passed: a plant's capacity, or the cap of a price undertaking."""

    name: str = field(metadata={"kind": "text"})
    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})
    limit: Range = field(metadata={"kind": "cars"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumPrice(Lever):
    """A price below which the company's imported cars may not be sold."""

    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market"})
    powertrain: str = field(metadata={"kind": "powertrain"})
    price: Range = field(metadata={"kind": "money"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyChange(Lever):
    """An extra duty in place of the one that holds; the base duty stays."""

    importer: str = field(metadata={"kind": "market"})
    origin: str = field(metadata={"kind": "origin"})
    powertrain: str = field(metadata={"kind": "powertrain_or_all"})
    company: str = field(metadata={"kind": "company_or_all"})
    rate: float = field(metadata={"kind": "number_part"})
    last_on: dt.date | None = field(default=None, metadata={"kind": "date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Lever):
    """Cars that are no longer sold."""

    company: str = field(metadata={"kind": "company"})
    market: str = field(metadata={"kind": "market"})
    powertrain: str = field(default=ALL, metadata={"kind": "powertrain_or_all"})


LEVERS: dict[str, type[Lever]] = {
    "product": Product,
    "joint_venture": JointVenture,
    "stake": Stake,
    "merger": Merger,
    "divest": Divestiture,
    "cost": Cost,
    "demand": Demand,
    "royalty": Royalty,
    "fee": Fee,
    "site": Site,
    "limit": Limit,
    "minimum_price": MinimumPrice,
    "duty": DutyChange,
    "withdraw": Withdrawal,
}
_WRITTEN = {"first_on": "from", "last_on": "to", "companies": "of"}
"""How a field is called in a deal file, where that is another word."""


_APART = {"stake": (("holder", "held"),), "royalty": (("payer", "earner"),), "fee": (("payer", "earner"),)}
"""Fields of a lever that must name different companies."""


def read_lever(kind: str, written: Any, place: str, read: Callable[[str, Any, str], Any]) -> Lever:
    """A lever from its mapping; ``read(kind of field, value, place)`` checks one value.

    Raises ``InputError`` with one sentence that names the place, what is wrong and what to write.
    """
    if kind not in LEVERS:
        raise InputError(f"{place}: there is no lever '{kind}': choose among {', '.join(LEVERS)}", culprit=kind)
    if not isinstance(written, dict):
        raise InputError(f"{place}: the lever '{kind}' must be a list of 'key: value' lines", culprit=kind)
    known = {_WRITTEN.get(one.name, one.name): one for one in fields(LEVERS[kind])}
    odd = [key for key in written if key not in known]
    if odd:
        raise InputError(f"{place}: the lever '{kind}' has no '{odd[0]}': it takes {', '.join(known)}", culprit=str(odd[0]))
    values: dict[str, Any] = {}
    for word, one in known.items():
        if word in written:
            values[one.name] = read(one.metadata["kind"], written[word], f"{place}, {kind}.{word}")
        elif one.default is MISSING:
            raise InputError(f"{place}: the lever '{kind}' lacks '{word}': add it", culprit=word)
    if kind == "duty" and values.get("first_on") is None:
        raise InputError(f"{place}: the lever 'duty' lacks 'from': a duty needs the day from which it holds", culprit="from")
    for first, second in _APART.get(kind, ()):
        if values[first] == values[second]:
            raise InputError(
                f"{place}: '{first}' and '{second}' of the lever '{kind}' are both {values[first]}: name two companies",
                culprit=kind,
            )
    return LEVERS[kind](**values)
