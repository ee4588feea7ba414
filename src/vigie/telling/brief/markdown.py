"""A brief as Markdown that people can edit and `check` can read again. Composes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.telling.brief.dates import day_words
from vigie.telling.brief.looks import dated
from vigie.telling.brief.wording import Wording, upper_first
from vigie.telling.markdown import escaped, link, quoted
from vigie.telling.messages import Messages

if TYPE_CHECKING:
    import datetime as dt

    from vigie.telling.brief.value import Brief, Item, Reference

__all__ = ["badge", "counted", "moment", "period", "title", "to_markdown"]


def to_markdown(brief: Brief) -> str:
    """The whole brief; its first line, which is not shown, says its language and the instants it lies between."""
    say = Messages.load(brief.lang)
    since = brief.since.isoformat() if brief.since else ""
    lines = [f"<!-- vigie brief: lang={brief.lang} since={since} until={brief.until.isoformat()} -->", ""]
    lines += [f"# {escaped(title(brief))}", "", f"*{period(brief)}*", ""]
    for section in brief.sections:
        lines += [f"## {say(f'brief.section.{section.key}')}", ""]
        if not section.items:
            lines += [f"*{say(f'brief.none.{section.key}')}*", ""]
            continue
        if section.key == "unsure":
            lines += [f"*{say('brief.section.unsure.why')}*", ""]
        lines += [f"- {_item(item, brief.lang)}" for item in section.items]
        if section.left_out:
            lines += ["", f"*{say('brief.left_out', n=section.left_out)}*"]
        lines.append("")
    if brief.references:
        lines += [f"## {say('brief.references')}", ""]
        lines += [f"{one.number}. {_reference(one, brief.lang)}" for one in brief.references]
        lines.append("")
    return "\n".join([*lines, "---", "", f"*{say('brief.composed')}*", ""])


def _item(item: Item, lang: str) -> str:
    head = badge(item, lang)
    parts = [f"**{head}.**"] if head else []
    for one in item.sentences:
        marks = "".join(f"[{number}]" for number in one.cites)
        parts.append(f"{escaped(one.text)} {marks}")
    if item.documents:
        parts.append(f"*({counted(item, lang)})*")
    return " ".join(parts)


def _reference(one: Reference, lang: str) -> str:
    text = ", ".join(filter(None, (f"**{escaped(one.name)}**", dated(one.on, lang))))
    if one.quote:
        text += ("\u00a0: " if lang == "fr" else ": ") + quoted(one.quote, lang)
    if one.title or one.url:
        text += f" — {link(one.title or one.url, one.url)}"
    ids = [f"`{one.id}`", *([f"`{one.move_id}`"] if one.move_id else [])]
    return f"{text} · {' '.join(ids)}"


def title(brief: Brief) -> str:
    """What the brief is called."""
    say = Messages.load(brief.lang)
    return say("brief.title.for", name=brief.watchlist) if brief.watchlist else say("brief.title")


def period(brief: Brief) -> str:
    """What time it is about, in words."""
    say = Messages.load(brief.lang)
    until = moment(brief.until, brief.lang)
    return (
        say("brief.period.all", until=until)
        if brief.since is None
        else say("brief.period", since=moment(brief.since, brief.lang), until=until)
    )


def moment(at: dt.datetime, lang: str) -> str:
    """An instant in words, in UTC."""
    words = day_words(at.date(), Wording.load(lang))
    return f"{words} à {at:%H:%M} UTC" if lang == "fr" else f"{words}, {at:%H:%M} UTC"


def badge(item: Item, lang: str) -> str:
    """What a move's status changed from and to; nothing where it is new."""
    if item.status is None or item.was is None:
        return ""
    say = Messages.load(lang)
    return upper_first(f"{say(f'status.{item.was.value}')} → {say(f'status.{item.status.value}')}")


def counted(item: Item, lang: str) -> str:
    """How many documents tell it, and how many independent origins they have."""
    say = Messages.load(lang)
    return say("brief.counted", documents=say.count("document", item.documents), origins=say.count("origin", item.origins))
