"""Channels are names for addresses that stand elsewhere; an address in the file itself is refused and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.config import address_of
from vigie.errors import ConfigError
from vigie.model import Channel
from vigie.telling.alerts import read_channels

if TYPE_CHECKING:
    from pathlib import Path


def test_addresses_come_from_the_environment_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "channels.yml"
    path.write_text("desk: {env: TEST_DESK}\nteam: {file: team.url, private: true}\n", encoding="utf-8")
    (tmp_path / "team.url").write_text("json://10.0.0.1/x\n", encoding="utf-8")
    monkeypatch.setenv("TEST_DESK", "slack://a/b/c")
    channels = read_channels(path)
    assert channels["desk"] == Channel(name="desk", env="TEST_DESK")
    assert channels["team"].private
    assert [address_of(one, tmp_path) for one in channels.values()] == ["slack://a/b/c", "json://10.0.0.1/x"]
    monkeypatch.delenv("TEST_DESK")
    assert address_of(channels["desk"], tmp_path) is None


def test_no_file_means_no_channels(tmp_path: Path) -> None:
    assert read_channels(tmp_path / "none.yml") == {}


@pytest.mark.parametrize(
    "text",
    [
        "desk: json://u:s3cret@h",
        "desk: {env: 'json://u:s3cret@h'}",
        "desk: {file: 'json://u:s3cret@h'}",
        "desk: {url: 'json://u:s3cret@h'}",
        "desk: {env: A, file: B}",
        "desk: {}",
        "desk: {env: A, private: s3cret}",
        "desk: [s3cret",
        "- s3cret",
        "Desk s3cret: {env: A}",
        "desk: {env: [s3cret]}",
    ],
)
def test_what_cannot_be_is_refused_without_showing_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "channels.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read_channels(path)
    assert "s3cret" not in str(refused.value)
    assert "channels.yml" in str(refused.value)
