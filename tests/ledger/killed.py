"""Reads a folder into a ledger and kills itself, as a power cut would, before the statement of the number given.

usage: killed.py FOLDER LEDGER STATEMENT
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from vigie.atlas import Atlas
from vigie.checks import fakes
from vigie.ledger import create_ledger
from vigie.model import Document, Reading, Status
from vigie.rounds import run_round
from vigie.watch import Watch


class Reader:
    """Finds one meeting in every document."""

    name = "meetings-1"

    def read(self, document: Document) -> Reading:
        """One claim on the first sentence."""
        met = fakes.claim(document, "meet", ("renault",), ("xiaomi",), status=Status.HAPPENED, quote=document.text.split(".")[0])
        return fakes.reading(document, met, reader=self.name)


def run(folder: Path, ledger: Path) -> None:
    """Read and weigh the folder."""
    clock = fakes.TickingClock()
    kept = create_ledger(ledger, clock=clock)
    done = run_round(Watch(reader=Reader(), atlas=Atlas([]), ledger=kept, clock=clock), [str(folder)])
    assert not done.refused
    kept.close()


if __name__ == "__main__":
    numbers = count(1)

    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def cut(*_args: object) -> None:
        """End without any chance to clean up."""
        if next(numbers) == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)

    run(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{next(numbers)}\n")
