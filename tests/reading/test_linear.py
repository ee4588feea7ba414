"""The linear models: weights in, probabilities and reasons out."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.reading.linear import LinearModel, from_json

TWO = LinearModel(labels=("no", "yes"), bias=(-1.0,), weights={"a": (2.0,), "b": (-0.5,), "c": (0.25,)})
THREE = LinearModel(labels=("x", "y", "z"), bias=(0.0, 0.0, 0.0), weights={"a": (1.0, 0.0, -1.0), "b": (0.0, 3.0, 0.0)})
features = st.lists(st.sampled_from(["a", "b", "c", "never seen"]))


def test_two_labels_share_a_logistic() -> None:
    assert TWO.positive(["a"]) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert TWO.probabilities(["a"]) == {"no": 1 - TWO.positive(["a"]), "yes": TWO.positive(["a"])}


def test_more_labels_share_a_softmax() -> None:
    p = THREE.probabilities(["a"])
    assert p["x"] / p["z"] == pytest.approx(math.exp(2.0))


def test_what_was_never_seen_weighs_nothing() -> None:
    assert THREE.probabilities(["never seen"]) == THREE.probabilities([])
    assert TWO.positive(["never seen"]) == TWO.positive([])


def test_independent_labels_are_decided_each_by_itself() -> None:
    assert THREE.independent(["b"]) == pytest.approx([0.5, 1 / (1 + math.exp(-3.0)), 0.5])


def test_reasons_are_the_loudest_first_for_or_against() -> None:
    assert TWO.reasons(["a", "b", "c", "d"], "yes", most=2) == [("a", 2.0), ("b", -0.5)]
    assert TWO.reasons(["a", "b"], "no") == [("a", -2.0), ("b", 0.5)]
    assert THREE.reasons(["a", "b"], "y") == [("b", 3.0), ("a", 0.0)]


def test_a_stored_model_is_read_back() -> None:
    raw = {"labels": ["no", "yes"], "bias": [-1.0], "weights": {"a": [2.0], "b": [-0.5], "c": [0.25]}}
    read = from_json(raw)
    assert read.labels == TWO.labels
    assert [read.positive(seen) for seen in (["a"], ["b", "c"], [])] == [TWO.positive(seen) for seen in (["a"], ["b", "c"], [])]


@given(features)
def test_probabilities_sum_to_one(seen: list[str]) -> None:
    for model in (TWO, THREE):
        assert sum(model.probabilities(seen).values()) == pytest.approx(1.0)
        assert all(0.0 <= p <= 1.0 for p in model.probabilities(seen).values())


def test_no_weight_overflows() -> None:
    model = LinearModel(labels=("no", "yes"), bias=(1e9,), weights={})
    assert 0.0 <= model.positive([]) <= 1.0
    assert LinearModel(labels=("x", "y", "z"), bias=(1e9, 0.0, -1e9), weights={}).probabilities([])["x"] == 1.0
