"""What `outlook`, `backtest` and `scoreboard` share: the stages opened, and pages as records and as pictures. Decides nothing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from vigie.cli.picture import fitted, plain_table, status_text
from vigie.cli.session import now
from vigie.foresight import RUNGS
from vigie.foresight.outlook import family_of
from vigie.taxonomy import claim_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from vigie.cli.session import Session
    from vigie.foresight import Page, Suggestion
    from vigie.foresight.outlook import Record
    from vigie.ledger.place import Place
    from vigie.model import Names
    from vigie.outlooks import Outlooks
    from vigie.telling import Messages

__all__ = ["open_outlooks", "paint_page", "paint_suggestions"]

BAR = 24
"""Width of a rung's bar, in characters."""


@contextmanager
def open_outlooks(session: Session, ledger: Place | None) -> Iterator[tuple[Outlooks, Names, dict[str, tuple[str, str]]]]:
    """Foresight over a ledger; over none but the reference history where none was named and the settings' is not there yet."""
    from vigie.ledger import MemoryLedger
    from vigie.outlooks import Outlooks
    from vigie.watch import AtlasNames

    atlas = session.atlas()
    if ledger is None and not session.config.ledger.exists():
        session.errors.print(session.messages("outlook.no_ledger"), style="dim", markup=False)
        memory = MemoryLedger(clock=now)
        yield Outlooks(atlas=atlas, ledger=memory, clock=now), AtlasNames(atlas, {}), {}
        return
    kept = session.ledger(ledger)
    try:
        read = kept.view().names()
        yield Outlooks(atlas=atlas, ledger=kept, clock=now), AtlasNames(atlas, read), read
    finally:
        kept.close()


def paint_page(session: Session, page: Page, names: Names) -> None:
    """The ladder, then why, then what speaks for and against, then the track record."""
    messages, console = session.messages, session.console
    who = f"{names.name_of(page.first)} × {names.name_of(page.second)}"
    console.print()
    console.print(Text(messages("outlook.head", who=who, by=page.by_on.isoformat(), on=page.asked_on.isoformat()), style="bold"))
    console.print()
    if page.situation is None or not page.rungs:
        console.print(messages("outlook.no_trigger"), markup=False)
        for name, rate in page.unmoved:
            console.print(f"  {messages(f'rung.{name}'):<12} {_percent(rate, messages)}", markup=False)
    else:
        last = page.situation.last
        console.print(
            messages("outlook.trigger", what=last.words, on=last.on.isoformat(), days=str(page.situation.lag), source=last.source),
            markup=False,
        )
        console.print()
        console.print(_ladder(page, messages))
        for line in _why(page, messages):
            console.print(line, markup=False)
        console.print(_precedents(page, names, messages))
    _paint_evidence(session, page)
    if page.changes:
        console.print()
        console.print(Text(messages("outlook.would_change"), style="bold"))
        for change in page.changes[:3]:
            label = claim_type(change.type).labels[messages.lang]
            status = messages(f"status.{change.status.value}")
            console.print(
                f"  {label} ({status}): {messages('rung.agreement')} {_percent(change.probability, messages)}", markup=False
            )
    console.print()
    family = messages(f"family.{family_of(page.situation.last.type) if page.situation else 'contact'}")
    console.print(Text(messages("outlook.record", kind=family), style="bold"))
    if not page.records:
        console.print(f"  {messages('outlook.no_record')}", markup=False)
    for record in page.records:
        console.print(f"  {_record_line(record, messages)}", markup=False)
    console.print(Text(messages("outlook.basis", n=str(page.n_learned)), style="dim"))


def _ladder(page: Page, messages: Messages) -> Table:
    table = plain_table(*(messages(f"outlook.column.{name}") for name in ("rung", "chance", "", "interval", "base")))
    nothing = page.nothing
    table.add_row(messages("rung.nothing"), _percent(nothing, messages), _bar(nothing, "dim"), "", "")
    for rung in page.rungs:
        shown = page.shown(rung.name)
        low, high = page.interval(rung.name)
        interval = f"{_percent(low, messages)} … {_percent(high, messages)}"
        table.add_row(
            messages(f"rung.{rung.name}"),
            _percent(shown, messages),
            _bar(shown, "green"),
            interval,
            _percent(rung.base_rate, messages),
        )
    return table


