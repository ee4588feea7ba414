"""Annotated sentences and documents in a compact text format: reads them into the same shape as annotated documents in JSON.

A block is lines of text with entities marked `[surface|kind|canonical]`, each followed by a line for every claim it makes:
`type who > whom > what | status | source | when | number unit; metric; period`, and `@ Person = Organisation`. A claim that two
readers could leave out opens with `?`. After its status it may hold, in any place: `"a narrower quote"` or `"its start … its end"`
(several, from anywhere in the text; without one, the lines of text just above are the quote), `^` (the title says it too),
`#move` and `at Place`.

A file of sentences holds blocks divided by an empty line, each a document of its own. A file of documents opens each with
`= id | story | genre | published | outlet | author | copy of`, then its title (`-` for none), then its paragraphs, divided by an
empty line; `-` stands for what a page does not say. Run as a script it checks a folder of either.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vigie.atlas import load_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "sentences"
KINDS = {
    "c": "company",
    "b": "brand",
    "p": "person",
    "m": "model",
    "a": "authority",
    "o": "outlet",
    "s": "occasion",
    "l": "place",
    "t": "technology",
    "g": "group",
}
STATUSES = {"happened", "planned", "rumoured", "possible", "asked", "denied"}
GENRES = {"brief", "feature", "column", "interview", "release", "post", "wire", "roundup", "table"}
TYPES = frozenset(
    [
        "meet",
        "negotiate",
        "agree",
        "supply",
        "invest",
        "end",
        "launch",
        "build",
        "close",
        "figure",
        "price",
        "appoint",
        "regulate",
        "dispute",
        "recall",
    ]
)
_ENTITY = re.compile(r"\[([^\[\]|]+)\|([a-z])(?:\|([^\[\]|]+))?\]")
_HEAD = re.compile(r"^= ", re.MULTILINE)
SPACED = {"zh": ""}
"""What stands between two sentences, where it is not a space."""


def load_sentences(folder: Path, published: str = "2024-06-12") -> list[dict[str, Any]]:
    """The blocks of all files of a folder as raw annotated documents; malformed blocks raise ``ValueError``."""
    return [parse(block, key, key[:2], published) for path in sorted(folder.glob("*.txt")) for key, block in _blocks(path)]


def load_documents(path: Path) -> list[dict[str, Any]]:
    """The documents of a file as raw annotated documents; malformed ones raise ``ValueError``."""
    return [parse_document(block) for _, block in _blocks(path)]


def _blocks(path: Path) -> Iterator[tuple[str, str]]:
    """The documents of a file, or its blocks of sentences, each with a key."""
    text = path.read_text(encoding="utf-8").strip()
    parts = _HEAD.split(text)[1:] if text.startswith("= ") else re.split(r"\n\s*\n", text)
    for number, block in enumerate(parts):
        yield f"{path.stem}-{number}", block


def parse(block: str, key: str, lang: str, published: str) -> dict[str, Any]:
    """One block of sentences as a raw annotated document; raises ``ValueError`` naming the block."""
    return {
        **dict.fromkeys(("copy_of", "title", "outlet", "author", "url")),
        "id": key,
        "story": key,
        "lang": lang,
        "genre": "sentence",
        "published": published,
        **_body(block, key, SPACED.get(lang, " "), titled=False),
    }


def parse_document(block: str) -> dict[str, Any]:
    """One document, from its head without the opening sign, as a raw annotated document; raises ``ValueError`` naming it."""
    head, _, body = block.partition("\n")
    fields = [None if f.strip() == "-" else f.strip() for f in head.split("|")]
    if not 6 <= len(fields) <= 7 or not fields[0] or fields[2] not in GENRES:
        raise ValueError(f"{fields[0]}: head '{head}'")
    key, story, genre, published, outlet, author, copy_of = [*fields, None][:7]
    titled = not re.match(r"\s*-\n", body)
    body = body if titled else body.strip().removeprefix("-")
    drawn = _body(body, key, SPACED.get(key[:2], " "), titled=titled)
    return {
        "id": key,
        "story": story,
        "copy_of": copy_of,
        "lang": key[:2],
        "genre": genre,
        "published": published,
        "outlet": outlet,
        "author": author,
        "url": None,
        "title": drawn["text"].split("\n", 1)[0] if titled else None,
        **drawn,
    }


def _body(block: str, key: str, space: str, *, titled: bool) -> dict[str, Any]:
    """Text, entities, affiliations and claims of a block."""
    paragraphs, notes = _paragraphs(block, space)
    text = "\n\n".join(_plain(p) for p in paragraphs)
    entities = _entities(" ".join(paragraphs), key)
    affiliations: dict[str, str] = {}
    claims = []
    for line, above in notes:
        if line.startswith("@"):
            person, _, organisation = line[1:].partition("=")
            affiliations[person.strip()] = organisation.strip()
        else:
            claims.append(_claim(line, key, text, above, text.split("\n", 1)[0] if titled else None))
    return {"text": text, "entities": entities, "affiliations": affiliations, "claims": claims}


def _paragraphs(block: str, space: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The paragraphs of a block, still marked, and its other lines, each with the plain text just above it."""
    paragraphs: list[str] = []
    notes: list[tuple[str, str]] = []
    for part in re.split(r"\n\s*\n", block.strip("\n")):
        said, above, noted = [], [], False
        for line in part.splitlines():
            if line.startswith("#"):
                continue
            if line.startswith((" ", "\t")):
                notes.append((line.strip(), _plain(space.join(above))))
                noted = True
                continue
            above = [] if noted else above
            noted = False
            above.append(line.strip())
            said.append(line.strip())
        if said:
            paragraphs.append(space.join(said))
    return paragraphs, notes


