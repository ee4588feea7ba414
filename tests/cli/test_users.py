"""``vigie users``: from nobody to a team."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from .conftest import Vigie

PASSWORD = "a boat on the Seine"


def test_users_are_added_listed_changed_and_logged(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    vigie("init")
    assert "no users" in vigie("users").out
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert vigie("users", "add", "Amy", "--role", "admin", "--password-stdin").code == 0
    assert vigie("users", "add", "zoé", "--no-password").code == 0
    vigie("users", "role", "zoé", "analyst")
    token = vigie("users", "token", "zoé", "--for", "notebook", "--days", "30").out.strip()
    assert token.startswith("vigie_")
    [kept] = vigie("users", "tokens", "--json").records
    assert (kept["user"], kept["for"], kept["role"], kept["ended_at"]) == ("zoé", "notebook", "analyst", None)
    vigie("users", "end-token", kept["id"])
    vigie("users", "disable", "zoé")
    shown = {one["name"]: one for one in vigie("users", "list", "--json").records}
    assert shown["amy"]["password"] is True
    assert shown["zoé"]["disabled_at"] is not None
    done = [one["what"] for one in vigie("users", "log", "--json").records]
    assert done == ["user disabled", "token ended", "token made", "role changed", "user added", "user added"]
    everything = (
        vigie("users").out + vigie("users", "tokens").out + vigie("users", "log").out + vigie("users", "list", "--json").out
    )
    assert PASSWORD not in everything
    assert token.split("_", 2)[2] not in everything
    assert "argon2" not in everything


def test_what_can_t_be_is_refused_in_one_sentence(vigie: Vigie, monkeypatch: pytest.MonkeyPatch) -> None:
    vigie("init")
    for arguments, words in (
        (("add", "zoé", "--role", "king", "--no-password"), "choose among reader, analyst, admin"),
        (("add", "a b", "--no-password"), "can't be a user's name"),
        (("add", "zoé"), "--password-stdin"),
        (("disable", "nobody"), "there is no user 'nobody'"),
        (("end-token", "x"), "there is no token 'x'"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        said = vigie("users", *arguments)
        assert said.code == 2
        assert words in said.err
        assert said.err.count("\n") == 1
