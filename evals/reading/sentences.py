"""Annotated sentences in the compact format of `sentences/`: reads them into the same shape as annotated documents.

A block is a line of text with entities marked `[surface|kind|canonical]`, then a line for each claim
`type who > whom > what | status | source | when | number unit`, and `@ Person = Organisation`. Run as a script it checks a folder.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "sentences"
KINDS = {"c": "company", "b": "brand", "p": "person", "m": "model", "a": "authority", "o": "outlet", "s": "occasion", "g": "group"}
STATUSES = {"happened", "planned", "rumoured", "possible", "asked", "denied"}
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


def load_sentences(folder: Path, published: str = "2024-06-12") -> list[dict[str, Any]]:
    """The blocks of all files of a folder as raw annotated documents; malformed blocks raise ``ValueError``."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
        for number, block in enumerate(blocks):
            found.append(parse(block, f"{path.stem}-{number}", path.stem[:2], published))
    return found


def parse(block: str, key: str, lang: str, published: str) -> dict[str, Any]:
    """One block as a raw annotated document; raises ``ValueError`` naming the block."""
    lines = block.splitlines()
    marked = [line for line in lines if not line.startswith((" ", "\t")) and not line.startswith("#")]
    text = _ENTITY.sub(lambda m: m[1], " ".join(marked)).strip()
    entities: dict[str, dict[str, Any]] = {}
    for m in _ENTITY.finditer(" ".join(marked)):
        if m[2] not in KINDS:
            raise ValueError(f"{key}: kind '{m[2]}' of '{m[1]}'")
        name = m[3] or m[1]
        entity = entities.setdefault(name, {"name": name, "aka": [], "kind": KINDS[m[2]], "mentions": []})
        if m[1] not in entity["mentions"]:
            entity["mentions"].append(m[1])
    claims, affiliations = [], {}
    for line in lines:
        if not line.startswith((" ", "\t")) or not line.strip():
            continue
        if line.strip().startswith("@"):
            person, _, organisation = line.strip()[1:].partition("=")
            affiliations[person.strip()] = organisation.strip()
        else:
            claims.append(_claim(line.strip(), key, text))
    return {
        **dict.fromkeys(("copy_of", "title", "outlet", "author", "url")),
        "id": key,
        "story": key,
        "lang": lang,
        "genre": "sentence",
        "published": published,
        "text": text,
        "entities": list(entities.values()),
        "affiliations": affiliations,
        "claims": claims,
    }


def _claim(line: str, key: str, text: str) -> dict[str, Any]:
    parts = [p.strip() for p in line.split("|")]
    parts += [""] * (5 - len(parts))
    head, status, source, when, number = parts[:5]
    kind, _, roles = head.partition(" ")
    who, whom, what = ([x.strip() for x in side.split(",") if x.strip()] for side in [*roles.split(">"), "", "", ""][:3])
    if kind not in TYPES or status not in STATUSES:
        raise ValueError(f"{key}: '{line}'")
    value = None
    if number:
        m = re.match(r"(-?[\d.]+)\s*(.*)", number.replace(" ", " ").replace(",", ""))
        if m is None:
            raise ValueError(f"{key}: number '{number}'")
        value = {"number": float(m[1]), "unit": m[2] or None, "metric": None, "period": None}
    return {
        "type": kind, "who": who, "whom": whom, "what": what, "status": status, "source": None if source in ("", "-") else source,
        "when": when or None, "where": None, "value": value, "quotes": [text],
    }  # fmt: skip


def main(folder: Path) -> int:
    """Print counts and every malformed block; 1 where there is one."""
    bad, kinds, statuses, blocks = 0, Counter[str](), Counter[str](), Counter[str]()
    for path in sorted(folder.glob("*.txt")):
        for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())):
            try:
                doc = parse(block, f"{path.name}#{number}", path.stem[:2], "2024-06-12")
            except ValueError as error:
                bad += 1
                print(f"malformed {error}: {block[:80]}")
                continue
            known = {n for e in doc["entities"] for n in (e["name"], *e["mentions"])}
            for claim in doc["claims"]:
                for name in (*claim["who"], *claim["whom"]):
                    if name not in known:
                        bad += 1
                        print(f"{path.name}#{number}: '{name}' is not marked in: {block[:90]}")
            blocks[doc["lang"]] += 1
            blocks[f"{doc['lang']} negative"] += not doc["claims"]
            kinds.update(c["type"] for c in doc["claims"])
            statuses.update(c["status"] for c in doc["claims"])
    print(dict(blocks), dict(kinds), dict(statuses), f"malformed {bad}", sep="\n")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
