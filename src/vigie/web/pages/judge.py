"""Judgement buttons: a person says same or different of two claims or documents, or takes it back. Weighs nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.errors import InputError
from vigie.model import Verdict
from vigie.web.page import Page, Went

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.ledger import View
    from vigie.model import Judgement
    from vigie.web.look import Look

__all__ = ["PAGES", "standing"]

_SUBJECTS = ("move", "story", "copy")


def standing(view: View, ids: Iterable[str]) -> list[Judgement]:
    """What persons said of any of these claims or documents, the latest first."""
    found = [one for one in view.judgements(list(ids)) if not one.by_machine]
    return sorted(found, key=lambda one: (one.recorded_at is None, one.recorded_at), reverse=True)


def judge(look: Look) -> Went:
    """Keep what a visitor says, and weigh anew."""
    subject, verdict = look.form.get("subject", ""), look.form.get("verdict", "")
    left, right = sorted((look.form.get("left", ""), look.form.get("right", "")))
    if subject not in _SUBJECTS or verdict not in (Verdict.SAME.value, Verdict.DIFFERENT.value) or not left or left == right:
        raise InputError("a judgement needs a subject, two different things and 'same' or 'different'", culprit=verdict or subject)
    look.house.judge(subject, left, right, Verdict(verdict), visitor=look.writer)
    return Went(_back(look))


def split(look: Look) -> Went:
    """Take a document out of a move or a story."""
    look.house.split(look.form.get("thing", ""), [look.form.get("member", "")], visitor=look.writer)
    return Went(_back(look))


def undo(look: Look) -> Went:
    """Take a judgement back; everything is then as it was before."""
    look.house.take_back(look.form.get("id", ""), visitor=look.writer)
    return Went(_back(look))


def _back(look: Look) -> str:
    """The page it was said on; where that is gone with the move it showed, the document's or the start."""
    back = look.form.get("back", "/")
    back = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
    name = back.split("?")[0].removeprefix("/move/")
    if back.startswith("/move/") and look.house.ledger.view().move(name) is None:
        moves = look.house.ledger.view().documents_of([look.form.get("left", "")])
        document = next(iter(moves.values()), None)
        return look.to("document", document) if document else "/"
    return back


PAGES = (
    Page(path="/judge", show=judge, method="POST"),
    Page(path="/judge/split", show=split, method="POST"),
    Page(path="/judge/undo", show=undo, method="POST"),
)
