"""What the OpenAPI document says of batches beyond what FastAPI finds by itself."""

from __future__ import annotations

import json
from typing import Any

from extractor.service.batches.state import Batch, Progress
from extractor.service.batches.wire import BatchStatus, status
from extractor.service.documents import EXAMPLE_OBJECT, EXAMPLE_TEXT, answer, example_record, problems, whole

PATH = "/v1/batches"
NDJSON = "application/x-ndjson"
EVENTS = "text/event-stream"
_SEVERAL = (EXAMPLE_OBJECT, {"id": "berita-2", "text": EXAMPLE_TEXT.replace("120", "80")})
_UPLOAD = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in _SEVERAL)
_BODY = {
    "schema": {
        "type": "string",
        "pattern": r"(^|\n)[ \t\r]*\{",
        "description": "One article a line: an object with `text` or `html` and, if known, `id`, `title`, "
        "`outlet`, `published_on` and `url`. A line that is none becomes a failed record.",
    },
    "example": _UPLOAD,
}
_EVENT = {
    "schema": {
        "type": "string",
        "description": "Events `progress` and at last the state, each a full status.",
    },
    "example": 'event: progress\ndata: {"id": "…", "state": "running", …}\nid: 9a2b74729f46c1c6\n\n',
}
_BATCH = Batch(
    id="019401f4a6b07c3de81f20aa95d3",
    owner=None,
    created_at="2025-01-02T03:04:05Z",
    lines=2000,
    size_bytes=4_711_000,
    input_sha256="",
    state="running",
    started_at="2025-01-02T03:04:05Z",
    starts=1,
    progress=Progress(ok=498, failed=1, repeated=1, results=499, eta_s=12.3),
)


def upload() -> dict[str, Any]:
    """The body of an upload, for `openapi_extra=`."""
    described = {NDJSON: _BODY, "application/jsonl": _BODY}
    return {"requestBody": {"required": True, "description": "Articles as JSON Lines.", "content": described}}


def submitted() -> dict[int | str, dict[str, Any]]:
    """How an upload is answered, for `responses=`, besides what its model says."""
    location = {"description": "Where the batch is.", "schema": {"type": "string"}}
    replayed = {"description": "`true` if it was taken on before.", "schema": {"type": "string"}}
    headers = {"Location": location, "Idempotent-Replayed": replayed}
    accepted = {"description": "The batch is on the disk and queued.", "headers": headers, **_status()}
    return {202: accepted, **problems(409, 415, 422, 507)}


def told() -> dict[int | str, dict[str, Any]]:
    """How the status of a batch is answered."""
    return {200: {"description": "How far it is.", **_status()}, **problems(404, 422)}


def records() -> dict[int | str, dict[str, Any]]:
    """How results are answered."""
    line = json.dumps(example_record(), ensure_ascii=False) + "\n"
    described = answer("The records, one a line.", NDJSON, schema={"type": "string"}, example=line)
    return {**described, **problems(404, 422)}


def followed() -> dict[int | str, dict[str, Any]]:
    """How events are answered."""
    nothing = {"description": "The batch has ended, and its last event is known: do not come back."}
    return {**answer("The events.", EVENTS, **_EVENT), 204: nothing, **problems(404, 422)}


def cancelled() -> dict[int | str, dict[str, Any]]:
    """How the end of a batch is answered, besides what its model says."""
    return {
        200: {"description": "It had ended before; nothing has changed.", **_status()},
        202: {"description": "It ends after what is under way.", "model": BatchStatus, **_status()},
        204: {"description": "It is removed."},
        **problems(404, 409, 422),
    }


def _status() -> dict[str, Any]:
    example = status(_BATCH, None, PATH).model_dump(mode="json")
    return {"content": {"application/json": whole(example)}}
