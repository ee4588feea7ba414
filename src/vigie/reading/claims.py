"""Draw the claims out of a page: which clause makes which, about whom, how surely, on whose word, when, how many.

Each step proposes by rules (pattern hits, mentions, numbers, dates) and chooses by a linear model over named features; the
cues that decided are kept with the claim.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, Claim, Cue, PassageKind, Quote, Status, Value
from vigie.reading import features as see
from vigie.reading.mentions import ORGANISATIONS
from vigie.taxonomy import claim_types

if TYPE_CHECKING:
    from vigie.model import Document, Mention
    from vigie.reading.dates import DateFound
    from vigie.reading.language import Hit
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.numbers import NumberFound
    from vigie.reading.page import Clause, Page

COUNTING = ("figure", "price")
"""Types whose claims are one for each number."""
PARTY_KINDS = (*ORGANISATIONS, "person", "model", "group", "outlet", "occasion", "technology")
ACTOR_KINDS = (*ORGANISATIONS, "person", "group")


@dataclass(slots=True)
class Proposal:
    """A claim in the making."""

    kind: str
    page: Page
    clause: Clause
    score: float
    number: NumberFound | None = None
    who: list[Mention] = field(default_factory=list)
    whom: list[Mention] = field(default_factory=list)
    things: list[Mention] = field(default_factory=list)
    status: Status = Status.HAPPENED
    status_score: float = 0.0
    source: str | None = None
    source_mention: Mention | None = None
    date: DateFound | None = None
    happened_on: str | None = None

    @property
    def trigger(self) -> Hit | None:
        """The strongest sign of the type in the clause."""
        return see.trigger_of(self.clause, self.kind)

    @property
    def anchor(self) -> tuple[int, int]:
        """Where the claim is made: its number, its trigger, or the whole clause."""
        if self.number is not None:
            return self.number.start, self.number.end
        trigger = self.trigger
        if trigger is not None:
            return trigger.start, trigger.end
        return self.clause.start, self.clause.end


def draw_claims(pages: list[Page], cast: Cast, document: Document, reader: str, models: Models) -> list[Claim]:
    """All claims of a document, in the order of their places."""
    proposals: list[Proposal] = []
    for page in pages:
        proposals += propose(page, cast, models)
    settled = [p for p in proposals if settle(p, cast, models)]
    settled += answers(settled, pages, cast)
    return [_claim(group, cast, document, reader) for group in merge(settled, cast)]


def propose(page: Page, cast: Cast, models: Models) -> list[Proposal]:
    """Clauses that make a claim of some type, with the numbers that are its value."""
    found: list[Proposal] = []
    kinds = models.types.labels
    for sentence in page.sentences:
        for clause in sentence.clauses:
            scores = models.types.independent(see.clause_features(page, cast, clause))
            for kind, score in zip(kinds, scores, strict=True):
                if score < models.thresholds.get(kind, 0.5):
                    continue
                numbers = choose_numbers(page, cast, clause, kind, models)
                if kind in COUNTING and numbers:
                    found += [Proposal(kind, page, clause, score, number) for number in numbers]
                else:
                    found.append(Proposal(kind, page, clause, score, numbers[0] if numbers and kind not in COUNTING else None))
    return found


def choose_numbers(page: Page, cast: Cast, clause: Clause, kind: str, models: Models) -> list[NumberFound]:
    """The numbers of a clause that are the value of a claim of that type, likeliest first."""
    inside = [n for n in page.numbers if clause.start <= n.start < clause.end]
    scored = [(models.numbers.positive(see.number_features(page, cast, clause, kind, n, len(inside))), n) for n in inside]
    good = [(p, n) for p, n in scored if p >= 0.5]
    if not good and kind in COUNTING and scored:
        good = [max(scored, key=lambda x: (x[0], -x[1].start))]
        if good[0][0] < 0.2:
            good = []
    if kind in COUNTING:
        return [n for _, n in sorted(good, key=lambda x: x[1].start)]
    return [n for _, n in sorted(good, key=lambda x: (-x[0], x[1].start))]


def candidates(page: Page, cast: Cast, clause: Clause, anchor: tuple[int, int]) -> list[tuple[Mention, int]]:
    """For each entity around a clause the mention nearest to the anchor, with its rank in the sentence.

    Around means the sentence, and the sentence before for what a pronoun or nothing at all refers to.
    """
    sentence = clause.sentence
    rank: dict[str, int] = {}
    best: dict[str, tuple[int, Mention]] = {}
    for mention in page.mentions_in(sentence.start, sentence.end):
        if cast.kind(mention.key) not in PARTY_KINDS:
            continue
        rank.setdefault(mention.key, len(rank))
        gap = mention.start - anchor[1] if mention.start >= anchor[1] else max(0, anchor[0] - mention.end)
        outside = not clause.start <= mention.start < clause.end
        weight = gap + 60 * outside + 30 * (mention.how == "pronoun")
        if mention.key not in best or weight < best[mention.key][0]:
            best[mention.key] = (weight, mention)
    found = [(m, rank[k]) for k, (_, m) in best.items()]
    if sentence.index:
        before = page.sentences[sentence.index - 1]
        for mention in page.mentions_in(before.start, before.end):
            if (
                mention.key not in best
                and mention.how not in ("pronoun", "noun")
                and cast.kind(mention.key) in (*ACTOR_KINDS, "model")
            ):
                best[mention.key] = (999, mention)
                found.append((mention, 3))
    main = [
        m
        for m in page.mentions
        if m.start < sentence.start and m.key not in best and m.how != "pronoun" and cast.standing(m.key) < 2
    ]
    for mention in reversed(main):
        if mention.key not in best:
            best[mention.key] = (1000, mention)
            found.append((mention, 3))
    return sorted(found, key=lambda x: (x[0].start, x[0].key))


def settle(proposal: Proposal, cast: Cast, models: Models) -> bool:
    """Fill in parties, status, source and date; False where nobody is found who does it."""
    if not _choose_parties(proposal, cast, models):
        return False
    _choose_source(proposal, cast, models)
    _choose_status(proposal, cast, models)
    _choose_date(proposal)
    return True


def _choose_parties(proposal: Proposal, cast: Cast, models: Models) -> bool:
    page, clause, kind, anchor = proposal.page, proposal.clause, proposal.kind, proposal.anchor
    trigger = proposal.trigger
    symmetric = claim_types()[kind].symmetric
    scored = []
    for mention, rank in candidates(page, cast, clause, anchor):
        p = models.parties.probabilities(see.party_features(page, cast, clause, kind, anchor, mention, rank, trigger))
        scored.append((mention, p))
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
    ["et", "and", "und", "ainsi", "que", "ou", "or", "oder", "as", "well", "as", "sowie", "y", "e", "和", "与", "及", "以及", "、", ",", "le", "la", "les", "l'", "the", "der", "die", "das", "den", "dem", "du", "de", "des", "d'", "a", "both", "à", "au", "chez", "mit", "le", "français", "le", "japonais"]
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


def _choose_source(proposal: Proposal, cast: Cast, models: Models) -> None:
    """Who is made responsible: a post's author, a speaker, unnamed people, or nobody."""
    page, clause = proposal.page, proposal.clause
    passage = clause.sentence.passage
    if passage.kind is PassageKind.POST and passage.author is not None:
        author = next(
            (k for k, e in cast.entities.items() if passage.author in (e.name, *e.aka) or passage.author in cast.forms[k]), None
        )
        proposal.source = author or passage.author
        return
    options = speakers(page, cast, clause)
    scored: list[tuple[float, int, str | None, Mention | None]] = []
    for index, (key, mention, marks) in enumerate(options):
        scored.append((models.sources.positive(see.speaker_features(page, cast, clause, mention, marks)), -index, key, mention))
    best = max(scored, key=lambda x: (x[0], x[1]))
    proposal.source, proposal.source_mention = best[2], best[3]