def _plain(marked: str) -> str:
    return _ENTITY.sub(lambda m: m[1], marked).strip()


def _entities(marked: str, key: str) -> list[dict[str, Any]]:
    """The entities marked in a text, with the names that the atlas knows them by."""
    entities: dict[str, dict[str, Any]] = {}
    for m in _ENTITY.finditer(marked):
        if m[2] not in KINDS:
            raise ValueError(f"{key}: kind '{m[2]}' of '{m[1]}'")
        name = m[3] or m[1]
        entity = entities.setdefault(name, {"name": name, "aka": [], "kind": KINDS[m[2]], "mentions": []})
        if m[1] not in entity["mentions"]:
            entity["mentions"].append(m[1])
    claimed = Counter(n for e in entities.values() for n in {e["name"], *e["mentions"]})
    for entity in entities.values():
        own = {entity["name"], *entity["mentions"]}
        entity["aka"] = [n for n in _aliases(entity["name"], entity["kind"]) if n not in own and n not in claimed]
    return list(entities.values())


@cache
def _aliases(name: str, kind: str) -> tuple[str, ...]:
    """The other names of an entity of the atlas, and a person's surname."""
    record = load_atlas().find(name)
    known = (
        record.all_names() if record is not None and (record.kind == kind or {record.kind, kind} == {"company", "brand"}) else ()
    )
    surname = (name.rsplit(maxsplit=1)[-1],) if kind == "person" and " " in name else ()
    return tuple(dict.fromkeys((*known, *surname)))


def _claim(line: str, key: str, text: str, above: str, title: str | None) -> dict[str, Any]:
    parts = [p.strip() for p in line.split("|")]
    marked = [p for p in parts[2:] if p.startswith(('"', "#", "at ", "^"))]
    head, status, source, when, number = [*(p for p in parts if p not in marked), "", "", "", ""][:5]
    optional, head = head.startswith("?"), head.removeprefix("?")
    kind, _, roles = head.partition(" ")
    who, whom, what = ([x.strip() for x in side.split(",") if x.strip()] for side in [*roles.split(">"), "", "", ""][:3])
    if kind not in TYPES or status not in STATUSES:
        raise ValueError(f"{key}: '{line}'")
    quotes = [_quote(p[1:].removesuffix('"'), key, text, above) for p in marked if p.startswith('"')] or [above]
    if "^" in marked and title is not None:
        quotes.append(title)
    found = {
        "type": kind, "who": who, "whom": whom, "what": what, "status": status, "source": None if source in ("", "-") else source,
        "when": None if when in ("", "-") else when, "where": next((p[3:].strip() for p in marked if p.startswith("at ")), None),
        "value": _value(number, key) if number else None, "quotes": quotes,
    }  # fmt: skip
    move = next((p[1:].strip() for p in marked if p.startswith("#")), None)
    return {**found, **({"move": move} if move else {}), **({"optional": True} if optional else {})}


