"""``vigie scenario``: what a deal would change on the market."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, Lang
from vigie.errors import InputError

if TYPE_CHECKING:
    from rich.text import Text

    from vigie.cli.session import Session
    from vigie.market.play import Scenario

__all__ = ["run"]


def run(
    deal: Annotated[
        str | None, typer.Argument(metavar="DEAL", help="A deal file, or a deal that ships with vigie; without it, list those.")
    ] = None,
    *,
    against: Annotated[
        str | None, typer.Option("--against", metavar="DEAL", help="Compare with this deal instead of with no deal.")
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws.")] = 1000,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Start of the random numbers: the same seed gives the same numbers.")
    ] = 1,
    template: Annotated[
        tuple[str, str] | None,
        typer.Option("--template", metavar="COMPANY COMPANY", help="Print a new deal file for two companies."),
    ] = None,
    svg: Annotated[
        Path | None, typer.Option("--svg", metavar="FILE", help="Also write the chart of who gains and who loses.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Also write everything as a page.")] = None,
    facts: Annotated[bool, typer.Option("--facts", help="List the facts behind the numbers, with their sources.")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Play a deal on the market: who gains, who loses, how sure, and which facts that rests on.

    Every number comes with the interval that holds nine times in ten. The effect is told all else equal; it is no forecast.
    """
    from vigie.cli.session import now, open_session, print_json
    from vigie.market.deals import open_deal
    from vigie.market.deals import template as new_file
    from vigie.market.play import Board
    from vigie.market.record import scenario_record

    session = open_session(lang=lang)
    if template is not None:
        print(new_file(*template, now().date().replace(day=1)), end="")
        return
    if deal is None:
        _list(session, as_json=as_json)
        return
    board = Board(draws=draws, seed=seed)
    scenario = board.play(open_deal(deal, board.facts), None if against is None else open_deal(against, board.facts))
    for path, make in ((svg, _svg), (html, _html)):
        if path is not None:
            _write(path, make(session, scenario))
    if as_json:
        print_json([scenario_record(scenario)])
    else:
        _paint(session, scenario, facts=facts)


def _list(session: Session, *, as_json: bool) -> None:
    """The deals that ship with vigie."""
    from vigie.cli.picture import plain_table
    from vigie.cli.session import print_json
    from vigie.market.deals import open_deal, shipped_deals
    from vigie.market.facts import load_facts

    found = [open_deal(name, load_facts()) for name in shipped_deals()]
    if as_json:
        print_json({"deal": one.id, "form": one.form, "title": one.title, "base": one.base} for one in found)
        return
    say = session.messages
    table = plain_table(*(say(f"scenario.column.{key}") for key in ("deal", "title")))
    for one in found:
        table.add_row(one.id, one.title[say.lang])
    session.head(say("scenario.deals"), None)
    session.console.print(table)


def _lines(session: Session, scenario: Scenario) -> list[str]:
    """What stands under the title."""
    say, lang = session.messages, session.messages.lang
    label = say("scenario.label") if scenario.against is None else say("scenario.label.against", other=scenario.against.title[lang])
    basis = say(
        "scenario.basis",
        base=scenario.deal.base,
        on=scenario.deal.seen_on.isoformat(),
        draws=scenario.draws,
        seed=scenario.seed,
        residual=f"{max(scenario.residual, 1e-16):.0e}",
    )
    return [line for line in (scenario.deal.about[lang], label, basis) if line]


