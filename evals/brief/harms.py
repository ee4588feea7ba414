"""Harms to a clause, by rule: each kind gives the clauses that it makes of a sound one. And edits that harm nothing."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, Status
from vigie.taxonomy import claim_type
from vigie.telling.brief.sentence import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sets import Case

    from vigie.model import Claim
    from vigie.telling.brief.check import Witness
    from vigie.telling.brief.check.parse import Clause, Parsed
    from vigie.telling.brief.naming import Naming

_STRANGERS = {
    "company": ("Mitsubishi Motors", "Ferrari", "Valeo", "Zorvane Mobility"),
    "person": ("Akio Toyoda", "Elon Musk", "Jeanne Quidam"),
}


@dataclass(frozen=True, kw_only=True)
class Target:
    """A sound clause in its brief."""

    clause: Clause
    index: int
    parsed: Parsed
    case: Case

    @property
    def witness(self) -> Witness | None:
        """What the clause cites first, where that is a claim that has its id alone."""
        reference = self.parsed.references.get(self.clause.cites[0]) if self.clause.cites else None
        found = self.case.evidence.claims.get(reference.ids[0], ()) if reference is not None else ()
        return found[0] if len(found) == 1 else None

    @property
    def drawn(self) -> random.Random:
        """Chance that is the same at every run."""
        return random.Random(f"{self.index}|{self.clause.text}")


def _again(target: Target, witness: Witness, **changes: object) -> Iterator[Clause]:
    """The clause as it would read of another claim."""
    claim = replace(witness.claim, **changes)  # type: ignore[arg-type]
    text = sentence(claim, target.case.naming, published_on=witness.published_on)
    if text != target.clause.text:
        yield replace(target.clause, text=text)


def _names(claim: Claim, naming: Naming) -> list[tuple[str, str]]:
    return [(key, naming.name(key).text) for key in dict.fromkeys((*claim.who, *claim.whom))]


def _replaced(clause: Clause, old: str, new: str) -> Iterator[Clause]:
    pattern = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    text = pattern.sub(new, clause.text, count=1)
    if text != clause.text:
        yield replace(clause, text=text)


def swapped_party(target: Target) -> Iterator[Clause]:
    """One party becomes somebody else, known to the atlas or to nobody."""
    witness = target.witness
    if witness is None:
        return
    for key, name in _names(witness.claim, target.case.naming):
        kind = "person" if target.case.naming.kind_of(key) == "person" else "company"
        strangers = [one for one in _STRANGERS[kind] if one not in target.clause.text]
        yield from _replaced(target.clause, name, target.drawn.choice(strangers))


def swapped_roles(target: Target) -> Iterator[Clause]:
    """Who acts and who is acted upon change places."""
    witness = target.witness
    if witness is None or claim_type(witness.claim.type).symmetric or not witness.claim.who or not witness.claim.whom:
        return
    if "whom" not in claim_type(witness.claim.type).roles or set(witness.claim.who) & set(witness.claim.whom):
        return
    yield from _again(target, witness, who=witness.claim.whom, whom=witness.claim.who)


def dropped_hedge(target: Target) -> Iterator[Clause]:
    """What is planned, rumoured, possible or asked is told as a fact, or as a plan."""
    witness = target.witness
    if witness is None or witness.claim.status in (Status.HAPPENED, Status.DENIED):
        return
    yield from _again(target, witness, status=Status.HAPPENED)
    if witness.claim.status is not Status.PLANNED:
        yield from _again(target, witness, status=Status.PLANNED)


def other_hedge(target: Target) -> Iterator[Clause]:
    """A doubt becomes another doubt, a fact becomes one."""
    witness = target.witness
    if witness is None:
        return
    others = [one for one in (Status.RUMOURED, Status.POSSIBLE, Status.ASKED) if one is not witness.claim.status]
    yield from _again(target, witness, status=target.drawn.choice(others))


def dropped_denial(target: Target) -> Iterator[Clause]:
    """What is denied is told as happened or planned."""
    witness = target.witness
    if witness is None or witness.claim.status is not Status.DENIED:
        return
    for status in (Status.HAPPENED, Status.PLANNED):
        yield from _again(target, witness, status=status)


def added_negation(target: Target) -> Iterator[Clause]:
    """What is told is told not to be."""
    if target.witness is None:
        return
    if target.case.lang == "fr":
        text = re.sub(
            r"\b(a|ont|doit|doivent|pourrait|pourraient|aurait|auraient) (?=\w)", r"ne \1 pas ", target.clause.text, count=1
        )
    else:
        text = re.sub(r"\b(is|are|could) ", r"\1 not ", target.clause.text, count=1)
        text = (
            text
            if text != target.clause.text
            else re.sub(r"\b(reached|met|invested|launched|set|took)\b", r"never \1", text, count=1)
        )
    if text != target.clause.text:
        yield replace(target.clause, text=text)


def wrong_year(target: Target) -> Iterator[Clause]:
    """Each year in turn becomes another."""
    for found in re.finditer(r"(?<![\d\u202f,.])(?:19|20)\d\d(?![\d\u202f,.]\d)", target.clause.text):
        year = int(found[0]) + target.drawn.choice((-10, -1, 1, 2))
        yield replace(target.clause, text=f"{target.clause.text[: found.start()]}{year}{target.clause.text[found.end() :]}")


def wrong_day(target: Target) -> Iterator[Clause]:
    """A day, month or quarter becomes another."""
    swaps = (
        [
            ("1er\u00a0mai", "2\u00a0mai"),
            ("mars", "avril"),
            ("deuxième trimestre", "troisième trimestre"),
            ("premier semestre", "second semestre"),
        ]
        if target.case.lang == "fr"
        else [("1\u00a0May", "2\u00a0May"), ("March", "April"), ("second quarter", "third quarter"), ("first half", "second half")]
    )
    for old, new in swaps:
        for space in ("\u00a0", " "):
            text = target.clause.text.replace(old.replace("\u00a0", space), new.replace("\u00a0", space), 1)
            if text != target.clause.text:
                yield replace(target.clause, text=text)
                break


def changed_figure(target: Target) -> Iterator[Clause]:
    """The number becomes a little or ten times another."""
    witness = target.witness
    if witness is None or witness.claim.value is None:
        return
    value = witness.claim.value
    for number in (value.number + 1, value.number * 10):
        yield from _again(target, witness, value=replace(value, number=number))


def changed_unit(target: Target) -> Iterator[Clause]:
    """Euros become dollars, cars become jobs, a number without unit gets one."""
    witness = target.witness
    if witness is None or witness.claim.value is None:
        return
    value = witness.claim.value
    other = {"EUR": "USD", "USD": "EUR", "CNY": "EUR", "GBP": "USD", "vehicles": "jobs", "jobs": "vehicles", "%": "EUR"}
    yield from _again(target, witness, value=replace(value, unit=other.get(value.unit or "", "vehicles")))


def wrong_place(target: Target) -> Iterator[Clause]:
    """The place becomes another."""
    witness = target.witness
    if witness is None or witness.claim.where is None:
        return
    for where in ("iaa-mobility", "Warsaw"):
        if where != witness.claim.where:
            yield from _again(target, witness, where=where)


def wrong_source(target: Target) -> Iterator[Clause]:
    """Who is made responsible is another, or nobody, or somebody where nobody was."""
    witness = target.witness
    if witness is None:
        return
    for source in (None, ANONYMOUS, "bloomberg", "handelsblatt"):
        if source != witness.claim.source:
            yield from _again(target, witness, source=source)


def unsupported_party(target: Target) -> Iterator[Clause]:
    """Somebody more takes part."""
    witness = target.witness
    if witness is None:
        return
    names = [name for _, name in _names(witness.claim, target.case.naming) if name in target.clause.text]
    for stranger in ("Toyota Industries", "Brenwick Batteries", "小牛电动"):
        if names:
            name = target.drawn.choice(names)
            yield from _replaced(target.clause, name, f"{name} {'et' if target.case.lang == 'fr' else 'and'} {stranger}")


def unsupported_asset(target: Target) -> Iterator[Clause]:
    """A thing more is at stake, which nobody named."""
    if target.witness is None:
        return
    assets = (
        (" pour une usine de batteries", " au sujet de robots", " pour le modèle Zoe")
        if target.case.lang == "fr"
        else (" for a battery plant", " over robots", " for the Nissan Leaf")
    )
    for asset in assets:
        yield replace(target.clause, text=f"{target.clause.text.rstrip('.')}{asset}.")


def changed_type(target: Target) -> Iterator[Clause]:
    """Something else is said to happen between the same."""
    witness = target.witness
    if witness is None:
        return
    others = [one for one in ("meet", "agree", "invest", "dispute", "launch", "recall") if one != witness.claim.type]
    yield from _again(target, witness, type=target.drawn.choice(others))


def no_citation(target: Target) -> Iterator[Clause]:
    """The citation is gone, or leads nowhere."""
    yield replace(target.clause, cites=())
    yield replace(target.clause, cites=(9999,))


def other_citation(target: Target) -> Iterator[Clause]:
    """The citation leads to another claim, one that does not say the same."""
    witness = target.witness
    if witness is None:
        return
    numbers = sorted(target.parsed.references)
    drawn = target.drawn
    for _ in range(20):
        number = drawn.choice(numbers)
        others = target.case.evidence.claims.get(target.parsed.references[number].ids[0], ())
        if not any(_supports(other.claim, witness.claim) for other in others):
            yield replace(target.clause, cites=(number,))
            return


def _supports(other: Claim, claim: Claim) -> bool:
    """True where another claim says at least what this one does."""
    same = (other.type, {*other.who, *other.whom}, other.status, other.source) == (
        claim.type,
        {*claim.who, *claim.whom},
        claim.status,
        claim.source,
    )
    finer = all(getattr(claim, name) in (None, getattr(other, name)) for name in ("happened_on", "value", "where"))
    return same and finer and set(claim.things) <= set(other.things)


def wrong_count(target: Target) -> Iterator[Clause]:
    """There are more documents or origins than there are."""
    if target.clause.counted and target.clause.first:
        numbers = [int(one) for one in re.findall(r"\d+", target.clause.counted)]
        yield replace(target.clause, counted=target.clause.counted.replace(str(numbers[0]), str(numbers[0] + 2), 1))


HARMS = {
    "swapped party": swapped_party,
    "swapped roles": swapped_roles,
    "dropped hedge": dropped_hedge,
    "other hedge": other_hedge,
    "dropped denial": dropped_denial,
    "added negation": added_negation,
    "wrong year": wrong_year,
    "wrong day": wrong_day,
    "changed figure": changed_figure,
    "changed unit": changed_unit,
    "wrong place": wrong_place,
    "wrong source": wrong_source,
    "unsupported party": unsupported_party,
    "unsupported asset": unsupported_asset,
    "changed type": changed_type,
    "no citation": no_citation,
    "other citation": other_citation,
    "wrong count": wrong_count,
}


def harmless(markdown: str) -> Iterator[str]:
    """The brief after edits that change nothing of what it says."""
    lines = markdown.splitlines()
    items = [index for index, line in enumerate(lines) if line.startswith("- ")]
    yield "\n".join(line for index, line in enumerate(lines) if index not in items[::3])
    yield re.sub(r"(?m)^- ", "* ", markdown)
    yield re.sub(r"(?m) \*\(\d[^()]*\)\*$", "", markdown)
    yield re.sub(r"(?m)^<!-- vigie brief.*-->$", "", markdown)
    yield re.sub(r"(?m)^(- (?:\*\*[^*]+\*\* )?)(\w+)", r"\1**\2**", markdown)
    yield markdown.replace("\u00a0", " ").replace("’", "'")
    shuffled = [lines[index] for index in reversed(items)]
    yield "\n".join(shuffled.pop(0) if index in items else line for index, line in enumerate(lines))
