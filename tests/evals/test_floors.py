"""Floors of quality: pinned, held, raised, and lowered only on purpose."""

import importlib.util
import json
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "evals/reading/floors.py"


@pytest.fixture
def floors(tmp_path: Path) -> ModuleType:
    """The module in a folder of its own, so that its file of floors is its own too."""
    shutil.copy(SOURCE, tmp_path / "floors.py")
    spec = importlib.util.spec_from_file_location("floors_apart", tmp_path / "floors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def result(value: float = 0.8, flipped: float = 0.02) -> dict[str, Any]:
    names = (
        "entity_f1",
        "claim_f1",
        "whole_claim_f1",
        "status_accuracy",
        "named_source_accuracy",
        "date_accuracy",
        "number_accuracy",
    )
    return {"all": {**dict.fromkeys(names, value), "flipped_fact_rate": flipped}}


def pinned(floors: ModuleType) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(floors.__file__ or "").parent / "floors.json").read_text(encoding="utf-8"))
    return found


def test_a_corpus_without_floors_is_no_pass(floors: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert floors.hold(result(), "abc", pin=False, allow_lower=False) == 1
    assert "pin them with --pin" in capsys.readouterr().err


def test_floors_stand_a_little_below_what_was_measured_and_ceilings_a_little_above(floors: ModuleType) -> None:
    assert floors.hold(result(0.8, 0.02), "abc", pin=True, allow_lower=False) == 0
    assert pinned(floors)["abc"] == {**dict.fromkeys(floors.HELD, 0.79), "flipped_fact_rate": 0.03}


@pytest.mark.parametrize(
    ("measured", "code"), [(result(0.8), 0), (result(0.79), 0), (result(0.789), 1), (result(0.8, 0.03), 0), (result(0.8, 0.031), 1)]
)
def test_a_figure_below_its_floor_or_above_its_ceiling_breaks(floors: ModuleType, measured: dict[str, Any], code: int) -> None:
    floors.hold(result(0.8, 0.02), "abc", pin=True, allow_lower=False)
    assert floors.hold(measured, "abc", pin=False, allow_lower=False) == code


def test_what_broke_is_named(floors: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    floors.hold(result(0.8, 0.02), "abc", pin=True, allow_lower=False)
    floors.hold(result(0.8, 0.05), "abc", pin=False, allow_lower=False)
    assert "flipped_fact_rate rose to 0.050, ceiling 0.030" in capsys.readouterr().err


def test_a_floor_is_raised_by_pinning_and_lowered_only_with_leave(floors: ModuleType) -> None:
    floors.hold(result(0.8), "abc", pin=True, allow_lower=False)
    assert floors.hold(result(0.9), "abc", pin=True, allow_lower=False) == 0
    assert pinned(floors)["abc"]["claim_f1"] == 0.89
    assert floors.hold(result(0.7), "abc", pin=True, allow_lower=False) == 1
    assert pinned(floors)["abc"]["claim_f1"] == 0.89
    assert floors.hold(result(0.7), "abc", pin=True, allow_lower=True) == 0
    assert pinned(floors)["abc"]["claim_f1"] == 0.69


def test_pinning_never_lowers_a_floor_by_the_slack(floors: ModuleType) -> None:
    floors.hold(result(0.8), "abc", pin=True, allow_lower=False)
    floors.hold(result(0.795), "abc", pin=True, allow_lower=False)
    assert pinned(floors)["abc"]["claim_f1"] == 0.79


def test_each_corpus_has_its_own_floors(floors: ModuleType) -> None:
    floors.hold(result(0.8), "abc", pin=True, allow_lower=False)
    floors.hold(result(0.5), "def", pin=True, allow_lower=False)
    assert floors.hold(result(0.5), "def", pin=False, allow_lower=False) == 0
    assert floors.hold(result(0.5), "abc", pin=False, allow_lower=False) == 1
