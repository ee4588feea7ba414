"""Who and what a page speaks of: known and unknown names, surnames, plain nouns that stand for a party, and for whom people act."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vigie.model import Entity, Mention, PassageKind

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.reading.names import NameFinder
    from vigie.reading.page import Page
    from vigie.reading.unknown import UnknownNames

ORGANISATIONS = ("company", "brand", "authority")
_CARMAKER_NOUNS = ("constructeur", "automaker", "carmaker", "car maker", "autobauer", "车企", "marque", "marke", "品牌", "brand")
_SUPPLIER_NOUNS = (
    "équipementier",
    "fournisseur",
    "supplier",
    "zulieferer",
    "供应商",
    "battery maker",
    "batteriehersteller",
    "chipmaker",
)


@dataclass(slots=True)
class Cast:
    """The entities of one document and what is known of them; grows page by page."""

    entities: dict[str, Entity] = field(default_factory=dict)
    forms: dict[str, dict[str, None]] = field(default_factory=dict)
    """Key → surface forms in order."""
    affiliations: dict[str, str] = field(default_factory=dict)
    """Person's key → organisation's key."""
    roles: dict[str, str] = field(default_factory=dict)
    """Key → role in the atlas (``carmaker``, ``battery`` …)."""
    countries: dict[str, str] = field(default_factory=dict)
    """Key → country in the atlas."""
    makers: dict[str, str] = field(default_factory=dict)
    """Model's key → its maker's, from the atlas."""
    editions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Occasion's key → first and last ISO day of its editions."""
    weights: dict[str, float] = field(default_factory=dict)
    """Key → how much the document is about it: mentions by name, those in the headline three times."""
    places: dict[str, int] = field(default_factory=dict)
    """Key → rank by weight, 3 and more as 3."""

    def kind(self, key: str) -> str:
        """The kind of an entity."""
        return self.entities[key].kind

    def standing(self, key: str) -> int:
        """Place of an organisation or person among those that the document is about: 0 for the first, 3 for the rest."""
        return self.places.get(key, 3)

    def place(self) -> None:
        """Rank the organisations and people by their weights, once all of a page's names are counted."""
        order = [k for k in self.weights if self.kind(k) in (*ORGANISATIONS, "person")]
        order.sort(key=lambda k: -self.weights[k])
        self.places = {key: min(at, 3) for at, key in enumerate(order)}

    def listed(self) -> tuple[Entity, ...]:
        """All entities with their surface forms, in order of appearance."""
        return tuple(
            Entity(
                key=e.key,
                name=e.name,
                kind=e.kind,
                aka=tuple(dict.fromkeys([*e.aka, *(f for f in self.forms[e.key] if f != e.name)])),
                mentions=tuple(self.forms[e.key]),
                known=e.known,
            )
            for e in self.entities.values()
        )


