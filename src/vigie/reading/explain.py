"""Say why each claim was read as it was: the words, and for each choice the features that spoke loudest for and against it.

Goes through the reader's own steps again and looks at the weights; chooses nothing and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vigie.model import ANONYMOUS
from vigie.reading import features as see
from vigie.reading.attribution import sourced_word, speaker_features, speakers
from vigie.reading.certainty import status_features
from vigie.reading.claims import EASED, keep_features, lead_of, tell, weigh_proposals
from vigie.reading.models import shipped_models
from vigie.reading.parties import party_features, scene_of
from vigie.reading.timing import date_word
from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vigie.model import Claim, Document, Mention
    from vigie.reading.linear import LinearModel
    from vigie.reading.mentions import Cast
    from vigie.reading.models import Models
    from vigie.reading.proposal import Proposal
    from vigie.reading.reader import DefaultReader

__all__ = ["Choice", "Explained", "Explanation", "Reason", "explain"]

_EXCHANGEABLE = ("who", "whom")
MOST_REASONS = 5
"""Features shown for each choice."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature and its weight: above 0 it speaks for what was chosen, below against it."""

    feature: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice on the way to a claim."""

    step: str
    """``type``, ``who``, ``whom``, ``thing``, ``status``, ``source`` or ``told``."""
    chosen: str
    """What was chosen: a type, a name, a status; of ``told`` yes or no."""
    probability: float | None
    """By the step's own model; ``None`` where a rule decided."""
    reasons: tuple[Reason, ...]
    note: str = ""
    """One sentence where a rule stands above the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One thing that a document may say, and how it came about."""

    claim: Claim
    told: bool
    """False where its confidence lies below what its type asks for, so that the reading does not hold it."""
    asked: float
    """The confidence that its type and status ask for."""
    places: int
    """How many clauses say it."""
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All of a document."""

    lang: str
    names: dict[str, str]
    """Entity key → name."""
    claims: tuple[Explained, ...]
    """Those told and those not, in the order of their places."""


def explain(reader: DefaultReader, document: Document, models: Models | None = None) -> Explanation:
    """Read a document once more and keep the reasons; ``models`` as the reader's own, the shipped ones unless given."""
    weights = models or shipped_models()
    pages, cast, lang = reader.lay_out(document)
    explained = []
    for group in weigh_proposals(pages, cast, weights):
        features = keep_features(group, cast)
        confidence = weights.keep.positive(features)
        lead = lead_of(group)
        asked = weights.thresholds.get(lead.kind, 0.4) * EASED.get(lead.status, 1.0)
        told = confidence >= asked
        explained.append(
            Explained(
                claim=tell(group, cast, document, reader.name, confidence),
                told=told,
                asked=asked,
                places=len(group),
                choices=(*_choices(lead, cast, weights), _told(weights.keep, features, confidence, told=told)),
            )
        )
    explained.sort(key=lambda one: (one.claim.quotes[0].start, one.claim.id))
    return Explanation(lang=lang, names={key: entity.name for key, entity in cast.entities.items()}, claims=tuple(explained))


def _choices(lead: Proposal, cast: Cast, models: Models) -> list[Choice]:
    """The choices of one proposal, in the order in which they were made."""
    choices = [_type(lead, cast, models)]
    choices += [
        _party(lead, cast, models, mention, label)
        for label, mentions in (("who", lead.who), ("whom", lead.whom), ("thing", lead.things))
        for mention in mentions
    ]
    return [*choices, _source(lead, cast, models), _status(lead, cast, models)]


def _type(lead: Proposal, cast: Cast, models: Models) -> Choice:
    features = see.clause_features(lead.page, cast, lead.clause)
    p = models.types.independent(features)[models.types.labels.index(lead.kind)]
    return Choice(step="type", chosen=lead.kind, probability=p, reasons=_reasons(models.types, features, lead.kind))


def _party(lead: Proposal, cast: Cast, models: Models, mention: Mention, label: str) -> Choice:
    scene = scene_of(lead.page, cast, lead.clause, lead.kind, lead.anchor, lead.trigger)
    features = party_features(scene, mention)
    p = models.parties.probabilities(features)
    likeliest = max(p, key=lambda x: (p[x], x))
    weighed = label
    if claim_type(lead.kind).symmetric and label in _EXCHANGEABLE and likeliest in _EXCHANGEABLE:
        # Of what two do together, who stands first is who.
        weighed = likeliest
    note = ""
    if likeliest != weighed:
        note = f"alone it would be '{likeliest}': an enumeration, a pair or the sentence makes it '{label}'"
    words = lead.page.text[mention.start : mention.end]
    name = cast.entities[mention.key].name
    chosen = name if name == words else f"{name} («{words}», as {mention.how})"
    return Choice(step=label, chosen=chosen, probability=p[weighed], reasons=_reasons(models.parties, features, weighed), note=note)


def _source(lead: Proposal, cast: Cast, models: Models) -> Choice:
    name = "the document itself" if lead.source is None else lead.source
    if lead.source in cast.entities:
        name = cast.entities[lead.source].name
    for key, mention, marks in speakers(lead.page, cast, lead.clause):
        if key == lead.source and mention == lead.source_mention:
            features = speaker_features(lead.page, cast, lead.clause, mention, marks)
            chosen = models.sources.labels[1]
            return Choice(
                step="source",
                chosen=name,
                probability=models.sources.positive(features),
                reasons=_reasons(models.sources, features, chosen),
            )
    note = "a post speaks with its author's voice" if lead.source != ANONYMOUS else ""
    return Choice(step="source", chosen=name, probability=None, reasons=(), note=note)


def _status(lead: Proposal, cast: Cast, models: Models) -> Choice:
    features = status_features(lead.page, lead.clause, lead.kind, lead.anchor, date_word(lead), sourced_word(lead.source, cast))
    p = models.status.probabilities(features)
    likeliest = max(p, key=lambda x: (p[x], x))
    label = lead.status.value
    note = ""
    if likeliest != label:
        note = f"the weights say '{likeliest}' ({p[likeliest]:.2f}): grammar, a doubt beside it, or who says so makes it '{label}'"
    return Choice(step="status", chosen=label, probability=p[label], reasons=_reasons(models.status, features, label), note=note)


def _told(model: LinearModel, features: list[str], confidence: float, *, told: bool) -> Choice:
    return Choice(
        step="told",
        chosen="yes" if told else "no",
        probability=confidence,
        reasons=_reasons(model, features, model.labels[1]),
    )


def _reasons(model: LinearModel, features: Iterable[str], label: str) -> tuple[Reason, ...]:
    return tuple(Reason(feature, round(weight, 3)) for feature, weight in model.reasons(features, label, MOST_REASONS))