def speakers(page: Page, cast: Cast, clause: Clause) -> list[tuple[str | None, Mention | None, tuple[str, ...]]]:
    """The possible sources of a clause: nobody, unnamed people, and whoever is mentioned in its sentence or the one before."""
    voice = page.voice
    spoken = voice is not None and voice.source is not None
    mark = f"voice:{voice.kind}" if voice is not None else "voice:own"
    options: list[tuple[str | None, Mention | None, tuple[str, ...]]] = [
        (None, None, ("own voice", mark)),
        (ANONYMOUS, None, ("anonymous", mark)),
    ]
    sentence = clause.sentence
    seen: set[str] = set()
    if spoken and voice is not None:
        options.append((voice.source, None, ("speaker", mark)))
        seen.add(str(voice.source))
    ranked = sorted(
        (m for m in page.mentions_in(sentence.start, sentence.end) if cast.kind(m.key) in (*ORGANISATIONS, "person", "outlet")),
        key=lambda m: (see._speaks(page, m) is None, m.start),  # noqa: SLF001 - one module family
    )
    for mention in ranked:
        if mention.key not in seen:
            seen.add(mention.key)
            options.append((mention.key, mention, ()))
    if sentence.index:
        before = page.sentences[sentence.index - 1]
        for mention in page.mentions_in(before.start, before.end):
            if (
                mention.key not in seen
                and mention.how != "pronoun"
                and cast.kind(mention.key) in (*ORGANISATIONS, "person", "outlet")
            ):
                seen.add(mention.key)
                options.append((mention.key, mention, ("sentence before",)))
    return options


