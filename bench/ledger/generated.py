"""A made-up press: documents with readings, and the moves and stories that they tell of, as skewed as the real one. Keeps nothing.

Who is written about, by whom and in which words follows Zipf's law; a story has one document or many; most of what is published
comes the day it is published, some years later. The same number always gives the same document.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np

from vigie.model import Claim, Conclusions, Copy, Cue, Document, Entity, Mention, Move, Origin, Quote, Reading, Status, Story

ACTORS, OUTLETS, WORDS, HAN = 3000, 400, 30_000, 2500
FIRST_DAY, DAYS = dt.date(2015, 1, 1), 3650
LANGUAGES = (("en", 0.45), ("fr", 0.2), ("de", 0.15), ("zh", 0.2))
TYPES = ("meet", "agree", "negotiate", "invest", "launch", "build", "price", "recall", "appoint", "figure", "dispute", "supply")
STATUSES = (Status.HAPPENED, Status.PLANNED, Status.RUMOURED, Status.POSSIBLE, Status.DENIED, Status.ASKED)
STATUS_SHARES = (0.55, 0.2, 0.1, 0.07, 0.05, 0.03)
BLOCK = 1000
"""Documents made at once; a block is made from its own number alone."""
_REASON = "a verb of the sentence says so, and its subject and object are the parties named beside it"


@dataclass(frozen=True, slots=True)
class Block:
    """Some documents in the order in which they come, and what weighing them concludes."""

    documents: list[Document]
    readings: list[Reading]
    conclusions: Conclusions


def zipf(rng: np.random.Generator, number: int, size: int, power: float = 1.0) -> np.ndarray:
    """Ranks from 0 to ``number`` - 1, each as often as Zipf's law has it."""
    return np.searchsorted(_zipf_sums(number, power), rng.random(size))


@cache
def _zipf_sums(number: int, power: float) -> np.ndarray:
    shares = 1.0 / np.arange(1, number + 1) ** power
    return np.cumsum(shares / shares.sum())


