"""How alike two claims are as tellings of one happening: named evidence, each piece with its weight and a sentence. Groups nothing.

The score is the log-odds of a logistic model: the sum of evidence times weight, where a piece of evidence may weigh more or
less for a group of types. The weights stand in ``weights.yml``, fitted by ``./vigie eval stories --fit``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import Status
from vigie.stories.weights import weights
from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vigie.stories.facts import Facts

__all__ = [
    "EVIDENCE",
    "GROUPS",
    "Beside",
    "Comparison",
    "comparable",
    "compare",
    "evidence",
    "group_of",
    "of_several_stakes",
    "says_which",
    "weighed",
]

EVIDENCE = {
    "always": "what any two comparable claims start from",
    "same_type": "same type",
    "near_types": "types that careful readers confuse",
    "same_parties": "exactly the same parties",
    "shared_parties": "share of the parties that both name",
    "all_parties": "share of the parties and things in common, whatever their sides",
    "one_side_open": "one names a party where the other leaves it open",
    "no_second_party": "not both name a second party",
    "same_thing": "the same thing",
    "other_thing": "different things",
    "one_names_thing": "only one names a thing",
    "same_day": "the same date",
    "loosely_same_day": "dates that may be one, of which one is only a year",
    "close_days": "dates less than six weeks apart",
    "other_days": "dates that can't be one",
    "undated": "neither is dated",
    "one_dated": "only one is dated",
    "same_value": "the same value",
    "other_value": "different values of one unit",
    "value_distance": "logarithm of the ratio of the values",
    "same_number": "the same number among the words",
    "other_number": "different numbers among the words",
    "alike_words": "share of words for what it is about, in one language",
    "other_words": "no word in common for what it is about, in one language",
    "alike_quotes": "share of words in the quotes, in one language",
    "beside": "share of other names in the quotes that both hold",
    "around": "share of names in the paragraphs that both hold",
    "completed": "a party that one leaves open stands in the other's quotes or paragraph",
    "same_digits": "the same digits in the quotes",
    "other_digits": "different digits in the quotes",
    "same_place": "the same place",
    "other_place": "different places",
    "same_proper": "the same name for what it is about",
    "other_proper": "different names for what it is about",
    "quoted_proper": "other names that both quotes hold, up to two",
    "one_document": "told in one document",
    "one_document_one_status": "told apart in one document with the same status",
    "same_status": "the same status",
    "same_source": "the same source",
    "answers": "one is denied, the other is not",
    "documents_alike": "cosine of the parties of both documents' claims",
    "rivals": "logarithm of the claims of the other document that it could be as well",
    "copied": "told in a document and in its copy",
    "copied_words": "share of words in the quotes of a document and its copy",
    "published_apart": "years between publications, up to three",
}
"""Name of each piece of evidence and what it means, in the words of the reasons shown."""

GROUPS = {
    "contact": ("meet",),
    "tie": ("negotiate", "agree", "end", "invest", "supply"),
    "product": ("launch", "price", "recall"),
    "site": ("build", "close"),
    "figure": ("figure",),
    "people": ("appoint",),
    "state": ("regulate", "dispute"),
}
"""Types whose evidence weighs alike; two types of different groups are ``mixed``."""

_GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
_PARTNERED = ("contact", "tie")
_CLOSE_DAYS = 42

NEWS_DAYS = 60
SHARE_ROUNDED = 0.05
"""Shares that differ by more than this part of the greater, told more than so many days apart, are those of several stakes: within
the days, one corrects the other. Of 109 pairs of claims in ``gold/dev``, as read, that this keeps apart, none is of one move."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of the documents of two claims."""

    alike: float = 0.0
    """Cosine of the parties of their claims; 1 where it is one document."""
    rivals: int = 1
    """How many claims of the other document each could be compared with, the greater of the two numbers."""
    copied: bool = False
    """True where one document copies the other."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two claims gave."""

    score: float
    """Log-odds that both tell of one thing."""
    reasons: tuple[str, ...]
    """The weightiest pieces of evidence, in words."""


