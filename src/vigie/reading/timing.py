"""When a claim happened: weighs the expressions of time around its clause, and whether none of them is meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import PassageKind, Status
from vigie.reading import features as see
from vigie.reading.speech import announcer

if TYPE_CHECKING:
    from vigie.reading.dates import DateFound
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.page import Page, Sentence
    from vigie.reading.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Time:
    """A possible time of a claim."""

    value: str | None = None
    """What it resolves to; ``None`` for no time at all."""
    date: DateFound | None = None
    """The expression that says it."""
    sentence: Sentence | None = None
    """Where it stands."""
    reading: str = "none"
    """``past`` or ``future`` for an expression that could be both, ``both`` for one that is read only one way, ``none``."""


def nearest_date(proposal: Proposal) -> DateFound | None:
    """The expression of time nearest to a claim: in its clause the nearest to the anchor, else in its sentence."""
    sentence = proposal.clause.sentence
    inside = proposal.page.dates_in(sentence.start, sentence.end)
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
    """Whether the nearest expression lies before or after publication, or ``either``; ``None`` where there is none."""
    date = nearest_date(proposal)
    published = proposal.page.published_on
    if date is None or not published:
        return None
    return _side(date.past, published) if date.past == date.future else "either"


def _side(value: str, published: str | None) -> str:
    """``past`` or ``future``, seen from publication; the period of publication itself counts as past."""
    if not published:
        return "unknown"
    head = value[:10]
    return "future" if head > published[: len(head)] else "past"


def choose_date(proposal: Proposal, cast: Cast, models: Models) -> None:
    """Set the likeliest time of a claim whose status is known.

    A post without an expression of time takes its own; what happens at an occasion is dated by the month of the edition that
    publication falls to.
    """
    passage = proposal.clause.sentence.passage
    options = times(proposal, cast)
    if len(options) > 1:
        chosen = max(options, key=lambda o: models.dates.total(time_features(proposal, o)) - UNDATED * (o.value is None))
        proposal.happened_on, proposal.date = chosen.value, chosen.date
    if proposal.happened_on is not None:
        return
    if passage.kind is PassageKind.POST and proposal.status is Status.HAPPENED and nearest_date(proposal) is None:
        proposal.happened_on = passage.published_on
    elif proposal.kind in AT_OCCASIONS and proposal.status.firm:
        edition = _edition(proposal, cast)
        proposal.happened_on = edition[:7] if edition else None


AT_OCCASIONS = ("meet", "launch", "negotiate")
"""Types that happen at motor shows and summits."""
AROUND = 45
"""Days around an edition within which an article speaks of it: shows are announced and digested for some weeks."""
UNDATED = 1.5
"""Log-odds by which a time that is said must be unlikelier than none before it is left out. At the gold's places .63 of the claims
with a date then get it and .86 of those without get none; by nearness alone .63 and .76. `./vigie eval reading` after a change."""
BACK = 2
"""Sentences before the claim's own whose expressions of time may be meant."""


def times(proposal: Proposal, cast: Cast) -> list[Time]:
    """The possible times of a claim: none, each reading of the expressions in its sentence, before it and in the announcement."""
    page, sentence = proposal.page, proposal.clause.sentence
    places = page.sentences[max(0, sentence.index - BACK) : sentence.index + 1]
    opening = announcer(page, cast)
    if opening is not None and opening[0].index < places[0].index:
        places = [opening[0], *places]
    options = [Time()]
    for place in places:
        for date in page.dates_in(place.start, place.end):
            if date.past == date.future:
                options.append(Time(date.past, date, place, "both"))
            else:
                options += [Time(_in_its_year(page, date, place), date, place, "past"), Time(date.future, date, place, "future")]
    return options


def _in_its_year(page: Page, date: DateFound, sentence: Sentence) -> str:
    """A date without year read backward: in the year that its sentence named last before it, else from publication."""
    if date.past[4:] != date.future[4:] or date.past[:4] == date.future[:4]:
        return date.past
    years = [d.past[:4] for d in page.dates_in(sentence.start, date.start) if d.past == d.future and d.explicit]
    return years[-1] + date.past[4:] if years and years[-1] < date.past[:4] else date.past


