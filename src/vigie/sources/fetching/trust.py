"""Which certificates are believed: those of the system, and of authorities that a setting names. Connects to nothing."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import httpcore2

from vigie.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["trusting"]


def trusting(authorities: Path | None) -> ssl.SSLContext:
    """A context that checks certificates and names; ``authorities`` is a PEM file of those trusted besides the system's.

    Variables of the environment change nothing. Raises `ConfigError` for a file that holds none.
    """
    context = httpcore2.default_ssl_context(_trust_env=False)
    if authorities is not None:
        try:
            context.load_verify_locations(cafile=authorities)
        except (OSError, ssl.SSLError) as error:
            sentence = f"the setting 'certificates' names '{authorities}', which holds no certificates in PEM: {error}"
            raise ConfigError(sentence, culprit=str(authorities)) from error
    return context
