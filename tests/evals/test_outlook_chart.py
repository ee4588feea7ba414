"""The chart of reliability says in words what it shows, and where from."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vigie.errors import InputError

if TYPE_CHECKING:
    from types import ModuleType

SOURCE = Path(__file__).resolve().parents[2] / "evals/outlook/chart.py"
SVG = "{http://www.w3.org/2000/svg}"
BINS = [[100, 0.002, 0.0], [100, 0.05, 0.04], [100, 0.6, 0.7]]


@pytest.fixture(scope="module")
def chart() -> ModuleType:
    spec = importlib.util.spec_from_file_location("outlook_chart", SOURCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures() -> dict[str, Any]:
    return {"data": "a<b", "horizon": {"issued_steps": [3, 9], "all": {"questions": 300}, "reliability": BINS}}


def test_each_bin_is_drawn_and_told_in_words_with_the_source(chart: ModuleType) -> None:
    drawn = ET.fromstring(chart.reliability_svg(figures()))
    words = drawn.findtext(f"{SVG}desc") or ""

    assert "60 % given, 70 % came true (n = 100)" in words
    assert "A<B, issue days 3 to 9, n = 300" in words
    assert len([one for one in drawn.iter(f"{SVG}circle") if one.get("stroke-width")]) == len(BINS)
    assert "prefers-color-scheme: dark" in (drawn.findtext(f"{SVG}style") or "")


def test_points_stay_inside_the_picture(chart: ModuleType) -> None:
    drawn = ET.fromstring(chart.reliability_svg(figures()))
    _, _, width, height = (float(part) for part in (drawn.get("viewBox") or "").split())

    assert all(0 < float(one.get("cx", 0)) < width and 0 < float(one.get("cy", 0)) < height for one in drawn.iter(f"{SVG}circle"))


def test_an_interval_holds_its_share_and_narrows_with_more_cases(chart: ModuleType) -> None:
    few, many = chart.wilson(0.3, 10), chart.wilson(0.3, 1000)

    assert few[0] < many[0] < 0.3 < many[1] < few[1]
    assert chart.wilson(0.0, 20)[0] == 0.0


def test_a_ranking_has_no_chart(chart: ModuleType) -> None:
    with pytest.raises(InputError, match="no chart of a ranking"):
        chart.reliability_svg({"data": "a", "valid": {}})
