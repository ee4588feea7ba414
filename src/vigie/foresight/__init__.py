"""Outlooks: what a contact is likely to lead to. Works on dated moves; reads no ledger and tells nobody."""

from vigie.foresight.forecaster import Forecaster, Recurrence, Rules
from vigie.foresight.history import History, Past, Quads

__all__ = ["Forecaster", "History", "Past", "Quads", "Recurrence", "Rules"]
