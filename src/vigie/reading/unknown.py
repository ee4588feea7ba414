"""Find names that the atlas does not know, and say what kind of thing they name, from form and neighbours.

A new supplier, dealer, spokesman or model shows itself by apposition ("the supplier X"), title ("Mr X"), legal form,
capitals, or what it does. Nothing is found that has no such evidence.
"""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import simplemma

from vigie.model import PassageKind
from vigie.reading.unknown_han import find_han

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.model import Mention
    from vigie.reading.language import Language
    from vigie.reading.page import Page

_CAPITAL = r"(?:[A-Z]\.(?=[ \u00a0][A-Z])|[A-ZÀ-ÖØ-ÞŠŽŁŚŻČĐ][\w'&\-‑’]*(?<!['’\-])|[a-z]?[A-Z]{2,}[\w\-]*)"
_LINK = r"(?:\s(?:de la|de l'|de|du|des|la|le|van|der|den|di|da|del|dos|d'|von|of|zu)\s?)"
_NAME = re.compile(rf"{_CAPITAL}(?:{_LINK}?[ \u00a0]?(?<=[ '’\u00a0]){_CAPITAL}|\s&\s{_CAPITAL})*")
_PARTICLES = frozenset(
    {"de", "du", "des", "la", "le", "van", "der", "den", "di", "da", "del", "dos", "d'", "von", "of", "zu", "l'"}
)
_MODEL_FORM = re.compile(r"^[A-Za-zë]{0,4}-?\d{1,3}[A-Za-z]{0,3}$")
_COUNT_AFTER = re.compile(r"^\s*\((?:\d|[^)]{0,30}\d+ ?(?:employ|salari|staff|people|mitarbeiter|beschäftigte))", re.IGNORECASE)


