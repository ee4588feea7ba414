"""Hold readings against annotated documents: entities, claims, status, source, date, number. Standard library only.

A read claim is matched to at most one gold claim of its type, greedily by how well parties, quotes, status and date agree; a
match needs half of the parties (F1) and, unless all of them agree, overlapping quotes. Parties are compared at the level of
organisations: people stand for theirs. Optional gold claims neither cost when missed nor when read.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from gold import fold

Raw = dict[str, Any]

SCORED = frozenset({"company", "brand", "person", "model", "authority", "occasion"})
SYMMETRIC = frozenset({"meet", "negotiate", "agree", "end"})
WITH_MODEL = frozenset({"figure", "price", "launch", "recall"})
FIRM = frozenset({"happened", "planned"})


class Index:
    """Every accepted name of one gold document → one key; kinds of the keys; people → organisations."""

    def __init__(self, gold: Raw, read: Raw) -> None:
        """Index the gold's names, then the reading's own names for the same things."""
        self.key: dict[str, str] = {}
        self.kind: dict[str, str] = {}
        for entity in gold["entities"]:
            canonical = fold(entity["name"])
            self.kind[canonical] = entity["kind"]
            for name in (entity["name"], *entity.get("aka", ()), *entity.get("mentions", ())):
                self.key.setdefault(fold(name), canonical)
        self.organisation = {self.of(p): self.of(o) for p, o in (gold.get("affiliations") or {}).items() if o}
        for entity in read.get("entities") or ():
            seen = entity.get("mentions") or () if entity.get("known") is False else ()
            found = self.of(entity["name"], *(entity.get("aka") or ()), *seen)
            self.key.setdefault(fold(entity["name"]), found)

    def of(self, *names: str) -> str:
        """The key of the first name that is known, else the first name folded."""
        for name in names:
            if fold(name) in self.key:
                return self.key[fold(name)]
        return fold(names[0])

    def parties(self, names: list[str] | None) -> set[str]:
        """Keys at the level of organisations, unnamed groups left out."""
        keys = {self.of(name) for name in names or ()}
        return {self.organisation.get(k, k) for k in keys if self.kind.get(k) != "group"}

    def split(self, claim: Raw) -> tuple[set[str], set[str], set[str]]:
        """(who, whom, models) of a claim, as they are compared."""
        who, whom = self.parties(claim.get("who")), self.parties(claim.get("whom"))
        models = {self.of(w) for w in claim.get("what") or () if self.kind.get(self.of(w)) == "model"}
        if claim["type"] in WITH_MODEL:
            inside = {k for k in who | whom if self.kind.get(k) == "model"}
            return who - inside, whom - inside, models | inside
        if claim["type"] == "appoint":
            people = {self.of(n) for n in [*(claim.get("whom") or ()), *(claim.get("who") or ())]}
            people = {k for k in people if self.kind.get(k) == "person"}
            return who - people, people, models
        return who, whom, models


def spans(claim: Raw, text: str) -> list[tuple[int, int]]:
    """Every place of a claim's quotes in the text, overlapping ones included."""
    return [
        (m.start(), m.start() + len(q)) for q in claim.get("quotes") or () if q for m in re.finditer(f"(?={re.escape(q)})", text)
    ]


def f1(both: float, read: float, gold: float) -> float:
    """The harmonic mean of precision and recall; 0 where nothing agrees."""
    return 2 * both / (read + gold) if both else 0.0


