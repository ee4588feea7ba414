"""Say whom plain nouns and pronouns stand for ("the Bavarian carmaker", "its"), among those named before. Finds no names.

Every place is a choice among the entities named before it; a linear model weighs nearness, standing, nationality and what the
noun says of them. In order of the text: who was just referred to is likelier to be referred to again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import Entity, Mention
from vigie.reading import features as see
from vigie.reading.mentions import ORGANISATIONS, slug

if TYPE_CHECKING:
    from vigie.reading.language import Hit
    from vigie.reading.linear import LinearModel
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Page, Sentence

REACH = 1500
"""Characters back to the farthest mention that a noun or pronoun can mean; a headline's names are always in reach."""
MOST = 12
"""Entities weighed for one place, those named last."""
CHARACTERS_OF_STEM = {True: 5, False: 2}
"""Characters of a noun phrase's words that must be found again beside a name, in scripts with spaces and without."""

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
_KINDS = {"person": ("person",), "model": ("model",), "authority": ("authority",), "company": ("company", "brand")}


@dataclass(frozen=True, slots=True)
class Reference:
    """A plain noun or a pronoun: `text[start:end]`."""

    start: int
    end: int
    form: str
    """``noun`` or ``pronoun``."""
    leaf: str
    """What it can stand for: ``company person model authority pair``."""
    words: str
    """In lower case."""
    sentence: Sentence
    nations: tuple[str, ...] = ()
    """Countries of the adjectives beside a noun."""


@dataclass(slots=True)
class Antecedent:
    """An entity that a reference may stand for, with its last mention before it."""

    key: str
    last: Mention
    last_name: Mention
    """The last mention by name."""
    count: int = 0
    """Mentions before the reference."""


def references(page: Page, named: list[Mention]) -> list[Reference]:
    """The plain nouns and pronouns of a page that no name explains, in order of the text; of overlapping ones the longest."""
    taken = [(m.start, m.end) for m in named]
    found: list[Reference] = []
    for sentence in page.sentences:
        for hit in page.hits_in(sentence.start, sentence.end):
            section, _, leaf = hit.category.partition(".")
            if section not in ("plain_nouns", "pronouns") or leaf == "group":
                continue
            if any(s < hit.end and hit.start < e for s, e in taken) or (
                section == "plain_nouns" and _apposed(page, hit.end, named)
            ):
                continue
            if leaf == "pair" and _names_follow(page, hit.end, sentence.end, named):
                continue
            found.append(_reference(page, hit, section, leaf, sentence))
    kept: list[Reference] = []
    for reference in sorted(found, key=lambda r: (r.start - r.end, r.start, r.form, r.leaf)):
        if all(reference.end <= k.start or reference.start >= k.end for k in kept):
            kept.append(reference)
    return sorted(kept, key=lambda r: r.start)


def _reference(page: Page, hit: Hit, section: str, leaf: str, sentence: Sentence) -> Reference:
    nations: tuple[str, ...] = ()
    if section == "plain_nouns":
        after = hit.end + (18 if page.language.spaced else 0)
        beside = page.hits_in(max(sentence.start, hit.start - 2), min(after, sentence.end))
        nations = tuple(dict.fromkeys(h.category[14:] for h in beside if h.category.startswith("nationalities.")))
    form = "noun" if section == "plain_nouns" else "pronoun"
    return Reference(hit.start, hit.end, form, leaf, page.low[hit.start : hit.end], sentence, nations)


def unnamed_groups(page: Page, cast: Cast, named: list[Mention]) -> list[Mention]:
    """Collectives without a name ("European carmakers"): parties of their own, entered in the cast."""
    found = []
    for sentence in page.sentences:
        for hit in page.hits_in(sentence.start, sentence.end):
            if hit.category != "plain_nouns.group" or any(m.start < hit.end and hit.start < m.end for m in named):
                continue
            surface = page.text[hit.start : hit.end]
            key = slug(f"group {page.low[hit.start : hit.end]}")
            cast.entities.setdefault(key, Entity(key=key, name=surface, kind="group", known=False))
            cast.forms.setdefault(key, {})[surface] = None
            found.append(Mention(start=hit.start, end=hit.end, key=key, how="name"))
    return found


