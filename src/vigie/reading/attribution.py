"""Who is made responsible for a claim: a speaker, a post's author, an outlet, unnamed people, or nobody but the document."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS, PassageKind
from vigie.reading import features as see
from vigie.reading.speech import SPEAKING, announcer, speaker_before, speeches

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.model import Mention
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.page import Clause, Page, Sentence, Speech
    from vigie.reading.proposal import Proposal

Option = tuple["str | None", "Mention | None", tuple[str, ...]]
"""A possible source: entity key (or ``anonymous``, or ``None``), the mention that speaks, and marks of how it came up."""

UNSOURCED = 0.8
"""Log-odds by which a source must be unlikelier than the document's own voice before the claim stands without one: a source left
out makes a statement of one party look like the paper's. Costs nothing in all, and finds one named source in twenty more
(cross-validated at the gold's places; `./vigie eval reading` after a change)."""


def weigh_sources(proposal: Proposal, cast: Cast, models: Models) -> list[tuple[float, str | None, Mention | None]]:
    """The possible sources of a proposal with their probabilities, likeliest first; a post's author alone in its own passage."""
    page, clause = proposal.page, proposal.clause
    passage = clause.sentence.passage
    if passage.kind is PassageKind.POST and passage.author is not None:
        author = next(
            (k for k, e in cast.entities.items() if passage.author in (e.name, *e.aka) or passage.author in cast.forms[k]), None
        )
        return [(1.0, author or passage.author, None)]
    if clause.weighed is not None and clause.weighed[0] is models.sources:
        return clause.weighed[1]
    options = speakers(page, cast, clause)
    totals = [
        -UNSOURCED * (key is None) + models.sources.total(speaker_features(page, cast, clause, mention, marks))
        for key, mention, marks in options
    ]
    top = max(totals)
    exps = [math.exp(total - top) for total in totals]
    whole = sum(exps)
    weighed = [(e / whole, key, mention) for e, (key, mention, _) in zip(exps, options, strict=True)]
    weighed.sort(key=lambda x: -x[0])
    clause.weighed = (models.sources, weighed)
    return weighed


def speakers(page: Page, cast: Cast, clause: Clause) -> list[Option]:
    """The possible sources of a clause: nobody, unnamed people, the document's voice, and whoever is mentioned around it.

    Around means its sentence, both ends of a quotation that goes beyond it, a short sentence after that tells who said so
    ("Das teilte der Konzern mit."), the sentence before, whoever spoke last and whoever spoke first in the document.
    """
    voice = page.voice
    mark = f"voice:{voice.kind}" if voice is not None else "voice:own"
    options: list[Option] = [(None, None, ("own voice", mark)), (ANONYMOUS, None, ("anonymous", mark))]
    sentence, passage = clause.sentence, clause.sentence.passage
    seen: set[str] = set()
    if voice is not None and voice.source is not None:
        options.append((voice.source, None, ("speaker", mark)))
        seen.add(voice.source)

    def add(start: int, end: int, where: str, *, speaking_first: bool = False) -> None:
        found = [m for m in page.mentions_in(start, end) if cast.kind(m.key) in SPEAKING]
        if speaking_first:
            found.sort(key=lambda m: (see.speaks(page, m) is None, m.start))
        for mention in found:
            if mention.key not in seen and (speaking_first or mention.how != "pronoun"):
                seen.add(mention.key)
                options.append((mention.key, mention, (where,)))

    add(sentence.start, sentence.end, "sentence itself", speaking_first=True)
    middle = (clause.start + clause.end) // 2
    for start, end in page.quotations:
        if start < middle < end and not (sentence.start <= start and end <= sentence.end):
            add(end, min(end + 90, passage.end), "after the quotation")
            add(max(start - 90, passage.start), start, "before the quotation")
    if sentence.index + 1 < len(page.sentences):
        after = page.sentences[sentence.index + 1]
        told = any(h.category == "reporting.verbs" for h in page.hits_in(after.start, min(after.end, after.start + 40)))
        if after.passage is passage and told and after.end - after.start < 140:
            add(after.start, after.end, "sentence after")
    if sentence.index:
        before = page.sentences[sentence.index - 1]
        add(before.start, before.end, "sentence before")
    for found, where in ((speaker_before(page, cast, sentence), "spoke last"), (announcer(page, cast), "announcer")):
        if found is not None and found[1].key not in seen:
            seen.add(found[1].key)
            options.append((found[1].key, found[1], (where,)))
    return options


def sourced_word(source: str | None, cast: Cast) -> str:
    """``none``, ``anonymous``, ``outlet`` or ``named``: what a status model may know of a source."""
    if source is None:
        return "none"
    if source == ANONYMOUS:
        return "anonymous"
    return "outlet" if source in cast.entities and cast.kind(source) == "outlet" else "named"


def speaker_features(page: Page, cast: Cast, clause: Clause, mention: Mention | None, marks: Iterable[str]) -> list[str]:
    """What can be seen of one possible source of a claim; ``mention`` is ``None`` for the document's own voice or nobody named."""
    features = list(marks)
    sight = _sight(page, cast, clause)
    if mention is None:
        features += _unnamed_features(sight, features[0] if features else "none", features[1:3])
    else:
        features += _named_features(sight, mention, features[0] if features else "named")
    return list(dict.fromkeys(features))


@dataclass(frozen=True, slots=True)
class _Sight:
    """What all possible sources of a clause have in common."""

    page: Page
    cast: Cast
    clause: Clause
    heard: list[Speech]
    """The signs in the sentence that somebody speaks."""
    said: list[tuple[Speech, Mention]]
    """Those of them with a speaker."""
    quoted: str
    reported: bool
    """Whether the verb's form alone marks what others said (German Konjunktiv I)."""
    ahead: bool
    """Whether the clause speaks of what is to come."""
    announcer: tuple[Sentence, Mention] | None
    last: tuple[Sentence, Mention] | None

    def place(self, speech: Speech) -> str:
        """Where a sign stands, counted in clauses from this one: ``here``, ``1 before`` … ``2 after``."""
        at = next((c.index for c in self.clause.sentence.clauses if c.start <= speech.start < c.end), self.clause.index)
        away = self.clause.index - at
        return "here" if away == 0 else f"{min(away, 3)} before" if away > 0 else f"{min(-away, 2)} after"


def _sight(page: Page, cast: Cast, clause: Clause) -> _Sight:
    heard = speeches(page, cast, clause.sentence)
    return _Sight(
        page=page,
        cast=cast,
        clause=clause,
        heard=heard,
        said=[(s, s.speaker) for s in heard if s.speaker is not None],
        quoted=see.quoted_place(page, clause),
        reported=any(h.category == "grammar.reported" for h in clause.hits),
        ahead=any(h.category == "status.planned" and not h.weak for h in clause.hits),
        announcer=announcer(page, cast),
        last=speaker_before(page, cast, clause.sentence),
    )


def _unnamed_features(sight: _Sight, who: str, marks: list[str]) -> list[str]:
    """Of the document's own voice (``own voice``), of unnamed people (``anonymous``), or of a speaker without a mention."""
    page, clause, sentence = sight.page, sight.clause, sight.clause.sentence
    hits = page.hits_in(sentence.start, sentence.end)
    spoken, announced = bool(sight.said), sight.announcer is not None
    features = [f"has:{c}" for c in sorted({h.category for h in hits if h.category.startswith("reporting.")})]
    features += [
        f"{h.category}&{'here' if clause.start <= h.start < clause.end else 'there'}"
        for h in hits
        if h.category.startswith("reporting.") and (h.category != "reporting.verbs" or not h.weak)
    ]
    features += sorted({h.category for h in hits if h.category.startswith("status.") and not h.weak})
    features += [
        f"{page.language.code}!{h.pattern}"
        for h in hits
        if h.category in ("reporting.anonymous", "reporting.according", "status.rumoured")
    ]
    for speech in sight.heard:
        named = f"{speech.label}&speaker:{speech.speaker is not None}"
        features += [named, f"{named}&{sight.place(speech)}"]
    features += [
        f"quoted:{sight.quoted}",
        f"question:{sentence.question}",
        f"title:{sentence.title}",
        f"signs:{min(len(sight.heard), 3)}&quoted:{sight.quoted}",
        f"spoken:{spoken}&quoted:{sight.quoted}",
        f"spoken:{spoken}&reported:{sight.reported}",
        f"outlet speaks:{any(sight.cast.kind(m.key) == 'outlet' for _, m in sight.said)}",
        f"ahead:{sight.ahead}&announced:{announced}",
        f"announced:{announced}&sentence:{min(sentence.index, 3)}",
        f"language:{page.language.code}",
    ]
    if sentence.index and page.sentences[sentence.index - 1].passage is sentence.passage:
        heard = speeches(page, sight.cast, page.sentences[sentence.index - 1])
        features.append(f"spoken before:{any(s.speaker for s in heard)}&spoken:{spoken}&quoted:{sight.quoted}")
        if any(s.form == "anonymous" for s in heard):
            features.append(f"anonymous before&spoken:{spoken}")
    if sight.last is not None:
        near = sentence.index - sight.last[0].index <= 2
        features.append(f"spoke last near:{near}&spoken:{spoken}&quoted:{sight.quoted}&reported:{sight.reported}")
    for mark in marks:
        if mark.startswith("voice:"):
            features += [mark, f"announced:{announced}&{mark}"]
    return [f"{who}&{feature}" for feature in features]


def _named_features(sight: _Sight, mention: Mention, marked: str) -> list[str]:
    """Of somebody who is named: where, and whether it is this one who speaks."""
    page, cast, clause, sentence = sight.page, sight.cast, sight.clause, sight.clause.sentence
    quoted, key, kind = sight.quoted, mention.key, cast.kind(mention.key)
    spoken = bool(sight.said)
    here = clause.start <= mention.start < clause.end
    inside = "here" if here else "sentence" if sentence.start <= mention.start < sentence.end else "earlier"
    said = see.speaks(page, mention) or "silent"
    before = page.word_before(mention.start)
    in_quotes = any(s < mention.start < e for s, e in page.quotations)
    features = [
        f"{marked}&speaks:{said}",
        f"{marked}&quoted:{quoted}&inside:{in_quotes}",
        f"kind:{kind}",
        f"how:{mention.how}",
        f"place:{inside}",
        f"speaks:{said}",
        f"speaks:{said}&{kind}",
        f"speaks:{said}&{inside}",
        f"speaks:{said}&{see.relation_of(page, mention.start, before)}",
        f"place:{inside}&{kind}",
        f"first:{mention.start - sentence.start < 4}",
        f"quoted:{quoted}&{said}",
        f"quoted:{quoted}&{kind}&{inside}",
        f"standing:{cast.standing(key)}&{said}",
        f"standing:{cast.standing(key) == 0}&spoken:{spoken}",
        f"{page.language.code}<{before}",
        f"{page.language.code}>{page.word_after(mention.end)}",
    ]
    window = page.hits_in(max(sentence.start, mention.start - 40), mention.start)
    if any(h.category == "reporting.spokespeople" for h in window):
        features.append("spokesperson before")
    if any(h.category == "reporting.verbs" for h in page.hits_in(mention.end, min(sentence.end, mention.end + 60))):
        features.append("verb within sixty")
    hits = page.hits_in(sentence.start, sentence.end)
    features += [f"has:{c}" for c in sorted({h.category for h in hits if h.category.startswith("reporting.")})]
    own = [speech for speech, speaker in sight.said if speaker.key == key]
    speakers = list(dict.fromkeys(speaker.key for _, speaker in sight.said))
    for speech in own:
        place = sight.place(speech)
        features += [
            f"own:{speech.label}",
            f"own:{speech.label}&{place}",
            f"own:{speech.label}&{kind}",
            f"own:{speech.label}&of:{min(len(sight.said), 3)}",
            f"own:{speech.label}&{place}&quoted:{quoted}",
        ]
    if not spoken:
        features.append(f"nobody speaks&quoted:{quoted}")
    elif not own:
        features.append("another speaks")
    if not own:
        features.append(f"does not speak&{kind}")
    earlier = [(s, m) for s, m in sight.said if s.start <= clause.end]
    later = [(s, m) for s, m in sight.said if s.start >= clause.start]
    if earlier and earlier[-1][1].key == key:
        features += ["last before", f"last before&{sight.place(earlier[-1][0])}", f"last before&{kind}"]
    if later and later[0][1].key == key:
        features += ["first after", f"first after&{sight.place(later[0][0])}"]
    if speakers == [key]:
        features += ["only speaker", f"only speaker&quoted:{quoted}", f"only speaker&{kind}"]
    if any(cast.affiliations.get(other) == key for other in speakers):
        features.append("its person speaks")
    if cast.affiliations.get(key) in speakers:
        features.append("its employer speaks")
    if sight.reported:
        features.append(f"reported&own:{bool(own)}&spoken:{spoken}")
    return features + _far_features(sight, key, kind, spoken)


def _far_features(sight: _Sight, key: str, kind: str, spoken: bool) -> list[str]:
    """Of somebody who speaks beyond the sentence: in the ones beside it, last before it, or first in the document."""
    page, cast, sentence, quoted = sight.page, sight.cast, sight.clause.sentence, sight.quoted
    features = []
    for step, name in ((-1, "before"), (1, "after")):
        at = sentence.index + step
        beside = page.sentences[at] if 0 <= at < len(page.sentences) else None
        if beside is None or beside.passage is not sentence.passage:
            continue
        said = [s for s in speeches(page, cast, beside) if s.speaker is not None]
        if said and said[-1].speaker is not None and said[-1].speaker.key == key:
            alone = any(s.form == "alone" for s in sight.heard)
            features += [
                f"speaks in sentence {name}",
                f"speaks in sentence {name}&spoken:{spoken}&quoted:{quoted}",
                f"speaks in sentence {name}&spoken:{spoken}&alone:{alone}",
                f"speaks in sentence {name}&{said[-1].label}&spoken:{spoken}",
            ]
    if sight.announcer is not None and sight.announcer[1].key == key:
        first = sight.announcer[0].index
        features += [
            "announcer",
            f"announcer&spoken:{spoken}&quoted:{quoted}",
            f"announcer&ahead:{sight.ahead}",
            f"announcer&at:{min(first, 2)}&on:{max(0, min(sentence.index - first, 4))}",
            f"announcer&{kind}",
            f"announcer&voice:{page.voice.kind if page.voice is not None else 'own'}",
        ]
    if sight.last is not None and sight.last[1].key == key:
        away = min(sentence.index - sight.last[0].index, 4)
        same = sight.last[0].passage is sentence.passage
        features += [
            f"spoke last&{away}&spoken:{spoken}&reported:{sight.reported}",
            f"spoke last&quoted:{quoted}&spoken:{spoken}&same:{same}",
            f"spoke last&same:{same}&{away}",
            f"spoke last&reported:{sight.reported}",
        ]
    return features
