"""What most commands open first: settings, language, console, ledger, reader. Heavy parts are opened when asked for."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vigie.errors import ConfigError, UnknownName
from vigie.model import parse_as_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from vigie.atlas import Atlas
    from vigie.config import Config
    from vigie.ledger import Ledger, View
    from vigie.ledger.place import Place
    from vigie.ledger.sql import SqlLedger
    from vigie.reading import DefaultReader
    from vigie.reading.second import SecondReader
    from vigie.telling import Messages
    from vigie.watch import Watch

__all__ = ["Session", "now", "open_session", "parse_as_of", "print_json"]


def now() -> dt.datetime:
    """The present, aware, in UTC: the clock that the doors hand down."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The settings of one call, and the doors to what it needs."""

    config: Config
    messages: Messages
    console: Console
    errors: Console

    def atlas(self) -> Atlas:
        """The shipped atlas with the user's own file over it."""
        from vigie.atlas import load_atlas

        try:
            return load_atlas(self.config.atlas)
        except (OSError, UnicodeDecodeError) as error:
            where = self.config.atlas
            raise ConfigError(f"the setting 'atlas' names '{where}', which can't be read: {error}", culprit=str(where)) from error

    def ledger(self, place: Place | None = None, *, create: bool = False) -> SqlLedger:
        """The ledger at ``place``, or the one that the settings name."""
        from vigie.ledger import create_ledger, open_ledger

        chosen = place or self.config.ledger
        return create_ledger(chosen, clock=now) if create else open_ledger(chosen, clock=now)

    def watch(self, ledger: Ledger, *, second: bool = False) -> Watch:
        """All stages over that ledger, with the default reader, and the second one of the settings where it is asked for."""
        from vigie.reading import DefaultReader
        from vigie.watch import Watch

        atlas = self.atlas()
        reader = DefaultReader(atlas)
        behind = self._second(reader, atlas) if second else None
        return Watch(reader=reader, atlas=atlas, ledger=ledger, clock=now, size_limit=self.config.size_limit, second=behind)

    def _second(self, first: DefaultReader, atlas: Atlas) -> SecondReader:
        from vigie.reading.second import Policy, SecondReader
        from vigie.sources.chat import ChatEndpoint

        config = self.config
        for name in ("second_url", "second_model"):
            if not getattr(config, name):
                raise ConfigError(f"the second reader needs the setting '{name}': set it in vigie.toml", culprit=name)
        chat = ChatEndpoint(
            config.second_url, config.second_model, key=config.second_key.get_secret_value(), timeout_s=config.second_timeout
        )
        return SecondReader(first, atlas, chat, Policy(sure=config.second_sure, tokens_a_day=config.second_tokens_a_day))

    def head(self, words: str, as_of: str | None) -> None:
        """The head of a page, with the viewpoint where one was asked for."""
        from rich.text import Text

        text = Text(words, style="bold")
        if as_of is not None:
            text.append("  " + self.messages("as_of", day=as_of), style="not bold yellow")
        self.console.print()
        self.console.print(text)
        self.console.print()

    def nothing(self, view: View, words: str) -> None:
        """Say that there is nothing, and why where the viewpoint lies before the ledger's first record."""
        first = view.first_recorded_at()
        if view.as_of is not None and (first is None or first > view.as_of):
            shown = f"{first:%Y-%m-%d %H:%M} UTC" if first else "–"
            words = self.messages("knew_nothing", day=f"{view.as_of:%Y-%m-%d}", first=shown)
        self.console.print(words, style="italic", markup=False)


def open_session(*, lang: str | None = None) -> Session:
    """Settings of the working folder, messages in ``lang`` or the language set; raises `UnknownName` for another language."""
    from rich.console import Console

    from vigie.config import load_config
    from vigie.telling import LANGUAGES, Messages

    config = load_config(Path.cwd())
    chosen = lang or config.lang
    if chosen not in LANGUAGES:
        raise UnknownName(f"'{chosen}' is no language that vigie speaks: choose among {', '.join(LANGUAGES)}", culprit=chosen)
    return Session(
        config=config,
        messages=Messages.load(chosen),
        console=Console(highlight=False),
        errors=Console(stderr=True, highlight=False),
    )


def print_json(records: Iterable[Any]) -> None:
    """One JSON object a line, UTF-8 whatever the terminal's encoding, keys in the order given."""
    for record in records:
        sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode("utf-8", errors="replace") + b"\n")
    sys.stdout.buffer.flush()