def _why(page: Page, messages: Messages) -> Iterator[str]:
    rung = page.rungs[1]
    steps = [f"{messages('outlook.start')} {_percent(rung.start, messages)}"]
    steps += [f"{messages(f'lift.{group}')} ×{lift:.2f}" for group, lift in rung.lifts.items() if abs(lift - 1.0) >= 0.02]
    steps.append(f"{messages('rung.agreement')} {_percent(rung.probability, messages)}")
    yield messages("outlook.why", steps=" → ".join(steps))
    for one in page.records:
        if not one.better:
            yield messages("outlook.no_better" if one.enough else "outlook.unproven", rung=messages(f"rung.{one.rung}"))


def _precedents(page: Page, names: Names, messages: Messages) -> Table:
    table = plain_table(*(messages(f"outlook.column.{name}") for name in ("when", "precedent", "led_to")))
    for one in page.precedents:
        last = one.situation.last
        parties = " × ".join(names.name_of(key) for key in last.pair)
        came = (
            messages("outlook.came", rung=messages(f"rung.{RUNGS[one.rung]}"), days=str(one.delay))
            if one.rung >= 0
            else messages("outlook.came_nothing", days=str(page.days))
        )
        table.add_row(last.on.isoformat(), Text(f"{parties}: {fitted(last.words, 70)}"), came)
    return table


def _paint_evidence(session: Session, page: Page) -> None:
    messages, console = session.messages, session.console
    console.print()
    console.print(Text(messages("outlook.evidence", share=_percent(page.soft_share, messages)), style="bold"))
    if not page.evidence:
        console.print(f"  {messages('outlook.no_evidence')}", markup=False)
    for h in page.evidence[:8]:
        line = Text("  ")
        line.append_text(status_text(h.status, messages)).append(f"  {h.on.isoformat()}  ")
        line.append(claim_type(h.type).labels[messages.lang], style="bold")
        words = f"  «{fitted(h.quote, 90)}»" if h.quote else f"  {fitted(h.words, 90)}"
        line.append(words, style="italic").append(f" — {h.source}", style="dim")
        console.print(line)


def _record_line(record: Record, messages: Messages) -> str:
    worth = record.worth
    low, high = record.interval
    if not record.enough:
        name = messages(f"rung.{record.rung}")
        return messages("outlook.too_few", rung=name, n=str(worth.n), true=str(round(worth.n * worth.base_rate)))
    return messages(
        "outlook.record_line", rung=messages(f"rung.{record.rung}"), n=str(worth.n), brier=f"{worth.brier:.4f}",
        skill=f"{worth.skill:+.3f}", low=f"{low:+.3f}", high=f"{high:+.3f}",
        verdict=messages("outlook.better" if low > 0.0 else "outlook.perhaps_better" if record.better else "outlook.not_better"),
    )  # fmt: skip


def paint_suggestions(session: Session, actor: str, found: Sequence[Suggestion], names: Names) -> None:
    """Whom next, with reasons."""
    messages, console = session.messages, session.console
    console.print()
    console.print(Text(messages("outlook.next", who=names.name_of(actor)), style="bold"))
    if not found:
        console.print(messages("outlook.no_next"), markup=False)
        return
    table = plain_table(*(messages(f"outlook.column.{name}") for name in ("partner", "share", "reasons")))
    for one in found:
        reasons = []
        if one.dealings:
            last = one.dealings[0]
            reasons.append(messages("outlook.reason.last", on=last.on.isoformat(), what=fitted(last.words, 60)))
        else:
            reasons.append(messages("outlook.reason.never"))
        if one.shared:
            reasons.append(messages("outlook.reason.shared", names=", ".join(names.name_of(key) for key in one.shared[:3])))
        if one.recent:
            reasons.append(messages("outlook.reason.busy", n=str(one.recent)))
        table.add_row(names.name_of(one.key), _percent(one.share, messages), "; ".join(reasons))
    console.print(table)


def _percent(p: float, messages: Messages) -> str:
    text = f"{100 * p:.1f}" if p < 0.0995 else f"{100 * p:.0f}"
    return f"{text.replace('.', ',')} %" if messages.lang == "fr" else f"{text} %"


def _bar(p: float, style: str) -> Text:
    return Text("█" * round(BAR * min(max(p, 0.0), 1.0)) or "▏", style=style)
