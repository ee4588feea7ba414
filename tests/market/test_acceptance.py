"""The acceptance tests of `evals/market`, run as a person would; those that need data from outside are skipped without it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "mergersim"


def run(*arguments: str) -> list[dict[str, object]]:
    """The tests that a call of the evaluation reports."""
    command = [sys.executable, "-m", "vigie", "eval", "market", "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode in {0, 1}, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["tests"]
    return found


def failing(tests: list[dict[str, object]]) -> list[str]:
    return [f"{test['name']}: {test['ours']}, wanted {test['published']}" for test in tests if not test["passed"]]


@pytest.mark.shared
@pytest.mark.skipif(not DATA.is_dir(), reason="the mergersim data lie in ../shared, which is not here")
def test_the_public_mergersim_suite_comes_out() -> None:
    tests = run("--only", "mergersim", "--data", str(DATA))

    assert len(tests) > 80
    assert failing(tests) == []


@pytest.mark.slow
def test_pyblp_gives_the_same_prices() -> None:
    tests = run("--only", "pyblp")

    assert len(tests) == 4
    assert failing(tests) == []


@pytest.mark.slow
@pytest.mark.parametrize("group", ["pcaids", "rest", "invariants", "backtests", "coverage", "provenance"])
def test_the_engine_s_own_tests_hold(group: str) -> None:
    tests = run("--only", group)

    assert tests
    assert failing(tests) == []
