"""Choose the parties of a proposed claim among those around its clause: who, whom and which thing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from vigie.reading import features as see
from vigie.reading.mentions import ORGANISATIONS
from vigie.reading.proposal import ACTOR_KINDS, PARTY_KINDS
from vigie.taxonomy import claim_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.model import Mention
    from vigie.reading.language import Hit
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.page import Clause, Page
    from vigie.reading.proposal import Proposal


Scored = tuple[float, "Mention"]
LEAST_WHO = 0.12
"""A claim without a likely doer takes the likeliest from this probability on, or is dropped."""
LEAST_PARTNER = 0.25
"""What two do together looks for a second party down to this probability."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who stands where around the place that makes a claim: what all its possible parties have in common."""

    page: Page
    cast: Cast
    clause: Clause
    kind: str
    anchor: tuple[int, int]
    """Start and end of the number or trigger, or of the clause."""
    trigger: Hit | None
    actors: tuple[str, ...]
    """Keys of organisations and people in the sentence, in order."""
    inside: tuple[str, ...]
    """The same of the clause."""
    models: tuple[str, ...]
    """Keys of models in the sentence, in order."""
    last_before: str | None
    """The actor of the sentence named last before the anchor."""
    first_after: str | None
    """The actor of the sentence named first after the anchor."""
    passive: bool


def scene_of(page: Page, cast: Cast, clause: Clause, kind: str, anchor: tuple[int, int], trigger: Hit | None) -> Scene:
    """The scene of one possible claim."""
    sentence = clause.sentence
    named = [m for m in page.mentions_in(sentence.start, sentence.end) if m.how != "pronoun"]
    actors = [m for m in named if cast.kind(m.key) in (*ORGANISATIONS, "person")]
    before = [m.key for m in actors if m.end <= anchor[0]]
    after = [m.key for m in actors if m.start >= anchor[1]]
    return Scene(
        page=page,
        cast=cast,
        clause=clause,
        kind=kind,
        anchor=anchor,
        trigger=trigger,
        actors=tuple(dict.fromkeys(m.key for m in actors)),
        inside=tuple(dict.fromkeys(m.key for m in actors if clause.start <= m.start < clause.end)),
        models=tuple(dict.fromkeys(m.key for m in named if cast.kind(m.key) == "model")),
        last_before=before[-1] if before else None,
        first_after=after[0] if after else None,
        passive=any(h.category == "grammar.passive" for h in clause.hits),
    )


def _place(keys: tuple[str, ...], key: str) -> str:
    """Place of a key among others, such as ``1 of 3``; ``out`` where it is not among them."""
    return f"{min(keys.index(key) + 1, 4)} of {min(len(keys), 4)}" if key in keys else f"out of {min(len(keys), 4)}"