class UnknownNames:
    """Finds unknown names in one language."""

    def __init__(self, language: Language, atlas: Atlas) -> None:
        """Prepare the word lists; ``atlas`` lends the first names of its people."""
        words = language.data.get("organisation_words") or {}
        self.language = language
        self._before = {str(w) for w in words.get("before") or ()}
        self._inside = {str(w) for w in words.get("inside") or ()}
        self._legal = {str(w) for w in words.get("legal") or ()}
        self._authority = {str(w) for w in words.get("authority") or ()}
        self._outlet = {str(w) for w in words.get("outlet") or ()}
        self._titles = {str(w) for w in language.data.get("people_titles") or ()}
        self._stop = {str(w) for w in language.data.get("stopnames") or ()}
        grammar = language.data.get("grammar") or {}
        self._function = {str(w) for leaf in grammar.values() for w in leaf}
        reporting = (language.data.get("reporting") or {}).get("verbs") or ()
        self._says = tuple(str(v).rstrip("*") for v in reporting)
        self._first = _first_names() | {
            r.name.split()[0] for r in atlas.records if r.kind == "person" and " " in r.name and r.name[0].isascii()
        }

    def find(self, page: Page, known: list[Mention]) -> list[tuple[int, int, str]]:
        """(start, end, kind) of unknown names outside the known mentions, sorted by place."""
        if not self.language.spaced:
            return find_han(page, known)
        found: list[tuple[int, int, str]] = []
        taken = [(m.start, m.end) for m in known]
        for passage in page.passages:
            if passage.kind in (PassageKind.REPEAT, PassageKind.FURNITURE):
                continue
            for m in _NAME.finditer(page.text, passage.start, passage.end):
                for start, end in _outside(m.start(), m.end(), taken, page.text):
                    item = self._judge(page, start, end)
                    if item is not None:
                        found.append(item)
        return self._spread(page, found, taken)

    def _judge(self, page: Page, start: int, end: int) -> tuple[int, int, str] | None:
        """Trim a run of capitalised words to the name in it, and name its kind; ``None`` where it is no name."""
        text = page.text
        words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]
        words = [(start + a, start + b) for a, b in words]
        titled = self._titled(page, start)
        company = False
        while words:
            a, b = words[0]
            bare = text[a:b].strip(".,'’").lower()
            head = bare.rsplit("-", 1)[-1]
            if bare in _PARTICLES or bare in self._function:
                words.pop(0)
            elif bare in self._titles or head in self._titles:
                titled = True
                words.pop(0)
            elif len(words) > 1 and (bare in self._before or head in self._before) and bare not in self._inside:
                company = True
                words.pop(0)
            elif company or titled:
                break
            elif bare in self._stop or (
                self._common(text[a:b], initial=_after_stop(text, a))
                and not self._organisation(text, self._first_part(text, words))
            ):
                words.pop(0)
            else:
                break
        if not words:
            return None
        return self._trimmed(page, words, titled, company=company)

    def _first_part(self, text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The words up to a linking particle that does not belong to a name ("Gereon Lauff | von Lauff & Partner")."""
        first = text[slice(*words[0])]
        lower = [text[a:b].strip(".,").lower() for a, b in words]
        place_like = lower[0] in self._inside | self._authority | self._outlet | self._legal
        for i, word in enumerate(lower):
            if (
                i
                and word in ("von", "of", "de", "du", "des", "zu", "de la", "d'")
                and not (place_like and word not in ("of", "von"))
            ):
                if word in ("de", "du", "d'", "von", "zu") and first not in self._first and i == 1 and not place_like:
                    return words[:i]
                if word in ("of", "von", "des") or i >= 2:
                    return words[:i]
        return words

    def _trimmed(self, page: Page, words: list[tuple[int, int]], titled: bool, *, company: bool) -> tuple[int, int, str] | None:
        text = page.text
        words = self._first_part(text, words)
        while words and (
            text[slice(*words[-1])].lower() in _PARTICLES
            or (
                self.language.code == "de"
                and len(words) > 1
                and self._common(text[slice(*words[-1])], initial=False)
                and not self._organisation(text, words)
                and not (len(words) == 2 and (titled or text[slice(*words[0])] in self._first))
            )
        ):
            words = words[:-1]
        if not words:
            return None
        a, b = words[0][0], words[-1][1]
        while b > a and text[b - 1] in ".,'’-" and not text[a:b].endswith(("Inc.", "Ltd.", "Co.", "Corp.")):
            b -= 1
        if text[a:b].endswith(("'s", "’s")):
            b -= 2
        elif text[a : a + 2] in ("l'", "d'", "L'", "D'", "l’", "d’", "L’", "D’"):
            a += 2
        if b - a < 2:
            return None
        if company:
            return a, b, "company"
        return self._kind(page, a, b, titled, len(words))

    def _kind(self, page: Page, start: int, end: int, titled: bool, count: int) -> tuple[int, int, str] | None:
        """The kind of a name by its form and neighbours."""
        text = page.text
        name = text[start:end]
        parts = name.split()
        if name.isupper() and (count > 1 or name.casefold() in _places_folded() or _known(name.lower(), self.language.code)):
            return None
        lower = [p.strip(".,").lower() for p in parts]
        before = page.word_before(start)
        behind = text[end : end + 60]
        if any(w in self._outlet for w in lower) or any(
            page.low[max(0, start - 16) : start].rstrip().endswith(w) for w in self._outlet
        ):
            return start, end, "outlet"
        if any(w in self._authority for w in lower):
            return start, end, "authority"
        if lower[-1] in self._legal or any(w in self._inside for w in lower) or "&" in name:
            return start, end, "company"
        if titled or (parts[0] in self._first and 2 <= count <= 4) or (len(parts[0]) == 2 and parts[0].endswith(".") and count > 1):
            return start, end, "person"
        if self._apposed(page, start) or _COUNT_AFTER.match(behind):
            return start, end, "company"
        if name in _places() or before in ("in", "à", "at", "en", "nach", "aus") or all(p in _places() for p in parts):
            return None
        follow = re.match(
            r"\s*,\s*(?:(?:le|la|l'|les|the|a|an|der|die|das|ein|eine|seine|its|son|sa|der)\s*)?([\w'-]+)(?:\s([\w'-]+))?",
            behind.lower(),
        )
        if follow:
            tail = {follow[1], follow[2] or ""} | {f"{follow[1]} {follow[2]}"}
            tail |= {w.split("'")[-1] for w in tail if w}
            if tail & self._titles and count >= 2:
                return start, end, "person"
            if tail & self._before:
                return start, end, "company"
        if _MODEL_FORM.match(name):
            return (start, end, "model") if self._near_maker(page, start) else None
        if (
            count >= 2
            and count <= 4
            and not any(self._common(p, initial=True) for p in parts if p.lower() not in _PARTICLES)
            and all(p[0].isupper() or p in ("de", "von", "van", "le", "la", "du", "der", "di", "da") for p in parts)
        ):
            says = re.match(r"\s*(?:,\s*)?(\w+)", behind.lower())
            if says and says[1].startswith(self._says):
                return start, end, "person"
            return start, end, "person"
        if count == 1 and len(name) > 2 and (name.isupper() and name.isalpha() and len(name) <= 6):
            return (start, end, "company") if before not in ("in", "à", "at") and name.lower() not in self._stop else None
        if count == 1 and re.search(r"[a-z][A-Z]", name):
            return start, end, "company"
        return None

    def _titled(self, page: Page, start: int) -> bool:
        """Whether a title or post stands right before ("M.", "spokesman", "patron de", "directeur général")."""
        window = page.low[max(0, start - 40) : start].rstrip()
        last = re.findall(r"[\w'.-]+", window)
        if not last:
            return False
        if window.endswith((".", ",", ":", ";", ")", "»", "”", '"')) and last[-1] not in ("m.", "mr.", "ms.", "dr.", "mme"):
            return False
        return (
            last[-1].split("'")[-1] in self._titles
            or " ".join(last[-2:]) in self._titles
            or last[-1].split("-")[-1] in self._titles
        )

    def _apposed(self, page: Page, start: int) -> bool:
        """Whether the word for a firm stands right before ("le sous-traitant X", "seat maker X", "Zulieferer X")."""
        window = page.low[max(0, start - 40) : start].rstrip()
        if window.endswith((".", ";", ":", "\n")):
            return False
        last = re.findall(r"[\w'-]+", window)
        near = last[-1:] if last and last[-1].split("'")[0] in self._function | _PARTICLES else last[-2:]
        if len(last) > 1 and last[-1] in self._function | _PARTICLES:
            return False
        return any(w.split("'")[-1] in self._before or w.split("-")[-1] in self._before for w in near if w)

    def _organisation(self, text: str, words: list[tuple[int, int]]) -> bool:
        """Whether a run of words carries the sign of a firm, so that its first word, though common, belongs to the name."""
        lower = [text[a:b].strip(".,").lower() for a, b in words]
        return len(words) > 1 and (
            lower[-1] in self._legal
            or any(w in self._inside for w in lower)
            or "&" in lower
            or lower[0] in self._outlet
            or lower[0] in self._authority
        )

    def _near_maker(self, page: Page, start: int) -> bool:
        """Whether something that looks like a model stands where one would be named."""
        return page.word_before(start) in (
            "la",
            "le",
            "the",
            "der",
            "die",
            "das",
            "l'",
            "des",
            "du",
            "den",
            "dem",
            "a",
            "new",
            "neuen",
            "nouveau",
            "nouvelle",
        )

    def _common(self, word: str, *, initial: bool) -> bool:
        """Whether a word is an ordinary one of the language, so that its capital says nothing."""
        bare = word.strip(".,'’«»“”")
        bare = re.sub(r"^[dlnsjcmDLNSJCM]['’]", "", bare)
        if len(bare) < 2:
            return True
        if bare.isupper() and len(bare) > 1:
            return bare.lower() in self._stop
        low = bare.lower()
        if low in self._stop:
            return True
        if self.language.code == "de":
            return bare not in self._first and (_known(bare, "de") or (initial and _known(low, "de")) or _compound(bare))
        return (initial or self.language.code == "en") and bare not in self._first and _known(low, self.language.code)

    def _spread(self, page: Page, found: list[tuple[int, int, str]], taken: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
        """Add the further places of each name found, and of people's surnames and firms' short names."""
        kinds: dict[str, str] = {}
        for start, end, kind in found:
            kinds.setdefault(page.text[start:end], kind)
        full = dict(kinds)
        for name, kind in full.items():
            parts = name.split()
            if kind == "person" and len(parts) > 1 and len(parts[-1]) > 2:
                kinds.setdefault(parts[-1], "person")
        if not kinds:
            return []
        pattern = re.compile(
            r"(?<![\w-])(?:" + "|".join(re.escape(n) for n in sorted(kinds, key=lambda n: (-len(n), n))) + r")s?(?!\w)"
        )
        spread: list[tuple[int, int, str]] = []
        for passage in page.passages:
            if passage.kind in (PassageKind.REPEAT, PassageKind.FURNITURE):
                continue
            for m in pattern.finditer(page.text, passage.start, passage.end):
                if all(m.end() <= s or m.start() >= e for s, e in taken):
                    kind = kinds.get(m.group()) or kinds.get(m.group().removesuffix("s"), "company")
                    spread.append((m.start(), m.end(), kind))
        return spread


def _outside(start: int, end: int, taken: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """The parts of a span that no known mention covers; none where the span only prolongs one by a hyphen."""
    parts = []
    cursor = start
    for s, e in taken:
        if e <= cursor or s >= end:
            continue
        if s > cursor:
            parts.append((cursor, s))
        cursor = max(cursor, e)
    if cursor < end:
        parts.append((cursor, end))
    clean = []
    for s, e in parts:
        if text[s:e].startswith(("-", "‑")):
            # "TSMC-Chairman Mark Liu": what the hyphen ties to the known name is no part of the next.
            space = text.find(" ", s, e)
            if space < 0:
                continue
            s = space + 1  # noqa: PLW2901 - the part shrinks
        if e < end and text[e - 1] == "-":
            continue
        while s < e and not text[s].isalnum():
            s += 1  # noqa: PLW2901 - the part shrinks to its first letter
        if e - s > 1 and text[s].isupper():
            clean.append((s, e))
    return clean


def _after_stop(text: str, start: int) -> bool:
    """Whether a place begins a sentence, a quotation or a line."""
    i = start - 1
    while i >= 0 and text[i] in ' \t"“„«»(—–\u00a0':
        i -= 1
    return i < 0 or text[i] in ".!?:\n…"


@cache
def _known(word: str, code: str) -> bool:
    """Whether the language's dictionary has the word."""
    return bool(simplemma.is_known(word, lang=code))


@cache
def _compound(word: str) -> bool:
    """Whether a German word ends in a known noun of five letters or more, as compounds do."""
    return any(_known(word[i:].capitalize(), "de") for i in range(3, len(word) - 4))


@cache
def _places() -> frozenset[str]:
    """Names of towns and countries (GeoNames)."""
    packed = resources.files(__package__).joinpath("lexicon", "places.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").splitlines()[1:])


@cache
def _places_folded() -> frozenset[str]:
    """The same without case, for names in capitals."""
    return frozenset(name.casefold() for name in _places())


@cache
def _first_names() -> frozenset[str]:
    lines = resources.files(__package__).joinpath("lexicon", "first_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
