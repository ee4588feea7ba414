"""Whole texts: German business events by document, speakers and cues of German quotations, names in three languages."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from spots import Row, lay_out, offsets, spot

from vigie.model import Document
from vigie.reading import features as see
from vigie.reading.attribution import weigh_sources
from vigie.reading.claims import draw_claims
from vigie.reading.models import shipped_models
from vigie.reading.proposal import Proposal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from vigie.reading import DefaultReader

EVENTS = ("Acquisition", "Insolvency", "Layoffs", "Merger", "OrganizationLeadership", "SpinOff", "Strike")
"""The business events of the SmartData corpus; its traffic events are no matter of ours."""
CLAIMED = {
    "Acquisition": "invest",
    "Merger": "invest",
    "Layoffs": "close",
    "Insolvency": "close",
    "OrganizationLeadership": "appoint",
    "SpinOff": "end",
    "Strike": "dispute",
}
"""The claim type under which an event would be told. A claim of that type stands for the first event that lists it."""
PARTS = 5
ANY_TYPE = "figure"
"""The claim type given to attribution, which wants one and makes no use of it."""


def measure_events(folder: Path, reader: DefaultReader) -> list[Row]:
    """Which of seven business events a German document tells (SmartData v1, train part): micro-F1, cross-validated."""
    packed = gzip.decompress((folder / "train.json.gz").read_bytes()).decode()
    gold: list[set[str]] = []
    seen: list[list[str]] = []
    claimed: list[set[str]] = []
    for item in _objects(packed):
        text = item["text"]["string"]
        gold.append({m["name"] for m in (item["relationMentions"] or {}).get("array", ())} & set(EVENTS))
        pages, cast = lay_out(text, "de", reader)
        found = [f for page in pages for s in page.sentences for c in s.clauses for f in see.clause_features(page, cast, c)]
        seen.append(sorted(set(found)))
        claims = draw_claims(pages, cast, Document(id="public", text=text), reader.name, shipped_models())
        kinds = {c.type for c in claims}
        claimed.append({next(e for e in EVENTS if CLAIMED[e] == k) for k in kinds if k in CLAIMED.values()})
    matrix = CountVectorizer(analyzer=list, binary=True, min_df=2, dtype=np.float32).fit_transform(seen)
    read: list[set[str]] = [set() for _ in gold]
    part = np.arange(len(gold)) % PARTS
    for event in EVENTS:
        labels = np.array([event in g for g in gold])
        for held in range(PARTS):
            model = LogisticRegression(C=1.0, max_iter=100, tol=1e-2, class_weight="balanced").fit(
                matrix[part != held], labels[part != held]
            )
            for i in np.flatnonzero(part == held)[model.predict(matrix[part == held])]:
                read[i].add(event)
    what = f"micro-F1 of 7 business events, {sum(map(len, gold))} in {len(gold)} documents"
    commonest = Counter(e for g in gold for e in g).most_common(1)[0][0]
    return [
        {"row": "trivial: the commonest event everywhere", "figure": _micro(gold, [{commonest}] * len(gold)), "what": what},
        {"row": "published: plain linear", "figure": 0.473, "what": "micro-F1 of 7 business events, documents"},
        {"row": "vigie's claims as read", "figure": _micro(gold, claimed), "what": f"{what}; types mapped, not trained here"},
        {"row": "vigie's clause features, linear", "figure": _micro(gold, read), "what": f"{what}; cross-validated, {PARTS} parts"},
    ]


def measure_quotations(archive: Path, reader: DefaultReader) -> list[Row]:
    """Speakers and cues of German quotations, dev part: what attribution finds as shipped. The set's licence forbids training."""
    n: Counter[str] = Counter()
    for item in _archived(archive, "data/dev/"):
        pages, cast = lay_out(item["originalText"], "de", reader)
        annotated = [a for a in item["annotations"] if a["quote"]["spans"]]
        cues = [s for a in annotated for part in ("cue", "frame") for s in _spans(a[part])]
        for page in pages:
            for hit in page.hits:
                if hit.category in ("reporting.verbs", "reporting.according") and not hit.weak:
                    n["cue read"] += 1
                    n["cue right"] += any(s < hit.end and hit.start < e for s, e in cues)
        for a in annotated:
            for s, e in _spans(a["cue"])[:1]:
                n["cue gold"] += 1
                n["cue found"] += any(
                    h.category.startswith("reporting.") and h.start < e and s < h.end for p in pages for h in p.hits
                )
            wanted = _spans(a["speaker"])
            if not wanted:
                continue
            n["speaker gold"] += 1
            start, end = max(_spans(a["quote"]), key=lambda s: s[1] - s[0])
            place = spot(pages, cast, (start + end) // 2, end)
            for who, span in (("first", _first_name(place)), ("ours", _speaker(place))):
                n[f"{who} read"] += span is not None
                n[f"{who} right"] += span is not None and any(s < span[1] and span[0] < e for s, e in wanted)
    rows: list[Row] = []
    for label, who in (("trivial: the first name of the sentence", "first"), ("vigie's attribution as shipped", "ours")):
        for name, below in (("precision", f"{who} read"), ("recall", "speaker gold")):
            what = f"{name} of speakers, {n['speaker gold']} quotations of dev"
            rows.append({"row": label, "figure": _share(n[f"{who} right"], n[below]), "what": what})
    for name, above, below in (("precision", "cue right", "cue read"), ("recall", "cue found", "cue gold")):
        rows.append(
            {
                "row": "vigie's reporting words",
                "figure": _share(n[above], n[below]),
                "what": f"{name} of cues, {n['cue gold']} in dev",
            }
        )
    return rows


def measure_names(folder: Path, reader: DefaultReader) -> list[Row]:
    """People and organisations in Universal NER: F1 of exact spans. The reader looks for those of one industry only."""
    rows: list[Row] = []
    for name, lang in (("en_ewt-ud-test", "en"), ("de_pud-ud-test", "de"), ("zh_gsdsimp-ud-test", "zh")):
        counts: dict[str, Counter[str]] = {"ours": Counter(), "capitals": Counter()}
        for words, tags in _tagged(folder / f"{name}.iob2"):
            text = (" " if lang != "zh" else "").join(words)
            places = offsets(words) if lang != "zh" else _packed(words)
            gold = {(places[a][0], places[b - 1][1]) for a, b, kind in _chunks(tags) if kind in ("PER", "ORG")}
            pages, cast = lay_out(text, lang, reader)
            ours = {
                (m.start, m.end)
                for page in pages
                for m in page.mentions
                if m.how not in ("noun", "pronoun") and cast.kind(m.key) in ("company", "brand", "authority", "person", "outlet")
            }
            for who, read in (("ours", ours), ("capitals", _capitals(words, places))):
                counts[who].update(both=len(read & gold), read=len(read), gold=len(gold))
        what = f"F1 of people and organisations, {name}, {counts['ours']['gold']} names"
        if lang != "zh":
            rows.append({"row": "trivial: runs of capitals inside sentences", "figure": _f1(counts["capitals"]), "what": what})
        rows.append({"row": "vigie's names as found", "figure": _f1(counts["ours"]), "what": f"{what}; not trained here"})
    return rows


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """JSON objects written one after the other."""
    decoder, at = json.JSONDecoder(), 0
    while (at := len(text) - len(text[at:].lstrip())) < len(text):
        item, at = decoder.raw_decode(text, at)
        yield item


def _archived(archive: Path, prefix: str) -> Iterator[dict[str, Any]]:
    """The JSON documents of a packed folder, by name."""
    with tarfile.open(archive) as packed:
        for member in sorted(packed.getmembers(), key=lambda m: m.name):
            if member.isfile() and member.name.removeprefix("./").startswith(prefix):
                file = packed.extractfile(member)
                if file is not None:
                    yield json.loads(file.read())


def _spans(part: dict[str, Any]) -> list[tuple[int, int]]:
    return [(s["charBegin"], s["charEnd"]) for s in part["spans"]]


def _speaker(place: Any) -> tuple[int, int] | None:
    """The mention that attribution takes for the likeliest source of a place."""
    if place is None:
        return None
    proposal = Proposal(ANY_TYPE, place.page, place.clause, 1.0)
    mention = weigh_sources(proposal, place.cast, shipped_models())[0][2]
    return (mention.start, mention.end) if mention is not None else None


def _first_name(place: Any) -> tuple[int, int] | None:
    if place is None:
        return None
    sentence = place.clause.sentence
    found = [m for m in place.page.mentions_in(sentence.start, sentence.end) if m.how != "pronoun"]
    return (found[0].start, found[0].end) if found else None


def _tagged(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Words and tags of each sentence of an IOB2 file."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        rows = [r for r in rows if r[0].isdigit()]
        if rows:
            yield [r[1] for r in rows], [r[2] for r in rows]


def _chunks(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """(first, last + 1, kind) of each name."""
    found: list[tuple[int, int, str]] = []
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((i, i + 1, tag[2:]))
        elif tag.startswith("I-") and found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1, found[-1][2])
    return found


def _packed(words: Sequence[str]) -> list[tuple[int, int]]:
    """Start and end of each word in the words joined by nothing."""
    found, at = [], 0
    for word in words:
        found.append((at, at + len(word)))
        at += len(word)
    return found


def _capitals(words: Sequence[str], places: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Runs of capitalised words, the first word of the sentence apart."""
    found: set[tuple[int, int]] = set()
    begin: int | None = None
    for i, word in enumerate([*words, "."]):
        if i and word[0].isupper():
            begin = i if begin is None else begin
        elif begin is not None:
            found.add((places[begin][0], places[i - 1][1]))
            begin = None
    return found


def _micro(gold: list[set[str]], read: list[set[str]]) -> float:
    both = sum(len(g & r) for g, r in zip(gold, read, strict=True))
    return 2 * both / (sum(map(len, gold)) + sum(map(len, read))) if both else 0.0


def _f1(n: Counter[str]) -> float:
    return 2 * n["both"] / (n["read"] + n["gold"]) if n["both"] else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
