"""Rounds: over paths that were named, over declared sources that are due, without end, and over all captures again.

Every step can be resumed: what was recorded is not done twice, what was not is done anew.
"""

from vigie.rounds.again import Rebuilt, rebuild
from vigie.rounds.paths import Round, run_round
from vigie.rounds.step import Step, Visits
from vigie.rounds.visiting import visit_sources

__all__ = ["Rebuilt", "Round", "Step", "Visits", "rebuild", "run_round", "visit_sources"]
