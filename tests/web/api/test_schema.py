"""The API keeps what its OpenAPI promises, whatever is sent: schemathesis, some of it each day, all of it under `slow`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.responses import JSONResponse

from differential.seed import rotating_seed
from kontroll.web.api.application import operations

#: What a file holds no schema tells: one that is as described may be refused, with a report.
_FILES = "/leveranser/"
EXAMPLES = 100
_EVERY = ("les", "personlig", "lever", "lever-lister", "kommenter")


def _try(operation: Any, secret: str, mode: GenerationMode, examples: int, number: int) -> None:
    """mode: what is sent is as the description says, or is not."""
    left_out = [positive_data_acceptance] if operation.method == "post" and _FILES in operation.path else []

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keeps_its_promises(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, excluded_checks=left_out)

    keeps_its_promises()


def _modes(operation: Any) -> list[GenerationMode]:
    """Of an operation that takes nothing, nothing can be sent that is not as described."""
    takes = [*operation.path_parameters, *operation.query, *operation.headers, *operation.body]
    return list(GenerationMode) if takes else [GenerationMode.POSITIVE]


@pytest.fixture(scope="module")
def schema(pages: FastAPI) -> Any:
    """Without the keys, which every call here has: what becomes of a call without one is asked elsewhere."""
    load_all_checks()
    described = {**json.loads(json.dumps(pages.state.api.openapi())), "servers": [{"url": "/api/v1"}]}
    described["components"].pop("securitySchemes")
    for methods in described["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    loaded = schemathesis.openapi.from_dict(described)
    loaded.app, loaded.location = pages, "/api/v1/openapi.json"
    return loaded


def _all(schema: Any) -> list[Any]:
    return [found.ok() for found in schema.get_all_operations()]


def test_an_operation_of_today_keeps_what_the_description_promises(schema: Any, secret_of: Callable[..., str]):
    today, every = rotating_seed(), _all(schema)

    for turn in range(2):
        operation = every[(today * 2 + turn) % len(every)]
        modes = _modes(operation)
        _try(operation, secret_of(*_EVERY), modes[turn % len(modes)], 8, today)


@pytest.mark.slow
def test_every_operation_keeps_what_the_description_promises(schema: Any, secret_of: Callable[..., str]):
    for operation in _all(schema):
        for mode in _modes(operation):
            _try(operation, secret_of(*_EVERY), mode, EXAMPLES, rotating_seed())


def test_every_operation_is_tried(schema: Any, api: FastAPI):
    assert len(operations(api)) == len(_all(schema)) > 15


def test_an_operation_that_breaks_its_promise_is_found():
    """What is tried above proves nothing if nothing would be found."""
    load_all_checks()
    lying = FastAPI()
    lying.add_api_route("/tall", lambda: JSONResponse({"n": "tekst"}), response_model=dict[str, int])
    (operation,) = _all(schemathesis.openapi.from_asgi("/openapi.json", lying))

    with pytest.raises(FailureGroup):
        _try(operation, "", GenerationMode.POSITIVE, 2, 1)
