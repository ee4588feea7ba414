"""What an outlook and a silent source are in words. Foresees nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from vigie.telling.brief.dates import day_words
from vigie.telling.brief.wording import NARROW, upper_first
from vigie.telling.messages import Messages

if TYPE_CHECKING:
    from vigie.model import Outlook
    from vigie.telling.brief.naming import Naming
    from vigie.telling.brief.value import Silence
    from vigie.telling.brief.wording import Wording

__all__ = ["outlook_sentence", "percent", "silence_sentence"]


def percent(share: float, lang: str) -> str:
    """A probability as people read it: whole per cent, tenths below ten."""
    text = f"{100 * share:.0f}" if share >= 0.0995 else f"{100 * share:.1f}".removesuffix(".0")
    return f"{text.replace('.', ',')}{NARROW}%" if lang == "fr" else f"{text}%"


def outlook_sentence(outlook: Outlook, naming: Naming) -> str:
    """The chance of each rung or more by the outlook's day, each beside its base rate where there is one."""
    wording, say = naming.wording, Messages.load(naming.wording.lang)
    chances = []
    for rung, share in outlook.probabilities.items():
        base = outlook.base_rates.get(rung)
        words = say("brief.rung", rung=say(f"rung.{rung}"), chance=percent(share, wording.lang))
        if base is not None:
            words += say("brief.base", base=percent(base, wording.lang))
        chances.append(words)
    joint = f"{NARROW}; " if wording.lang == "fr" else "; "
    by = day_words(dt.date.fromisoformat(outlook.by_on), wording)
    pair = wording.listed(naming.names([outlook.first, outlook.second]))
    return upper_first(say("brief.outlook", by=by, pair=pair, chances=joint.join(chances)))


def silence_sentence(silence: Silence, wording: Wording) -> str:
    """Since when a source says nothing."""
    say = Messages.load(wording.lang)
    if silence.since is None:
        return upper_first(say("brief.silent.ever", name=silence.name))
    return upper_first(say("brief.silent.since", name=silence.name, day=day_words(silence.since.date(), wording)))
