"""Probabilities on ICEWS-like data: is a contact followed by cooperation within 30 days? Learns from resolved questions only."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import numpy as np

from vigie.foresight.calibration import roll
from vigie.foresight.head import Head, walk
from vigie.foresight.probability import Worth, worth
from vigie.foresight.prospects import find_prospects
from vigie.foresight.record import bins_record

if TYPE_CHECKING:
    from folder import Folder
    from numpy.typing import NDArray

__all__ = ["measure_horizon"]

HORIZON = 30
WINDOW = 30
"""Issue days that the rolling calibration looks back on."""
REFIT = 12
"""Steps between two fits."""
ISSUED = 34
"""Issue days measured: the last whose horizons end inside the data."""

_CONTACT = re.compile(
    r"consult|(make|host) a visit|meet at a 'third' location|discuss by telephone|engage in negotiation"
    r"|express intent to meet or negotiate|mediate$"
)
_DEED = re.compile(
    r"sign formal agreement|engage in (material|judicial) cooperation|cooperate (economically|militarily)|share intelligence"
    r"|provide (economic |military |humanitarian )?aid|provide military protection|grant asylum"
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


def measure_horizon(folder: Folder, *, last: int | None = None, n_issued: int = ISSUED) -> dict[str, object]:
    """Figures under ``horizon``; nothing where the relations are not CAMEO's.

    Measured are the ``n_issued`` issue days up to ``last`` (default: the last whose horizon ends inside the data); settings are
    chosen with an earlier ``last``.
    """
    classes = classes_of(folder.relations)
    if (classes == 0).sum() < 3 or (classes == 1).sum() < 3:
        return {}
    before = time.process_time()
    found = find_prospects(folder.history, classes, HORIZON, roles=folder.roles, last=last)
    end = int(found.issued.max())
    begin = end - n_issued + 1
    raw = walk(found, begin - HORIZON - WINDOW, HORIZON, every=REFIT)
    asked = ~np.isnan(raw)
    raw, issued, outcome, first = raw[asked], found.issued[asked], found.outcome[asked], found.first_time[asked]
    wanted = issued >= begin
    p, base = np.full(len(raw), np.nan), np.full(len(raw), np.nan)
    p[wanted], pooled_base = roll(raw, outcome, issued, HORIZON, WINDOW, wanted)
    for part in (first, ~first):
        _, base[part & wanted] = roll(raw[part], outcome[part], issued[part], HORIZON, WINDOW, wanted[part])
    pooled = worth(p[wanted], outcome[wanted], pooled_base)
    by_pair = {name: wanted & part for name, part in (("first_time", first), ("again", ~first))}
    return {
        "horizon": {
            "question": f"cooperation within {HORIZON} steps of a contact",
            "forecaster": Head.name,
            "issued_steps": [begin, end],
            "learned_from": int((found.contact & (found.issued <= begin - HORIZON)).sum()),
            "all": _row(pooled),
            **{name: _row(worth(p[rows], outcome[rows], base[rows])) for name, rows in by_pair.items()},
            "reliability": bins_record(pooled.bins),
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