def _value(number: str, key: str) -> dict[str, Any]:
    size, metric, period = [*(p.strip() or None for p in number.split(";")), None, None][:3]
    m = re.match(r"(-?[\d.]+)\s*(.*)", (size or "").replace("\N{NARROW NO-BREAK SPACE}", " ").replace(",", ""))
    if m is None:
        raise ValueError(f"{key}: number '{number}'")
    return {"number": float(m[1]), "unit": m[2] or None, "metric": metric, "period": period}


def _quote(words: str, key: str, text: str, above: str) -> str:
    """The stretch that a quote stands for, looked for in the lines above it first."""
    start, cut, end = (p.strip() for p in words.partition("…"))
    for where in (above, text):
        at = where.find(start)
        to = where.find(end, at + len(start)) + len(end) if cut else at + len(start)
        if at >= 0 and to >= at + len(start) + bool(cut):
            return where[at:to]
    raise ValueError(f"{key}: no such words: '{words}'")


def faults(raw: dict[str, Any]) -> Iterator[str]:
    """What is wrong with an annotated document: parties, sources and people that no mark names, claims of nobody."""
    known = {n for e in raw["entities"] for n in (e["name"], *e["mentions"])}
    for claim in raw["claims"]:
        said = f"in: {claim['quotes'][0][:90]}"
        for name in (*claim["who"], *claim["whom"]):
            if name not in known:
                yield f"'{name}' is not marked {said}"
        if claim["source"] not in {None, "anonymous", raw["author"], raw["outlet"], *known} and raw["genre"] != "sentence":
            yield f"the source '{claim['source']}' is not marked {said}"
        if not (claim["who"] or claim["whom"]) and raw["genre"] != "sentence":
            yield f"nobody does it {said}"
        if not re.fullmatch(r"\d{4}(-(\d\d(-\d\d)?|Q[1-4]))?", claim["when"] or "2024"):
            yield f"no date: '{claim['when']}' {said}"
    if raw["genre"] != "sentence":
        yield from (f"'{p}' has an organisation and is not marked" for p in raw["affiliations"] if p not in known)
        yield from (f"the sign {sign!r} is left in the text" for sign in "[]|" if sign in raw["text"])


def main(folder: Path) -> int:
    """Print counts and every malformed block; 1 where there is one."""
    bad, kinds, statuses, blocks = 0, Counter[str](), Counter[str](), Counter[str]()
    seen = Counter[str]()
    for path in sorted(folder.glob("*.txt")):
        documents = path.read_text(encoding="utf-8").startswith("= ")
        for key, block in _blocks(path):
            try:
                doc = parse_document(block) if documents else parse(block, key, key[:2], "2024-06-12")
            except ValueError as error:
                bad += 1
                print(f"malformed {error}: {block[:80]}")
                continue
            seen[doc["id"]] += 1
            wrong = [*faults(doc), *(["its id is taken"] if seen[doc["id"]] > 1 else [])]
            bad += len(wrong)
            for fault in wrong:
                print(f"{path.name}: {doc['id']}: {fault}")
            blocks[doc["lang"]] += 1
            blocks[f"{doc['lang']} claims"] += len(doc["claims"])
            blocks[f"{doc['lang']} without claims"] += not doc["claims"]
            kinds.update(c["type"] for c in doc["claims"])
            statuses.update(c["status"] for c in doc["claims"])
    print(dict(blocks), dict(kinds), dict(statuses), f"malformed {bad}", sep="\n")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
