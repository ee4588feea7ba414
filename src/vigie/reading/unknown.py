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
            return self._find_han(page, known)
        found: list[tuple[int, int, str]] = []
        taken = [(m.start, m.end) for m in known]
        for passage in page.passages:
            if passage.kind in (PassageKind.REPEAT, PassageKind.FURNITURE):
                continue
            for m in _NAME.finditer(page.text, passage.start, passage.end):
                for start, end in _outside(m.start(), m.end(), taken, page.text):
                    item = self._judge(page, start, end, passage.start)
                    if item is not None:
                        found.append(item)
        return self._spread(page, found, taken)

    def _judge(self, page: Page, start: int, end: int, line: int) -> tuple[int, int, str] | None:
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

    def _latin_firm(self, page: Page, start: int, end: int) -> bool:
        """Whether a run of Latin letters in Chinese text names a firm: a legal form, or the word for a firm beside it."""
        words = page.text[start:end]
        if words.split()[-1].strip(".").lower() in (
            "inc",
            "ltd",
            "co",
            "corp",
            "gmbh",
            "ag",
            "plc",
            "llc",
            "group",
            "motors",
            "capital",
            "limited",
        ):
            return True
        before = page.text[max(0, start - 4) : start]
        return len(words) > 3 and before.endswith(("公司", "企业", "厂商", "品牌", "供应商", "平台"))

    def _find_han(self, page: Page, known: list[Mention]) -> list[tuple[int, int, str]]:
        """Unknown firms and people in Chinese text, by suffix, surname and neighbours."""
        found: dict[tuple[int, int], str] = {}
        taken = [(m.start, m.end) for m in known]
        text = page.text
        for regex, kind in _HAN_SHAPES:
            for m in regex.finditer(text):
                start, end = m.span("name")
                if regex in (_HAN_FIRM, _HAN_LONG):
                    start = _trim_han(text, start, end)
                    if (
                        end - start < (3 if regex is _HAN_FIRM else 6)
                        or text[start:end] in _HAN_PLAIN
                        or text[start : start + 2] in _HAN_PLAIN
                    ):
                        continue
                elif regex is _HAN_FOREIGN:
                    start = _trim_foreign(text, start, end)
                elif regex is _LATIN_IN_HAN and not self._latin_firm(page, start, end):
                    continue
                if any(s < end and start < e for s, e in taken) or any(s < end and start < e for s, e in found):
                    continue
                found[start, end] = kind
        names = {text[s:e]: k for (s, e), k in found.items()}
        spread: list[tuple[int, int, str]] = []
        for name, kind in sorted(names.items(), key=lambda x: (-len(x[0]), x[0])):
            at = text.find(name)
            while at >= 0:
                end = at + len(name)
                if all(end <= s or at >= e for s, e in taken):
                    spread.append((at, end, kind))
                    taken.append((at, end))
                at = text.find(name, end)
        return sorted(spread)


