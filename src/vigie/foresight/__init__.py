"""Outlooks: what a contact is likely to lead to. Works on dated moves; reads no ledger and tells nobody."""

from vigie.foresight.forecaster import Forecaster, Recurrence, Rules
from vigie.foresight.happening import RUNGS, TYPES, Happening, happenings_of
from vigie.foresight.history import History, Past, Quads
from vigie.foresight.outlook import Page, issued, open_page
from vigie.foresight.reference import load_reference, reference_happenings
from vigie.foresight.scoreboard import Resolved, resolve, score
from vigie.foresight.suggest import Suggestion, suggest

__all__ = [
    "RUNGS",
    "TYPES",
    "Forecaster",
    "Happening",
    "History",
    "Page",
    "Past",
    "Quads",
    "Recurrence",
    "Resolved",
    "Rules",
    "Suggestion",
    "happenings_of",
    "issued",
    "load_reference",
    "open_page",
    "reference_happenings",
    "resolve",
    "score",
    "suggest",
]