def comparable(left: Facts, right: Facts) -> bool:
    """True where two claims could be one happening at all.

    Their types are equal or near, they have a party, thing or person in common, and none of three rules keeps them apart: contacts
    on days that can't be one are several contacts; ties of one party with different partners are several ties; so are stakes of
    different size told far apart.
    """
    types = claim_type(left.claim.type)
    if (
        right.claim.type != types.name
        and right.claim.type not in types.near
        and left.claim.type not in claim_type(right.claim.type).near
    ):
        return False
    if not (left.parties & right.parties or left.things & right.things):
        return False
    return not (_other_day(left, right) or _other_partner(left, right) or of_several_stakes(left, right))


def _other_day(left: Facts, right: Facts) -> bool:
    """True for two contacts whose days can't be one."""
    if not (left.claim.type == right.claim.type == "meet" and left.days and right.days):
        return False
    return left.days[0] > right.days[1] or right.days[0] > left.days[1]


def _other_partner(left: Facts, right: Facts) -> bool:
    """True for ties that name a partner each, but not the same, and no thing in common."""
    both_ties = _GROUP_OF[left.claim.type] in _PARTNERED and _GROUP_OF[right.claim.type] in _PARTNERED
    two_each = len(left.parties) > 1 and len(right.parties) > 1
    return both_ties and two_each and len(left.parties & right.parties) < 2 and not left.things & right.things


def of_several_stakes(left: Facts, right: Facts) -> bool:
    """True for ties that give shares of different size, told more than `NEWS_DAYS` apart."""
    shares = _shares(left, right)
    return (
        shares is not None
        and not math.isclose(*shares, rel_tol=SHARE_ROUNDED)
        and _are_ties(left, right)
        and _far_apart(left, right)
    )


def says_which(left: Facts, right: Facts) -> bool:
    """False for two ties that give neither shares of one size nor dates that may be one."""
    if not _are_ties(left, right):
        return True
    shares = _shares(left, right)
    if shares is not None and math.isclose(*shares, rel_tol=SHARE_ROUNDED):
        return True
    return bool(left.days and right.days and left.days[0] <= right.days[1] and right.days[0] <= left.days[1])


def _shares(left: Facts, right: Facts) -> tuple[float, float] | None:
    """The shares in per cent that both claims give."""
    one, other = left.claim.value, right.claim.value
    if one is None or other is None or not one.unit == other.unit == "%":
        return None
    return one.number, other.number


def _are_ties(left: Facts, right: Facts) -> bool:
    return _GROUP_OF[left.claim.type] == _GROUP_OF[right.claim.type] == "tie"


def _far_apart(left: Facts, right: Facts) -> bool:
    """True where the documents came out more than `NEWS_DAYS` apart."""
    if left.published is None or right.published is None:
        return False
    return abs((left.published - right.published).days) > NEWS_DAYS


def group_of(left: Facts, right: Facts) -> str:
    """The group of types of a pair; ``mixed`` where they are of two."""
    one, other = _GROUP_OF[left.claim.type], _GROUP_OF[right.claim.type]
    return one if one == other else "mixed"


def evidence(left: Facts, right: Facts, *, beside: Beside) -> dict[str, float]:
    """The evidence of two comparable claims, names as in `EVIDENCE`, absent where 0."""
    found: dict[str, float] = {"always": 1.0}
    found["same_type" if left.claim.type == right.claim.type else "near_types"] = 1.0
    _parties(left, right, found)
    if left.things and right.things:
        found["same_thing" if left.things & right.things else "other_thing"] = 1.0
    elif left.things or right.things:
        found["one_names_thing"] = 1.0
    _days(left, right, found)
    _numbers(left, right, found)
    _words(left, right, found)
    if left.claim.status == right.claim.status:
        found["same_status"] = 1.0
    if (left.claim.status == Status.DENIED) != (right.claim.status == Status.DENIED):
        found["answers"] = 1.0
    found["beside"] = _dice(left.beside, right.beside)
    found["around"] = _dice(left.around, right.around)
    mine, theirs = left.parties | left.things, right.parties | right.things
    if mine != theirs:
        found["completed"] = len((mine - theirs) & right.around | (theirs - mine) & left.around) / len(mine ^ theirs)
    found["all_parties"] = len(mine & theirs) / len(mine | theirs)
    if left.digits and right.digits:
        found["same_digits" if left.digits & right.digits else "other_digits"] = 1.0
    if left.where and right.where:
        found["same_place" if left.where == right.where else "other_place"] = 1.0
    if left.claim.source is not None and left.claim.source == right.claim.source:
        found["same_source"] = 1.0
    if left.claim.document_id == right.claim.document_id:
        found["one_document"] = 1.0
        if left.claim.status == right.claim.status:
            found["one_document_one_status"] = 1.0
    found["documents_alike"] = beside.alike
    found["rivals"] = math.log(beside.rivals)
    if beside.copied:
        found["copied"] = 1.0
        found["copied_words"] = _dice(left.quoted, right.quoted)
    if left.published_on and right.published_on:
        found["published_apart"] = float(min(3, abs(int(left.published_on[:4]) - int(right.published_on[:4]))))
    return {name: value for name, value in found.items() if value}