def sourced_word(source: str | None, cast: Cast) -> str:
    """``none``, ``anonymous``, ``outlet`` or ``named``: what a status model may know of a source."""
    if source is None:
        return "none"
    if source == ANONYMOUS:
        return "anonymous"
    return "outlet" if source in cast.entities and cast.kind(source) == "outlet" else "named"


def _choose_status(proposal: Proposal, cast: Cast, models: Models) -> None:
    dated = date_word(proposal)
    p = models.status.probabilities(
        see.status_features(
            proposal.page, cast, proposal.clause, proposal.kind, proposal.anchor, dated, sourced_word(proposal.source, cast)
        )
    )
    label = max(p, key=lambda x: (p[x], x))
    if Status(label).firm and p[label] < 0.5:
        # An unsure fact is told as the surest of the doubts: a non-fact told as a fact is the costly error.
        doubts = {k: v for k, v in p.items() if not Status(k).firm}
        top = max(doubts, key=lambda x: (doubts[x], x))
        if doubts[top] > 0.3:
            label = top
    proposal.status, proposal.status_score = Status(label), p[label]


def nearest_date(proposal: Proposal) -> DateFound | None:
    """The expression of time that belongs to a claim: in its clause the nearest to the anchor, else in its sentence."""
    sentence = proposal.clause.sentence
    inside = [d for d in proposal.page.dates if sentence.start <= d.start < sentence.end]
    if not inside:
        return None
    anchor = proposal.anchor

    def weight(d: DateFound) -> tuple[int, int, int]:
        here = proposal.clause.start <= d.start < proposal.clause.end
        gap = d.start - anchor[1] if d.start >= anchor[1] else anchor[0] - d.end
        later = not here and d.start >= proposal.clause.end
        return (0 if here else 2 if later else 1, gap, d.start)

    return min(inside, key=weight)


def date_word(proposal: Proposal) -> str | None:
    """Whether the claim's date lies before or after publication; ``None`` where there is none or it could be both."""
    date = nearest_date(proposal)
    published = proposal.page.published_on
    if date is None or not published:
        return None
    if date.past == date.future:
        head = date.past[: min(len(date.past), 10)]
        return "future" if head > published[: len(head)] else "past"
    return "either"


def _choose_date(proposal: Proposal) -> None:
    passage = proposal.clause.sentence.passage
    date = nearest_date(proposal)
    if date is not None:
        proposal.date = date
        ahead = proposal.status in (Status.PLANNED, Status.POSSIBLE, Status.ASKED)
        proposal.happened_on = date.future if ahead else date.past
    elif passage.kind is PassageKind.POST and proposal.status is Status.HAPPENED:
        proposal.happened_on = passage.published_on


