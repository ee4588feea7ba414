"""What things are called in a brief: their names in its language, with the article that the language wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS
from vigie.telling.brief.wording import Name, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from vigie.atlas import Atlas

__all__ = ["Naming"]

_TRANSLATED = ("authority", "occasion", "place", "group")
"""Kinds whose names are words of a language; companies, brands, people and models keep theirs."""
_FRENCH_ARTICLE = re.compile(r"(le|la|les)\s+(?=\S)|(l)['’](?=\S)", re.IGNORECASE)


class Naming:
    """Names of keys in one language."""

    def __init__(self, atlas: Atlas, read: Mapping[str, tuple[str, str]], wording: Wording) -> None:
        """``read`` maps the keys of what was read to name and kind, as `vigie.ledger.View.names` gives them."""
        self._atlas, self._read, self.wording = atlas, read, wording

    def kind_of(self, key: str) -> str:
        """``company``, ``person``, ``model`` … or nothing where nobody knows."""
        record = self._atlas.get(key)
        return record.kind if record is not None else self._read.get(key, ("", ""))[1]

    def name(self, key: str) -> Name:
        """The name of a key with its article, if the language gives it one."""
        record, kind = self._atlas.get(key), self.kind_of(key)
        if record is None:
            text = self._read[key][0] if key in self._read else key.removeprefix("?").replace("-", " ")
        else:
            text = record.name
            if kind in _TRANSLATED and record.names.get(self.wording.lang) and self.wording.lang != "en":
                text = record.names[self.wording.lang][0]
        text = " ".join(text.split())
        return self._with_article(text) if kind in _TRANSLATED else Name(text)

    def names(self, keys: Sequence[str]) -> list[Name]:
        """The names of keys, each once, in order."""
        return list(dict.fromkeys(self.name(key) for key in keys))

    def things(self, keys: Sequence[str]) -> list[Name]:
        """What a claim is about: models with the article or the word that makes a sentence of them."""
        models = [key for key in keys if self.kind_of(key) == "model"]
        others = self.names([key for key in keys if key not in models])
        if not models:
            return others
        names = self.names(models)
        if self.wording.lang == "en":
            return [*(Name(name.text, "the") for name in names), *others]
        listed = self.wording.listed([Name(name.text) for name in names])
        return [Name(f"modèle {listed}", "le") if len(names) == 1 else Name(f"modèles {listed}", "les"), *others]

    def source(self, key: str) -> Name:
        """Who is made responsible for a claim."""
        if key == ANONYMOUS:
            return Name("sources anonymes", "des") if self.wording.lang == "fr" else Name("unnamed sources")
        return self.name(key)

    def _with_article(self, text: str) -> Name:
        definite = self.wording.data["definite"]
        if self.wording.lang == "en":
            if re.match(r"(?i)the\s", text):
                return Name(text)
            words = set(re.findall(r"[^\W\d_]+", text))
            return Name(text, "the" if words & set(definite) else "")
        found = _FRENCH_ARTICLE.match(text)
        if found is not None:
            article = "l'" if found[2] else found[1].lower()
            return Name(text[found.end() :], article)
        first = re.split(r"[\s’']", text, maxsplit=1)[0]
        return Name(text, next((article for article, words in definite.items() if first in words), ""))
