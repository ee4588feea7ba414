"""What the commands that visit sources share: the chosen sources, the fetcher, the log and the moving line. No command itself."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Self

from vigie.errors import InputError, UnknownName, VigieError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from vigie.cli.session import Session
    from vigie.model import Source
    from vigie.reading.second import Opinion
    from vigie.rounds import Step, Visits
    from vigie.sources.fetching.fetcher import Fetcher

__all__ = ["Declared", "StepLine", "chosen_sources", "open_fetcher", "open_log", "round_words"]


def chosen_sources(session: Session, names: Sequence[str]) -> list[Source]:
    """The enabled sources, or those with the ids named, enabled or not; raises `UnknownName` for an id that nobody has."""
    import difflib

    from vigie.sources import load_sources

    known = load_sources(session.config.sources)
    if not names:
        return [source for source in known.values() if source.enabled]
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
            hint = f"did you mean {', '.join(close)}?" if close else "vigie sources list shows them"
            raise UnknownName(f"there is no source '{name}': {hint}", culprit=name)
    return [known[name] for name in dict.fromkeys(names)]


class Declared:
    """The chosen sources, looked up anew at each call; while their file can't be read, as they were, and the reason is said.

    Raises what `chosen_sources` raises where they can't be had from the start.
    """

    def __init__(self, session: Session, names: Sequence[str]) -> None:
        self._session, self._names = session, names
        self._sources = chosen_sources(session, names)

    def __call__(self) -> list[Source]:
        """The sources of the next round."""
        try:
            self._sources = chosen_sources(self._session, self._names)
        except VigieError as error:
            self._session.errors.print(f"vigie: {error}", markup=False, soft_wrap=True)
        return self._sources


@contextmanager
def open_fetcher(session: Session) -> Iterator[Fetcher]:
    """The fetching thread, with the limits of the settings and an honest name."""
    from vigie import __version__
    from vigie.cli.session import now
    from vigie.config import secret_of
    from vigie.sources.fetching import Limits
    from vigie.sources.fetching.fetcher import Fetcher

    config = session.config
    contact = config.contact.strip()
    agent = f"vigie/{__version__} ({contact})" if contact else f"vigie/{__version__}"
    if not agent.isascii() or not agent.isprintable():
        raise InputError("the setting 'contact' is sent with requests, so it can hold plain ASCII only", culprit="contact")
    folder = config.sources.parent
    limits = Limits(host_delay_s=config.host_delay)
    with Fetcher(
        clock=now,
        limits=limits,
        user_agent=agent,
        secret=lambda source: secret_of(source, folder),
        certificates=config.certificates,
    ) as fetcher:
        yield fetcher


@contextmanager
def open_log(path: Path | None) -> Iterator[IO[str] | None]:
    """A file to which steps are added, one JSON object a line, each written out at once."""
    if path is None:
        yield None
        return
    try:
        file = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise InputError(
            f"the log '{path}' can't be written: {(error.strerror or str(error)).lower()}", culprit=str(path)
        ) from error
    with file:
        yield file


def round_words(session: Session, visits: Visits) -> str:
    """A round in one sentence."""
    return session.messages(
        "sources.round",
        sources=visits.sources,
        asked=visits.asked,
        unchanged=visits.unchanged,
        failed=visits.failed,
        documents=visits.documents,
        size=f"{visits.size / 1e6:.1f}",
    )


class StepLine:
    """Hears of steps: writes them to the log, and shows the last one on a line that moves, on a terminal only.

    ``opinions`` gathers what came of the second reader.
    """

    def __init__(self, session: Session, log: IO[str] | None) -> None:
        from rich.progress import Progress, SpinnerColumn, TextColumn

        self._log = log
        self.opinions: list[Opinion] = []
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TextColumn("{task.fields[counts]}"),
            TextColumn("[dim]{task.fields[name]}"),
            console=session.errors,
            transient=True,
            disable=not session.errors.is_terminal,
        )
        self._task = self._bar.add_task(session.messages("sources.visiting"), total=None, name="", counts="")
        self._asked = self._documents = self._failed = 0

    def __enter__(self) -> Self:
        """Start to paint."""
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wipe the line."""
        self._bar.stop()

    def __call__(self, step: Step) -> None:
        """Hear of a step."""
        if self._log is not None:
            self._log.write(json.dumps(step.record(), ensure_ascii=False) + "\n")
        self.opinions += step.opinions
        self._asked += 1
        self._documents += step.documents
        self._failed += step.outcome in ("failed", "given up")
        counts = f"{self._asked} · +{self._documents}" + (f" · ✕{self._failed}" if self._failed else "")
        self._bar.update(self._task, advance=1, counts=counts, name=f"{step.source_id} {step.reason}"[:100].replace("[", "("))