def _paint(session: Session, scenario: Scenario, *, facts: bool) -> None:
    """The whole scenario on the terminal."""
    from rich.text import Text

    from vigie.cli.picture import plain_table
    from vigie.market.sections import scenario_sections

    say, console = session.messages, session.console
    session.head(scenario.deal.title[say.lang], None)
    for line in _lines(session, scenario):
        console.print(Text(line, style="dim"))
    for section in scenario_sections(scenario, say):
        console.print()
        console.print(Text(section.head, style="bold underline"))
        if section.rows:
            kept = _kept(len(section.columns), console.width)
            table = plain_table(*(section.columns[n] for n in kept))
            for column in table.columns[1:]:
                column.justify, column.no_wrap = "right", True
            for row in section.rows:
                table.add_row(*(_cell(row[n]) for n in kept))
            console.print(table)
        for note in section.notes:
            console.print(Text(f"• {note}" if not section.rows else note))
    console.print()
    if not facts:
        console.print(Text(say("scenario.facts.more", n=str(len(scenario.facts))), style="dim"))
        return
    console.print(Text(say("scenario.section.facts"), style="bold underline"))
    for key, fact in scenario.facts.items():
        note = f" ({fact.note})" if fact.note else ""
        console.print(Text.assemble((key, "bold"), f"  {fact.sentence()}{note}\n  ", (fact.source, "dim")), soft_wrap=True)


_WIDE = 110
"""Columns of a terminal from which all six columns of a table of figures have room."""
_NARROW = (0, 1, 3, 4)
"""On a narrower one: number, before, change, chance of a rise."""


def _kept(columns: int, width: int) -> tuple[int, ...]:
    """Which columns of a section are shown at that width."""
    return _NARROW if columns == 6 and width < _WIDE else tuple(range(columns))


def _cell(words: str) -> Text:
    """A number, its interval fainter under it."""
    from rich.text import Text

    number, _, interval = words.partition("\n")
    return Text.assemble(number, ("\n" + interval, "dim") if interval else "")


def _svg(session: Session, scenario: Scenario) -> str:
    """Profit of the parties and surplus of buyers, with intervals."""
    from vigie.market.baseline import companies
    from vigie.market.chart import Bar, interval_svg
    from vigie.market.sections import shown

    say = session.messages
    bars = []
    for figure in scenario.figures:
        if (
            figure.market != "all"
            or figure.what == "units"
            or (figure.what == "profit" and figure.change.low == figure.change.high == 0)
        ):
            continue
        known = companies().get(figure.who)
        who = (known.name if known is not None else figure.who) + ", " if figure.who else ""
        one = figure.change
        text = f"{shown(one.median, say.lang, signed=True)} [{shown(one.low, say.lang)} … {shown(one.high, say.lang)}]"
        bars.append(Bar(label=who + say(f"scenario.what.{figure.what}"), value=one.median, low=one.low, high=one.high, text=text))
    return interval_svg(scenario.deal.title[say.lang], bars)


def _html(session: Session, scenario: Scenario) -> str:
    """The whole scenario as a page, facts included."""
    from vigie.market.chart import Sheet, page_html
    from vigie.market.sections import scenario_sections

    say = session.messages
    sheets = [Sheet(head=one.head, columns=one.columns, rows=one.rows, notes=one.notes) for one in scenario_sections(scenario, say)]
    listed = tuple((fact.sentence(), fact.source) for fact in scenario.facts.values())
    columns = (say("scenario.column.fact"), say("scenario.column.source"))
    sheets.append(Sheet(head=say("scenario.section.facts"), columns=columns, rows=listed, notes=()))
    charts = [_svg(session, scenario), *(_drivers(session, scenario, n) for n in range(len(scenario.tornadoes)))]
    return page_html(say.lang, scenario.deal.title[say.lang], _lines(session, scenario), charts, sheets)


def _drivers(session: Session, scenario: Scenario, number: int) -> str:
    """A tornado: from where the figure lies when an input is low to where it lies when it is high, marked at the high end."""
    from vigie.market.chart import Bar, interval_svg
    from vigie.market.sections import driver_bars

    head, rows = driver_bars(scenario, session.messages, number)
    bars = [Bar(label=name, value=high, low=min(low, high), high=max(low, high), text=text) for name, low, high, text in rows]
    return f"<h2>{escape(head)}</h2>\n{interval_svg(head, bars)}" if bars else ""


def _write(path: Path, text: str) -> None:
    """Write a chart or page; raises ``InputError`` where the place can't be written."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"'{path}' can't be written ({error.strerror}): name a file in a folder that you may write to", culprit=str(path)
        ) from error
