"""Draws the README's terminal picture: the pair's timeline of ``vigie demo``, as the program paints it.

usage: python docs/pictures/generate.py
"""

from __future__ import annotations

import io
import tempfile
from importlib import resources
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from vigie.cli.demo import paint_pair
from vigie.cli.desk import open_desk
from vigie.cli.session import Session, open_session
from vigie.rounds import run_round
from vigie.samples import articles

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Read the sample articles, paint the timeline, write ``demo.svg``."""
    given = open_session(lang="en")
    console = Console(record=True, width=104, force_terminal=True, color_system="truecolor", highlight=False, file=io.StringIO())
    session = Session(config=given.config, messages=given.messages, console=console, errors=given.errors)
    with tempfile.TemporaryDirectory() as folder, resources.as_file(articles()) as samples:
        ledger = Path(folder) / "demo.vigie"
        kept = session.ledger(ledger, create=True)
        run_round(session.watch(kept), [str(samples)])
        kept.close()
        with open_desk(session, ledger, None) as desk:
            paint_pair(session, desk)
    # A fixed id keeps the file the same from run to run; no web font is fetched by whoever looks at it.
    svg = console.export_svg(title="vigie demo", theme=DIMMED_MONOKAI, unique_id="vigie-demo")
    start, end = svg.index("@font-face"), svg.rindex("@font-face")
    end = svg.index("}", end) + 1
    (HERE / "demo.svg").write_text(svg[:start].rstrip() + "\n" + svg[end:].lstrip(), encoding="utf-8")


if __name__ == "__main__":
    main()
