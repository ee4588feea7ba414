"""``vigie market``: the market table that scenarios are played on, held against itself, and the facts behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, Lang

if TYPE_CHECKING:
    from vigie.cli.session import Session
    from vigie.market.figures import Estimate

__all__ = ["app"]

_DRAWS = 1000

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The market table that scenarios are played on, and its facts.")


@app.command()
def check(*, as_json: AsJson = False, lang: Lang = None) -> None:
    """Reconcile the table's totals, hold it against figures it was not fitted to, list the facts that contradict each other."""
    from rich.text import Text

    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json
    from vigie.market.facts import load_facts
    from vigie.market.reconcile import check as reconcile
    from vigie.market.record import check_record

    session = open_session(lang=lang)
    found = reconcile(load_facts())
    if as_json:
        print_json([check_record(found)])
        return
    say, console = session.messages, session.console

    def heads(*keys: str) -> list[str]:
        return [say(f"scenario.column.{key}") for key in keys]

    session.head(say("scenario.check.coverage"), None)
    table = plain_table(*heads("market", "year", "total", "observed", "imputed", "assumed"))
    for one in found.coverage:
        table.add_row(one.market, str(one.year), _said(session, one.total), str(one.observed), str(one.imputed), str(one.assumed))
    console.print(table)
    console.print(Text(say("scenario.check.sums" if found.sums_hold else "scenario.check.sums.not"), style="bold"))
    session.head(say("scenario.check.reconciled"), None)
    table = plain_table(*heads("number", "year", "table", "printed", "inside", "why"))
    for row in found.reconciled:
        inside = say("scenario.yes" if row.inside else "scenario.no")
        table.add_row(
            row.what, str(row.year), _said(session, row.table), f"{_number(session, row.printed)} ({row.fact})", inside, row.why
        )
    console.print(table)
    session.head(say("scenario.check.conflicts"), None)
    for group in found.conflicts:
        console.print(
            Text(
                f"• {group[0].what}, {group[0].where}, {group[0].when}: "
                + " | ".join(f"{f.value} {f.unit} ({f.id})" for f in group)
            )
        )
    session.head(say("scenario.check.lookalikes"), None)
    for facts, why in found.lookalikes:
        console.print(Text("• " + " | ".join(f"{f.value} {f.unit}, {f.where} ({f.id})" for f in facts) + f": {why}"))


@app.command()
def facts(
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="Only facts that hold all of these words.")] = None,
    *,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """List the facts that scenarios rest on, with their sources; with words, only those that hold them."""
    from rich.text import Text

    from vigie.cli.session import open_session, print_json
    from vigie.market.facts import load_facts

    session = open_session(lang=lang)
    wanted = [word.casefold() for word in words or []]
    found = [
        fact
        for fact in load_facts().by_id.values()
        if all(word in f"{fact.id} {fact.sentence()} {fact.note}".casefold() for word in wanted)
    ]
    if as_json:
        print_json({"id": f.id, "says": f.sentence(), "source": f.source, "dated": f.dated, "note": f.note} for f in found)
        return
    for fact in found:
        note = f" ({fact.note})" if fact.note else ""
        session.console.print(
            Text.assemble((fact.id, "bold"), f"  {fact.sentence()}{note}\n  ", (fact.source, "dim")), soft_wrap=True
        )


@app.command()
def table(
    market: Annotated[str, typer.Argument(help="eu27, uk-efta, china, rest; europe for 2020.")] = "eu27",
    *,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help="Year of the table; the latest where none is given.")
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show a market's cells: cars and price with their intervals, how each is known, and which facts it rests on."""
    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json
    from vigie.errors import UnknownName
    from vigie.market.baseline import load_baseline, years
    from vigie.market.facts import load_facts
    from vigie.market.figures import estimate
    from vigie.market.record import table_records
    from vigie.market.uncertain import Dice

    session = open_session(lang=lang)
    chosen = years()[-1] if year is None else year
    found = load_baseline(chosen, load_facts(), Dice(1, _DRAWS))
    if market not in found:
        raise UnknownName(f"the table of {chosen} has no market '{market}': choose among {', '.join(found)}", culprit=market)
    one = found[market]
    if as_json:
        print_json(table_records(one))
        return
    say = session.messages
    session.head(f"{one.names[say.lang]}, {chosen}", None)
    shown = plain_table(*(say(f"scenario.column.{key}") for key in ("company", "powertrain", "built", "total", "price", "known")))
    for n, cell in enumerate(one.cells):
        units, price = estimate(one.units[n]), estimate(one.price[n])
        known = say(f"scenario.state.{one.states[n]}")
        shown.add_row(
            cell.group,
            say(f"scenario.powertrain.{cell.powertrain}"),
            cell.built_in,
            _said(session, units),
            _said(session, price),
            known,
        )
    session.console.print(shown)


def _number(session: Session, value: float) -> str:
    from vigie.market.sections import shown

    return shown(value, session.messages.lang)


def _said(session: Session, one: Estimate) -> str:
    """A number with its interval, where it has any width."""
    if one.low == one.high:
        return _number(session, one.median)
    return f"{_number(session, one.median)} [{_number(session, one.low)} … {_number(session, one.high)}]"
