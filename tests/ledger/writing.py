"""A process that records documents one transaction each: ``python writing.py LEDGER NAME NUMBER``. Run by test_two_writers."""

from __future__ import annotations

import datetime as dt
import sys

from vigie.checks import fakes
from vigie.ledger import Gone, create_ledger, place_of
from vigie.model import Conclusions, Move, Status


def main() -> None:
    """Record the documents, and conclude a move of each in its turn."""
    place, name, number = place_of(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    ledger = create_ledger(place, clock=lambda: dt.datetime.now(dt.UTC))
    for index in range(number):
        document = fakes.document(f"{name}-{index}", f"Renault met Xiaomi, says {name} for the time number {index}.")
        claim = fakes.claim(document, "meet", ("renault",), ("xiaomi",))
        move = Move(
            id=f"m-{name}-{index}", type="meet", who=("renault",), whom=("xiaomi",), things=(), status=Status.HAPPENED,
            contradicted=False, happened_on=None, claim_ids=(claim.id,), document_ids=(document.id,), origins=(),
        )  # fmt: skip
        with ledger.writer() as writer:
            writer.record(document, fakes.reading(document, claim), None)
            writer.revise(Conclusions(moves=(move,)), gone=Gone())
    ledger.close()


if __name__ == "__main__":
    main()
