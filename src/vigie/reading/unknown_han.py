"""Find names in Chinese text that the atlas does not know: firms by suffix, people by surname and neighbours.

The word lists are those of the business press; what they miss is not found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vigie.model import Mention
    from vigie.reading.page import Page

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


def _latin_firm(page: Page, start: int, end: int) -> bool:
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


def find_han(page: Page, known: list[Mention]) -> list[tuple[int, int, str]]:
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
            elif regex is _LATIN_IN_HAN and not _latin_firm(page, start, end):
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
