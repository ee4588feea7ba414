"""``vigie atlas``: the car industry as data: look into it, hold it against its rules, add to your own file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vigie.cli.options import AsJson, Lang
from vigie.errors import ConfigError, InputError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vigie.atlas import Record

__all__ = ["app"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The atlas: companies, brands, people, models, authorities, shows and outlets, with their names in every script.",
)


@app.command()
def check(*, as_json: AsJson = False, lang: Lang = None) -> None:
    """Find what contradicts itself, in the shipped records and your own; the exit code is 3 where there is something."""
    from rich.text import Text

    from vigie.atlas.check import check as problems_of
    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json

    session = open_session(lang=lang)
    atlas = session.atlas()
    problems = problems_of(atlas)
    if as_json:
        print_json({"rule": one.rule, "record": one.record, "problem": one.sentence} for one in problems)
    elif problems:
        table = plain_table(*(session.messages(f"atlas.{name}") for name in ("rule", "record", "problem")))
        for one in problems:
            table.add_row(Text(one.rule), Text(one.record), Text(one.sentence))
        session.console.print(table)
        session.console.print(session.messages("atlas.found", n=len(problems)), style="bold")
    else:
        session.console.print(session.messages("atlas.fine", n=len(atlas.records)), style="bold green")
    if problems:
        raise typer.Exit(3)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="An id or any name, in any script.")],
    *,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """Show everything that the atlas says of one name; several records where the name means several things."""
    import yaml

    from vigie.cli.session import open_session, print_json

    session = open_session(lang=lang)
    atlas = session.atlas()
    record = atlas.get(name)
    found = [record] if record is not None else list(atlas.find_all(name))
    if not found:
        raise UnknownName(f"the atlas knows nothing called '{name}': vigie atlas list WORD looks for parts of names", culprit=name)
    if as_json:
        print_json(_plain(one) for one in found)
        return
    for one in found:
        session.head(one.name, None)
        text = yaml.safe_dump(_plain(one), allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
        session.console.print(text.rstrip(), markup=False, soft_wrap=True)


@app.command("list")
def list_records(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORD]...", help="Only records with all of these in a name.")
    ] = None,
    *,
    kind: Annotated[str | None, typer.Option("--kind", help="company, brand, person, model, authority, outlet, occasion …")] = None,
    role: Annotated[str | None, typer.Option("--role", help="carmaker, battery, newspaper …")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Two letters, such as fr.")] = None,
    own: Annotated[bool, typer.Option("--own", help="Only those of your own file.")] = False,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """List records: id, name, kind, role, country."""
    from rich.text import Text

    from vigie.atlas import load_atlas
    from vigie.cli.picture import plain_table
    from vigie.cli.session import open_session, print_json

    session = open_session(lang=lang)
    shipped = set(map(id, load_atlas().records))
    found = [
        record
        for record in session.atlas().records
        if (kind is None or record.kind == kind)
        and (role is None or record.role == role)
        and (country is None or record.country == country.lower())
        and not (own and id(record) in shipped)
        and _holds(record, words or ())
    ]
    if as_json:
        print_json(_plain(one) for one in found)
        return
    table = plain_table(*(session.messages(f"atlas.column.{name}") for name in ("id", "name", "kind", "role", "country")))
    for one in found:
        table.add_row(*(Text(value or "") for value in (one.id, one.name, one.kind, one.role, one.country)))
    session.console.print(table)


@app.command()
def add(
    record: Annotated[
        str | None, typer.Argument(metavar="[RECORD]", help="The record in YAML, or - to read it from standard input.")
    ] = None,
    *,
    name: Annotated[str | None, typer.Option("--name", help="English canonical name.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="company, brand, person, model …")] = None,
    role: Annotated[str | None, typer.Option("--role", help="supplier, dealer …")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Two letters, such as fr.")] = None,
    maker: Annotated[str | None, typer.Option("--maker", help="Of a model: the id of its maker.")] = None,
    alias: Annotated[
        list[str] | None, typer.Option("--alias", metavar="LANG:NAME", help="Another name, such as zh:比亚迪 or any:BYD Auto.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="Where the facts stand.")] = None,
    over: Annotated[bool, typer.Option("--over", help="Lay it over a shipped record of the same id.")] = False,
    lang: Lang = None,
) -> None:
    """Add a record to your own file (the setting `atlas`), held to the rules of the shipped ones.

    Give it as YAML (`{id: x-parts, name: X Parts, kind: company}`), or by --name, --kind and the other options; the id is then made
    of the name.
    """
    from vigie.atlas import read_shipped
    from vigie.atlas.own import add_record
    from vigie.cli.session import open_session

    session = open_session(lang=lang)
    path = session.config.atlas
    if path is None:
        raise ConfigError(
            "the setting 'atlas' names no file of your own: write atlas = \"atlas.yml\" in vigie.toml", culprit="atlas"
        )
    options = {"role": role, "country": country, "maker": maker, "source": source}
    if record is not None:
        if name or kind or alias or any(options.values()):
            raise InputError("give the record as YAML or by options, not both", culprit="RECORD")
        raw = _from_yaml(sys.stdin.read() if record == "-" else record)
    elif name and kind:
        raw = {"id": _id_of(name), "name": name, "kind": kind, **{key: value for key, value in options.items() if value}}
        if alias:
            raw["names"] = _aliases(alias)
    else:
        raise InputError("a record needs at least --name and --kind, or give it as YAML", culprit="--name")
    added = add_record(read_shipped(), path, raw, over=over)
    session.console.print(session.messages("atlas.added", id=added.id, path=path), markup=False, soft_wrap=True)


def _holds(record: Record, words: Sequence[str]) -> bool:
    names = "\n".join((record.id, *record.all_names())).casefold()
    return all(word.casefold() in names for word in words)


def _plain(record: Record) -> dict[str, Any]:
    """What a record says, by the keys of its file's format; what it leaves open is left out."""
    from dataclasses import asdict

    renamed = {"start": "from", "end": "to", "joint": "co"}

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {renamed.get(key, key): clean(one) for key, one in value.items() if one not in (None, (), {}, False, "")}
        return [clean(one) for one in value] if isinstance(value, tuple | list) else value

    plain: dict[str, Any] = clean(asdict(record))
    return plain


def _from_yaml(text: str) -> dict[str, Any]:
    import yaml

    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = " ".join(str(error).split())
        raise InputError(f"the record is no YAML: {where}", culprit="RECORD") from error
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if not isinstance(raw, dict):
        raise InputError("the record must be one mapping, such as {id: x-parts, name: X Parts, kind: company}", culprit="RECORD")
    return raw


def _id_of(name: str) -> str:
    import re
    import unicodedata

    folded = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if c.isascii())
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if not slug:
        raise InputError(f"no id can be made of '{name}': give the record as YAML with an id in ASCII", culprit=name)
    return slug


def _aliases(listed: Sequence[str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for one in listed:
        code, colon, name = one.partition(":")
        if not colon or not name.strip() or not code.isalpha():
            raise InputError(f"'{one}' is no alias: write the language before it, as in fr:Nom or any:Name", culprit=one)
        names.setdefault(code.lower(), []).append(name.strip())
    return names
