"""Choose the parties of a proposed claim among those around its clause: who, whom and which thing."""

from __future__ import annotations

from dataclasses import dataclass
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
    """Fill in who, whom and things; False where nobody is found who does it."""
    page, clause, kind, anchor = proposal.page, proposal.clause, proposal.kind, proposal.anchor
    trigger = proposal.trigger
    symmetric = claim_types()[kind].symmetric
    scene = scene_of(page, cast, clause, kind, anchor, trigger)
    scored = [
        (mention, models.parties.probabilities(party_features(scene, mention)))
        for mention in candidates(page, cast, clause, anchor)
    ]
    scored = _shared(page, cast, scored)
    for mention, p in scored:
        entity_kind = cast.kind(mention.key)
        label = max(p, key=lambda x: (p[x], x))
        if label == "who" and entity_kind in (*ACTOR_KINDS, "model"):
            proposal.who.append(mention)
        elif label == "whom" and entity_kind in (*ACTOR_KINDS, "model"):
            proposal.whom.append(mention)
        elif label == "thing":
            proposal.things.append(mention)
    actors = [
        (p["who"], m) for m, p in scored if cast.kind(m.key) in ACTOR_KINDS and m not in proposal.who and m not in proposal.whom
    ]
    if not proposal.who and actors:
        best, mention = max(actors, key=lambda x: (x[0], -x[1].start))
        if best > 0.12:
            proposal.who.append(mention)
    if symmetric:
        everyone = sorted([*proposal.who, *proposal.whom], key=lambda m: m.start)
        if len(everyone) == 1:
            rest = [(p["who"] + p["whom"], m) for m, p in scored if cast.kind(m.key) in ACTOR_KINDS and m is not everyone[0]]
            if rest:
                best, mention = max(rest, key=lambda x: (x[0], -x[1].start))
                same = (
                    cast.affiliations.get(mention.key) == everyone[0].key or cast.affiliations.get(everyone[0].key) == mention.key
                )
                if best > 0.25 and not same:
                    everyone.append(mention)
        proposal.who, proposal.whom = everyone[:1], everyone[1:]
    if not proposal.who and proposal.things and kind in ("launch", "price", "figure", "recall"):
        proposal.who = proposal.things[:1]
    return bool(proposal.who)


def _shared(page: Page, cast: Cast, scored: list[tuple[Mention, dict[str, float]]]) -> list[tuple[Mention, dict[str, float]]]:
    """Parties in one enumeration ("Volvo, Nissan and Proton") share their part: each gets the enumeration's mean probabilities."""
    ordered = sorted(scored, key=lambda x: x[0].start)
    groups: list[list[tuple[Mention, dict[str, float]]]] = []
    for item in ordered:
        if groups and _enumerated(page, groups[-1][-1][0], item[0]) and _alike(cast, groups[-1][-1][0], item[0]):
            groups[-1].append(item)
        else:
            groups.append([item])
    out = []
    for group in groups:
        if len(group) == 1:
            out += group
            continue
        mean = {label: sum(p[label] for _, p in group) / len(group) for label in group[0][1]}
        out += [(mention, mean) for mention, _ in group]
    return out


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
