"""``./vigie`` from a fresh checkout, under several shells, with an interpreter of ours that writes down what it was asked to do.

The real installation needs a network; `.ci/run` goes through it by calling the same script.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHELLS = [shell for shell in ("dash", "sh", "bash") if shutil.which(shell)]

# Answers the script's question about itself with $FIT (0 fit, 3 too old, 4 no venv, 5 no sqlite3), makes environments of itself,
# and writes each installation to $LOG.
PYTHON = """#!/bin/sh
case "$1 $2" in
    "-c import sys"*) exit "${FIT:-0}" ;;
    "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && : >"$3/pyvenv.cfg" && echo "venv" >>"$LOG" ;;
    "-m pip")
        shift 2
        echo "pip $*" >>"$LOG"
        case "$*" in
            *--editable*)
                printf '#!/bin/sh\\necho "vigie called with: $*"\\n' >"$(dirname "$0")/vigie"
                chmod +x "$(dirname "$0")/vigie" ;;
            *"${REFUSE:-nothing refused}"*) echo "pip says no" >&2; exit 1 ;;
        esac ;;
    *) exit 9 ;;
esac
"""


@dataclass(frozen=True)
class Checkout:
    """A folder that looks like a checkout, and the shell it is used from."""

    root: Path
    shell: str
    log: Path
    tools: Path

    def run(self, *arguments: str, script: Path | None = None, cwd: Path | None = None, **variables: str) -> tuple[int, str, str]:
        """Exit code, output, errors."""
        environment = {"PATH": f"{self.tools}:/usr/bin:/bin", "LOG": str(self.log), "HOME": str(self.root), **variables}
        command = [self.shell, str(script or self.root / "vigie"), *arguments]
        done = subprocess.run(
            command, env=environment, cwd=cwd or self.root, capture_output=True, text=True, check=False, timeout=60
        )
        return done.returncode, done.stdout, done.stderr

    @property
    def did(self) -> list[str]:
        """What the interpreter was asked to do."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture(params=SHELLS)
def checkout(request: pytest.FixtureRequest, tmp_path: Path) -> Checkout:
    root = tmp_path / "a check out"
    root.mkdir()
    shutil.copy(ROOT / "vigie", root / "vigie")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        (root / name).write_text(f"{name}\n", encoding="utf-8")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "python3").write_text(PYTHON, encoding="utf-8")
    (tools / "python3").chmod(0o755)
    return Checkout(root=root, shell=request.param, log=tmp_path / "log", tools=tools)


def test_the_first_call_sets_up_and_hands_over(checkout: Checkout) -> None:
    code, out, err = checkout.run("read", "a b.txt", "--json")
    assert (code, out) == (0, "vigie called with: read a b.txt --json\n")
    assert err.startswith(f"vigie: setting up in '{checkout.root}/.venv'")
    assert len(err.splitlines()) == 1
    made, lock, editable = checkout.did
    assert made == "venv"
    assert "--require-hashes" in lock
    assert lock.endswith("/requirements.lock")
    assert "--no-deps --no-build-isolation --editable" in editable


def test_the_second_call_sets_nothing_up(checkout: Checkout) -> None:
    checkout.run("demo")
    before = checkout.did
    assert checkout.run("demo") == (0, "vigie called with: demo\n", "")
    assert checkout.did == before


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_set_up_again(checkout: Checkout, name: str) -> None:
    checkout.run("demo")
    (checkout.root / name).write_text("changed\n", encoding="utf-8")
    before = len(checkout.did)
    assert checkout.run("demo")[0] == 0
    assert len(checkout.did) > before
    assert "venv" not in checkout.did[before:], "an environment that works is kept"


@pytest.mark.parametrize("command", ["selftest", "eval", "bench"])
def test_tests_and_measures_bring_the_tools_of_development(checkout: Checkout, command: str) -> None:
    checkout.run("demo")
    assert not any("requirements-dev.lock" in line for line in checkout.did)
    assert checkout.run(command)[0] == 0
    assert any(line.endswith("/requirements-dev.lock") and "--require-hashes" in line for line in checkout.did)
    before = checkout.did
    assert checkout.run(command)[2] == ""
    assert checkout.run("demo")[2] == ""
    assert checkout.did == before


