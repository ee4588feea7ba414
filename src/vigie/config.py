"""``vigie.toml`` and the environment to one frozen `Config`. The only reader of either; nothing below this layer asks for settings.

Order, the first that speaks wins: an argument of the command, a variable ``VIGIE_…``, ``vigie.toml`` in the working folder or the
nearest one above it, the default.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, PlainValidator, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from vigie.errors import ConfigError
from vigie.ledger.place import Place, place_of

if TYPE_CHECKING:
    from vigie.model import Channel, Source

__all__ = ["FILE_NAME", "Config", "address_of", "find_file", "load_config", "secret_of", "split_list", "template"]

FILE_NAME = "vigie.toml"


def _place(value: object) -> Place:
    if not isinstance(value, str | Path | Place) or not str(value):
        raise ValueError("write the path of a file, or an address such as postgresql://USER@HOST/DATABASE")
    return place_of(value)


class Config(BaseSettings):
    """All settings, checked, frozen."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(env_prefix="VIGIE_", frozen=True, extra="forbid")

    ledger: Annotated[Place, PlainValidator(_place)] = Field(
        default=Place(Path("ledger.vigie")),
        description="The ledger: a file, relative to the folder of vigie.toml, or postgresql://USER@HOST/DATABASE.",
    )
    lang: Literal["en", "fr"] = Field(default="en", description="Language of what is printed for people.")
    atlas: Path | None = Field(default=None, description="A file of your own records, laid over the shipped atlas.")
    second_url: str = Field(default="", description="Address of a second reader's endpoint, up to /v1; empty: there is none.")
    second_model: str = Field(default="", description="The model that the endpoint is asked for.")
    second_key: SecretStr = Field(
        default=SecretStr(""), description="Key of the endpoint; better given as VIGIE_SECOND_KEY than in a file."
    )
    second_tokens_a_day: int = Field(default=200_000, ge=0, description="Tokens that the second reader may cost in a day (UTC).")
    second_timeout: float = Field(default=60.0, gt=0, le=3600, description="Seconds that one question may take.")
    second_sure: float = Field(
        default=0.45, ge=0, le=1, description="The second reader is asked about claims of less confidence than this."
    )
    sources: Path = Field(default=Path("sources.yml"), description="The file of your sources, laid over the shipped catalogue.")
    certificates: Path | None = Field(
        default=None, description="A PEM file of certificate authorities to trust besides the system's, such as your company's own."
    )
    watchlists: Path = Field(default=Path("watchlists"), description="The folder of your watchlists, one YAML file each.")
    channels: Path = Field(default=Path("channels.yml"), description="The file that names the channels alerts go to.")
    contact: str = Field(
        default="", description="Address or page at which a site's owner finds you; sent with every request. Set it when you watch."
    )
    host_delay: float = Field(default=1.0, ge=0, le=600, description="Seconds between two requests to one host.")
    keep_captures_days: int = Field(
        default=0, ge=0, description="Days for which fetched bytes are kept; 0 keeps them for good. Documents and claims stay."
    )
    hosts: str = Field(
        default="", description="Names under which vigie serve is asked besides its address, such as vigie.example.org; by commas."
    )
    proxies: str = Field(
        default="", description="Addresses or networks of reverse proxies that vigie serve believes, such as 10.0.0.0/8; by commas."
    )
    proxy_user: str = Field(
        default="", description="Header in which those proxies name the user who logged in there, such as X-Forwarded-User."
    )
    proxy_role: Literal["", "reader", "analyst"] = Field(
        default="", description="Role of users whom a proxy names and nobody added; empty: such are refused."
    )
    size_limit: int = Field(default=200_000_000, gt=0, description="Largest input in bytes; a larger one is refused.")

    @field_validator("second_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query):
            raise ValueError("write an address such as http://localhost:11434/v1, without name, password or query")
        return value

    @field_validator("proxies")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in split_list(value):
            ipaddress.ip_network(part)
        return value

    @model_validator(mode="after")
    def _key_is_kept(self) -> Self:
        host = urlsplit(self.second_url).hostname or ""
        if self.second_key.get_secret_value() and self.second_url.startswith("http:") and not _near(host):
            raise ValueError("the setting 'second_key' would travel unencrypted to 'second_url': write https://")
        return self

    @field_validator("atlas", "certificates", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return value or None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment stands before the file; no ``.env`` and no secrets folder are read."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def find_file(folder: Path) -> Path | None:
    """The nearest ``vigie.toml``, in ``folder`` or above it; ``None`` where there is none."""
    start = folder.resolve()
    return next((place / FILE_NAME for place in (start, *start.parents) if (place / FILE_NAME).is_file()), None)


def load_config(folder: Path) -> Config:
    """The settings that hold in ``folder``.

    Raises `ConfigError` naming the file or variable and what is wrong: broken TOML, an unknown setting, a value that can't be.
    """
    path = find_file(folder)
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise ConfigError(f"'{path}' can't be read as settings: {error}", culprit=str(path)) from error
    try:
        config = Config(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if not name:
            raise ConfigError(first["msg"].removeprefix("Value error, "), culprit="second_key") from error
        where = f"'{path}'" if path is not None and name in values else f"the variable VIGIE_{name.upper()}"
        reason = f"there is no setting of that name; there are {', '.join(Config.model_fields)}"
        message = first["msg"].removeprefix("Value error, ")
        said = reason if first["type"] == "extra_forbidden" else message[:1].lower() + message[1:]
        raise ConfigError(f"{where} sets '{name}' to what can't be: {said}", culprit=name) from error
    base = folder if path is None else path.parent
    changed = {
        "ledger": config.ledger.under(base),
        "sources": base / config.sources,
        "watchlists": base / config.watchlists,
        "channels": base / config.channels,
        "atlas": base / config.atlas if config.atlas else None,
        "certificates": base / config.certificates if config.certificates else None,
    }
    return config.model_copy(update=changed)


def split_list(value: str) -> tuple[str, ...]:
    """The parts of a setting that lists by commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _near(host: str) -> bool:
    """True for this machine and for addresses of a private network, given as numbers."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def secret_of(source: Source, folder: Path) -> str | None:
    """The credential of a source, from the variable or the file that its declaration names; ``None`` where there is none.

    A file is looked for in ``folder`` where its path is relative; white space at its end is no part of the credential.
    """
    return None if source.auth is None else _secret(source.auth.env, source.auth.file, folder)


def address_of(channel: Channel, folder: Path) -> str | None:
    """The address of a channel, which is a credential; found as that of a source is."""
    return _secret(channel.env, channel.file, folder)


def _secret(env: str | None, file: str | None, folder: Path) -> str | None:
    if env:
        return os.environ.get(env) or None
    try:
        return (folder / (file or "")).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def template() -> str:
    """A commented ``vigie.toml`` with every setting at its default."""
    lines = ["# Settings of vigie. Remove the mark before a line to set it; the values shown are the defaults.", ""]
    for name, field in Config.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = f'"{default}"' if isinstance(default, str | Path | Place) else '""' if default is None else f"{default:_}"
        lines += [f"# {field.description}", f"# {name} = {shown}", ""]
    return "\n".join(lines)
