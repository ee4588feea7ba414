"""Floors of outlooks are held by the fingerprint of the data, over the figures that were measured."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

SOURCE = Path(__file__).resolve().parents[2] / "evals/outlook/standing.py"


@pytest.fixture
def standing(tmp_path: Path) -> ModuleType:
    """The module in a folder of its own, so that its file of floors is its own too."""
    shutil.copy(SOURCE, tmp_path / "standing.py")
    spec = importlib.util.spec_from_file_location("standing_apart", tmp_path / "standing.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(auc: float = 0.94, ece: float = 0.009, mrr: float | None = None) -> dict[str, Any]:
    row = {"auc": auc, "skill": 0.5, "ece": ece, "precision_at_50": 0.3}
    found: dict[str, Any] = {"data": "a", "fingerprint": "abc", "horizon": {"all": row, "first_time": row}}
    return found | ({"valid": dict.fromkeys(("mrr", "hits1", "hits3", "hits10"), mrr)} if mrr is not None else {})


@pytest.mark.parametrize(
    ("later", "code"), [({}, 0), ({"auc": 0.938}, 0), ({"auc": 0.93}, 1), ({"ece": 0.0099}, 0), ({"ece": 0.011}, 1)]
)
def test_a_figure_below_its_floor_or_above_its_ceiling_breaks(standing: ModuleType, later: dict[str, float], code: int) -> None:
    assert standing.hold(figures(), pin=True, allow_lower=False) == 0
    assert standing.hold(figures(**later), pin=False, allow_lower=False) == code


def test_what_is_not_measured_this_time_keeps_its_floor(standing: ModuleType) -> None:
    standing.hold(figures(mrr=0.49), pin=True, allow_lower=False)
    assert standing.hold(figures(), pin=True, allow_lower=False) == 0
    floors = json.loads((Path(standing.__file__ or "").parent / "floors.json").read_text(encoding="utf-8"))

    assert floors["abc"]["valid.mrr"] == pytest.approx(0.488)
    assert standing.hold(figures(mrr=0.40), pin=False, allow_lower=False) == 1


def test_a_figure_that_can_t_be_told_is_no_pass(standing: ModuleType) -> None:
    standing.hold(figures(), pin=True, allow_lower=False)
    assert standing.hold(figures(auc=float("nan")), pin=False, allow_lower=False) == 1


def test_data_without_floors_is_no_pass(standing: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert standing.hold(figures(), pin=False, allow_lower=False) == 1
    assert "pin them with --pin" in capsys.readouterr().err
