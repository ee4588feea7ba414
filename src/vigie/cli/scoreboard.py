"""``vigie scoreboard``: every outlook issued, against what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vigie.cli.options import AsJson, Lang, NeededLedger

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.foresight import Resolved

__all__ = ["run", "tell"]


def run(*, ledger: NeededLedger = None, as_json: AsJson = False, lang: Lang = None) -> None:
    """Score the outlooks whose day has come: Brier, skill over the base rate and calibration, by kind of question and by age.

    Outlooks resolve themselves from later moves; nobody marks them.
    """
    from vigie.cli.foresee import open_outlooks
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    with open_outlooks(session, ledger) as (outlooks, _, _read):
        tell(session, outlooks.resolved(), as_json=as_json)


def tell(session: Session, resolved: list[Resolved], *, as_json: bool) -> None:
    """Print the score of resolved outlooks: JSON lines or a table."""
    from vigie.cli.picture import plain_table
    from vigie.cli.session import print_json
    from vigie.foresight import score
    from vigie.foresight.record import score_record

    messages = session.messages
    lines = score(resolved)
    if as_json:
        print_json(score_record(line) for line in lines)
        return
    n_open = sum(one.reached is None for one in resolved)
    session.console.print(messages("scoreboard.counts", n=str(len(resolved)), open=str(n_open)), markup=False)
    if not lines:
        session.console.print(messages("scoreboard.nothing"), markup=False)
        return
    columns = ("group", "rung", "n", "came_true", "brier", "skill", "ece")
    table = plain_table(*(messages(f"scoreboard.column.{name}") for name in columns))
    for line in lines:
        worth = line.worth
        figures = (f"{100 * worth.base_rate:.1f} %", f"{worth.brier:.4f}", f"{worth.skill:+.3f}", f"{worth.ece:.3f}")
        table.add_row(line.group, messages(f"rung.{line.rung}"), str(worth.n), *figures)
    session.console.print(table)