@cache
def words(lang: str) -> list[str]:
    """The words of a language, the most frequent first; the frequent ones are short."""
    rng = np.random.default_rng([7, sum(map(ord, lang))])
    if lang == "zh":
        return [chr(0x4E00 + int(code)) for code in rng.choice(6000, HAN, replace=False)]
    syllables = [c + v for c in "bcdfglmnprstv" for v in ("a", "e", "i", "o", "u", "an", "er", "ion")]
    sizes = np.minimum(1 + np.arange(WORDS) // 150, 4)
    made = {"".join(rng.choice(syllables, size)) for size in sizes}
    known = {"en": ["factory", "factories", "battery"], "fr": ["usine", "usines", "société"], "de": ["Werk", "Werke", "Batterie"]}
    listed = sorted(made, key=lambda word: (len(word), word))
    return [*listed[:200], *known[lang], *listed[200:]]


def actor(rank: int) -> tuple[str, str]:
    """Key and name of the actor of that rank."""
    return f"actor-{rank}", f"Maker{rank}"


def block(number: int) -> Block:
    """The documents of a block, from ``number * BLOCK`` on."""
    rng = np.random.default_rng([11, number])
    langs = rng.choice([lang for lang, _ in LANGUAGES], BLOCK, p=[share for _, share in LANGUAGES])
    outlets, sizes = zipf(rng, OUTLETS, BLOCK), rng.integers(150, 550, BLOCK)
    # Stories are begun within the block: a fifth of the documents belongs to one that has begun already, the large ones grow most.
    story_of: list[int] = []
    for index in range(BLOCK):
        story_of.append(index if index == 0 or rng.random() < 0.45 else story_of[int(rng.integers(0, index))])
    documents, readings = [], []
    told: dict[str, list[tuple[Claim, Reading]]] = {}
    for index in range(BLOCK):
        serial, story = number * BLOCK + index, number * BLOCK + story_of[index]
        document, reading, moves = _document(rng, serial, story, str(langs[index]), int(outlets[index]), int(sizes[index]))
        documents.append(document)
        readings.append(reading)
        for claim, move in zip(reading.claims, moves, strict=True):
            told.setdefault(move, []).append((claim, reading))
    stories: dict[int, list[str]] = {}
    for document, story in zip(documents, story_of, strict=True):
        stories.setdefault(story, []).append(document.id)
    outlet_of = {document.id: document.outlet or "" for document in documents}
    return Block(
        documents,
        readings,
        Conclusions(
            moves=tuple(_move(move, [claim for claim, _ in telling], outlet_of) for move, telling in told.items()),
            stories=tuple(
                Story(id=f"s-{number}-{one}", title=f"Story {one}", document_ids=tuple(ids)) for one, ids in stories.items()
            ),
            copies=tuple(
                Copy(document_id=ids[1], copy_of=ids[0], score=0.8, reason="80% of its stretches stand in the other")
                for ids in stories.values()
                if len(ids) > 2
            ),
        ),
    )


def _document(
    rng: np.random.Generator, serial: int, story: int, lang: str, outlet: int, size: int
) -> tuple[Document, Reading, list[str]]:
    listed = words(lang)
    day = FIRST_DAY + dt.timedelta(
        days=int((serial % 1_000_000) / 1_000_000 * DAYS * 0.9 + rng.integers(0, 30) ** 2 * (rng.random() < 0.05))
    )
    text_words = [listed[rank] for rank in zipf(rng, len(listed), size)]
    # The parties of a story are its own; a document names some of them and others in passing.
    of_story = np.random.default_rng([13, story])
    cast = list(dict.fromkeys(int(rank) for rank in zipf(of_story, ACTORS, 6)))
    named = list(dict.fromkeys([*cast[: 2 + serial % 4], *(int(rank) for rank in zipf(rng, ACTORS, 3))]))
    space = "" if lang == "zh" else " "
    pieces, mentions, place = [], [], 0
    for index, word in enumerate(text_words):
        if index % 25 == 12:
            key, name = actor(named[index // 25 % len(named)])
            mentions.append(Mention(start=place, end=place + len(name), key=key, how="name"))
            word = name  # noqa: PLW2901 - the name stands in the word's place
        elif index % 20 == 19:
            word = word + ("。" if lang == "zh" else ".")  # noqa: PLW2901
        pieces.append(word)
        place += len(word) + len(space)
    text = space.join(pieces)
    document = Document(
        id=f"d-{serial}",
        text=text,
        title=text[: text.find("。" if lang == "zh" else ".")][:110] or None,
        url=f"https://outlet-{outlet}.example/{day:%Y/%m}/{serial}",
        outlet=f"Outlet {outlet}",
        lang=lang,
        published_on=day.isoformat(),
        extra={"source": f"outlet-{outlet}"},
    )
    claims, moves = [], []
    for position in range(3 + int(rng.integers(0, 5))):
        which = int(rng.integers(0, 4))
        kind = TYPES[(story + which) % len(TYPES)]
        who, whom = cast[which % len(cast)], cast[(which + 1) % len(cast)]
        start = min(len(text) - 1, 120 * position)
        quote = text[start : start + 120]
        status = STATUSES[int(rng.choice(len(STATUSES), p=STATUS_SHARES))]
        cues = tuple(
            Cue(start=start + at, end=start + at + 8, words=quote[at : at + 8], role=role, meaning=kind, reason=_REASON)
            for at, role in ((0, "trigger"), (10, "status"), (20, "who"))
        )
        happened_on = (day - dt.timedelta(days=which)).isoformat() if which else None
        moves.append(f"m-{story}-{which}")
        claims.append(
            Claim(
                id="c-" + hashlib.sha256(f"{serial}/{position}".encode()).hexdigest()[:12],
                document_id=document.id,
                type=kind,
                who=(actor(who)[0],),
                whom=(actor(whom)[0],) if whom != who else (),
                things=(f"thing-{story % 5000}",) if which == 3 else (),
                status=status,
                happened_on=happened_on,
                quotes=(Quote(start=start, end=start + len(quote), words=quote),),
                confidence=0.7,
                cues=cues,
                reader="rules-1",
            )
        )
    keys = list(
        dict.fromkeys([*(actor(rank)[0] for rank in named), *(key for one in claims for key in (*one.who, *one.whom, *one.things))])
    )
    entities = tuple(
        Entity(key=key, name=key.replace("actor-", "Maker").replace("thing-", "Model"), kind="company", mentions=(key,))
        for key in keys
    )
    reading = Reading(
        document_id=document.id,
        reader="rules-1",
        lang=lang,
        published_on=document.published_on,
        entities=entities,
        mentions=tuple(mentions),
        claims=tuple(claims),
    )
    return document, reading, moves


def _move(move_id: str, claims: list[Claim], outlet_of: dict[str, str]) -> Move:
    first = claims[0]
    document_ids = tuple(dict.fromkeys(claim.document_id for claim in claims))
    voices: dict[str, list[str]] = {}
    for document_id in document_ids:
        voices.setdefault(outlet_of[document_id], []).append(document_id)
    return Move(
        id=move_id,
        type=first.type,
        who=first.who,
        whom=first.whom,
        things=first.things,
        status=first.status,
        contradicted=False,
        happened_on=first.happened_on,
        claim_ids=tuple(claim.id for claim in claims),
        document_ids=document_ids,
        origins=tuple(
            Origin(id=f"outlet:{name}", name=name, document_ids=tuple(ids), reason="it speaks in its own voice")
            for name, ids in voices.items()
        ),
    )