def _parties(left: Facts, right: Facts, found: dict[str, float]) -> None:
    if claim_type(left.claim.type).symmetric or claim_type(right.claim.type).symmetric or left.claim.type != right.claim.type:
        sides = [(left.parties, right.parties)]
    else:
        sides = [(left.who, right.who), (left.whom, right.whom)]
    if any(bool(a) != bool(b) for a, b in sides):
        found["one_side_open"] = 1.0
    if not (left.whom and right.whom):
        found["no_second_party"] = 1.0
    if all(a == b for a, b in sides):
        found["same_parties"] = 1.0
    named = [(a, b) for a, b in sides if a and b]
    if named:
        found["shared_parties"] = min(len(a & b) / len(a | b) for a, b in named)


def _days(left: Facts, right: Facts, found: dict[str, float]) -> None:
    if left.days is None or right.days is None:
        found["one_dated" if left.days or right.days else "undated"] = 1.0
        return
    gap = max((left.days[0] - right.days[1]).days, (right.days[0] - left.days[1]).days)
    if gap <= 0:
        loose = any((last_on - first_on).days > 200 for first_on, last_on in (left.days, right.days))
        found["loosely_same_day" if loose else "same_day"] = 1.0
    else:
        found["close_days" if gap <= _CLOSE_DAYS else "other_days"] = 1.0


def _numbers(left: Facts, right: Facts, found: dict[str, float]) -> None:
    one, other = left.claim.value, right.claim.value
    if one is not None and other is not None and one.unit == other.unit:
        if _equal(one.number, other.number):
            found["same_value"] = 1.0
        else:
            found["other_value"] = 1.0
            positive = one.number > 0 and other.number > 0
            found["value_distance"] = min(3.0, abs(math.log(one.number / other.number))) if positive else 1.0
    elif left.numbers and right.numbers:
        found["same_number" if any(_equal(a, b) for a in left.numbers for b in right.numbers) else "other_number"] = 1.0


def _words(left: Facts, right: Facts, found: dict[str, float]) -> None:
    if left.proper and right.proper:
        found["same_proper" if left.proper & right.proper else "other_proper"] = 1.0
    found["quoted_proper"] = float(min(2, len(left.quoted_proper & right.quoted_proper)))
    if left.lang == right.lang:
        if left.words and right.words:
            alike = _dice(left.words, right.words)
            found["alike_words" if alike else "other_words"] = alike or 1.0
        found["alike_quotes"] = _dice(left.quoted, right.quoted)


def _equal(left: float, right: float) -> bool:
    return math.isclose(left, right, rel_tol=0.005)


def _dice(left: frozenset[str], right: frozenset[str]) -> float:
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def compare(left: Facts, right: Facts, *, beside: Beside) -> Comparison:
    """How likely two comparable claims tell of one happening, and why."""
    return weighed(weights("move").pieces(evidence(left, right, beside=beside), group_of(left, right)), EVIDENCE)


def weighed(pieces: Mapping[str, float], meanings: Mapping[str, str]) -> Comparison:
    """The sum of weighed evidence, and its weightiest pieces in words."""
    telling = sorted((name for name in pieces if name != "always"), key=lambda name: (-abs(pieces[name]), name))[:4]
    reasons = tuple(f"{meanings[name]} ({pieces[name]:+.1f})" for name in telling)
    return Comparison(score=math.fsum(pieces.values()), reasons=reasons)