def resolve(page: Page, cast: Cast, model: LinearModel) -> None:
    """Give each plain noun and pronoun of a page its entity: nothing is kept of what an earlier call chose."""
    named = [m for m in page.mentions if m.how not in ("noun", "pronoun")]
    found: list[Mention] = []
    for reference in references(page, named):
        options = antecedents(page, cast, reference, named, found)
        if not options:
            continue
        weighed = sorted(
            (
                (model.total(reference_features(page, cast, reference, option, rank, options)), option)
                for rank, option in enumerate(options)
            ),
            key=lambda x: (-x[0], x[1].key),
        )
        if reference.leaf == "pair":
            chosen = [option for _, option in weighed[:2]] if len(weighed) > 1 else []
        else:
            chosen = [weighed[0][1]]
        found += [Mention(start=reference.start, end=reference.end, key=o.key, how=reference.form) for o in chosen]
    page.set_mentions([*named, *found])
    page.forget()


def antecedents(page: Page, cast: Cast, reference: Reference, named: list[Mention], resolved: list[Mention]) -> list[Antecedent]:
    """The entities that a reference may stand for, the one spoken of last first."""
    kinds = _KINDS.get(reference.leaf, ORGANISATIONS)
    if reference.form == "pronoun" and reference.leaf == "company":
        kinds = ("company", "brand", "person", "authority")
    found: dict[str, Antecedent] = {}
    for mention in named:
        if mention.start >= reference.start or not _fits(cast, reference, mention.key):
            continue
        if cast.kind(mention.key) not in kinds or (mention.start < reference.start - REACH and not _in_headline(page, mention)):
            continue
        known = found.get(mention.key)
        if known is None:
            found[mention.key] = Antecedent(mention.key, mention, mention, 1)
        else:
            known.count += 1
            if mention.start > known.last_name.start:
                known.last = known.last_name = mention
    for mention in resolved:
        known = found.get(mention.key)
        if known is not None:
            known.count += 1
            if mention.start > known.last.start:
                known.last = mention
    return sorted(found.values(), key=lambda a: (-a.last.start, a.key))[:MOST]


def _fits(cast: Cast, reference: Reference, key: str) -> bool:
    """Whether an entity can be what a noun says: a carmaker where it says so, no carmaker where it says supplier."""
    role = cast.roles.get(key, "")
    if any(word in reference.words for word in _SUPPLIER_NOUNS):
        return not role.startswith("carmaker")
    if any(word in reference.words for word in _CARMAKER_NOUNS):
        return role.startswith("carmaker") or not cast.entities[key].known
    return True


def _in_headline(page: Page, mention: Mention) -> bool:
    return bool(page.sentences) and page.sentences[0].title and mention.start < page.sentences[0].end


