"""Schemathesis goes through the OpenAPI: whatever is sent, the answer is one that is described, and none is a failure within.

``VIGIE_TEST_FUZZ`` gives the examples for each operation; `./vigie bench api` runs many more.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import positive_data_acceptance

from vigie.access import Guard
from vigie.api import create_api

from .conftest import open_house

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis import BaseSchema

EXAMPLES = int(os.environ.get("VIGIE_TEST_FUZZ", "6"))


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The API behind its guard, as its OpenAPI describes it."""
    house = open_house(tmp_path_factory.mktemp("fuzz"))
    app = Guard(create_api(house), accounts=house.accounts, host="127.0.0.1", hosts=("testserver",))
    yield schemathesis.openapi.from_asgi("/openapi.json", app)
    house.ledger.close()


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
def test_every_answer_is_one_that_is_described(described: BaseSchema, mode: schemathesis.GenerationMode) -> None:
    for result in described.get_all_operations():
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answers(case: schemathesis.Case) -> None:
            # Names that nobody bears and dates that are none are refused, which no schema can say.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        try:
            answers()
        except Unsatisfiable:
            assert mode is schemathesis.GenerationMode.NEGATIVE, "an operation can't be asked"
