"""Name what can be seen of a clause, a number, a name's place: the features that the linear models weigh. Decides nothing.

Features are words a person can read (``trigger:invest``, ``relation:by``, ``kind:company``). Those that begin with a language
code hold for that language only; the rest are shared, so that a language without training data still reads. What is seen of
parties, speakers and certainty stands in the modules that choose them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.model import PassageKind
from vigie.reading.mentions import ORGANISATIONS
from vigie.reading.page import tokens

if TYPE_CHECKING:
    from vigie.model import Mention
    from vigie.reading.language import Hit
    from vigie.reading.mentions import Cast
    from vigie.reading.numbers import NumberFound
    from vigie.reading.page import Clause, Page


def bucket(n: int) -> str:
    """A distance as a coarse word."""
    return str(n) if n <= 2 else "3-5" if n <= 5 else "6-10" if n <= 10 else "far"


def word_features(page: Page, start: int, end: int) -> list[str]:
    """Stems of words (six letters), or pairs of Han characters, of a stretch."""
    code = page.language.code
    if page.language.spaced:
        return [f"{code}:{page.low[s:e][:6]}" for s, e in tokens(page.text, start, end) if page.low[s].isalpha()]
    low = page.low
    return [
        f"{code}:{low[i : i + 2]}"
        for i in range(start, end - 1)
        if "\u4e00" <= low[i] <= "\u9fff" and "\u4e00" <= low[i + 1] <= "\u9fff"
    ]


def clause_features(page: Page, cast: Cast, clause: Clause) -> list[str]:  # noqa: PLR0915 - a list of sights, one after the other
    """What can be seen of a clause and its sentence, for telling which types of claim it makes."""
    features: dict[str, None] = {}
    code = page.language.code
    here = set()
    strong: dict[str, int] = {}
    for hit in clause.hits:
        section, _, leaf = hit.category.partition(".")
        if section == "triggers":
            here.add(leaf)
            if hit.weak:
                features[f"weak:{leaf}"] = None
            else:
                features[f"trigger:{leaf}"] = None
                strong[leaf] = strong.get(leaf, 0) + 1
            features[f"{code}!{leaf}!{hit.pattern}"] = None
        elif section in ("status", "metrics"):
            features[f"{section}:{leaf}"] = None
        elif section == "reporting":
            features[f"reporting:{leaf}"] = None
    for leaf, count in strong.items():
        if count > 1:
            features[f"triggers2:{leaf}"] = None
    for other in clause.sentence.clauses:
        if other is clause:
            continue
        for hit in other.hits:
            if hit.category.startswith("triggers.") and not hit.weak:
                features[f"near:{hit.category[9:]}"] = None
    kinds = _kinds(page, cast, clause.start, clause.end)
    around = _kinds(page, cast, clause.sentence.start, clause.sentence.end)
    parties = len({k for kind in (*ORGANISATIONS, "person") for k in kinds.get(kind, ())})
    features[f"parties:{min(parties, 3)}"] = None
    features[f"parties in sentence:{min(len({k for kind in (*ORGANISATIONS, 'person') for k in around.get(kind, ())}), 4)}"] = None
    for kind, keys in kinds.items():
        features[f"kind:{kind}"] = None
        if len(keys) > 1:
            features[f"kinds:{kind}"] = None
    for kind in around:
        features[f"kind in sentence:{kind}"] = None
    roles = {cast.roles.get(k, "").split("-")[0] for keys in kinds.values() for k in keys}
    for role in roles:
        if role:
            features[f"role:{role}"] = None
    units = {n.unit or n.kind for n in page.numbers if clause.start <= n.start < clause.end}
    for unit in units:
        features[f"unit:{unit}"] = None
    money = any(n.kind == "money" and clause.start <= n.start < clause.end for n in page.numbers)
    if money:
        features["money"] = None
    if units:
        features["number"] = None
    if any(clause.start <= d.start < clause.end for d in page.dates):
        features["date"] = None
    if clause.sentence.question:
        features["question"] = None
    if clause.sentence.title:
        features["title"] = None
    if clause.sentence.passage.kind is PassageKind.POST:
        features["post"] = None
    if clause.index == 0:
        features["first"] = None
    for leaf in strong:
        features[f"trigger:{leaf}&parties:{min(parties, 3)}"] = None
        if money:
            features[f"trigger:{leaf}&money"] = None
        if "%" in units:
            features[f"trigger:{leaf}&%"] = None
        if "model" in kinds:
            features[f"trigger:{leaf}&model"] = None
        if "person" in kinds:
            features[f"trigger:{leaf}&person"] = None
        if "authority" in kinds:
            features[f"trigger:{leaf}&authority"] = None
    if units:
        for metric in {h.category[8:] for h in clause.hits if h.category.startswith("metrics.")}:
            features[f"number&metric:{metric}"] = None
    features.update(dict.fromkeys(word_features(page, clause.start, clause.end)))
    return list(features)


_OF_ONE_CLAUSE = ("parties:", "first", "near:")


def sentence_features(clauses: list[list[str]]) -> list[str]:
    """What can be seen of a sentence: what can be seen of its clauses, but for what only a clause has."""
    return list({f: None for features in clauses for f in features if not f.startswith(_OF_ONE_CLAUSE)})


def _kinds(page: Page, cast: Cast, start: int, end: int) -> dict[str, set[str]]:
    """Kind → keys mentioned in a stretch (pronouns apart)."""
    found: dict[str, set[str]] = {}
    for mention in page.mentions_in(start, end):
        if mention.how != "pronoun":
            found.setdefault(cast.kind(mention.key), set()).add(mention.key)
    return found


def trigger_of(clause: Clause, kind: str) -> Hit | None:
    """The strongest sign of a type in a clause: strong before weak, longer before shorter, earlier before later."""
    best: Hit | None = None
    for hit in clause.hits:
        if hit.category == f"triggers.{kind}" and (
            best is None or (best.weak, -(best.end - best.start)) > (hit.weak, -(hit.end - hit.start))
        ):
            best = hit
    return best


def quoted_place(page: Page, clause: Clause) -> str:
    """Whether a clause lies in quotation marks: ``in``, ``beside`` where its sentence has some, else ``no``."""
    middle = (clause.start + clause.end) // 2
    if any(s < middle < e for s, e in page.quotations):
        return "in"
    return "beside" if any(clause.sentence.start <= s < clause.sentence.end for s, _ in page.quotations) else "no"


_ARTICLES = frozenset(
    ("le", "la", "les", "l'", "the", "der", "die", "das", "den", "dem", "des", "du", "au", "aux", "zum", "zur", "vom", "beim")
)


def relation_of(page: Page, start: int, before: str) -> str:
    """The relation that the word before a name marks: ``by with of to …``, ``and`` for a list, ``stop``, or ``none``."""
    low, relations = page.low, page.language.relations
    if page.language.spaced and start >= 2 and low[start - 1] == "'":
        before = low[max(0, start - 2) : start]
    if before in relations:
        return relations[before]
    if before in (",", "、"):
        return "list"
    if before == "" or before in '.:;!?。：；“”"«»„(（，':
        return "stop"
    if before not in _ARTICLES:
        return "none"
    i = start
    for _ in range(2):
        while i > 0 and low[i - 1] in " '":
            i -= 1
        while i > 0 and low[i - 1].isalnum():
            i -= 1
    earlier = page.word_before(i + 1) if i > 0 else ""
    return relations.get(earlier, "article")


def speaks(page: Page, mention: Mention) -> str | None:
    """Whether a reporting verb or an `according to` stands beside a mention, and where."""
    for hit in page.hits_in(max(0, mention.start - 28), mention.start):
        if hit.category == "reporting.according" and hit.end <= mention.start and mention.start - hit.end < 12:
            return "according"
        if hit.category == "reporting.verbs" and 0 <= mention.start - hit.end <= 6:
            return "verb before"
    for hit in page.hits_in(mention.end, mention.end + (26 if page.language.spaced else 10)):
        if hit.category == "reporting.verbs":
            return "verb after"
    return None


def number_features(page: Page, cast: Cast, clause: Clause, kind: str, number: NumberFound, count: int) -> list[str]:
    """What can be seen of a number, for telling whether it is the value of a claim of that type."""
    code = page.language.code
    before = page.word_before(number.start)
    after = page.word_after(number.end)
    features = [
        f"unit:{number.unit or number.kind}",
        f"nkind:{number.kind}",
        f"{code}<{before}",
        f"{code}>{after}",
        f"count:{min(count, 4)}",
        f"size:{len(str(int(abs(number.number))))}",
    ]
    around = {h.category for h in clause.hits if h.category.startswith("metrics.")}
    features += [f"{c}&{number.unit or number.kind}" for c in sorted(around)]
    features += [
        f"trigger:{h.category[9:]}&{number.kind}" for h in clause.hits if h.category.startswith("triggers.") and not h.weak
    ]
    near = page.mentions_in(max(clause.start, number.start - 40), number.end + 40)
    for found in sorted({cast.kind(m.key) for m in near if m.how != "pronoun"}):
        features.append(f"near:{found}&{number.kind}")
    features += [f"w{f}" for f in word_features(page, max(clause.start, number.start - 24), number.start)]
    return features + [f"{kind}|{f}" for f in features]
