"""An alert in words, as Markdown: what changed, in whose words, from what to what, and why you get it. Sends nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vigie.model import Change
from vigie.taxonomy import claim_type
from vigie.telling.answer import tellings
from vigie.telling.brief.dates import readable
from vigie.telling.brief.looks import dated
from vigie.telling.brief.naming import Naming
from vigie.telling.brief.sentence import sentence
from vigie.telling.brief.wording import Wording, upper_first
from vigie.telling.markdown import escaped, link, quoted
from vigie.telling.messages import Messages

if TYPE_CHECKING:
    from vigie.atlas import Atlas
    from vigie.ledger import View
    from vigie.model import Move, Notice
    from vigie.telling.alerts.schedule import Due
    from vigie.telling.answer import Telling

__all__ = ["AlertWords"]


class AlertWords:
    """Words alerts in one language."""

    def __init__(self, view: View, atlas: Atlas, lang: str) -> None:
        self._view = view
        self._naming = Naming(atlas, view.names(), Wording.load(lang))
        self._say = Messages.load(lang)
        self.lang = lang

    def message(self, due: Due) -> tuple[str, str]:
        """Subject and text of one message."""
        title = due.watchlist.title or due.watchlist.name
        parts = [self.notice(notice) for notice in due.notices]
        if due.digest:
            subject = self._say("alert.digest", watchlist=title, changes=self._say.count("alert.change", len(parts)))
            return subject, "\n\n---\n\n".join(f"**{escaped(head)}**\n\n{text}" for head, text in parts)
        return f"{parts[0][0]} ({title})", parts[0][1]

    def notice(self, notice: Notice) -> tuple[str, str]:
        """What changed in one line, and the whole of it."""
        move = self._view.move(notice.move_id)
        badge = self.badge(notice)
        why = self._why(notice)
        if move is None:
            return badge, self._say("alert.gone") + "\n\n" + why
        telling = self._telling(move)
        parties = [*move.who, *move.whom] or list(move.things)
        head = " × ".join(name.text for name in self._naming.names(parties)[:4])
        head = f"{badge}{self._say('alert.colon')}{head}, {claim_type(move.type).labels[self.lang]}"
        said = [] if telling is None else [self._told(telling)]
        counted = f"{self._say.count('document', notice.documents)}, {self._say.count('origin', notice.origins)}"
        return head, "\n\n".join([*said, f"*{counted}* · `{notice.move_id}`", why])

    def badge(self, notice: Notice) -> str:
        """What kind of change it is: "New: rumoured", "Rumoured → denied", "Contradicted"."""
        status = self._say(f"status.{notice.status.value}")
        if notice.change is Change.CONTRADICTED:
            return upper_first(self._say("contradicted"))
        if notice.was is None:
            return self._say("alert.new", status=status)
        return upper_first(f"{self._say(f'status.{notice.was.value}')} → {status}")

    def _telling(self, move: Move) -> Telling | None:
        ids = list(move.document_ids)
        readings = {one.document_id: one for one in self._view.readings(ids)}
        documents = {one.id: one for one in self._view.documents(ids)}
        return next(iter(tellings(move, readings, documents, [one.document_id for one in self._view.copies_of(ids)])), None)

    def _told(self, telling: Telling) -> str:
        document, claim = telling.document, telling.claim
        on = readable(document.published_on)
        words = escaped(sentence(claim, self._naming, published_on=on))
        name = document.outlet or document.author or document.title or document.id
        parts = filter(None, (link(name, document.url or ""), dated(on, self.lang)))
        return f"{words}\n\n> {quoted(claim.quotes[0].words, self.lang)}\n> — {', '.join(parts)}"

    def _why(self, notice: Notice) -> str:
        lines = [self._line(field, value) for field, value in notice.why]
        parts = [self._say("alert.why", watchlist=escaped(notice.watchlist), lines=", ".join(lines))]
        if notice.was is not None and notice.change is Change.STATUS:
            was, status = self._say(f"status.{notice.was.value}"), self._say(f"status.{notice.status.value}")
            parts.append(self._say("alert.status", was=was, status=status))
        return " ".join(parts)

    def _line(self, field: str, value: str) -> str:
        if field in ("actors", "pairs"):
            value = " × ".join(self._naming.name(key).text for key in value.split(" × "))
        elif field == "types":
            value = claim_type(value).labels[self.lang]
        elif field == "countries":
            value = value.upper()
        return escaped(re.sub(r"\s+", " ", self._say(f"alert.line.{field}", value=value)))