def reference_features(
    page: Page, cast: Cast, reference: Reference, option: Antecedent, rank: int, options: list[Antecedent]
) -> list[str]:
    """What can be seen of one entity that a reference may stand for."""
    code = page.language.code
    sort = f"{reference.form}.{reference.leaf}"
    name, last = option.last_name, option.last
    here = reference.sentence
    behind = sum(1 for s in page.sentences[max(0, here.index - 8) : here.index] if s.start >= name.end) + (name.start < here.start)
    by_chain = sum(1 for s in page.sentences[max(0, here.index - 8) : here.index] if s.start >= last.end) + (
        last.start < here.start
    )
    kind, role = cast.kind(option.key), cast.roles.get(option.key, "none")
    family = role.split("-")[0]
    opening = _opens(page, cast, name)
    where = "here" if name.start >= here.start else str(min(behind, 4))
    same_paragraph = name.start >= here.passage.start
    head = _head(reference.words)
    features = [
        f"rank:{min(rank, 5)}",
        f"rank:{min(rank, 5)}&of:{min(len(options), 4)}",
        f"behind:{where}",
        f"behind:{where}&opens:{opening}",
        f"chain:{'here' if last.start >= here.start else min(by_chain, 4)}&{last.how}",
        f"paragraph:{same_paragraph}&opens:{opening}",
        f"gap:{min(5, (reference.start - name.end) // (90 if page.language.spaced else 30))}",
        f"standing:{cast.standing(option.key)}",
        f"standing:{cast.standing(option.key)}&rank:{min(rank, 3)}",
        f"weight:{min(6, int(cast.weights.get(option.key, 0.0)))}",
        f"count:{min(option.count, 4)}",
        f"kind:{kind}",
        f"family:{family}",
        f"relation:{see.relation_of(page, name.start, page.word_before(name.start))}&{where == 'here'}",
        f"known:{cast.entities[option.key].known}",
        f"headline:{_in_headline(page, name)}",
        f"role:{role}",
    ]
    if reference.start - here.start < 4:
        features += [f"first:{where}&opens:{opening}", f"first:rank:{min(rank, 3)}"]
    if see.speaks(page, name):
        features.append("speaks")
    own = cast.countries.get(option.key)
    if reference.nations:
        agrees = "unknown" if own is None else "yes" if own in reference.nations else "no"
        features.append(f"nation:{agrees}")
    if reference.form == "noun":
        features += [f"echo:{_echo(page, reference, option)}", f"{code}~{head}&{family}", f"{code}~{head}&{kind}"]
    else:
        features += [f"{code}~{reference.words}&{kind}", f"{code}~{reference.words}&behind:{where}&opens:{opening}"]
    return features + [f"{sort}|{f}" for f in features]


def _opens(page: Page, cast: Cast, mention: Mention) -> bool:
    """Whether a mention is the first actor of its sentence."""
    return page.opens_sentence(mention) or not any(
        cast.kind(m.key) in (*ORGANISATIONS, "person") for m in page.mentions_in(mention.start - 60, mention.start)
    )


def _head(words: str) -> str:
    """The last word of a noun phrase (its last six letters), or its last two Han characters."""
    if words.isascii() or " " in words or any(c.isalpha() and c < "\u3000" for c in words):
        return words.rsplit(maxsplit=1)[-1][-6:]
    return words[-2:]


def _echo(page: Page, reference: Reference, option: Antecedent) -> str:
    """Whether words of the noun phrase stand beside an earlier mention: "the Grenoble firm" … "Verkor, in Grenoble"."""
    size = CHARACTERS_OF_STEM[page.language.spaced]
    wide = 70 if page.language.spaced else 24
    stems = _stems(page, reference.start, min(reference.end + (16 if page.language.spaced else 0), reference.sentence.end), size)
    if not stems:
        return "none"
    for mention in page.mentions:
        if mention.key != option.key or mention.start >= reference.start:
            continue
        beside = page.low[max(0, mention.start - wide) : min(mention.end + wide, reference.start)]
        if any(stem in beside for stem in stems):
            return "yes"
    return "no"


_COMMON = frozenset(("cette", "该公", "这家", "公司", "车企"))
"""Stems that say nothing of whom a noun means."""


def _stems(page: Page, start: int, end: int, size: int) -> list[str]:
    words = page.low[start:end]
    parts = words.replace("'", " ").split() if page.language.spaced else [words[i : i + size] for i in range(len(words) - size + 1)]
    return [w[:size] for w in parts if len(w) >= size and w[:size] not in _COMMON]


def _names_follow(page: Page, end: int, stop: int, named: list[Mention]) -> bool:
    """Whether a plural noun is explained by the names behind it ("the old partners, Dongfeng and Geely")."""
    following = [m for m in named if end <= m.start < min(end + 45, stop)]
    return bool(following) and any(sign in page.text[end : following[0].start] for sign in (",", ":", "，", "："))


def _apposed(page: Page, end: int, named: list[Mention]) -> bool:
    """Whether a name follows at once ("le constructeur Renault", "supplier X"): then the noun stands for nobody else."""
    following = page.text[end : end + 2].strip()
    return bool(following) and following[0].isupper() and any(end <= m.start <= end + 1 for m in named)
