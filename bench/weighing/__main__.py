"""What weighing one more document costs while the ledger grows: ``./vigie bench weighing``.

Invented readings with skewed actors over ten years go into a ledger in a file, in batches; reading and recording are not counted.
CPU time of `Watch.weigh` for the batch that reaches each size, and its ratio to the first: flat is 1.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import tempfile
import time
from pathlib import Path

from vigie.atlas import load_atlas
from vigie.checks.fakes import ScriptedReader, TickingClock, claim, document, entity, reading
from vigie.ledger import create_ledger
from vigie.model import Document, Reading, Status
from vigie.watch import Watch

ACTORS = 2000
"""Drawn by Zipf's law: the commonest takes a tenth of all places, as the largest maker does in the annotated corpora."""
TYPES = ("meet", "agree", "invest", "launch", "figure", "supply", "build", "price")
FIRST_DAY = dt.date(2015, 1, 1)
DAYS = 3650
BATCH = 250


def main() -> None:
    """Print the cost at each size."""
    parser = argparse.ArgumentParser(prog="vigie bench weighing", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 2000, 8000], help="documents at which the cost is measured")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clock = TickingClock()
        ledger = create_ledger(Path(folder) / "grown.sqlite", clock=clock)
        watch = Watch(reader=ScriptedReader(), atlas=load_atlas(), ledger=ledger, clock=clock)
        first = None
        for start in range(0, max(arguments.sizes), BATCH):
            taken = [made(number) for number in range(start, start + BATCH)]
            with ledger.writer() as writer:
                writer.record_all([(one, read, None) for one, read in taken])
            began = time.process_time()
            watch.weigh()
            spent = (time.process_time() - began) / BATCH
            if start + BATCH in arguments.sizes:
                first = first or spent
                row = {"documents": start + BATCH, "ms each": round(1000 * spent, 2), "ratio to the first": round(spent / first, 2)}
                print(json.dumps(row) if arguments.json else "  ".join(f"{key} {value}" for key, value in row.items()), flush=True)
        ledger.close()


def made(number: int) -> tuple[Document, Reading]:
    """One invented document with its reading; the same for the same number. Documents come in no order of their dates."""
    chance = random.Random(number)
    words = " ".join("".join(chance.choices("abcdefghij", k=5)) for _ in range(300))
    day = FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
    of = document(f"d{number:07}", words, published_on=day.isoformat(), outlet=f"Outlet {chance.randrange(200)}")
    actors = [f"actor-{int(ACTORS ** chance.random())}" for _ in range(6)]
    claims = [
        claim(
            of,
            chance.choice(TYPES),
            (chance.choice(actors),),
            (chance.choice(actors),) if chance.random() < 0.5 else (),
            status=chance.choice(list(Status)),
            happened_on=day.isoformat()[:7],
            quote=words[:200],
        )
        for _ in range(5)
    ]
    named = tuple(entity(key, mentions=(words.split(" ", 1)[0],)) for key in dict.fromkeys(actors))
    return of, reading(of, *claims, entities=named)


main()