_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丘邬"
_HAN_SIGN = r"(?=[\u3000-\u303f\uff00-\uffef，。、；：“”（）,.\s的为与和在是将已也又则还向给从对董总创首副分表称说宣透叫有]|CEO|则|本|近|今|上周|目前|并|以|不|没|未|去年|今年|现|刚|日前|拟|计划|正|就|才|曾|老板|一位|相关|$)"
_HAN_FIRM = re.compile(
    r"(?P<name>[\u4e00-\u9fffA-Za-z]{2,10}?(?:证券|科技|电池|光学|精模|精密|精工|电子|智能|新材料|材料|汽配|汽贸|物流|资本|模具|半导体|微电子|轮胎|线束|汽车零部件|咨询|研究院|机械|铝业|锂业|能源|动力|智驾|化工|玻璃|橡胶|租车|出行|减振|减震|车灯|电机|电控|车桥|底盘|铸造|锻造|重工|路桥|数据|股份|仪表|内饰|座椅|传感|软件|互联|微电|悬架|热管理|弹簧|螺栓|紧固件|涂料|运输|船务|汽车集团))"
    + _HAN_SIGN
)
_HAN_LONG = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,14}?(?:（[\u4e00-\u9fff]{2,4}）|\([\u4e00-\u9fff]{2,4}\))?(?:股份有限公司|有限责任公司|有限公司))"
)
_HAN_PERSON_AFTER = re.compile(
    rf"(?:董事长|总裁|总经理|首席执行官|创始人|CEO|分析师|发言人|部长|主席|秘书长|负责人|总监|首席财务官|CFO|经理|老板|厂长|市长|主任|掌门人|经销商|车主|工程师|教授|专家|副总|老总|记者|首席技术官|运营官|会长|店长)(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[\u3000-\u303f\uff00-\uffef，。、；：“”（）,.\s在对称说表认指宣透则也就还于向将为率与和倒打测直坦告笑承强介]|最近|今日|昨日|日前|解释|预计|任|出任)"
)
_HAN_PERSON_BEFORE = re.compile(
    rf"(?:^|(?<=[，。、；：“”（）,.\s的者是由与和任]))(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=(?:表示|称|说|认为|指出|透露|坦言|直言|告诉|强调|打趣|任|出任|担任|接任|回应|宣布|感叹|预计|介绍|辞去|离职|加盟|接棒|接替|解释|笑称))"
)
_HAN_FOREIGN = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,8}?)(?=[\u3000-\u303f\uff00-\uffef，。、；：“”（）,.\s和与在对称说表认指宣透则也就还于向将为]|任|出任|担任|接任)"
)
_HAN_OUTLET = re.compile(r"《(?P<name>[\u4e00-\u9fff]{2,8}(?:报|周刊|日报|新闻|财经|杂志|时报))》")
_HAN_AUTHORITY = re.compile(
    r"(?:^|(?<=[，。、；：“”（）,.\s的由经被向据与和]))(?P<name>[\u4e00-\u9fff]{2,8}?(?:法院|管理局|委员会|海关总署|监管局|交通局|经开区管委会|管委会|国资委|市政府|省政府|证监会|交易所|工信局|商务局))"
)
_LATIN_IN_HAN = re.compile(r"(?P<name>[A-Z][A-Za-z&.\-]+(?: [A-Z][A-Za-z&.\-]+){0,4})")
_HAN_STOPS = "的，。、；：“”（）在与和由为是对向被从及将据给因而但或者比以其该这那了着过于至到把让称说有称用家款位名前后中上下来去又也还则即约近超已未不新老等据同跟往年月日号"
_HAN_HEAD = re.compile(
    r"^.*(?:供应商|经销商|公司|企业|小厂|厂商|工厂|集团旗下|旗下|品牌|券商|机构|深圳|上海|北京|广州|宁波|苏州|杭州|武汉|重庆|天津|合肥|常州|无锡|南京|成都|西安|长沙|郑州|青岛|大连|东莞|佛山|温州|嘉兴|绍兴|台州|柳州|长春|芜湖)"
)


_HAN_SHAPES = (
    (_HAN_LONG, "company"),
    (_HAN_FIRM, "company"),
    (_HAN_FOREIGN, "person"),
    (_HAN_PERSON_AFTER, "person"),
    (_HAN_PERSON_BEFORE, "person"),
    (_HAN_OUTLET, "outlet"),
    (_HAN_AUTHORITY, "authority"),
    (_LATIN_IN_HAN, "company"),
)
_HAN_PLAIN = frozenset(
    [
        "新能源",
        "动力电池",
        "人工智能",
        "汽车零部件",
        "零部件",
        "磷酸",
        "固态",
        "刀片",
        "麒麟",
        "三元",
        "锂电",
        "钠离",
        "汽车",
        "智能",
        "电动",
        "整车",
        "相关",
        "国内",
        "全球",
        "海外",
        "中国",
        "美国",
        "欧洲",
        "德国",
        "法国",
        "日本",
        "韩国",
        "首批",
        "旗下",
        "这家",
        "一家",
        "多家",
        "上市公司",
        "高端",
        "豪华",
        "自主",
        "合资",
        "传统",
        "神行",
        "半固",
    ]
)


def _trim_foreign(text: str, start: int, end: int) -> int:
    """Where a transcribed foreign name begins: after the title or function word that its run of characters took in."""
    head = text[start : text.index("·", start, end)]
    for size in range(len(head), 0, -1):
        if head[:size].endswith(_HAN_TITLES) or head[size - 1] in _HAN_STOPS:
            return start + size
    return start


_HAN_TITLES = ("官", "人", "长", "裁", "理", "席", "CEO", "总", "师", "家", "者", "监", "员", "任", "主", "统", "相")


def _trim_han(text: str, start: int, end: int) -> int:
    """Where the name of a firm begins inside a run of Han characters: after a function word, a plain noun or a city."""
    body = text[start : end - 2]
    for i in range(len(body) - 1, -1, -1):
        if body[i] in _HAN_STOPS:
            start += i + 1
            break
    head = _HAN_HEAD.match(text[start : end - 2])
    if head and end - start - head.end() >= 3:
        start += head.end()
    return start


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
