"""Choose the parties of a proposed claim among those around its clause: who, whom and which thing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from vigie.reading import features as see
from vigie.reading.mentions import ORGANISATIONS
from vigie.reading.proposal import ACTOR_KINDS, PARTY_KINDS
from vigie.taxonomy import claim_types

if TYPE_CHECKING:
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
    said = see.speaks(page, mention)
    if said:
        features += [f"speaks:{said}&{where}", f"speaks:{said}&{kind}"]
    return features + [f"{scene.kind}|{f}" for f in features]


def candidates(page: Page, cast: Cast, clause: Clause, anchor: tuple[int, int]) -> list[Mention]:
    """For each entity around a clause the mention nearest to the anchor.

    Around means the sentence, the sentence before for what a pronoun or nothing at all refers to, and the two that the
    document is most about.
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

    Who is not named in the sentence is taken only for a part that nobody in it plays, and then only the likeliest.
    """
    page, clause, kind, anchor = proposal.page, proposal.clause, proposal.kind, proposal.anchor
    symmetric = claim_types()[kind].symmetric
    scene = scene_of(page, cast, clause, kind, anchor, proposal.trigger)
    scored = [
        (mention, models.parties.probabilities(party_features(scene, mention)))
        for mention in candidates(page, cast, clause, anchor)
    ]
    sentence = clause.sentence
    chosen: dict[str, list[Scored]] = {"who": [], "whom": [], "thing": []}
    earlier: dict[str, list[Scored]] = {"who": [], "whom": [], "thing": []}
    for mention, p in _shared(page, cast, scored, anchor):
        label = max(p, key=lambda x: (p[x], x))
        if label == "none" or (label != "thing" and cast.kind(mention.key) not in (*ACTOR_KINDS, "model")):
            continue
        inside = sentence.start <= mention.start < sentence.end
        (chosen if inside else earlier)[label].append((p[label], mention))
    for label in ("who", "whom", "thing"):
        named = [m for _, m in chosen[label]]
        wanted = 1 if label != "who" or not symmetric else 2
        missing = wanted - len(_organisations(cast, named))
        if label == "who" and symmetric:
            unnamed = [
                m for m, _ in scored if cast.kind(m.key) == "group" and m not in named and sentence.start <= m.start < sentence.end
            ]
            if missing > 0 and unnamed:
                # "the European carmakers" in the sentence are the partner, not some firm of another sentence.
                chosen[label].append((0.0, unnamed[0]))
                missing -= 1
            if _only_partners(page, clause, named):
                missing = 1
        for _, mention in sorted(earlier[label], key=lambda x: (-x[0], x[1].start))[: max(0, missing)]:
            chosen[label].append((0.0, mention))
    proposal.who = [m for _, m in sorted(chosen["who"], key=lambda x: x[1].start)]
    proposal.whom = [m for _, m in sorted(chosen["whom"], key=lambda x: x[1].start)]
    proposal.things = [m for _, m in sorted(chosen["thing"], key=lambda x: x[1].start)]
    proposal.party_scores = (
        max((s for s, _ in chosen["who"]), default=0.0),
        max((s for s, _ in chosen["whom"]), default=0.0),
    )
    free = [(m, p) for m, p in scored if cast.kind(m.key) in ACTOR_KINDS and m not in proposal.who and m not in proposal.whom]
    if not proposal.who and free:
        mention, p = max(free, key=lambda x: (x[1]["who"], -x[0].start))
        if p["who"] > LEAST_WHO:
            proposal.who.append(mention)
    if symmetric:
        _pair_up(proposal, cast, free)
    _one_for_each(proposal, cast)
    if kind in MAKERS_OWN:
        _by_its_maker(proposal, cast)
    if not proposal.who and proposal.things and kind in ("launch", "price", "figure", "recall"):
        proposal.who = proposal.things[:1]
    return bool(proposal.who)


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
) -> list[tuple[Mention, dict[str, float]]]:
    """Parties in one enumeration ("Volvo, Nissan and Proton") share their part: each gets the enumeration's mean probabilities."""
    ordered = sorted(scored, key=lambda x: x[0].start)
    groups: list[list[tuple[Mention, dict[str, float]]]] = []
    for item in ordered:
        if groups and _enumerated(page, groups[-1][-1][0], item[0]) and _alike(cast, groups[-1][-1][0], item[0]):
            groups[-1].append(item)
        else:
            groups.append([item])
    out = []
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
        out += [(mention, mean) for mention, _ in group]
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