def party_features(scene: Scene, mention: Mention) -> list[str]:
    """What can be seen of one possible party's place in a scene."""
    page, cast, clause, anchor = scene.page, scene.cast, scene.clause, scene.anchor
    code = page.language.code
    kind = cast.kind(mention.key)
    side = "before" if mention.end <= anchor[0] else "after" if mention.start >= anchor[1] else "inside"
    sentence = clause.sentence
    in_sentence = sentence.start <= mention.start < sentence.end
    where = "clause" if clause.start <= mention.start < clause.end else "sentence" if in_sentence else "earlier"
    lo, hi = (mention.end, anchor[0]) if side == "before" else (anchor[1], mention.start)
    gap = max(0, hi - lo) // (6 if page.language.spaced else 3)
    before = page.word_before(mention.start)
    relation = see.relation_of(page, mention.start, before)
    standing = cast.standing(mention.key)
    features = [
        f"kind:{kind}",
        f"how:{mention.how}",
        f"{where}&{side}&{kind}",
        f"gap:{see.bucket(gap)}&{side}&{where}",
        f"relation:{relation}&{side}",
        f"relation:{relation}&{kind}",
        f"{code}<{before}&{side}",
        f"{code}>{page.word_after(mention.end)}",
        f"standing:{standing}&{where}",
        f"passive:{scene.passive}&{side}&{relation}",
    ]
    if mention.start - clause.start < 4:
        features += [f"opens clause&{mention.how}", f"opens clause&{kind}"]
    if mention.start - sentence.start < 4:
        features.append(f"opens sentence&{mention.how}&{side}")
    if kind == "model":
        place = _place(scene.models, mention.key)
        features += [f"model {place}", f"model {place}&{where}&{side}"]
    else:
        actor, inside = _place(scene.actors, mention.key), _place(scene.inside, mention.key)
        features += [
            f"actor {actor}",
            f"actor {actor}&{kind}",
            f"actor {actor}&{where}&{side}",
            f"actor {actor}&{relation}",
            f"inside {inside}",
            f"inside {inside}&{side}",
            f"inside {inside}&{relation}&{side}",
        ]
        if scene.last_before == mention.key and in_sentence:
            features += ["last before", f"last before&{relation}", f"last before&{where}&after:{scene.first_after is not None}"]
        if scene.first_after == mention.key and in_sentence:
            features += ["first after", f"first after&{relation}", f"first after&{where}&before:{scene.last_before is not None}"]
        if where == "earlier":
            features.append(
                f"earlier&standing:{standing}&actors:{min(len(scene.actors), 3)}&before:{scene.last_before is not None}"
            )
    role = cast.roles.get(mention.key, "").split("-")[0]
    if role:
        features += [f"role:{role}", f"role:{role}&{side}"]
    if sentence.title:
        features.append(f"title&{_place(scene.actors, mention.key)}")
    if scene.trigger is not None:
        features += [f"{code}!{scene.trigger.pattern}&{side}", f"{code}!{scene.trigger.pattern}&{relation}"]
    if where != "earlier":
        near = clause if where == "clause" else sentence
        left = page.senses_in(near.start, mention.start)
        right = page.senses_in(mention.end, near.end)
        features += [f"sense before:{c}" for c in dict.fromkeys(c for s in left[-4:] for c in s.classes)]
        features += [f"sense after:{c}" for c in dict.fromkeys(c for s in right[:4] for c in s.classes)]
    said = see.speaks(page, mention)
    if said:
        features += [f"speaks:{said}&{where}", f"speaks:{said}&{kind}"]
    return features + [f"{scene.kind}|{f}" for f in features]


def candidates(page: Page, cast: Cast, clause: Clause, anchor: tuple[int, int]) -> list[Mention]:
    """For each entity around a clause the mention nearest to the anchor.

    Around means the sentence, the sentence before for what a pronoun or nothing at all refers to, and the two that the
    document is most about. (Two sentences back, three entities, the makers of models: each cost precision in cross-validation.)
    """
    sentence = clause.sentence
    best: dict[str, tuple[int, Mention]] = {}
    for mention in page.mentions_in(sentence.start, sentence.end):
        if cast.kind(mention.key) not in PARTY_KINDS:
            continue
        gap = mention.start - anchor[1] if mention.start >= anchor[1] else max(0, anchor[0] - mention.end)
        weight = gap + 60 * (not clause.start <= mention.start < clause.end) + 30 * (mention.how == "pronoun")
        if mention.key not in best or weight < best[mention.key][0]:
            best[mention.key] = (weight, mention)
    if sentence.index:
        before = page.sentences[sentence.index - 1]
        for mention in page.mentions_in(before.start, before.end):
            if mention.how not in ("pronoun", "noun") and cast.kind(mention.key) in (*ACTOR_KINDS, "model"):
                best.setdefault(mention.key, (999, mention))
    for mention in reversed([m for m in page.mentions if m.start < sentence.start]):
        if mention.how != "pronoun" and cast.standing(mention.key) < 2:
            best.setdefault(mention.key, (1000, mention))
    return sorted((m for _, m in best.values()), key=lambda m: (m.start, m.key))


