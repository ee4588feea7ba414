"""``vigie search``: words in documents, quotes and moves, with facets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from vigie.cli.options import AsJson, AsOf, Lang, NeededLedger

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.text import Text

    from vigie.cli.session import Session
    from vigie.ledger import Found
    from vigie.ledger.searching import Hit
    from vigie.telling import Desk

__all__ = ["run"]

_FACETED = 6
"""Values of a facet that are shown."""


def run(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORDS", help='Words and names in any script; "side by side", -unwanted, beginn*.', show_default=False
        ),
    ] = None,
    *,
    what: Annotated[str, typer.Option("--what", metavar="WHAT", help="documents, quotes or moves.")] = "documents",
    actor: Annotated[list[str] | None, typer.Option("--actor", metavar="NAME", help="Who is named; twice for both.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A claim type, such as meet.")] = None,
    status: Annotated[list[str] | None, typer.Option("--status", metavar="STATUS", help="happened, planned, rumoured…")] = None,
    language: Annotated[
        list[str] | None, typer.Option("--language", metavar="fr|en|de|zh", help="Language of the document.")
    ] = None,
    outlet: Annotated[list[str] | None, typer.Option("--outlet", metavar="NAME", help="Who published it.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Published on that day or later.")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Published on that day or earlier.")] = None,
    sort: Annotated[str, typer.Option("--sort", metavar="relevance|time", help="What comes first.")] = "relevance",
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, max=1000, help="How many at most.")] = 20,
    after: Annotated[str | None, typer.Option("--after", metavar="MARK", help="Go on where a page ended (its mark).")] = None,
    ledger: NeededLedger = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """Search documents, quotes or moves. Plurals, accents and scripts are seen through: 小米 finds Xiaomi, usine finds usines.

    With --json one object a hit, then one with the total, the facets and the mark of the next page.
    """
    from vigie.cli.desk import open_desk
    from vigie.cli.session import open_session, parse_as_of, print_json

    session = open_session(lang=lang)
    with open_desk(session, ledger, parse_as_of(as_of)) as desk:
        wanted = desk.search(
            " ".join(words or ()),
            actors=actor or (),
            types=kind or (),
            statuses=status or (),
            langs=language or (),
            outlets=outlet or (),
            since=since,
            until=until,
            what=what,
            sort=sort,
        )
        found = desk.view.search(wanted, most=most, after=after)
        if as_json:
            page = {"total": found.total, "capped": found.capped, "facets": found.facets, "after": found.after}
            print_json([*(desk.hit_record(hit) for hit in found.hits), page])
            return
        session.head(session.messages("title.search", words=" ".join(words or ()) or "…"), as_of)
        if not found.hits:
            session.nothing(desk.view, session.messages("search.none"))
            return
        for hit in found.hits:
            _paint(session, desk, hit)
        _paint_facets(session, desk, found)


def _paint(session: Session, desk: Desk, hit: Hit) -> None:
    from rich.text import Text

    from vigie.cli.picture import fitted, status_text
    from vigie.cli.timeline import move_text

    head = Text()
    said = hit.move or hit.claim
    if said is not None:
        head.append_text(status_text(said.status, session.messages)).append("  ")
    if hit.move is not None:
        head.append_text(move_text(hit.move, desk.names)).append(f"  {hit.move.id}", style="dim")
    else:
        head.append(fitted(hit.title or hit.document_id, 90), style="bold")
    about = " · ".join(filter(None, (hit.outlet, hit.published_on, hit.lang, hit.document_id)))
    session.console.print(head, soft_wrap=True)
    session.console.print(Text(f"  {about}", style="dim"), soft_wrap=True)
    session.console.print(Text("  ").append_text(_marked(hit)))
    session.console.print()


def _marked(hit: Hit) -> Text:
    from rich.text import Text

    text = Text()
    for words, mark in hit.snippet:
        text.append(words, style="bold yellow underline" if mark else "")
    return text


def _paint_facets(session: Session, desk: Desk, found: Found) -> None:
    from vigie.taxonomy import claim_type

    say = session.messages
    more = say("search.capped", n=found.total) if found.capped else say.count("search.total", found.total)
    session.console.print(more, style="bold", markup=False)
    named: dict[str, Callable[[str], str]] = {
        "actors": desk.names.name_of,
        "types": lambda value: claim_type(value).labels[say.lang],
        "statuses": lambda value: say(f"status.{value}"),
    }
    for facet, values in found.facets.items():
        name = named.get(facet, str)
        shown = [f"{name(value)} {number}" for value, number in list(values.items())[:_FACETED]]
        if shown:
            rest = " …" if len(values) > _FACETED else ""
            session.console.print(f"  {say(f'facet.{facet}')}: {', '.join(shown)}{rest}", style="dim", markup=False, soft_wrap=True)
    if found.after is not None:
        session.console.print(f"  {say('search.more', mark=found.after)}", style="dim", markup=False, soft_wrap=True)
