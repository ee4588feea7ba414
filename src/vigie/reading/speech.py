"""Where a document says that somebody speaks, and who: reporting verbs, "according to", spokespeople. Decides no claim's source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.reading.mentions import ORGANISATIONS
from vigie.reading.page import Speech

if TYPE_CHECKING:
    from vigie.model import Mention
    from vigie.reading.language import Hit
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Page, Sentence

SPEAKING = (*ORGANISATIONS, "person", "outlet")
"""Kinds of entity that can say something."""
_FORMS = {"according": "according", "spokespeople": "spokesperson", "anonymous": "anonymous"}
_REACH = {True: (70, 25, 30), False: (24, 3, 30)}
"""Characters from a reporting verb back to its subject, on to a subject behind it, and around a word for spokespeople, by whether
the script puts spaces. Set by reading the own corpus; `./vigie eval reading` after a change."""
OPENING = 4
"""The announcer of a document is sought in its first sentences, headline included."""


def speeches(page: Page, cast: Cast, sentence: Sentence) -> list[Speech]:
    """The signs of a sentence that somebody speaks, by place; found once for each sentence."""
    if sentence.speeches is None:
        named = [m for m in page.mentions_in(sentence.start, sentence.end) if cast.kind(m.key) in SPEAKING]
        hits = [h for h in page.hits_in(sentence.start, sentence.end) if h.category.startswith("reporting.")]
        sentence.speeches = [_speech(page, hit, named) for hit in hits]
    return sentence.speeches


def _speech(page: Page, hit: Hit, named: list[Mention]) -> Speech:
    back, on, around = _REACH[page.language.spaced]
    form = _FORMS.get(hit.category.removeprefix("reporting."), "alone")
    speaker: Mention | None = None
    if form == "according":
        inside = [m for m in named if hit.start <= m.start < hit.end]
        behind = [m for m in named if hit.end - 2 <= m.start <= hit.end + back]
        speaker = next(iter(inside or behind), None)
    elif form == "spokesperson":
        gaps = [(min(abs(m.start - hit.end), abs(hit.start - m.end)), m.start, m) for m in named]
        speaker = min((g for g in gaps if g[0] <= around), key=lambda g: g[:2], default=(0, 0, None))[2]
    elif form == "alone":
        before = next((m for m in reversed(named) if m.end <= hit.start and hit.start - m.end <= back), None)
        after = next((m for m in named if hit.end <= m.start <= hit.end + on), None)
        nearer = after is not None and (before is None or after.start - hit.end <= hit.start - before.end)
        if after is not None and nearer and _clear(page, hit.end, after.start):
            form, speaker = "inverted", after
        elif before is not None and _clear(page, before.end, hit.start):
            form, speaker = "verb", before
    return Speech(hit.start, hit.end, form, hit.weak, speaker)


def _clear(page: Page, start: int, end: int) -> bool:
    """Whether no other verb that reports or makes a claim lies between a verb and its subject."""
    return not any(
        h.end <= end and (h.category == "reporting.verbs" or (h.category.startswith("triggers.") and not h.weak))
        for h in page.hits_in(start, end)
    )


def announcer(page: Page, cast: Cast) -> tuple[Sentence, Mention] | None:
    """Who speaks first in a document's opening: what a wire goes on to tell, it tells on that word."""
    for sentence in page.sentences[:OPENING]:
        for speech in speeches(page, cast, sentence):
            if speech.speaker is not None and not speech.weak:
                return sentence, speech.speaker
    return None


def speaker_before(page: Page, cast: Cast, sentence: Sentence) -> tuple[Sentence, Mention] | None:
    """Who spoke last before a sentence, and where."""
    if page.last_speakers is None:
        page.last_speakers = []
        last: tuple[Sentence, Mention] | None = None
        for earlier in page.sentences:
            page.last_speakers.append(last)
            said = [s.speaker for s in speeches(page, cast, earlier) if s.speaker is not None and not s.weak]
            if said:
                last = earlier, said[-1]
    return page.last_speakers[sentence.index]