def choose_parties(proposal: Proposal, cast: Cast, models: Models) -> bool:
    """Fill in who, whom and things; False where nobody is found who does it.

    All parties are chosen together: what a model says of each alone, and how many doers, counterparts and things a claim of the
    type has (`cast_roles`).
    """
    page, clause, kind, anchor = proposal.page, proposal.clause, proposal.kind, proposal.anchor
    symmetric = claim_types()[kind].symmetric
    units = weigh_parties(page, cast, clause, kind, anchor, proposal.trigger, models)
    labels = cast_roles(units, models.counts[kind], symmetric=symmetric)
    sentence = clause.sentence
    chosen: dict[str, list[Scored]] = {"who": [], "whom": [], "thing": []}
    free: list[tuple[Mention, dict[str, float]]] = []
    for unit, label in zip(units, labels, strict=True):
        if label == "none":
            free += [(m, unit.chances) for m in unit.mentions if cast.kind(m.key) in ACTOR_KINDS]
        else:
            chosen[label] += [(unit.chances[label], m) for m in unit.mentions]
    if symmetric:
        named = [m for _, m in chosen["who"]]
        outside = [m for m, _ in free if not sentence.start <= m.start < sentence.end]
        if _only_partners(page, clause, named) and outside:
            chances = {id(m): p["who"] for m, p in free}
            chosen["who"].append((0.0, max(outside, key=lambda m: (chances[id(m)], -m.start))))
    proposal.who = [m for _, m in sorted(chosen["who"], key=lambda x: x[1].start)]
    proposal.whom = [m for _, m in sorted(chosen["whom"], key=lambda x: x[1].start)]
    proposal.things = [m for _, m in sorted(chosen["thing"], key=lambda x: x[1].start)]
    proposal.party_scores = (
        max((s for s, _ in chosen["who"]), default=0.0),
        max((s for s, _ in chosen["whom"]), default=0.0),
    )
    free = [(m, p) for m, p in free if m not in proposal.who]
    if not proposal.who and free:
        mention, p = max(free, key=lambda x: (x[1]["who"], -x[0].start))
        if p["who"] > LEAST_WHO:
            proposal.who.append(mention)
    if symmetric:
        _pair_up(proposal, cast, [(m, p) for m, p in free if m not in proposal.who])
    _one_for_each(proposal, cast)
    if kind in MAKERS_OWN:
        _by_its_maker(proposal, cast)
    if not proposal.who and proposal.things and kind in ("launch", "price", "figure", "recall"):
        proposal.who = proposal.things[:1]
    return bool(proposal.who)


LABELS = ("none", "who", "whom", "thing")
"""What a candidate can be in a claim."""
IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True)
class Unit:
    """Candidates that play one part together: one alone, or an enumeration."""

    mentions: list[Mention]
    chances: dict[str, float]
    """Label → probability."""
    logs: list[float]
    """Log-probabilities in the order of `LABELS`; what a kind of entity can't be is `IMPOSSIBLE`."""
    inside: bool
    """True where they stand in the sentence; who is named elsewhere plays only a part that nobody in it plays."""


def weigh_parties(
    page: Page, cast: Cast, clause: Clause, kind: str, anchor: tuple[int, int], trigger: Hit | None, models: Models
) -> list[Unit]:
    """The candidates around a place that makes a claim, with what the model says of each alone."""
    scene = scene_of(page, cast, clause, kind, anchor, trigger)
    scored = [
        (mention, models.parties.probabilities(party_features(scene, mention)))
        for mention in candidates(page, cast, clause, anchor)
    ]
    units = []
    for mentions, chances in _shared(page, cast, scored, anchor):
        logs = [math.log(max(1e-6, chances.get(label, 0.0))) for label in LABELS]
        if any(cast.kind(m.key) not in (*ACTOR_KINDS, "model") for m in mentions):
            logs[1] = logs[2] = IMPOSSIBLE
        units.append(Unit(mentions, chances, logs, clause.sentence.start <= mentions[0].start < clause.sentence.end))
    return sorted(units, key=lambda unit: not unit.inside)


def cast_roles(units: Sequence[Unit], counts: Mapping[str, float], *, symmetric: bool) -> list[str]:
    """The likeliest labels of all candidates together (exact, by dynamic programming over the counts reached so far).

    ``counts`` holds for each count of (who, whom, thing), such as ``1 1 0`` with two and more as 2, what is to be added to the sum
    of the candidates' log-probabilities.
    """
    best: dict[Count, tuple[float, tuple[int, ...]]] = {(0, 0, 0): (0.0, ())}
    for unit in units:
        grown: dict[Count, tuple[float, tuple[int, ...]]] = {}
        for count, (total, path) in best.items():
            for label, log in enumerate(unit.logs):
                reached = counted(count, label, unit, symmetric=symmetric)
                if reached is not None and (reached not in grown or total + log > grown[reached][0]):
                    grown[reached] = (total + log, (*path, label))
        best = grown
    _, path = max((total + counts.get("{} {} {}".format(*count), 0.0), path) for count, (total, path) in best.items())
    return [LABELS[label] for label in path]