def answers(settled: list[Proposal], pages: list[Page], cast: Cast) -> list[Proposal]:
    """Denials that name no matter of their own ("Stellantis dément.") answer the claim before them."""
    found: list[Proposal] = []
    for page in pages:
        for sentence in page.sentences:
            denial = next(
                (h for c in sentence.clauses for h in c.hits if h.category == "status.denied" and not h.weak and _answers(h, page)),
                None,
            )
            if denial is None or any(p.clause.sentence is sentence for p in settled) or sentence.end - sentence.start > 160:
                continue
            before = [
                p
                for p in settled
                if p.page is page and 0 < sentence.index - p.clause.sentence.index <= 2 and p.status is not Status.DENIED
            ]
            doubted = [p for p in before if not p.status.firm] or before[-1:]
            for earlier in doubted[-2:]:
                speaker = next(
                    (m for m in page.mentions_in(sentence.start, sentence.end) if cast.kind(m.key) in (*ORGANISATIONS, "person")),
                    None,
                )
                copy = Proposal(earlier.kind, page, sentence.clauses[0], earlier.score * 0.9, None)
                copy.who, copy.whom, copy.things = earlier.who, earlier.whom, earlier.things
                copy.status, copy.source = Status.DENIED, speaker.key if speaker else earlier.who[0].key
                found.append(copy)
    return found


def _answers(hit: Hit, page: Page) -> bool:
    """Whether a sign of denial is a verb of denying rather than a mere negation."""
    return len(hit.pattern.strip("*~")) >= 4 and hit.pattern not in (
        (page.language.data.get("grammar") or {}).get("negation") or ()
    )


def merge(settled: list[Proposal], cast: Cast) -> list[list[Proposal]]:
    """Group proposals that say the same thing: same type, parties, status and number, and dates that may be one."""
    groups: list[list[Proposal]] = []
    for proposal in sorted(settled, key=lambda p: (p.clause.sentence.title, p.clause.start, p.anchor, p.kind)):
        for group in groups:
            if _same(group[0], proposal, cast):
                group.append(proposal)
                break
        else:
            groups.append([proposal])
    return sorted(groups, key=lambda g: min(p.clause.start for p in g))


def _parties(proposal: Proposal, cast: Cast) -> frozenset[str]:
    """The parties at the level of organisations, models included."""
    keys = {m.key for m in (*proposal.who, *proposal.whom)} | {m.key for m in proposal.things if cast.kind(m.key) == "model"}
    if proposal.kind == "appoint":
        return frozenset(keys)
    return frozenset(cast.affiliations.get(k, k) if cast.kind(k) == "person" else k for k in keys)


def _same(first: Proposal, second: Proposal, cast: Cast) -> bool:
    if first.kind != second.kind or first.status is not second.status:
        return False
    a, b = _parties(first, cast), _parties(second, cast)
    headline = first.clause.sentence.title or second.clause.sentence.title
    close = first.clause.sentence is second.clause.sentence
    if a != b and not ((headline or close) and (a <= b or b <= a)):
        return False
    if first.number is not None and second.number is not None and first.number.number != second.number.number:
        return first.kind not in COUNTING and close
    x, y = first.happened_on, second.happened_on
    if x and y and not (x.startswith(y) or y.startswith(x)) and not headline:
        return False
    return first.source == second.source or headline or close or first.source is None or second.source is None


