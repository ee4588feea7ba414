"""Runs a round over the sources of a local server again and again, each time ended by SIGKILL, then once to its end.

usage: killed.py LEDGER PORT SOURCES KILLS SEED

Every kill comes either before a random statement of the database or after a random time. A process is forked for each run, so that
the imports are paid once. Prints how many runs were killed.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import sys
import time
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from vigie.checks import fakes
from vigie.checks.rounds import START, Rounds, source
from vigie.ledger import create_ledger
from vigie.model import Document, Reading, Status

DOCUMENTS = 300


class Reader:
    """Finds one meeting in every document."""

    name = "meetings-1"

    def read(self, document: Document) -> Reading:
        """One claim on the first sentence."""
        met = fakes.claim(document, "meet", ("renault",), ("xiaomi",), status=Status.HAPPENED, quote=document.text.split(".")[0])
        return fakes.reading(document, met, reader=self.name)


def run(ledger: Path, port: int, sources: int, number: int) -> None:
    """The round that begins ``number`` seconds after the first one."""
    clock = fakes.TickingClock(start=START + dt.timedelta(seconds=number), step=dt.timedelta(microseconds=1))
    kept = create_ledger(ledger, clock=clock)
    rounds = Rounds(kept, Reader(), clock=clock)
    listed = [source(f"s{n}", f"http://127.3.0.{n + 1}:{port}/feed", most=DOCUMENTS) for n in range(sources)]
    rounds.go(listed, everything=False)
    kept.close()


def killed_run(ledger: Path, port: int, sources: int, number: int, chance: random.Random) -> bool:
    """Fork a run that is killed somewhere; False where it came to its end before."""
    by_statement = chance.random() < 0.5
    limit = int(chance.expovariate(1 / 120)) + 1
    delay = chance.expovariate(1 / 0.35)
    child = os.fork()
    if child == 0:
        numbers = count(1)
        if by_statement:

            @sa.event.listens_for(sa.Engine, "before_cursor_execute")
            def cut(*_args: object) -> None:
                if next(numbers) == limit:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            run(ledger, port, sources, number)
        except BaseException as error:  # noqa: BLE001 - told to the parent by the exit code
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(3)
        os._exit(0)
    if not by_statement:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 3:
        sys.exit("a run failed by itself")
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    place, at, number, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
    chance = random.Random(seed)
    done = sum(killed_run(place, at, number, one, chance) for one in range(kills))
    run(place, at, number, kills)
    sys.stdout.write(f"{done}\n")