Count = tuple[int, int, int]
"""How many doers, counterparts and things there are; two and more as 2."""


def counted(count: Count, label: int, unit: Unit, *, symmetric: bool) -> Count | None:
    """The count after one more candidate got a label; ``None`` where it can't have it."""
    if unit.logs[label] <= IMPOSSIBLE:
        return None
    if label == 0:
        return count
    who, whom, thing = count
    if not unit.inside and count[label - 1] >= (2 if symmetric and label == 1 else 1):
        return None
    more = len(unit.mentions)
    if label == 1:
        return min(2, who + more), whom, thing
    if label == 2:
        return who, min(2, whom + more), thing
    return who, whom, min(2, thing + more)


MAKERS_OWN = ("launch", "price", "recall", "figure")
"""What is done to a model is its maker's doing."""


def _by_its_maker(proposal: Proposal, cast: Cast) -> None:
    """Let a known maker whom the document names be the one who launches, prices or recalls its model."""
    makers = [cast.makers[m.key] for m in proposal.things if m.key in cast.makers]
    if not makers or any(key in _organisations(cast, proposal.who) for key in makers):
        return
    named = [m for m in proposal.page.mentions if m.key == makers[0]]
    if named:
        anchor = proposal.anchor[0]
        proposal.who = [min(named, key=lambda m: (abs(m.start - anchor), m.start))]
        proposal.whom = [m for m in proposal.whom if m.key != makers[0]]


def _pair_up(proposal: Proposal, cast: Cast, free: list[tuple[Mention, dict[str, float]]]) -> None:
    """Of what two do together: the first party stands as who, the others as whom; one alone looks for its likeliest partner."""
    everyone = sorted([*proposal.who, *proposal.whom], key=lambda m: m.start)
    if len(_organisations(cast, everyone)) == 1:
        others = [(m, p) for m, p in free if not _organisations(cast, [m]) <= _organisations(cast, everyone)]
        if others:
            mention, p = max(others, key=lambda x: (x[1]["who"] + x[1]["whom"], -x[0].start))
            if p["who"] + p["whom"] > LEAST_PARTNER:
                everyone.append(mention)
    proposal.who, proposal.whom = everyone[:1], everyone[1:]


def _organisations(cast: Cast, mentions: list[Mention]) -> set[str]:
    """The organisations that mentions stand for; people count for theirs."""
    return {cast.affiliations.get(m.key, m.key) if cast.kind(m.key) == "person" else m.key for m in mentions}


def _one_for_each(proposal: Proposal, cast: Cast) -> None:
    """Where both a person and the person's organisation are parties, keep one: people meet, organisations do the rest."""
    if proposal.kind == "appoint":
        return
    everyone = [*proposal.who, *proposal.whom]
    keys = {m.key for m in everyone}
    for mention in everyone:
        employer = cast.affiliations.get(mention.key)
        if cast.kind(mention.key) != "person" or employer not in keys:
            continue
        gone = employer if proposal.kind in ("meet", "dispute") else mention.key
        proposal.who = [m for m in proposal.who if m.key != gone]
        proposal.whom = [m for m in proposal.whom if m.key != gone]
    if not proposal.who and proposal.whom:
        proposal.who, proposal.whom = proposal.whom[:1], proposal.whom[1:]


def _only_partners(page: Page, clause: Clause, named: list[Mention]) -> bool:
    """Whether all who are named stand in one enumeration behind a "with": then who met them is not in the sentence."""
    ordered = sorted(named, key=lambda m: m.start)
    if not ordered or _with_before(page, clause, ordered[0]) is None:
        return False
    return all(_enumerated(page, a, b) or _goes_on(page, a, b) for a, b in pairwise(ordered))


