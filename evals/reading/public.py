"""The reader held against public sets: each set's table with its trivial row, the published figure, and ours.

The sets are no part of the project; `docs/reference/measures.md` names them. What a row trains, it trains on the set's own
train part and forgets again; rows "as shipped" are trained on nothing of the set.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from public_certainty import measure_meantime, measure_scalar
from public_pairs import measure_companies, measure_e_mobility
from public_texts import measure_events, measure_names, measure_quotations

from vigie.atlas import load_atlas
from vigie.reading import DefaultReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from spots import Row

SETS: dict[str, tuple[str, Callable[[Path, DefaultReader], list[Row]]]] = {
    "e-mobility relations (English, fe_electrive)": ("fe_electrive", measure_e_mobility),
    "company relations (Chinese, FinRE)": ("finre", measure_companies),
    "business events (German, SmartData)": ("smartdata", measure_events),
    "quotations (German, Wikinews)": ("german_quotes_train_dev.tar.gz", measure_quotations),
    "factuality (English, UDS-IH2)": ("factuality/UDS_IH2", measure_scalar),
    "factuality (English, UW)": ("factuality/UW", measure_scalar),
    "certainty, future, denial (English, MEANTIME)": ("meantime", measure_meantime),
    "names (English, German, Chinese, Universal NER)": ("uner", measure_names),
}
"""Title → (file or folder below the given one, what measures it)."""


def measure_public(folder: Path) -> dict[str, list[Row]]:
    """Title of each set found in a folder → its rows; a sentence on standard error for each set that is not there."""
    if not folder.is_dir():
        print(f"vigie eval reading: the public sets are left out, there is no folder '{folder}'", file=sys.stderr)
        return {}
    reader = DefaultReader(load_atlas())
    found = {}
    for title, (below, measure) in SETS.items():
        if (folder / below).exists():
            found[title] = measure(folder / below, reader)
        else:
            print(f"vigie eval reading: {title} is left out, '{folder / below}' is not there", file=sys.stderr)
    return found