def slug(name: str) -> str:
    """A key for an unknown name: lower-case words joined by hyphens, accents folded, other scripts kept."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return "?" + re.sub(r"[\W_]+", "-", folded).strip("-")


def gather(page: Page, atlas: Atlas, names: NameFinder, unknown: UnknownNames, cast: Cast) -> None:
    """Find all mentions of a page, keep them on the page and the entities in the cast."""
    known = names.find(page)
    skipped = [(p.start, p.end) for p in page.passages if p.kind in (PassageKind.REPEAT, PassageKind.FURNITURE)]
    known = [m for m in known if not any(s <= m.start < e for s, e in skipped)]
    for mention in known:
        _enter_known(mention, page, atlas, cast)
    known += _surnames(page, known, atlas, cast)
    found = list(known)
    for start, end, kind in unknown.find(page, sorted(known, key=lambda m: m.start)):
        words = page.text[start:end]
        key = _same_person(words, kind, cast) or slug(
            words.removesuffix("s") if slug(words.removesuffix("s")) in cast.entities else words
        )
        if key not in cast.entities:
            cast.entities[key] = Entity(key=key, name=words, kind=kind, known=False)
        cast.forms.setdefault(key, {})[words] = None
        found.append(Mention(start=start, end=end, key=key, how="name"))
    page.set_mentions(found)
    _weigh(page, cast)
    _affiliate(page, cast)
    page.set_mentions([*found, *_nouns(page, cast)])


def _weigh(page: Page, cast: Cast) -> None:
    """Count how often each entity is named, for telling whom a document is about."""
    titles = [(p.start, p.end) for p in page.passages if p.kind is PassageKind.TITLE]
    for mention in page.mentions:
        headline = any(s <= mention.start < e for s, e in titles)
        cast.weights[mention.key] = cast.weights.get(mention.key, 0.0) + (3.0 if headline else 1.0)
    cast.place()


def _enter_known(mention: Mention, page: Page, atlas: Atlas, cast: Cast) -> None:
    record = atlas.record(mention.key)
    if mention.key not in cast.entities:
        metonyms = tuple(w for group in record.metonyms.values() for w in group)
        cast.entities[mention.key] = Entity(
            key=record.id,
            name=record.name,
            kind=record.kind,
            aka=tuple(n for n in record.all_names() if n != record.name and n not in metonyms),
        )
        if record.role:
            cast.roles[mention.key] = record.role
        if record.maker:
            cast.makers[mention.key] = record.maker
        if record.editions:
            cast.editions[mention.key] = [(e.start, e.end or e.start) for e in record.editions if e.start and len(e.start) == 10]
        if record.country:
            cast.countries[mention.key] = record.country
        if record.kind == "person":
            employer = atlas.employer(
                record.id, page.published_on[:10] if page.published_on and len(page.published_on) >= 10 else None
            )
            if employer is not None:
                cast.affiliations.setdefault(mention.key, employer)
    cast.forms.setdefault(mention.key, {})[page.text[mention.start : mention.end]] = None


def _surnames(page: Page, known: list[Mention], atlas: Atlas, cast: Cast) -> list[Mention]:
    """Later mentions of known people by surname alone."""
    wanted: dict[str, str] = {}
    for mention in known:
        if atlas.record(mention.key).kind != "person":
            continue
        words = page.text[mention.start : mention.end].split()
        if len(words) > 1 and len(words[-1]) > 2:
            wanted.setdefault(words[-1], mention.key)
            if words[-2][:1].islower() or words[-2] in ("De", "Van", "Von", "Le"):
                wanted.setdefault(" ".join(words[-2:]), mention.key)
    if not wanted:
        return []
    taken = [(m.start, m.end) for m in known]
    found = []
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(re.escape(w) for w in sorted(wanted, key=lambda w: (-len(w), w))) + r")s?(?!\w)"
    )
    skipped = [(p.start, p.end) for p in page.passages if p.kind in (PassageKind.REPEAT, PassageKind.FURNITURE)]
    for m in pattern.finditer(page.text):
        if any(s < m.end() and m.start() < e for s, e in taken) or any(s <= m.start() < e for s, e in skipped):
            continue
        key = wanted.get(m.group()) or wanted[m.group().removesuffix("s")]
        cast.forms[key][m.group()] = None
        found.append(Mention(start=m.start(), end=m.end(), key=key, how="surname"))
    return found


def _same_person(words: str, kind: str, cast: Cast) -> str | None:
    """The key of a person already named in full whose surname this is."""
    if kind != "person" or " " in words:
        return None
    bare = words.removesuffix("s")
    for key, entity in cast.entities.items():
        if entity.kind == "person" and entity.name.split()[-1] in (words, bare):
            return key
    return None


def _affiliate(page: Page, cast: Cast) -> None:
    """For whom people act whom the atlas does not place: the organisation beside their title at their first mention."""
    titles = page.language.data.get("people_titles") or ()
    for sentence in page.sentences:
        inside = page.mentions_in(sentence.start, sentence.end)
        for mention in inside:
            if cast.kind(mention.key) != "person" or mention.key in cast.affiliations:
                continue
            best: tuple[int, str] | None = None
            for other in inside:
                if cast.kind(other.key) not in ORGANISATIONS:
                    continue
                gap = other.start - mention.end if other.start >= mention.end else mention.start - other.end
                if gap > 60:
                    continue
                between = page.low[min(mention.end, other.end) : max(mention.start, other.start)]
                titled = any(t in between for t in titles)
                joined = (
                    gap <= 3
                    or re.fullmatch(r"\s*(?:von|of|de|d'|du|des|from|at|bei|,|\(|的)\s*(?:der |la |the )?", between) is not None
                )
                compound = other.end < len(page.text) and page.text[other.end : other.end + 1] == "-" and other.end < mention.start
                if titled or joined or compound:
                    score = gap - 40 * (titled or compound)
                    if best is None or score < best[0]:
                        best = (score, other.key)
            if best is not None:
                cast.affiliations[mention.key] = best[1]


def _nouns(page: Page, cast: Cast) -> list[Mention]:
    """Plain nouns and pronouns that stand for a party already named."""
    taken = [(m.start, m.end) for m in page.mentions]
    found: list[Mention] = []
    subjects: dict[int, str] = {}
    for sentence in page.sentences:
        for hit in page.hits_in(sentence.start, sentence.end):
            section, _, leaf = hit.category.partition(".")
            if section not in ("plain_nouns", "pronouns") or any(s < hit.end and hit.start < e for s, e in taken):
                continue
            if section == "plain_nouns" and _apposed(page, hit.end):
                continue
            words = page.low[hit.start : hit.end]
            if leaf == "group":
                key = slug(f"group {words}")
                surface = page.text[hit.start : hit.end]
                cast.entities.setdefault(key, Entity(key=key, name=surface, kind="group", known=False))
                cast.forms.setdefault(key, {})[surface] = None
                found.append(Mention(start=hit.start, end=hit.end, key=key, how="name"))
                continue
            if leaf == "pair" and _names_follow(page, hit.end, sentence.end):
                continue
            if leaf == "pair":
                keys = _recent(page, cast, hit.start, ORGANISATIONS, "", 2)
                if len(keys) == 2:
                    found += [Mention(start=hit.start, end=hit.end, key=k, how="noun") for k in keys]
                continue
            kinds = _KINDS_OF_NOUN.get(leaf, ("company", "brand"))
            opens = hit.start - sentence.start < 3
            if section == "pronouns" and leaf == "company":
                kinds = (*kinds, "person")
                before = _subject_before(page, cast, sentence.index, subjects) if opens else None
                if before is not None and cast.kind(before) in kinds:
                    subjects[sentence.index] = before
                    found.append(Mention(start=hit.start, end=hit.end, key=before, how="pronoun"))
                    continue
            keys = _recent(page, cast, hit.start, kinds, words, 1)
            if keys:
                how = "noun" if section == "plain_nouns" else "pronoun"
                found.append(Mention(start=hit.start, end=hit.end, key=keys[0], how=how))
    return _without_overlaps(found)


def _names_follow(page: Page, end: int, stop: int) -> bool:
    """Whether a plural noun is explained by the names behind it ("the old partners, Dongfeng and Geely")."""
    following = page.mentions_in(end, min(end + 45, stop))
    return bool(following) and any(sign in page.text[end : following[0].start] for sign in (",", ":", "，", "："))


_KINDS_OF_NOUN = {"person": ("person",), "model": ("model",), "authority": ("authority",)}


def _subject_before(page: Page, cast: Cast, index: int, subjects: dict[int, str]) -> str | None:
    """Who opens the sentence before: what a pronoun at a sentence's beginning most often stands for."""
    if index == 0 or page.sentences[index - 1].passage is not page.sentences[index].passage:
        return None
    if index - 1 in subjects:
        return subjects[index - 1]
    before = page.sentences[index - 1]
    for mention in page.mentions_in(before.start, before.start + 60):
        if cast.kind(mention.key) in ("company", "brand", "person"):
            return mention.key
    return None


