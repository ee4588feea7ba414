"""Writes the generated pages of the reference from the code: commands, settings, claim types, errors, API, exports, MCP.

usage: python docs/reference/generate.py [--check]

With ``--check`` nothing is written and the exit code is 1 where a page is out of date; the tests do so too.
"""

from __future__ import annotations

import ast
import inspect
import itertools
import sys
import textwrap
from pathlib import Path
from typing import Any

import doors

from vigie.cli.commands import COMMANDS, program
from vigie.config import Config
from vigie.errors import VigieError
from vigie.model import SourceKind, Status
from vigie.sources import load_catalogue
from vigie.sources.declarations import FIELDS
from vigie.taxonomy import claim_types
from vigie.telling.alerts.channels import CHANNEL_FIELDS
from vigie.telling.watchlists.declare import FIELDS as WATCHLIST_FIELDS

HERE = Path(__file__).resolve().parent
NOTE = "<!-- Made by docs/reference/generate.py; edit the code instead. -->\n"


def main() -> None:
    """Write the pages, or say which are out of date."""
    stale = [
        name for name, text in pages().items() if not (HERE / name).exists() or (HERE / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv[1:]:
        if stale:
            sys.exit(f"out of date: {', '.join(stale)}; run python docs/reference/generate.py")
        return
    for name in stale:
        (HERE / name).write_text(pages()[name], encoding="utf-8")
        sys.stdout.write(f"wrote {name}\n")


def pages() -> dict[str, str]:
    """File name to text of every generated page."""
    return {
        "commands.md": commands(),
        "settings.md": settings(),
        "claim-types.md": types(),
        "errors.md": errors(),
        "api.md": NOTE + "\n" + doors.api(),
        "exports.md": NOTE + "\n" + doors.exports(),
        "assistants.md": NOTE + "\n" + doors.assistants(),
        "source-format.md": sources(),
        "watchlist-format.md": watchlists(),
    }


def commands() -> str:
    """Every command with its arguments and options."""
    group = program()
    parts = [NOTE, "# Commands\n"]
    parts.append(
        "`./vigie` in a checkout and `vigie` from a wheel are the same program; a wheel has no `selftest`, `eval` and `bench`.\n"
    )
    parts.append("Exit codes and error sentences: see [errors](errors.md). `--json` prints one object a line, in UTF-8.\n")
    for row in COMMANDS:
        parts.append(f"## `vigie {row.name}`\n")
        command = group.get_command(None, row.name)
        subcommands = getattr(command, "commands", None)
        if subcommands:
            parts.append(_plain(command.help))
            for name, sub in subcommands.items():
                parts.append(f"### `vigie {row.name} {name}`\n")
                parts += _command(sub)
        else:
            parts += _command(command)
        if row.checkout_only:
            parts.append("Only in a checkout.\n")
    return "\n".join(parts).rstrip() + "\n"


def _command(command: Any) -> list[str]:
    rows = ["| argument or option | meaning |", "|---|---|"]
    for parameter in command.params:
        names = ", ".join(f"`{name}`" for name in [*getattr(parameter, "opts", []), *getattr(parameter, "secondary_opts", [])])
        if names == "`--help`":
            continue
        if parameter.param_type_name == "argument":
            shown = parameter.metavar or parameter.name.upper()
            names = f"`{shown}`"
        elif parameter.metavar:
            names = f"{names} `{parameter.metavar}`"
        rows.append(f"| {_cell(names)} | {_cell(parameter.help or '')} |")
    return [_plain(command.help), *(["\n".join(rows) + "\n"] if len(rows) > 2 else [])]


def _plain(text: str | None) -> str:
    return inspect.cleandoc(text or "") + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def settings() -> str:
    """Every setting of vigie.toml and the environment."""
    rows = []
    for name, field in Config.model_fields.items():
        rows.append(f"| `{name}` | `VIGIE_{name.upper()}` | `{field.default}` | {_cell(field.description or '')} |")
    return "\n".join(
        [
            NOTE,
            "# Settings\n",
            "`vigie.toml` in the working folder, or the nearest one above it; a variable of the environment stands before it, an",
            "option of a command before both. `vigie init` writes a commented file.\n",
            "| setting | variable | default | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def types() -> str:
    """Every claim type and status."""
    meanings = {
        Status.HAPPENED: "stated as a fact, past or present, a standing relation too",
        Status.PLANNED: "announced, scheduled or decided, not yet done",
        Status.RUMOURED: "reported but not confirmed",
        Status.POSSIBLE: "hypothesis, condition, opinion",
        Status.ASKED: "put as a question and left open",
        Status.DENIED: "said not to be so",
    }
    rows = []
    for kind in claim_types().values():
        roles = "; ".join(f"{role}: {what}" for role, what in kind.roles.items())
        near = ", ".join(f"`{name}`" for name in kind.near)
        rows.append(f"| `{kind.name}` | {_cell(kind.description)} | {roles} | {'yes' if kind.symmetric else 'no'} | {near} |")
    return "\n".join(
        [
            NOTE,
            "# Claim types and statuses\n",
            "| type | what it says | roles | who and whom may be exchanged | careful readers may choose instead |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "| status | when |",
            "|---|---|",
            *(f"| `{status.value}` | {meaning} |" for status, meaning in meanings.items()),
            "",
        ]
    )


def sources() -> str:
    """The format of declarations, the kinds of source, and the catalogue."""
    kinds = _attribute_docs(SourceKind)
    catalogue = load_catalogue()
    rows = [
        f"| `{one.id}` | {_cell(one.name)} | {one.role} | {one.language} {one.outlet.country} | {one.kind.value} | {one.url} |"
        for one in catalogue.values()
    ]
    return "\n".join(
        [
            NOTE,
            "# Format of declarations\n",
            "`sources.yml` (the setting `sources` names another file) is a YAML list of records, one a source. A record with the",
            "id of one of the catalogue's changes the fields that it names. An unknown field, or a value that can't be, is refused",
            "by its name.\n",
            "| field | meaning |",
            "|---|---|",
            *(f"| `{name}` | {_cell(meaning)} |" for name, meaning in FIELDS.items()),
            "",
            "`id`, `name`, `kind`, `outlet` and `language` are needed, and `url` or `path`.\n",
            "## Kinds\n",
            "| kind | what it is |",
            "|---|---|",
            *(f"| `{kind.value}` | {_cell(kinds[kind.name])} |" for kind in SourceKind),
            "",
            "Posts embedded in pages need no kind: each becomes a passage with its own author and date.\n",
            "## The catalogue\n",
            f"{len(catalogue)} sources, off until chosen. Addresses are checked for form; for life by `vigie sources check`.\n",
            "| id | name | role | language, country | kind | address |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def watchlists() -> str:
    """The format of watchlists and of the file of channels."""
    return "\n".join(
        [
            NOTE,
            "# Format of watchlists and channels\n",
            "A watchlist is a YAML file in the folder `watchlists` (the setting `watchlists` names another), or is kept in the",
            "ledger by `vigie watchlist add` and by the pages. An unknown field, or a value that can't be, is refused by its",
            "name.\n",
            "```yaml",
            "title: Renault and China",
            "actors: [Renault]",
            "pairs: [[Volkswagen, Xpeng], [Stellantis, Leapmotor]]",
            "words: [solid-state, 固态电池]",
            "types: [agree, negotiate, invest]",
            "origins: 2",
            "to: [desk]",
            "at: '07:30'",
            "zone: Europe/Paris",
            "```\n",
            "| field | meaning |",
            "|---|---|",
            *(f"| `{name}` | {_cell(meaning)} |" for name, meaning in WATCHLIST_FIELDS.items()),
            "",
            "A move is wanted where any of `actors`, `pairs`, `countries` and `words` finds it, or where all four are empty; and",
            "where `types`, `statuses` and `origins` let it through.\n",
            "## Channels\n",
            "`channels.yml` (the setting `channels` names another file) maps names to where their addresses stand:",
            "`desk: {env: VIGIE_DESK}`. An address written into the file itself is refused.\n",
            "| field | meaning |",
            "|---|---|",
            *(f"| `{name}` | {_cell(meaning)} |" for name, meaning in CHANNEL_FIELDS.items()),
            "",
        ]
    )


def _attribute_docs(kind: type) -> dict[str, str]:
    """Name to the docstring below it, of the attributes of a class."""
    body = ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0].body  # type: ignore[attr-defined]
    found = {}
    for one, after in itertools.pairwise(body):
        if isinstance(one, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            found[one.targets[0].id] = str(after.value.value)  # type: ignore[attr-defined]
    return found


def errors() -> str:
    """Every error with its exit code and HTTP status."""
    rows = []

    def add(kind: type[VigieError], depth: int) -> None:
        meaning = _cell((inspect.getdoc(kind) or "").split("\n")[0])
        rows.append(f"| {'&nbsp;&nbsp;' * depth}`{kind.__name__}` | {meaning} | {kind.exit_code} | {kind.http_status} |")
        for child in kind.__subclasses__():
            add(child, depth + 1)

    add(VigieError, 0)
    return "\n".join(
        [
            NOTE,
            "# Errors\n",
            "Every error is one sentence on standard error after `vigie: `; it names the culprit and the mend.\n",
            "| error | meaning | exit code | HTTP status |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    main()
