"""When a claim happened: what may be meant, and the choice among it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.model import Status
from vigie.reading.linear import LinearModel
from vigie.reading.proposal import Proposal
from vigie.reading.timing import UNDATED, choose_date, date_word, time_features, times

if TYPE_CHECKING:
    from conftest import Lay, MakeModels
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models


def proposal_of(lay: Lay, text: str, lang: str, kind: str, *, published: str | None = "2024-05-02") -> tuple[Proposal, Cast]:
    """A proposal at the first clause with a trigger of that type."""
    pages, cast = lay(text, lang, published=published)
    for page in pages:
        for sentence in page.sentences:
            for clause in sentence.clauses:
                proposal = Proposal(kind, page, clause, 0.9)
                if proposal.trigger is not None:
                    return proposal, cast
    raise AssertionError(f"no trigger of '{kind}' in '{text}'")


def weighing(make_models: MakeModels, **weights: float) -> Models:
    """Models that weigh times by these features, `_` for `:`, and nothing else."""
    models = make_models()
    dates = LinearModel(("no", "yes"), (0.0,), {name.replace("_", ":"): (w,) for name, w in weights.items()})
    parts = {name: getattr(models, name) for name in models.__slots__}
    return type(models)(**{**parts, "dates": dates})


def test_both_readings_of_a_bare_month_are_possible_and_so_is_none(lay: Lay) -> None:
    proposal, cast = proposal_of(lay, "Renault close the plant in March.", "en", "close")
    assert [(t.value, t.reading) for t in times(proposal, cast)] == [(None, "none"), ("2024-03", "past"), ("2025-03", "future")]


def test_the_two_sentences_before_and_the_announcement_may_say_when(lay: Lay) -> None:
    text = "Renault announced on 2 April a plan. It rained in 2019. It rained in 2020. It rained in 2021. Geely closed the plant."
    proposal, cast = proposal_of(lay, text, "en", "close")
    assert [t.value for t in times(proposal, cast)] == [None, "2024-04-02", "2025-04-02", "2020", "2021"]


def test_a_date_without_year_takes_the_year_named_before_it(lay: Lay) -> None:
    proposal, cast = proposal_of(lay, "In 2021, Renault closed the plant in March.", "en", "close")
    assert "2021-03" in [t.value for t in times(proposal, cast) if t.reading == "past"]


def test_the_weights_choose_among_the_times(lay: Lay, make_models: MakeModels) -> None:
    proposal, cast = proposal_of(lay, "Geely kam im Jahr 2019, und Renault schloss 2021 das Werk.", "de", "close")
    choose_date(proposal, cast, weighing(make_models, place_here=1.0))
    assert proposal.happened_on == "2021"
    choose_date(proposal, cast, weighing(make_models, place_earlier=1.0))
    assert proposal.happened_on == "2019"


def test_none_must_be_clearly_likelier_than_a_time_that_is_said(lay: Lay, make_models: MakeModels) -> None:
    proposal, cast = proposal_of(lay, "Renault closed the plant in 2021.", "en", "close")
    choose_date(proposal, cast, weighing(make_models, none=UNDATED - 0.1))
    assert proposal.happened_on == "2021"
    choose_date(proposal, cast, weighing(make_models, none=UNDATED + 0.1))
    assert proposal.happened_on is None


def test_no_expression_of_time_is_no_date(lay: Lay, make_models: MakeModels) -> None:
    proposal, cast = proposal_of(lay, "Renault closed the plant. It rained in 2021.", "en", "close")
    choose_date(proposal, cast, make_models())
    assert proposal.happened_on is None


def test_the_status_says_which_reading_is_seen(lay: Lay) -> None:
    proposal, cast = proposal_of(lay, "Renault close the plant in March.", "en", "close")
    proposal.status = Status.PLANNED
    ahead = times(proposal, cast)[2]
    assert "when:future&status:planned" in time_features(proposal, ahead)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Renault closed the plant in 2021.", "past"),
        ("Renault will close the plant in 2027.", "future"),
        ("Renault close the plant in March.", "either"),
        ("Renault closed the plant.", None),
    ],
)
def test_the_side_of_publication_on_which_the_nearest_date_lies(lay: Lay, text: str, word: str | None) -> None:
    proposal, _ = proposal_of(lay, text, "en", "close")
    assert date_word(proposal) == word


def test_what_happens_at_a_show_has_the_month_of_its_edition(lay: Lay, make_models: MakeModels) -> None:
    proposal, cast = proposal_of(lay, "Renault met with Xiaomi at the Beijing Auto Show.", "en", "meet")
    proposal.status = Status.HAPPENED
    choose_date(proposal, cast, make_models())
    assert proposal.happened_on == "2024-04"
    late, cast = proposal_of(lay, "Renault met with Xiaomi at the Beijing Auto Show.", "en", "meet", published="2025-11-02")
    late.status = Status.HAPPENED
    choose_date(late, cast, make_models())
    assert late.happened_on is None