def _claim(group: list[Proposal], cast: Cast, document: Document, reader: str) -> Claim:
    lead = max(group, key=lambda p: (not p.clause.sentence.title, len(p.who) + len(p.whom), p.score))
    who = tuple(dict.fromkeys(m.key for m in lead.who))
    whom = tuple(k for k in dict.fromkeys(m.key for m in lead.whom) if k not in who)
    things = tuple(k for k in dict.fromkeys(m.key for p in group for m in p.things) if k not in who and k not in whom)
    number = next((p.number for p in [lead, *group] if p.number is not None), None)
    when = max((p.happened_on for p in group if p.happened_on), key=lambda d: (len(d), d), default=None)
    source = lead.source if lead.source is not None else next((p.source for p in group if p.source is not None), None)
    quotes = tuple(dict.fromkeys(_quote(p, cast) for p in sorted(group, key=lambda p: (p.clause.sentence.title, p.clause.start))))
    value = None
    if number is not None:
        metric = next((h.category[8:] for h in lead.clause.hits if h.category.startswith("metrics.")), None)
        value = Value(number=number.number, unit=number.unit, metric=metric, period=when if lead.kind == "figure" else None)
    seal = "|".join([document.id, lead.kind, *who, ">", *whom, ">", *things, lead.status.value, source or "", quotes[0].words])
    return Claim(
        id="c-" + hashlib.sha256(seal.encode()).hexdigest()[:12],
        document_id=document.id,
        type=lead.kind,
        who=who,
        whom=whom,
        things=things,
        what=_what(lead),
        status=lead.status,
        source=source,
        happened_on=when,
        where=_where(lead, cast),
        value=value,
        quotes=quotes,
        confidence=round(lead.score, 4),
        cues=tuple(_cues(lead, cast)),
        reader=reader,
    )


def _quote(proposal: Proposal, cast: Cast) -> Quote:
    """The stretch of the sentence that holds the clause and the parties found in that sentence."""
    sentence = proposal.clause.sentence
    start, end = proposal.clause.start, proposal.clause.end
    for mention in (*proposal.who, *proposal.whom, *proposal.things):
        if sentence.start <= mention.start < sentence.end:
            start, end = min(start, mention.start), max(end, mention.end)
    text = proposal.page.text
    while start < end and text[start] in " \t\n,;:，；：、":
        start += 1
    while end > start and text[end - 1] in " \t\n,;:，；：、(（":
        end -= 1
    return Quote(start=start, end=end, words=text[start:end])


def _what(proposal: Proposal) -> tuple[str, ...]:
    """Free words for the subject: the trigger's own words."""
    trigger = proposal.trigger
    return (proposal.page.text[trigger.start : trigger.end],) if trigger is not None else ()


def _where(proposal: Proposal, cast: Cast) -> str | None:
    """The occasion named in the sentence, if any."""
    sentence = proposal.clause.sentence
    for mention in proposal.page.mentions_in(sentence.start, sentence.end):
        if cast.kind(mention.key) == "occasion":
            return cast.entities[mention.key].name
    return None


def _cues(proposal: Proposal, cast: Cast) -> list[Cue]:
    """The words that decided, for `vigie explain`."""
    page, clause = proposal.page, proposal.clause
    cues: list[Cue] = []
    trigger = proposal.trigger
    if trigger is not None:
        cues.append(_cue(page, trigger.start, trigger.end, "trigger", proposal.kind, f"pattern '{trigger.pattern}'"))
    for role, mentions in (("who", proposal.who), ("whom", proposal.whom), ("what", proposal.things)):
        cues += [_cue(page, m.start, m.end, role, cast.entities[m.key].name, f"as {m.how}") for m in mentions]
    for hit in clause.hits:
        if hit.category == f"status.{proposal.status.value}":
            cues.append(_cue(page, hit.start, hit.end, "status", proposal.status.value, f"pattern '{hit.pattern}'"))
    if proposal.source_mention is not None:
        m = proposal.source_mention
        cues.append(_cue(page, m.start, m.end, "source", cast.entities[m.key].name))
    elif proposal.source == ANONYMOUS:
        cues += [
            _cue(page, h.start, h.end, "source", ANONYMOUS, f"pattern '{h.pattern}'")
            for h in clause.hits
            if h.category == "reporting.anonymous"
        ]
    if proposal.date is not None and proposal.happened_on:
        cues.append(_cue(page, proposal.date.start, proposal.date.end, "date", proposal.happened_on))
    if proposal.number is not None:
        unit = proposal.number.unit or ""
        cues.append(_cue(page, proposal.number.start, proposal.number.end, "number", f"{proposal.number.number:g} {unit}".strip()))
    return cues


def _cue(page: Page, start: int, end: int, role: str, meaning: str, reason: str = "") -> Cue:
    return Cue(start=start, end=end, words=page.text[start:end], role=role, meaning=meaning, reason=reason)
