"""The guards around how surely a claim is said: whatever the weights, grammar's doubts are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.model import Status
from vigie.reading.certainty import choose_source_and_status
from vigie.reading.proposal import Proposal

if TYPE_CHECKING:
    from conftest import Lay, MakeModels
    from vigie.reading.mentions import Cast

SURE = {"happened": 9.0}


def proposal_of(lay: Lay, text: str, lang: str, kind: str) -> tuple[Proposal, Cast]:
    """A proposal at the first clause with a trigger of that type."""
    pages, cast = lay(text, lang)
    for page in pages:
        for sentence in page.sentences:
            for clause in sentence.clauses:
                proposal = Proposal(kind, page, clause, 0.9)
                if proposal.trigger is not None:
                    return proposal, cast
    raise AssertionError(f"no trigger of '{kind}' in '{text}'")


def status(lay: Lay, make_models: MakeModels, text: str, lang: str, kind: str, **logits: float) -> Status:
    proposal, cast = proposal_of(lay, text, lang, kind)
    choose_source_and_status(proposal, cast, make_models(**(logits or SURE)))
    return proposal.status


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("fr", "Renault va-t-il fermer l'usine ?", "close"),
        ("en", "Will Renault close the plant?", "close"),
        ("de", "Schließt Renault das Werk?", "close"),
        ("zh", "雷诺会关闭工厂吗？", "close"),
    ],
)
def test_a_question_is_asked(lay: Lay, make_models: MakeModels, lang: str, text: str, kind: str) -> None:
    assert status(lay, make_models, text, lang, kind) is Status.ASKED


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("fr", "Si Renault ferme l'usine de Douai, Xiaomi partira.", "close"),
        ("en", "If Renault closes the Douai plant, Xiaomi will leave.", "close"),
        ("de", "Falls Renault das Werk schließt, geht Xiaomi.", "close"),
        ("zh", "如果雷诺关闭工厂，小米将离开。", "close"),
    ],
)
def test_a_condition_is_possible(lay: Lay, make_models: MakeModels, lang: str, text: str, kind: str) -> None:
    assert status(lay, make_models, text, lang, kind) is Status.POSSIBLE


def test_a_plain_statement_stays_what_the_weights_say(lay: Lay, make_models: MakeModels) -> None:
    assert status(lay, make_models, "Renault closed the plant.", "en", "close") is Status.HAPPENED
    assert status(lay, make_models, "Renault closed the plant.", "en", "close", rumoured=9.0) is Status.RUMOURED


def test_an_unsure_fact_beside_a_likely_doubt_is_told_as_the_doubt(lay: Lay, make_models: MakeModels) -> None:
    # Softmax of these logits: happened .45, rumoured .37, the others share the rest.
    logits = {"happened": 2.3, "rumoured": 2.1}
    assert status(lay, make_models, "Renault closed the plant.", "en", "close", **logits) is Status.RUMOURED
    # A fact as unsure, but with no single doubt near it, stays.
    spread = {"happened": 1.2, "rumoured": 0.1, "possible": 0.1}
    assert status(lay, make_models, "Renault closed the plant.", "en", "close", **spread) is Status.HAPPENED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xiaomi launched the SU7 on March 28.", Status.HAPPENED),
        ("Xiaomi will launch the SU7 on March 28.", Status.PLANNED),
        ("Xiaomi launches the SU7 in 2026.", Status.PLANNED),
    ],
)
def test_a_plan_needs_a_word_that_says_so_or_a_date_ahead(lay: Lay, make_models: MakeModels, text: str, expected: Status) -> None:
    assert status(lay, make_models, text, "en", "launch", planned=9.0) is expected