def _quarter(iso: str) -> tuple[str, int | None]:
    m = re.match(r"(\d{4})-?Q(\d)", iso.upper())
    if m:
        return m[1], int(m[2])
    m = re.match(r"(\d{4})-(\d\d)", iso)
    return (m[1], (int(m[2]) + 2) // 3) if m else (iso[:4], None)


def dates_agree(gold: str | None, read: str | None) -> bool | None:
    """Whether a read date is the gold's at the gold's precision (a month at least); ``None`` where the gold has none."""
    if gold is None:
        return None
    if not read:
        return False
    if "Q" in (gold + read).upper():
        return _quarter(gold) == _quarter(read)
    shorter = min(len(gold), len(read))
    return gold[:shorter] == read[:shorter] and len(read) >= min(len(gold), 7)


def numbers_agree(gold: Raw | None, read: Raw | None) -> bool:
    """Whether two values' numbers agree within half a per cent."""
    a, b = (gold or {}).get("number"), (read or {}).get("number")
    return a is not None and b is not None and abs(float(a) - float(b)) <= 0.005 * max(1e-9, abs(float(a)))


def together(claims: list[Raw], index: Index) -> list[Raw]:
    """Read claims that say the same thing made one, with all their quotes and the longer date."""
    kept: dict[Any, list[Raw]] = defaultdict(list)
    for claim in claims:
        who, whom, models = index.split(claim)
        parties: Any = frozenset(who | whom) if claim["type"] in SYMMETRIC else (frozenset(who), frozenset(whom))
        plain = claim["type"] in ("build", "close", "figure", "end") and not models
        words = frozenset(fold(w) for w in claim.get("what") or ()) if plain else None
        number = str((claim.get("value") or {}).get("number"))
        group = kept[claim["type"], parties, frozenset(models), claim.get("status"), claim.get("source"), number, words]
        twin = next((k for k in group if _may_be_one(k.get("when"), claim.get("when"))), None)
        if twin is None:
            group.append(dict(claim))
        else:
            twin["quotes"] = [*(twin.get("quotes") or ()), *(claim.get("quotes") or ())]
            twin["when"] = max(twin.get("when") or "", claim.get("when") or "", key=len) or None
    return [claim for group in kept.values() for claim in group]


def _may_be_one(a: str | None, b: str | None) -> bool:
    return not a or not b or a.startswith(b) or b.startswith(a)


def likeness(gold: Raw, read: Raw, index: Index, text: str) -> float:
    """How well a read claim fits a gold claim; 0 where they can't be the same."""
    if gold["type"] != read["type"]:
        return 0.0
    ours, theirs = set().union(*index.split(read)), set().union(*index.split(gold))
    parties = f1(len(ours & theirs), len(ours), len(theirs)) if ours or theirs else 1.0
    if parties < 0.5:
        return 0.0
    near = any(a < d and c < b for a, b in spans(gold, text) for c, d in spans(read, text))
    score = parties
    if gold["type"] in ("figure", "price") and gold.get("value") and read.get("value"):
        same = numbers_agree(gold["value"], read["value"])
        if not same and not near:
            return 0.0
        score += 0.5 * same
    if not near and score < 1.0:
        return 0.0
    return (
        score
        + 0.3 * near
        + 0.2 * (gold["status"] == read.get("status"))
        + 0.1 * bool(dates_agree(gold.get("when"), read.get("when")))
    )


def match(gold: list[Raw], read: list[Raw], index: Index, text: str) -> list[tuple[int, int]]:
    """Pairs (gold, read), best first, each claim once."""
    scored = [(likeness(g, r, index, text), i, j) for i, g in enumerate(gold) for j, r in enumerate(read)]
    pairs: list[tuple[int, int]] = []
    for score, i, j in sorted(scored, reverse=True):
        if score > 0 and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def wholly_right(gold: Raw, read: Raw, index: Index) -> bool:
    """Whether parties, direction, model, status and (of a figure) number all agree."""
    (gw, gm, go), (rw, rm, ro) = index.split(gold), index.split(read)
    parties = gw | gm == rw | rm if gold["type"] in SYMMETRIC else gw == rw and gm == rm and (go == ro or not go)
    number = gold["type"] != "figure" or not gold.get("value") or numbers_agree(gold["value"], read.get("value"))
    return parties and number and gold["status"] == read.get("status")


def count(gold: Raw, read: Raw) -> tuple[Counter[str], dict[str, Counter[str]]]:
    """The counts of one document, and the claim counts by type."""
    index, text = Index(gold, read), gold["text"]
    n: Counter[str] = Counter(docs=1, language=read.get("lang") == gold["lang"])
    by_type: dict[str, Counter[str]] = defaultdict(Counter)
    theirs = {index.of(e["name"]) for e in gold["entities"] if e["kind"] in SCORED}
    ours = {index.of(e["name"], *(e.get("aka") or ())) for e in read.get("entities") or () if e.get("kind") in SCORED}
    ours = {k for k in ours if index.kind.get(k, "company") in SCORED}
    n.update(ent_both=len(ours & theirs), ent_read=len(ours), ent_gold=len(theirs))
    required = [c for c in gold["claims"] if not c.get("optional")]
    every = required + [c for c in gold["claims"] if c.get("optional")]
    claims = together(read.get("claims") or [], index)
    pairs = match(every, claims, index, text)
    hits = [(i, j) for i, j in pairs if i < len(required)]
    free = {j for i, j in pairs if i >= len(required)}
    n.update(cl_gold=len(required), cl_read=len(claims) - len(free), cl_both=len(hits))
    for claim in required:
        by_type[claim["type"]]["cl_gold"] += 1
    for j, claim in enumerate(claims):
        if j not in free:
            by_type[claim["type"]]["cl_read"] += 1
    for i, j in hits:
        a, b = required[i], claims[j]
        by_type[a["type"]]["cl_both"] += 1
        n.update(_matched(a, b, index))
    owner = {j: every[i]["status"] for i, j in pairs}
    for j, claim in enumerate(claims):
        if claim.get("status") in FIRM:
            n.update(firm=1, false_firm=owner.get(j) not in FIRM, flipped=j in owner and owner[j] not in FIRM)
    if "copy_of" in gold:
        n.update(copy=1, copy_ok=(gold["copy_of"] or None) == (read.get("copy_of") or None))
    return n, by_type


def _matched(gold: Raw, read: Raw, index: Index) -> Counter[str]:
    n: Counter[str] = Counter(whole=wholly_right(gold, read, index), status=1, status_ok=gold["status"] == read.get("status"))
    if gold["type"] not in SYMMETRIC:
        who = index.split(gold)[0]
        n.update(direction=1, direction_ok=not who or bool(who & index.split(read)[0]))
    a, b = gold.get("source"), read.get("source")
    same = not a and not b
    if a and b:
        x, y = index.of(a), index.of(b)
        same = x == y or index.organisation.get(x, "") == y or index.organisation.get(y, "") == x
    n.update(source=1, source_ok=same)
    if a:
        n.update(named=1, named_ok=same)
    date = dates_agree(gold.get("when"), read.get("when"))
    if date is not None:
        n.update(date=1, date_ok=date)
    if gold["type"] in ("figure", "price") and gold.get("value"):
        n.update(number=1, number_ok=numbers_agree(gold["value"], read.get("value")))
    return n


def figures(n: Counter[str]) -> dict[str, float]:
    """The figures of summed counts; a ratio without cases is ``nan``."""

    def ratio(a: str, b: str) -> float:
        return n[a] / n[b] if n[b] else float("nan")

    return {
        "docs": n["docs"],
        "entity_f1": f1(n["ent_both"], n["ent_read"], n["ent_gold"]),
        "claim_precision": ratio("cl_both", "cl_read"),
        "claim_recall": ratio("cl_both", "cl_gold"),
        "claim_f1": f1(n["cl_both"], n["cl_read"], n["cl_gold"]),
        "whole_claim_f1": f1(n["whole"], n["cl_read"], n["cl_gold"]),
        "status_accuracy": ratio("status_ok", "status"),
        "direction_accuracy": ratio("direction_ok", "direction"),
        "source_accuracy": ratio("source_ok", "source"),
        "named_source_accuracy": ratio("named_ok", "named"),
        "date_accuracy": ratio("date_ok", "date"),
        "number_accuracy": ratio("number_ok", "number"),
        "false_fact_rate": ratio("false_firm", "firm"),
        "flipped_fact_rate": ratio("flipped", "firm"),
        "language_accuracy": ratio("language", "docs"),
        "copy_accuracy": ratio("copy_ok", "copy"),
    }
