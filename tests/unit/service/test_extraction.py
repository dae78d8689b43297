"""`POST /v1/extract` in process: what is taken, what is answered, and what a failing model means."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import Extractor, Settings
from extractor.models import QueueModel
from extractor.schema.calls import Outcome, OutcomeKind, Usage
from extractor.service.app import create_app
from extractor.service.guards.keys import new_key
from extractor.service.options import ServiceOptions
from tests.servers.asgi import Answered, request

TEXT = "PALOPO – Dinas Pendidikan Kota Palopo menggelar pelatihan guru, Rabu (15/5/2024).\n"
PAGE = f"<!doctype html><html><body><article><p>{TEXT * 5}</p></article></body></html>"
JSON = {"Content-Type": "application/json"}
PLAIN = {"Content-Type": "text/plain"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Any:
    home = tmp_path_factory.mktemp("home")
    return create_app(Settings(home=home), ServiceOptions(home=home))


def post(app: Any, body: bytes | str, headers: dict[str, str], query: str = "") -> Answered:
    raw = body.encode() if isinstance(body, str) else body
    return request(app, "POST", "/v1/extract", [raw], headers=headers, query=query)


def kind(answer: Answered) -> str:
    assert answer.headers["content-type"] == "application/problem+json"
    return str(answer.json["type"]).removeprefix("/docs#")


def test_text_pages_and_objects_give_records(app: Any) -> None:
    bodies = [
        (TEXT, PLAIN),
        (TEXT, {"Content-Type": "TEXT/plain; charset=utf-8"}),
        (PAGE, {"Content-Type": "text/html"}),
        (json.dumps({"text": TEXT}), JSON),
        (json.dumps({"html": PAGE}), JSON),
        (json.dumps({"text": TEXT, "html": "<p>x</p>"}), JSON),
    ]
    for body, headers in bodies:
        answer = post(app, body, headers)
        assert answer.status == 200, answer.body
        assert answer.json["organizations"][0]["name"] == "Dinas Pendidikan Kota Palopo"
        assert answer.json["run"]["status"] == "ok"


def test_the_id_is_the_objects_own_else_that_of_the_query_else_from_the_text(app: Any) -> None:
    own = json.dumps({"text": TEXT, "id": "milik-sendiri"})
    assert post(app, own, JSON, "id=dari-luar").json["article_id"] == "milik-sendiri"
    assert post(app, json.dumps({"text": TEXT}), JSON, "id=dari-luar").json["article_id"] == "dari-luar"
    assert post(app, TEXT, PLAIN, "id=dari-luar").json["article_id"] == "dari-luar"
    unnamed = post(app, TEXT, PLAIN).json
    assert unnamed["article_id"] == unnamed["text_sha256"][:16]


def test_metadata_beside_the_text_is_used_and_an_address_is_not_fetched(app: Any) -> None:
    told = {
        "text": "Rapat mutu pendidikan digelar Kamis (2/11).",
        "published_on": "2023-11-03",
        "url": "http://127.0.0.1:9/",
    }
    record = post(app, json.dumps(told), JSON).json
    assert record["article"]["published_on"] == "2023-11-03"
    assert record["event"]["date"] == "2023-11-02"


def test_bytes_are_decoded_by_the_contract_whatever_the_header_says(app: Any) -> None:
    latin = "Kepala SMA Négeri 1 Palopo".encode("cp1252")
    record = post(app, latin, {"Content-Type": "text/plain; charset=utf-8"}).json
    assert record["run"]["status"] == "ok"
    assert post(app, TEXT.encode("utf-16"), PLAIN).json["event"]["date"] == "2024-05-15"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "application/pdf"},
        {"Content-Type": ""},
        {"Content-Type": "text/plain", "Content-Encoding": "gzip"},
    ],
)
def test_other_kinds_of_bodies_are_refused_and_told_what_is_taken(app: Any, headers: dict[str, str]) -> None:
    answer = post(app, TEXT, headers)
    assert (answer.status, kind(answer)) == (415, "unsupported-media-type")
    assert "accept-post" in answer.headers or "accept-encoding" in answer.headers


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"", PLAIN),
        (b" \n\t", PLAIN),
        (b"%PDF-1.7 RAHASIA", PLAIN),
        (b"\x00\x01\x02RAHASIA", PLAIN),
        (b"x" * 2_000_001, PLAIN),
        (b"<html></html>", {"Content-Type": "text/html"}),
        (b"RAHASIA", JSON),
        (b'["RAHASIA"]', JSON),
        (b"{}", JSON),
        (b'{"text": ["RAHASIA"]}', JSON),
        (b'{"text": "RAHASIA", "published_on": "kemarin"}', JSON),
        (b'{"text": "\\ud800"}', JSON),
        (b"[" * 100_000, JSON),
        (b'{"html": "<p></p>"}', JSON),
    ],
)
def test_what_holds_no_article_is_refused_without_quoting_it(
    app: Any, body: bytes, headers: dict[str, str]
) -> None:
    answer = post(app, body, headers)
    assert (answer.status, kind(answer)) == (422, "unreadable-article")
    assert answer.json["detail"]
    assert b"RAHASIA" not in answer.body


@pytest.mark.parametrize("query", ["fallback=RAHASIA", "id=", "id=" + "x" * 201])
def test_a_wrong_parameter_is_named_and_not_quoted(app: Any, query: str) -> None:
    answer = post(app, TEXT, PLAIN, query)
    assert (answer.status, kind(answer)) == (422, "invalid-request")
    assert answer.json["errors"][0]["in"].split()[0] == "query"
    assert b"RAHASIA" not in answer.body


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/tidak-ada", 404, "not-found"),
        ("GET", "/static/tidak-ada.css", 404, "not-found"),
        ("GET", "/static/../app.py", 404, "not-found"),
        ("GET", "/v1/extract", 405, "method-not-allowed"),
        ("DELETE", "/healthz", 405, "method-not-allowed"),
        ("OPTIONS", "/v1/extract", 405, "method-not-allowed"),
    ],
)
def test_errors_of_the_framework_are_problems_too(
    app: Any, method: str, path: str, status: int, slug: str
) -> None:
    answer = request(app, method, path)
    assert (answer.status, kind(answer)) == (status, slug)
    assert status != 405 or answer.headers["allow"]
    assert "access-control-allow-origin" not in answer.headers


def asked(tmp_path: Path, reply: Outcome, query: str = "", **settings: Any) -> Answered:
    """What a service with a model that gives `reply` answers."""
    chosen = Settings(model="m", home=tmp_path, cache=False, **settings)
    extractor = Extractor(chosen, model=QueueModel([reply] * 3))
    app = create_app(chosen, ServiceOptions(home=tmp_path), extractor=extractor)
    try:
        return post(app, TEXT, PLAIN, query)
    finally:
        extractor.close()


FAILURES: list[tuple[OutcomeKind, int, str]] = [
    ("unavailable", 503, "model-unavailable"),
    ("truncated", 502, "model-output"),
    ("refused", 502, "model-output"),
    ("invalid_json", 502, "model-output"),
    ("wrong_shape", 502, "model-output"),
    ("empty", 502, "model-output"),
]


@pytest.mark.parametrize(("outcome", "status", "slug"), FAILURES)
def test_a_failing_model_gives_the_rules_record_or_a_problem_if_asked(
    tmp_path: Path, outcome: OutcomeKind, status: int, slug: str
) -> None:
    reply = Outcome(outcome, usage=Usage(calls=1), error="nothing came")
    answer = asked(tmp_path, reply)
    assert (answer.status, answer.json["run"]["status"]) == (200, "fallback")
    assert answer.json["run"]["error"].startswith(outcome)
    refused = asked(tmp_path, reply, "fallback=none")
    assert (refused.status, kind(refused)) == (status, slug)
    assert refused.json["article_id"]
    assert ("retry-after" in refused.headers) == (status == 503)


def test_a_service_without_fallback_never_answers_with_the_rules_record(tmp_path: Path) -> None:
    reply = Outcome("unavailable", usage=Usage(calls=1), error="nothing came")
    assert asked(tmp_path, reply, fallback=False).status == 503


def test_a_budget_that_is_used_up_is_a_problem_and_makes_the_service_unready(tmp_path: Path) -> None:
    paid = Outcome("refused", usage=Usage(calls=1, cost_usd=1.0), error="no")
    settings = Settings(model="m", home=tmp_path, cache=False, budget_usd=0.5)
    extractor = Extractor(settings, model=QueueModel([paid] * 5))
    app = create_app(settings, ServiceOptions(home=tmp_path), extractor=extractor)
    assert post(app, TEXT, PLAIN).status == 200
    assert request(app, path="/readyz").status == 200
    answer = post(app, TEXT, PLAIN)
    assert (answer.status, kind(answer)) == (503, "budget-used-up")
    unready = request(app, path="/readyz")
    assert (unready.status, kind(unready)) == (503, "not-ready")
    assert "budget" in unready.json["reasons"]["engine"]
    assert request(app, path="/healthz").status == 200
    extractor.close()


def test_what_the_operator_holds_back_is_held_back_over_http_too(tmp_path: Path) -> None:
    text = (
        "Warga Budi Contoh hadir. “Bagus sekali acara ini,” kata Budi Contoh di Palopo, Rabu (15/5/2024).\n"
    )
    open_app = create_app(Settings(home=tmp_path), ServiceOptions(home=tmp_path))
    masked_app = create_app(Settings(home=tmp_path, redact_people="private"), ServiceOptions(home=tmp_path))
    assert b"Budi Contoh" in post(open_app, text, PLAIN).body
    assert b"Budi Contoh" not in post(masked_app, text, PLAIN).body
    sure = create_app(Settings(home=tmp_path, min_confidence=0.999), ServiceOptions(home=tmp_path))
    record = post(sure, text, PLAIN).json
    assert all(leaf["confidence"] >= 0.999 for leaf in record["provenance"].values())


def test_with_keys_all_but_health_asks_for_one(tmp_path: Path) -> None:
    key, digest = new_key()
    app = create_app(Settings(home=tmp_path), ServiceOptions(home=tmp_path, api_keys=frozenset({digest})))
    guarded = ["/", "/metrics", "/docs", "/openapi.json", "/v1/schema", "/v1/batches", "/static/base.css"]
    assert {request(app, path=path).status for path in guarded} == {401}
    assert {request(app, path=path).status for path in ("/healthz", "/readyz")} == {200}
    assert post(app, TEXT, PLAIN).status == 401
    assert post(app, TEXT, {**PLAIN, "X-API-Key": key}).status == 200
    assert request(app, path="/metrics", headers={"Authorization": f"Bearer {key}"}).status == 200
    described = request(app, path="/openapi.json", headers={"X-API-Key": key}).json
    assert set(described["components"]["securitySchemes"]) == {"bearer", "header", "password"}


def test_the_metrics_tell_what_was_done(tmp_path: Path) -> None:
    paid = Outcome("refused", usage=Usage(1, 0, 100, 20, 0.25), error="no")
    settings = Settings(model="m", home=tmp_path, cache=False)
    extractor = Extractor(settings, model=QueueModel([paid]))
    app = create_app(settings, ServiceOptions(home=tmp_path), extractor=extractor)
    post(app, TEXT, PLAIN)
    request(app, path="/tidak-ada")
    lines = request(app, path="/metrics").body.decode().splitlines()
    extractor.close()
    assert 'edumutu_articles_total{engine="hybrid",status="fallback"} 1.0' in lines
    assert 'edumutu_requests_total{method="POST",route="/v1/extract",status="200"} 1.0' in lines
    assert 'edumutu_requests_total{method="GET",route="(none)",status="404"} 1.0' in lines
    assert 'edumutu_tokens_total{kind="input"} 100.0' in lines
    assert 'edumutu_tokens_total{kind="output"} 20.0' in lines
    assert "edumutu_cost_usd_total 0.25" in lines
    (build,) = [line for line in lines if line.startswith("edumutu_build_info{")]
    assert 'engine="hybrid"' in build
    assert 'model="m"' in build
    assert "edumutu_model_calls_total 1.0" in lines
    assert "edumutu_cache_hits_total 0.0" in lines
    assert "edumutu_articles_waiting 0.0" in lines
    assert 'edumutu_request_duration_seconds_count{route="/v1/extract"} 1.0' in lines
    assert 'edumutu_article_duration_seconds_count{engine="hybrid"} 1.0' in lines


def test_a_cached_record_counts_as_a_hit_and_costs_nothing(tmp_path: Path) -> None:
    settings = Settings(model="m", home=tmp_path)
    refusal = Outcome("refused", usage=Usage(1, 0, 100, 20, 0.25), error="no")
    extractor = Extractor(settings, model=QueueModel([refusal]))
    app = create_app(settings, ServiceOptions(home=tmp_path), extractor=extractor)
    first, second = post(app, TEXT, PLAIN).json, post(app, TEXT, PLAIN).json
    text = request(app, path="/metrics").body.decode()
    extractor.close()
    assert (first["run"]["cached"], second["run"]["cached"]) == (False, True)
    assert "edumutu_cache_hits_total 1.0" in text
    assert "edumutu_cost_usd_total 0.25" in text


def test_refusals_of_guards_carry_the_headers_of_all_answers(app: Any) -> None:
    refusals = [
        request(app, headers={"Host": "evil.example"}),
        request(app, "POST", "/v1/extract", headers={"Origin": "http://evil.example"}),
        request(app, "POST", "/v1/extract", headers={"Content-Length": "999999999999"}),
        request(app, path="/tidak-ada"),
    ]
    assert [answer.status for answer in refusals] == [421, 403, 413, 404]
    for answer in refusals:
        assert kind(answer)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.json["request_id"] == answer.headers["x-request-id"]


def test_the_examples_of_the_documentation_are_true(app: Any) -> None:
    described = request(app, path="/openapi.json").json["paths"]["/v1/extract"]["post"]
    shown = described["responses"]["200"]["content"]["application/json"]["example"]
    for media_type, content in described["requestBody"]["content"].items():
        example = content["example"]
        body = example if isinstance(example, str) else json.dumps(example)
        answer = post(app, body, {"Content-Type": media_type})
        assert answer.status == 200
        if media_type == "application/json":
            shown["run"]["duration_s"] = answer.json["run"]["duration_s"]
            assert answer.json == shown


def test_every_route_tells_of_the_problems_that_any_request_may_meet(app: Any) -> None:
    document = request(app, path="/openapi.json").json
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            assert {"401", "403", "408", "413", "421", "429", "500", "503"} <= set(told["responses"]), path
            for status, answer in told["responses"].items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], (method, path)
    assert "HTTPValidationError" not in document["components"]["schemas"]
