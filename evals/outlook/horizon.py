"""Probabilities on ICEWS-like data: is a contact followed by cooperation within 30 days? Learns from resolved questions only."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.calibration import roll
from vigie.foresight.head import walk
from vigie.foresight.probability import Worth, worth
from vigie.foresight.prospects import find_prospects

if TYPE_CHECKING:
    from folder import Folder
    from numpy.typing import NDArray

__all__ = ["measure_horizon"]

HORIZON = 30
WINDOW = 30
"""Issue days that the rolling calibration looks back on."""
REFIT = 8
"""Steps between two fits."""
ISSUED = 34
"""Issue days measured: the last whose horizons end inside the data."""

_CONTACT = re.compile(
    r"consult|(make|host) a visit|meet at a 'third' location|discuss by telephone|engage in negotiation"
    r"|express intent to meet or negotiate|mediate$"
)
_DEED = re.compile(
    r"sign formal agreement|engage in (material|judicial) cooperation|cooperate (economically|militarily)|share intelligence"
    r"|provide (economic |military |humanitarian )?aid|provide military protection"
)
_CONFLICT = re.compile(
    r"reject|threaten|demonstrate|protest|reduce|break|impose|coerce|arrest|expel|attack|fight|assault|kill|violence|force|accuse"
    r"|criticize|denounce|demand|investigate|sanction|abduct|bomb|aerial|occupy|halt|refuse|destroy|seize|lawsuit"
)


def classes_of(names: tuple[str, ...]) -> NDArray[np.int64]:
    """The class of each CAMEO relation by its name: deeds are CAMEO 057, 06 and 07; contacts 04 and 036."""
    plain = [name.replace("_", " ").lower() for name in names]
    return np.array(
        [0 if _CONTACT.match(n) else 1 if _DEED.match(n) else 2 if _CONFLICT.search(n) else 3 for n in plain], dtype=np.int64
    )


def measure_horizon(folder: Folder) -> dict[str, object]:
    """Figures under ``horizon``; nothing where the relations are not CAMEO's."""
    classes = classes_of(folder.relations)
    if (classes == 0).sum() < 3 or (classes == 1).sum() < 3:
        return {}
    before = time.process_time()
    found = find_prospects(folder.history, classes, HORIZON)
    last = int(found.issued.max())
    wanted = found.issued > last - ISSUED
    begin = int(found.issued[wanted].min())
    raw = walk(found, begin - HORIZON - WINDOW, HORIZON, every=REFIT)
    later = found.issued > begin - HORIZON - WINDOW
    first = found.first_time
    p, pooled_base = np.full(len(raw), np.nan), np.full(len(raw), np.nan)
    p[wanted], pooled_base[wanted] = roll(raw[later], found.outcome[later], found.issued[later], HORIZON, WINDOW, wanted[later])
    base = np.full(len(raw), np.nan)
    for part in (first, ~first):
        rows = part & later
        _, base[part & wanted] = roll(raw[rows], found.outcome[rows], found.issued[rows], HORIZON, WINDOW, wanted[rows])
    pooled = worth(p[wanted], found.outcome[wanted], pooled_base[wanted])
    return {
        "horizon": {
            "question": f"cooperation within {HORIZON} steps of a contact",
            "issued_steps": [begin, last],
            "learned_from": int((found.issued <= begin - HORIZON).sum()),
            "all": _row(pooled),
            "first_time": _row(worth(p[wanted & first], found.outcome[wanted & first], base[wanted & first])),
            "again": _row(worth(p[wanted & ~first], found.outcome[wanted & ~first], base[wanted & ~first])),
            "reliability": [[b.n, round(b.forecast, 4), round(b.came_true, 4)] for b in pooled.bins],
            "cpu_s": round(time.process_time() - before, 1),
        }
    }


def _row(value: Worth) -> dict[str, object]:
    return {
        "questions": value.n,
        "base_rate": round(value.base_rate, 4),
        "auc": round(value.auc, 4),
        "brier": round(value.brier, 5),
        "skill": round(value.skill, 4),
        "log_loss": round(value.log_loss, 4),
        "ece": round(value.ece, 4),
        "precision_at_50": round(value.precision_at_50, 3),
        "risk_of_surer_half": round(value.risk_at_half, 5),
    }