def _with_before(page: Page, clause: Clause, mention: Mention) -> int | None:
    """Where the "with" stands that a mention depends on: before it in its sentence, no other name between; else ``None``."""
    start = max(clause.sentence.start, mention.start - 70)
    hits = [h for h in page.hits_in(start, mention.start) if h.category == "grammar.with" and h.end <= mention.start]
    if not hits or any(m.how != "noun" and m.start >= hits[-1].end for m in page.mentions_in(start, mention.start)):
        return None
    return hits[-1].start


def _shared(
    page: Page, cast: Cast, scored: list[tuple[Mention, dict[str, float]]], anchor: tuple[int, int]
) -> list[tuple[list[Mention], dict[str, float]]]:
    """Parties in one enumeration ("Volvo, Nissan and Proton") share their part: each gets the enumeration's mean probabilities."""
    ordered = sorted(scored, key=lambda x: x[0].start)
    groups: list[list[tuple[Mention, dict[str, float]]]] = []
    for item in ordered:
        if groups and _enumerated(page, groups[-1][-1][0], item[0]) and _alike(cast, groups[-1][-1][0], item[0]):
            groups[-1].append(item)
        else:
            groups.append([item])
    out: list[tuple[list[Mention], dict[str, float]]] = []
    means: list[dict[str, float]] = []
    for number, group in enumerate(groups):
        mean = {label: sum(p[label] for _, p in group) / len(group) for label in group[0][1]}
        before = groups[number - 1] if number else group
        if (
            number
            and anchor[1] <= before[0][0].start
            and _goes_on(page, before[-1][0], group[0][0], anchor[1])
            and _alike(cast, before[-1][0], group[0][0])
        ):
            mean = means[-1]
        means.append(mean)
        out.append(([mention for mention, _ in group], mean))
    return out


_ALSO = (
    "mais aussi",
    "mais également",
    "ainsi qu",
    "but also",
    "as well as",
    "and also",
    "sondern auch",
    "sowie",
    "aber auch",
    "以及",
    "还有",
    "，也",
    "，还",
)


def _goes_on(page: Page, first: Mention, second: Mention, head: int | None = None) -> bool:
    """Whether an enumeration goes on after "but also": what follows plays the same part.

    Where it repeats its "with", it goes on with what the first "with" depends on: nothing behind that word (``head`` is where
    the words in question end) carries over.
    """
    if not 0 < second.start - first.end < 70:
        return False
    if head is not None and not any(h.category == "grammar.with" for h in page.hits_in(head, first.start)):
        return False
    between = page.low[first.end : second.start]
    strong = any(h.category.startswith("triggers.") and not h.weak for h in page.hits_in(first.end, second.start))
    return not strong and any(words in between for words in _ALSO)


def _alike(cast: Cast, first: Mention, second: Mention) -> bool:
    """Whether two entities are of kinds that stand in one enumeration."""
    a, b = cast.kind(first.key), cast.kind(second.key)
    return a == b or {a, b} <= set(ORGANISATIONS)


_LINKS = frozenset(
    [
        "et",
        "and",
        "und",
        "ainsi",
        "que",
        "ou",
        "or",
        "oder",
        "as",
        "well",
        "as",
        "sowie",
        "y",
        "e",
        "和",
        "与",
        "及",
        "以及",
        "、",
        ",",
        "le",
        "la",
        "les",
        "l'",
        "the",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "du",
        "de",
        "des",
        "d'",
        "a",
        "both",
        "à",
        "au",
        "chez",
        "mit",
        "le",
        "français",
        "le",
        "japonais",
    ]
)


def _enumerated(page: Page, first: Mention, second: Mention) -> bool:
    """Whether only commas, "and" and little words stand between two mentions."""
    if (first.start, first.end) == (second.start, second.end):
        return True
    between = page.low[first.end : second.start]
    if not 0 < len(between) < 26:
        return False
    if page.language.spaced:
        words = between.replace(",", " , ").replace("'", "' ").split()
        linked = any(w in (",", "et", "and", "und", "ou", "or", "oder", "sowie", "&") for w in words)
        return linked and all(w in _LINKS or w == "&" for w in words)
    return between.strip() in ("和", "与", "及", "以及", "、", "，", ",", "或")
