"""What the OpenAPI document allows, and much that it does not, gets an answer that the document tells of."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, positive_data_acceptance

from extractor import Settings
from extractor.service.app import create_app
from tests.servers.service import Serving, serving

EXAMPLES = 40
# A schema cannot tell which texts are articles: what is no text, or no news page, is refused with 422.
NOT_FOR_A_SCHEMA = [positive_data_acceptance, negative_data_rejection]
OPERATIONS = [
    (method.upper(), path)
    for path, methods in create_app(Settings()).openapi()["paths"].items()
    for method in methods
]


@schemathesis.serializer("application/jsonl", "application/x-ndjson")
def json_lines(_: schemathesis.SerializationContext, value: object) -> bytes:
    """A body of lines; what is no text is one object."""
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "replace")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving("--rate-per-minute", "0", cwd=tmp_path_factory.mktemp("fuzz")) as running:
        yield running


@pytest.fixture(scope="module")
def document(server: Serving) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_url(f"{server.url}/openapi.json")


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_one_that_the_document_tells_of(
    method: str, path: str, mode: GenerationMode, document: schemathesis.BaseSchema
) -> None:
    operation = document[path][method]
    sent = (operation.query, operation.path_parameters, operation.body)
    if mode is GenerationMode.NEGATIVE and not any(sent):
        pytest.skip("nothing that could be wrong is sent there")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def holds(case: schemathesis.Case) -> None:
        answer = case.call(timeout=20)
        case.validate_response(answer, excluded_checks=NOT_FOR_A_SCHEMA)

    holds()


def test_no_answer_was_a_fault_of_the_server(server: Serving) -> None:
    """Runs last: all requests of this module stand in its log."""
    answered = [line for line in map(json.loads, server.lines) if line["event"] == "request"]
    assert len(answered) > EXAMPLES
    assert [line for line in answered if line["status"] >= 500] == []