def test_it_works_through_a_link_and_from_any_folder(checkout: Checkout, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    link = elsewhere / "lookout"
    link.symlink_to(Path("..") / "a check out" / "vigie")
    assert checkout.run("demo", script=link, cwd=elsewhere)[:2] == (0, "vigie called with: demo\n")
    assert (checkout.root / ".venv" / "bin" / "vigie").exists()
    assert not (elsewhere / ".venv").exists()


def test_a_checkout_that_was_moved_is_set_up_again(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run("demo")
    moved = tmp_path / "moved"
    checkout.root.rename(moved)
    before = len(checkout.did)
    assert checkout.run("demo", script=moved / "vigie", cwd=moved)[0] == 0
    assert len(checkout.did) > before


@pytest.mark.parametrize(
    ("fit", "said"),
    [
        ("3", "vigie: 'python3' is older than Python 3.11: install a later one or name it in VIGIE_PYTHON\n"),
        ("4", "vigie: 'python3' lacks the module venv: install it (Debian and Ubuntu: apt install python3-venv)\n"),
        ("5", "vigie: 'python3' was built without sqlite3 or ssl: install a complete Python 3.11 or later\n"),
    ],
)
def test_an_interpreter_that_is_not_fit_is_named_in_one_sentence(checkout: Checkout, fit: str, said: str) -> None:
    # VIGIE_PYTHON keeps the machine's other interpreters out.
    assert checkout.run("demo", FIT=fit, VIGIE_PYTHON="python3") == (6, "", said)
    assert checkout.did == []


def test_a_missing_interpreter_is_named(checkout: Checkout) -> None:
    code, out, err = checkout.run("demo", VIGIE_PYTHON="python-of-nowhere")
    said = "vigie: there is no python-of-nowhere here: install Python 3.11 or later, or name it in VIGIE_PYTHON\n"
    assert (code, out, err) == (6, "", said)


def test_a_place_that_can_not_be_written_is_named(checkout: Checkout) -> None:
    code, _, err = checkout.run("demo", VIGIE_VENV="/proc/vigie-environment")
    said = "vigie: '/proc/vigie-environment' can't be written: name another folder for the environment in VIGIE_VENV\n"
    assert (code, err) == (6, said)


def test_another_place_for_the_environment_is_used(checkout: Checkout, tmp_path: Path) -> None:
    assert checkout.run("demo", VIGIE_VENV=str(tmp_path / "else" / "env"))[0] == 0
    assert (tmp_path / "else" / "env" / "bin" / "vigie").exists()
    assert not (checkout.root / ".venv").exists()


def test_a_folder_of_other_things_is_never_taken_for_an_environment(checkout: Checkout, tmp_path: Path) -> None:
    precious = tmp_path / "home"
    (precious / "bin").mkdir(parents=True)
    (precious / "bin" / "letter.txt").write_text("keep me", encoding="utf-8")
    code, _, err = checkout.run("demo", VIGIE_VENV=str(precious))
    assert (code, err) == (
        6,
        f"vigie: '{precious}' holds something else than a Python environment: name another folder in VIGIE_VENV\n",
    )
    assert (precious / "bin" / "letter.txt").read_text(encoding="utf-8") == "keep me"


def test_packages_that_can_not_be_installed_are_named_and_tried_again(checkout: Checkout) -> None:
    code, out, err = checkout.run("demo", REFUSE="requirements.lock")
    assert (code, out) == (6, "")
    assert "pip says no" in err
    assert err.splitlines()[-1].startswith("vigie: the packages of requirements.lock can't be installed")
    assert not (checkout.root / ".venv" / "vigie-building").exists()
    assert checkout.run("demo")[:2] == (0, "vigie called with: demo\n")


def test_a_broken_environment_is_made_anew(checkout: Checkout) -> None:
    checkout.run("demo")
    python = checkout.root / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (checkout.root / ".venv" / "bin" / "vigie").unlink()
    assert checkout.run("demo")[:2] == (0, "vigie called with: demo\n")
    assert checkout.did.count("venv") == 2


UV = """#!/bin/sh
echo "uv $*" >>"$LOG"
while [ "$1" != --python ]; do shift; done
bin=$(dirname "$2")
case "$*" in
    *--editable*) printf '#!/bin/sh\\necho "by uv: $*"\\n' >"$bin/vigie" && chmod +x "$bin/vigie" ;;
esac
"""


def test_uv_installs_where_it_is_there(checkout: Checkout) -> None:
    (checkout.tools / "uv").write_text(UV, encoding="utf-8")
    (checkout.tools / "uv").chmod(0o755)
    assert checkout.run("demo")[:2] == (0, "by uv: demo\n")
    assert [line.split()[0] for line in checkout.did] == ["venv", "uv", "uv"]


def test_the_real_script_stands_in_the_repository_and_may_be_run() -> None:
    assert os.access(ROOT / "vigie", os.X_OK)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith("exec ./vigie selftest")


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_locks_hold_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
