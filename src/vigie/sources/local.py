"""Local sources: which files changed, and the items in them. Fetches nothing."""

from __future__ import annotations

import hashlib
import mailbox
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vigie.errors import UnreadableInput
from vigie.model import SourceKind
from vigie.sources.fetching.answer import Item
from vigie.sources.formats import MEDIA_TYPES
from vigie.sources.formats.mail import letters_in_mbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.model import Source

__all__ = ["LocalFile", "is_local", "items_in", "local_files"]

_SUFFIXES = {
    SourceKind.FOLDER: frozenset(MEDIA_TYPES),
    SourceKind.MAIL: frozenset({".eml", ".mbox", ".mbx", ""}),
    SourceKind.WARC: frozenset({".warc", ".gz"}),
    SourceKind.X_EXPORT: frozenset({".js", ".json", ".jsonl", ".ndjson"}),
    SourceKind.WEIBO_EXPORT: frozenset({".json", ".jsonl", ".ndjson", ".csv"}),
}


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of a source, and what tells whether it changed: its size and the time of its last change."""

    path: Path
    stamp: str

    @property
    def url(self) -> str:
        """Its name in the ledger."""
        return self.path.absolute().as_uri()


def is_local(source: Source) -> bool:
    """True for a source that lies on this machine."""
    return source.kind in _SUFFIXES and source.url is None


def local_files(source: Source) -> list[LocalFile]:
    """The source's files, by path, without hidden ones. Raises `UnreadableInput` where there is no such path."""
    root = Path(source.path or "")
    if not root.exists():
        raise UnreadableInput(f"there is no file or folder '{root}'", culprit=str(root))
    try:
        paths = [root] if root.is_file() else sorted(_below(root, source))
        found = []
        for path in paths:
            status = path.stat()
            found.append(LocalFile(path, f"{status.st_size}:{status.st_mtime_ns}"))
    except OSError as error:
        raise UnreadableInput(f"'{root}' can't be listed: {(error.strerror or str(error)).lower()}", culprit=str(root)) from error
    return found


def _below(root: Path, source: Source) -> Iterator[Path]:
    maildirs = {root, *(path.parent for path in root.rglob("cur"))} if source.kind is SourceKind.MAIL else set()
    maildirs = {place for place in maildirs if all((place / name).is_dir() for name in ("cur", "new"))}
    for place in maildirs:
        # The folders of a Maildir begin with a dot (Maildir++), and its messages have no suffix.
        for name in ("cur", "new"):
            yield from (path for path in (place / name).iterdir() if path.is_file() and not path.name.startswith("."))
    for path in root.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
        if path.parent.parent in maildirs and path.parent.name in ("cur", "new", "tmp"):
            continue
        if path.parent in maildirs and not path.suffix:
            # What a mail server notes for itself.
            continue
        if not hidden and path.suffix.lower() in _SUFFIXES[source.kind] and path.is_file():
            yield path


def items_in(source: Source, file: LocalFile, *, size_limit: int) -> Iterator[Item]:
    """The things in a file: messages of an mbox one by one, any other file whole (archives are read by `formats.warc`).

    Raises `UnreadableInput` for a file above ``size_limit`` bytes and for what the operating system refuses.
    """
    path = file.path
    try:
        if source.kind is SourceKind.MAIL and path.suffix.lower() != ".eml" and _is_mbox(path):
            with path.open("rb") as stream:
                for letter in letters_in_mbox(stream):
                    name = hashlib.sha256(letter).hexdigest()[:16]
                    yield Item(url=f"{file.url}#{name}", content=letter, media_type="message/rfc822")
            return
        if path.stat().st_size > size_limit:
            raise UnreadableInput(f"'{path}' is larger than {size_limit:,} bytes", culprit=str(path))
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"'{path}' can't be read: {(error.strerror or str(error)).lower()}", culprit=str(path)) from error
    # A message keeps its name when a Maildir moves it from new to cur and notes there that it was seen.
    url = file.url
    if source.kind is SourceKind.MAIL and path.suffix.lower() != ".eml":
        url = f"maildir:{path.name.partition(mailbox.Maildir.colon)[0]}"
    media_type = "message/rfc822" if source.kind is SourceKind.MAIL else MEDIA_TYPES.get(path.suffix.lower(), "")
    yield Item(url=url, content=content, media_type=media_type)


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(5) == b"From "