def time_features(proposal: Proposal, time: Time) -> list[str]:
    """What can be seen of a possible time of a claim."""
    page, clause, kind, status = proposal.page, proposal.clause, proposal.kind, proposal.status.value
    value, date, reading = time.value, time.date, time.reading
    sentence = clause.sentence
    inside = page.dates_in(sentence.start, sentence.end)
    here = [d for d in inside if clause.start <= d.start < clause.end]
    if date is None or value is None or time.sentence is None:
        features = [
            "none",
            f"none&here:{min(len(here), 2)}&inside:{min(len(inside), 2)}",
            f"none&status:{status}",
            f"none&status:{status}&here:{min(len(here), 2)}",
            f"none&title:{sentence.title}",
            f"none&inside:{min(len(inside), 2)}&first:{min(sentence.index, 3)}",
        ]
        return [*features, *(f"{kind}|{f}" for f in features)]
    anchor = proposal.anchor
    side = "before" if date.end <= anchor[0] else "after" if date.start >= anchor[1] else "in"
    gap = max(0, anchor[0] - date.end, date.start - anchor[1]) // (6 if page.language.spaced else 3)
    away = sentence.index - time.sentence.index
    if away:
        place = f"{min(away, 3)} before" if away <= BACK else "opening"
    elif date in here:
        place = "here"
    else:
        place = "earlier" if date.start < clause.start else "later"
    rivals = _rivals(page, date, anchor, sentence.start, sentence.end) if not away else 0
    nearest = nearest_date(proposal)
    when = _side(value, page.published_on)
    precision = len(value) if "Q" not in value and "H" not in value else 6
    before = page.word_before(date.start)
    features = [
        f"place:{place}",
        f"place:{place}&{side}",
        f"place:{place}&status:{status}",
        f"place:{place}&dates here:{min(len(here), 2)}&inside:{min(len(inside), 2)}",
        f"reading:{reading}&status:{status}",
        f"reading:{reading}&when:{when}&status:{status}",
        f"when:{when}&status:{status}",
        f"when:{when}&status:{status}&{place}",
        f"reading:{reading}&near:{_near(value, page.published_on)}&status:{status}",
        f"gap:{see.bucket(gap)}&{place}&{side}",
        f"rivals:{min(rivals, 2)}&{side}",
        f"nearest:{date is nearest}",
        f"nearest:{date is nearest}&{place}",
        f"only:{len(inside) == 1 and not away}",
        f"until:{date.until}&status:{status}",
        f"explicit:{date.explicit}&{place}",
        f"precision:{precision}&status:{status}",
        f"precision:{precision}&{place}",
        f"{page.language.code}<{before}",
        f"{page.language.code}<{before}&{side}",
    ]
    if away:
        dated = bool(inside)
        features += [f"far&dated here:{dated}&status:{status}", f"far&{place}&dated here:{dated}&precision:{precision}"]
    return [*features, *(f"{kind}|{f}" for f in features[:8])]


def _rivals(page: Page, date: DateFound, anchor: tuple[int, int], start: int, end: int) -> int:
    """How many other triggers of a sentence stand nearer to an expression of time than the claim's own words do."""
    own = max(0, anchor[0] - date.end, date.start - anchor[1])
    nearer = {
        (h.start, h.end)
        for h in page.hits_in(start, end)
        if h.category.startswith("triggers.")
        and not h.weak
        and not (h.start < anchor[1] and anchor[0] < h.end)
        and max(0, h.start - date.end, date.start - h.end) < own
    }
    return len(nearer)


def _near(value: str, published: str | None) -> str:
    """How far a day lies from publication: within a week, two months, longer, or unknown for what is no day."""
    if not published or len(published) < 10 or len(value) != 10:
        return "unknown"
    days = abs((dt.date.fromisoformat(value) - dt.date.fromisoformat(published[:10])).days)
    return "week" if days <= 7 else "months" if days <= 61 else "far"


def _edition(proposal: Proposal, cast: Cast) -> str | None:
    """The first day of the edition, near publication, of an occasion named in the sentence or the one before."""
    page, sentence = proposal.page, proposal.clause.sentence
    published = page.published_on
    if not published or len(published) < 10:
        return None
    start = page.sentences[sentence.index - 1].start if sentence.index else sentence.start
    day = dt.date.fromisoformat(published[:10])
    for mention in page.mentions_in(start, sentence.end):
        for first, last in cast.editions.get(mention.key, ()):
            if dt.date.fromisoformat(first) - dt.timedelta(AROUND) <= day <= dt.date.fromisoformat(last) + dt.timedelta(AROUND):
                return first
    return None
