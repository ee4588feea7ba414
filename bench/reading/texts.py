"""The texts that both sides read: the project's corpus, dealt into documents of about 350 words. Standard library only."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "evals/reading/corpus"
WORDS = 350
HAN_WORD = 1.6
"""Characters of a Chinese word, punctuation apart: the mean in the Chinese treebank UD GSDSimp (dev), rounded."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_\u4e00-\u9fff]+(?:['’\-][^\W\d_]+)*|\d+(?:[.,]\d+)*")


def count_words(text: str) -> float:
    """Words of a text; Han characters count as parts of words."""
    return len(_WORD.findall(text)) + len(_HAN.findall(text)) / HAN_WORD


def documents(corpus: Path = CORPUS) -> list[tuple[str, str]]:
    """(language, text) of documents of 350 words or a paragraph more, made of whole paragraphs in the corpus's order."""
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for path in sorted(corpus.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        paragraphs[raw["lang"]] += re.split(r"\n\s*\n", raw["text"].strip())
    found = []
    for lang, listed in sorted(paragraphs.items()):
        held: list[str] = []
        for paragraph in listed:
            held.append(paragraph)
            if sum(map(count_words, held)) >= WORDS:
                found.append((lang, "\n\n".join(held)))
                held = []
    return found