def _apposed(page: Page, end: int) -> bool:
    """Whether a name follows at once ("le constructeur Renault", "supplier X"): then the noun stands for nobody else."""
    following = page.text[end : end + 2]
    return (
        bool(following.strip())
        and following.strip()[0].isupper()
        and any(m.start - end <= 1 for m in page.mentions_in(end, end + 3))
    )


def _recent(page: Page, cast: Cast, position: int, kinds: tuple[str, ...], noun: str, count: int) -> list[str]:
    """The keys last spoken of before a place, of the kinds that a noun can mean; subjects of sentences first."""
    maker = any(w in noun for w in _CARMAKER_NOUNS)
    supplier = any(w in noun for w in _SUPPLIER_NOUNS)
    best: dict[str, float] = {}
    for mention in page.mentions:
        if mention.start >= position or mention.how not in ("name", "nickname", "metonym", "surname"):
            continue
        away = position - mention.start
        if away > 900 or cast.kind(mention.key) not in kinds:
            continue
        role = cast.roles.get(mention.key, "")
        if maker and not role.startswith("carmaker") and cast.entities[mention.key].known:
            continue
        if supplier and role.startswith("carmaker"):
            continue
        # Nearness counts most, then opening a sentence, then how much the document is about it.
        score = (
            3.0 / (1.0 + away / 150.0) + 0.8 * page.opens_sentence(mention) + 0.25 * min(4.0, cast.weights.get(mention.key, 0.0))
        )
        if page.relation_word(mention) == "parenthesis":
            score -= 1.0
        best[mention.key] = max(best.get(mention.key, -9.0), score)
    return sorted(best, key=lambda k: (-best[k], k))[:count]


def _without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Longest first at each place; several mentions of the very same span are kept (a pair)."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-(m.end - m.start), m.start, m.key)):
        if all(mention.end <= k.start or mention.start >= k.end or (mention.start, mention.end) == (k.start, k.end) for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: (m.start, m.key))
