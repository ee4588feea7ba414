"""Tell sentences that give orders to a machine from sentences about the world. Decides by words only, in four languages.

A second bar, not the first: whatever passes here is still held to the text, and can make no fact of a doubt. What it lets through
or stops wrongly is no more than a claim that only the second reader made.
"""

from __future__ import annotations

import re

__all__ = ["gives_orders"]

_ORDERS = re.compile(
    r"""
    ^\s*(?:system|assistant|user|système|utilisateur|系统|助手|用户)\s*(?:prompt|message|提示)?\s*[:：]
    | </?\s*(?:document|system|instructions?|article|input)\b[^>]{0,40}>
    | ```
    | "(?:claims|status|quote|type)"\s*:
    | \b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules?|prompts?|above|guidelines)\b
    | \b(?:ignor(?:e[rz]?|ons)|oubli(?:e[rz]?|ons))\b.{0,40}\b(?:instructions?|consignes?|règles?|précède|ci-dessus)\b
    | \b(?:ignorier\w*|vergiss|vergessen\ sie|missachte\w*)\b.{0,50}\b(?:anweisung\w*|regeln?|vorgaben?|obige\w*)\b
    | (?:忽略|无视|忘记|忘掉|不要理会).{0,16}(?:指令|指示|规则|提示|要求|以上|上述)
    | \bsystem[\ -]?prompt\w* | 系统提示
    | \b(?:ai|llm|language\ models?|assistants?|readers?|machines?)\b.{0,40}\b(?:must|shall|should|are\ to|has\ to|have\ to)\b
    | \b(?:ia|modèles?\ de\ langage|assistants?|lecteurs?\ automatiques?|machines?)\b.{0,40}\b(?:doi(?:t|vent)|devez|est\ prié)
    | \b(?:ki|sprachmodelle?|assistent\w*|maschinen?|leseprogramme?)\b.{0,40}\b(?:muss|müssen|soll|sollen|hat\ zu|haben\ zu)\b
    | (?:ai|人工智能|语言模型|大模型|助手|机器|程序).{0,12}(?:必须|应当|应该|务必|请)
    | \b(?:output|print|respond|reply|answer|report|list|mark|classify|treat)\b.{0,60}
      \b(?:as\ (?:happened|confirmed|a\ fact)|json|claims?\b|keys?\b)
    | \b(?:répond(?:s|ez)|affich(?:e|ez)|classe[zr]?|indique[zr]?|considére[zr]?|trait(?:e|ez))\b.{0,60}
      \b(?:comme\ (?:un\ fait|avéré|confirmé)\w*|json|clé)
    | \b(?:antworte\w*|gib|geben\ sie|melde\w*|stufe\w*|behandle\w*)\b.{0,60}
      \b(?:als\ (?:tatsache|bestätigt|geschehen)|json|schlüssel)\b
    | (?:输出|回答|返回|标记|视为|当作|报告).{0,16}(?:事实|已发生|已确认|json|密钥|空)
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE,
)


def gives_orders(words: str) -> bool:
    """True where a stretch of text tells a machine what to answer."""
    return _ORDERS.search(words) is not None
