"""Where a ledger is: a file, or the address of a PostgreSQL database. Opens neither."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Place", "place_of"]

_ADDRESS = re.compile(r"postgres(?:ql)?:(?=//)")
_PASSWORD = re.compile(r"(?<=://)([^/?#@:]*):[^/?#]*(?=@)")
_PASSWORD_ASKED = re.compile(r"(?i)(?<=[?&]password=)[^&#]*")


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A file or an address; shown without password."""

    path: Path | None = None
    """The file; ``None`` where it is a database."""
    address: str = ""
    """``postgresql://USER:PASSWORD@HOST:PORT/DATABASE``, as it was given; empty where it is a file."""

    def exists(self) -> bool:
        """False for a file that is not there; of a database only opening it tells."""
        return self.path is None or self.path.exists()

    def under(self, folder: Path) -> Place:
        """The same place where a relative path starts in ``folder``."""
        return self if self.path is None else Place(folder / self.path)

    def __str__(self) -> str:
        """As it may be shown to anybody."""
        if self.path is not None:
            return str(self.path)
        return _PASSWORD_ASKED.sub("***", _PASSWORD.sub(r"\1:***", self.address))

    __repr__ = __str__


def place_of(text: str | Path | Place) -> Place:
    """The place that a setting or an argument names; whatever does not begin like an address is a file."""
    if isinstance(text, Place):
        return text
    if isinstance(text, str) and _ADDRESS.match(text):
        return Place(address=text)
    return Place(Path(text))
