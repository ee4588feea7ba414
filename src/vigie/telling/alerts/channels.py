"""Channels: names for addresses that messages go to. The addresses are credentials and stand elsewhere; this reads names only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from vigie.errors import ConfigError
from vigie.model import Channel

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CHANNEL_FIELDS", "read_channels"]

CHANNEL_FIELDS = {
    "env": "The variable that holds the channel's address, such as `VIGIE_DESK`.",
    "file": "Or the file that holds it, relative to the file of channels.",
    "private": "`true`: it may lead to this machine or its network.",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


def read_channels(path: Path) -> dict[str, Channel]:
    """The channels that a file declares, by name; none where there is no file.

    Raises `ConfigError` naming the file, the channel and what is wrong. An address written into the file itself is refused.
    """
    if not path.exists():
        return {}
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"'{path}' can't be read as channels: {error}", culprit=str(path)) from error
    except yaml.YAMLError as error:
        raise ConfigError(
            f"'{path}' is broken YAML; nothing of it is shown, for it may hold an address", culprit=str(path)
        ) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(f"'{path}' holds no channels: write 'desk: {{env: VIGIE_DESK}}' for each", culprit=str(path))
    found = {}
    for name, record in data.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ConfigError(f"'{path}' names a channel by more than small letters, digits and hyphens", culprit=str(path))
        if not isinstance(record, dict):
            sentence = f"the channel '{name}' of '{path}' must say where its address stands: {{env: NAME}} or {{file: PATH}}"
            raise ConfigError(sentence, culprit=name)
        odd = sorted(str(field) for field in record if field not in CHANNEL_FIELDS)
        if odd:
            sentence = f"the channel '{name}' of '{path}' has fields that are not known; there are {', '.join(CHANNEL_FIELDS)}"
            raise ConfigError(sentence, culprit=name)
        env, file, private = record.get("env"), record.get("file"), record.get("private", False)
        if not isinstance(private, bool) or (env is None) == (file is None):
            sentence = f"the channel '{name}' of '{path}' needs either 'env' or 'file', and 'private' may be true or false"
            raise ConfigError(sentence, culprit=name)
        place = env if file is None else file
        if not isinstance(place, str) or "://" in place:
            raise ConfigError(
                f"the channel '{name}' of '{path}' must name where its address stands, not the address itself", culprit=name
            )
        found[name] = Channel(name=name, env=env, file=None if file is None else str(path.parent / file), private=private)
    return found
