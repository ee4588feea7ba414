"""The checker of briefs: takes a brief apart, whoever wrote it, and holds every clause against what it cites.

It knows nothing of the templates: `facts` reads a clause by a lexicon of its own, so that a fault of the composer is found like any
other. `parse` takes Markdown apart, `evidence` looks up what is cited, `judge` compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.telling.brief.check.evidence import Evidence, Witness, evidence_of
from vigie.telling.brief.check.judge import KINDS, Finding, judge
from vigie.telling.brief.check.naming import Known
from vigie.telling.brief.check.parse import Clause, Parsed, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vigie.atlas import Atlas
    from vigie.ledger import View

__all__ = ["KINDS", "Clause", "Evidence", "Finding", "Known", "Parsed", "Witness", "check_brief", "evidence_of", "judge", "parse"]


def check_brief(
    markdown: str, view: View, before: View | None, atlas: Atlas, *, sources: Mapping[str, str] | None = None
) -> tuple[Parsed, list[Finding]]:
    """A brief taken apart, and all in it that what it cites does not prove.

    ``view`` is the ledger at the brief's end, ``before`` at its beginning; ``sources`` are the names of sources by id.
    """
    known = Known(atlas, view.names())
    parsed = parse(markdown, names=known.pointed())
    ids = {one for reference in parsed.references.values() for one in reference.ids}
    return parsed, judge(parsed, evidence_of(view, before, ids, sources=sources), known)
