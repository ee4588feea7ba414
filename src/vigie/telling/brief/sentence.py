"""One claim as one sentence, in the mood of its status: what happened is told, what is rumoured is said to be. Knows no ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vigie.model import ANONYMOUS, Status, When
from vigie.taxonomy import claim_type
from vigie.telling.brief.dates import on_words, readable
from vigie.telling.brief.wording import Name, upper_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.model import Claim, Value
    from vigie.telling.brief.naming import Naming

__all__ = ["sentence"]


def sentence(claim: Claim, naming: Naming, *, published_on: str | None = None) -> str:
    """The claim in words, without its citation; ``published_on`` tells what lay ahead when it was written.

    Everything that the claim gives is said: parties, things, number, place, date, who is made responsible, and the hedge of its
    status. Free words of the document (`Claim.what`) are not: they are in its language, and stand in the quote.
    """
    return _Sentence(claim, naming, published_on).words()


class _Sentence:
    def __init__(self, claim: Claim, naming: Naming, published_on: str | None) -> None:
        self.claim, self.naming, self.wording = claim, naming, naming.wording
        self.french = self.wording.lang == "fr"
        self.kind: Mapping[str, Any] = self.wording.data["types"][claim.type]
        who, whom = list(dict.fromkeys(claim.who)), [key for key in dict.fromkeys(claim.whom) if key not in claim.who]
        if claim_type(claim.type).symmetric and len(who) > 1 and not whom:
            who, whom = who[:1], who[1:]
        self.things_keys = [key for key in dict.fromkeys(claim.things) if key not in {*who, *whom}]
        self.who, self.whom = naming.names(who), naming.names(whom)
        self.who_keys = who
        self.things = naming.things(self.things_keys)
        self.date = readable(claim.happened_on)
        self.published_on = readable(published_on)

    # -- pieces

    def _slots(self) -> dict[str, Sequence[Name] | str]:
        slots: dict[str, Sequence[Name] | str] = {"its": "its", "ses": "ses", "son": "son"}
        if self.who and self._plural(self.who):
            slots.update(its="their", ses="leurs", son="leur")
        if self.who:
            slots["who"] = self.who
        if self.whom:
            slots["whom"] = self.whom
        if self.things:
            slots["things"] = self.things
        if self.who and self.whom:
            slots["all"] = [*self.who, *self.whom]
        value = self.claim.value
        if value is not None:
            number = self.wording.amount(value.number, value.unit)
            if self.claim.type == "price" and value.unit == "%":
                slots["share"] = number
            elif self.claim.type == "figure" or (self.claim.type == "price" and (value.unit is None or value.unit.isupper())):
                slots["figure"] = self._measured(value, "price" if self.claim.type == "price" else value.metric)
        return slots

    def _measured(self, value: Value, metric: str | None) -> str:
        words = self.wording.data["metrics"].get(metric or "") or self.wording.data["metrics"][""]
        number = self.wording.amount(value.number, value.unit)
        return f"{words['words']} {'de' if self.french else 'of'} {number}"

    def _choose(self, forms: Mapping[str, str], slots: Mapping[str, object]) -> tuple[str, set[str]]:
        """The form that uses most of what there is, and what it uses."""
        usable = [key for key in forms if key != "-" and set(key.split()) <= set(slots)]
        if not usable:
            return forms["-"], set()
        best = max(usable, key=lambda key: len(key.split()))
        return forms[best], set(best.split())

    def _tail(self, used: set[str]) -> str:
        """What the form has left unsaid: other parties, things, number; then the place."""
        words = []
        if self.whom and "whom" not in used:
            words.append((" en lien avec " if self.french else " in connection with ") + self.wording.listed(self.whom))
        if self.things and "things" not in used:
            about = self.wording.listed(self.things, "de") if self.french else self.wording.listed(self.things)
            words.append((" au sujet " if self.french else " concerning ") + about)
        value = self.claim.value
        if value is not None and not used & {"figure", "share"}:
            words.append(f" ({self._in_brackets(value)})")
        return "".join(words) + self._place()

    def _in_brackets(self, value: Value) -> str:
        number = self.wording.amount(value.number, value.unit)
        if value.metric is None or value.metric == value.unit or value.metric not in self.wording.data["metrics"]:
            return number
        words = self._measured(value, value.metric).split(" ", 1)
        return words[1] if words[0] in ("un", "une", "des", "a", "an") else " ".join(words)

    def _place(self) -> str:
        if self.claim.where is None:
            return ""
        name = self.naming.name(self.claim.where)
        if self.naming.kind_of(self.claim.where) == "occasion":
            return " " + (self.wording.listed([name], "à") if self.french else f"at {name.whole}")
        if self.french:
            return " " + (self.wording.data["places"].get(name.text) or self.wording.listed([name], "à"))
        return f" in {name.whole}"

    def _period(self) -> str:
        """The time that a number is counted over, where it is not the claim's date."""
        value = self.claim.value
        period = readable(value.period) if value is not None else None
        if period is None or period == self.date:
            return ""
        return f" ({on_words(period, self.wording)})"

    def _on(self) -> str:
        return "" if self.date is None else f" {on_words(self.date, self.wording)}"

    def _plural(self, names: Sequence[Name]) -> bool:
        return len(names) > 1 or names[0].plural

    # -- sentences

    def words(self) -> str:
        status, slots = self.claim.status, self._slots()
        leading = self.whom if self.kind.get("order") == "whom" and self.whom and self.who else self.who
        if not leading or status in (Status.ASKED, Status.DENIED):
            return self._of_noun(status, slots)
        form, used = self._choose(self.kind["past" if status in (Status.HAPPENED, Status.RUMOURED) else "base"], slots)
        ahead = (
            status is Status.RUMOURED
            and self.date is not None
            and self.published_on is not None
            and When(self.date).first_on > When(self.published_on).last_on
        )
        if ahead:
            form, used = self._choose(self.kind["base"], slots)
        verb = self._verb(status, plural=self._plural(leading), ahead=ahead)
        if "{who}" in form:
            used.add("whom")
        body = self.wording.fill(form, slots) + self._tail(used)
        subject = self.wording.listed(leading)
        said = f"{subject} {verb}{body}"
        if status is Status.HAPPENED and self.date is not None:
            said = f"{on_words(self.date, self.wording)}, {said}{self._period()}"
        else:
            said = f"{said}{self._on()}{self._period()}"
        return self._attributed(said, leading)

    def _verb(self, status: Status, *, plural: bool, ahead: bool) -> str:
        if self.french:
            if ahead:
                return "s’apprêteraient à " if plural else "s’apprêterait à "
            return {
                Status.HAPPENED: ("a ", "ont "),
                Status.PLANNED: ("doit ", "doivent "),
                Status.RUMOURED: ("aurait ", "auraient "),
                Status.POSSIBLE: ("pourrait ", "pourraient "),
            }[status][plural]
        if ahead:
            return "are reportedly to " if plural else "is reportedly to "
        return {
            Status.HAPPENED: ("", ""),
            Status.PLANNED: ("is to ", "are to "),
            Status.RUMOURED: ("reportedly ", "reportedly "),
            Status.POSSIBLE: ("could ", "could "),
        }[status][plural]

    def _attributed(self, said: str, leading: Sequence[Name]) -> str:
        """The sentence with who is made responsible: at its head where it is no fact, else at its end."""
        source, status = self.claim.source, self.claim.status
        if source is None:
            return upper_first(said) + "."
        if list(leading) == [self.naming.source(source)] and source != ANONYMOUS:
            own = "selon ses propres termes" if self.french else "by its own account"
            if not self.french and self.naming.kind_of(source) == "person":
                own = "by their own account"
            return f"{upper_first(said)}, {own}."
        by = f"selon {self.naming.source(source).whole}" if self.french else f"according to {self.naming.source(source).whole}"
        if status in (Status.RUMOURED, Status.POSSIBLE):
            return f"{upper_first(by)}, {said}."
        return f"{upper_first(said)}, {by}."

    def _of_noun(self, status: Status, slots: Mapping[str, Sequence[Name] | str]) -> str:
        """What is asked or denied, and what nobody is named for, is told by its noun."""
        speaker = self._speaking_party(status)
        if speaker is not None:
            if claim_type(self.claim.type).symmetric:
                slots = {**slots, "whom": [name for name in (*self.who, *self.whom) if name != speaker]}
                slots = slots if slots["whom"] else {key: value for key, value in slots.items() if key != "whom"}
            form, used = self._choose(self.kind["own"], slots)
        elif self.who:
            form, used = self._choose(self.kind["noun"], slots)
        else:
            form, used = self.kind["noun"]["-"], set()
        if any(slot in form for slot in ("{all}", "{whom}", "{à:whom}", "{de:whom}")) or (
            speaker is not None and speaker in self.whom
        ):
            used.add("whom")
        noun = self.wording.fill(form, slots) + self._tail(used) + self._on() + self._period()
        value = self.claim.value
        described: Mapping[str, Any] = self.kind
        if "figure" in used and self.claim.type == "figure" and value is not None:
            described = self.wording.data["metrics"].get(value.metric or "") or self.wording.data["metrics"][""]
        feminine, plural = described.get("gender") == "f", bool(described.get("plural"))
        if status in (Status.ASKED, Status.DENIED):
            return self._open(status, noun, feminine=feminine, plural=plural)
        return self._attributed(f"{noun} {self._took_place(status, feminine=feminine, plural=plural)}", ())

    def _speaking_party(self, status: Status) -> Name | None:
        """Who both speaks and acts, so that the noun need not name it again: the only one, or one side of a symmetric type."""
        if status not in (Status.ASKED, Status.DENIED) or self.claim.source in (None, ANONYMOUS):
            return None
        speaker = self.naming.source(self.claim.source or "")
        acting = [*self.who, *self.whom] if claim_type(self.claim.type).symmetric else self.who
        if self.kind.get("order") == "whom" and self.whom:
            acting = self.whom
        alone = claim_type(self.claim.type).symmetric or len(acting) == 1
        return speaker if alone and speaker in acting else None

    def _open(self, status: Status, noun: str, *, feminine: bool, plural: bool) -> str:
        source = None if self.claim.source is None else self.naming.source(self.claim.source)
        many = source is not None and (source.plural or self.claim.source == ANONYMOUS)
        if status is Status.ASKED:
            if self.french:
                of = "d’" + noun if noun.startswith(("un ", "une ")) else "de " + noun.removeprefix("des ")
                if source is None:
                    return f"La question {of} est posée."
                return f"{upper_first(source.whole)} {'posent' if many else 'pose'} la question {of}."
            if source is None:
                return f"The question of {noun} is being raised."
            return f"{upper_first(source.whole)} {'raise' if many else 'raises'} the question of {noun}."
        if self.french:
            if source is not None:
                return f"{upper_first(source.whole)} {'démentent' if many else 'dément'} {noun}."
            return f"{upper_first(noun)} {'sont' if plural else 'est'} démenti{'e' if feminine else ''}{'s' if plural else ''}."
        if source is not None:
            return f"{upper_first(source.whole)} {'deny' if many else 'denies'} {noun}."
        return f"{upper_first(noun)} {'are' if plural else 'is'} denied."

    def _took_place(self, status: Status, *, feminine: bool, plural: bool) -> str:
        if self.french:
            ending = ("e" if feminine else "") + ("s" if plural else "")
            return {
                Status.HAPPENED: "ont eu lieu" if plural else "a eu lieu",
                Status.PLANNED: f"{'sont' if plural else 'est'} prévu{ending}",
                Status.RUMOURED: "auraient eu lieu" if plural else "aurait eu lieu",
                Status.POSSIBLE: f"{'sont' if plural else 'est'} possible{'s' if plural else ''}",
            }[status]
        return {
            Status.HAPPENED: "took place",
            Status.PLANNED: f"{'are' if plural else 'is'} planned",
            Status.RUMOURED: "reportedly took place",
            Status.POSSIBLE: f"{'are' if plural else 'is'} possible",
        }[status]
