"""OpenAI's Batch API beside its chat completions: files are kept, batches of them answered, as it is told.

    with BatchApiStub(answer, progress=("validating", "in_progress", "completed")) as stub:
        ...  # base_url=stub.base_url
        assert stub.books.requests == 12

What it charges for a batch is in `books`; requests that come directly are in `ledger`, as in `OpenAIStub`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from urllib.parse import parse_qs

from tests.servers.completions import Reply, completion, error
from tests.servers.faults import TRANSPORT
from tests.servers.openai_stub import Answer, OpenAIStub, _Request, _send

Trouble: TypeAlias = Literal["before", "after", "late", "half", "silent", "html", "busy"]
"""What goes wrong with one request: the connection breaks before anything is done, or after, or in the middle
of what is sent back; it is done and no answer comes; a web page comes; the server is busy (503). "late" is as
"after", but what was made is not listed before the next one is made."""

Line: TypeAlias = "dict[str, Any] | bytes"
Edit: TypeAlias = Callable[[list[Line]], list[Line]]
"""From the lines of an output file to those that are in it."""

PAGE = 20
_SILENCE_S = 60.0
_STEPS = (
    ("POST", re.compile(r"/v1/files"), "upload"),
    ("GET", re.compile(r"/v1/files"), "list files"),
    ("GET", re.compile(r"/v1/files/([^/]+)"), "file"),
    ("GET", re.compile(r"/v1/files/([^/]+)/content"), "content"),
    ("POST", re.compile(r"/v1/batches"), "create"),
    ("GET", re.compile(r"/v1/batches"), "list batches"),
    ("GET", re.compile(r"/v1/batches/([^/]+)"), "retrieve"),
    ("POST", re.compile(r"/v1/batches/([^/]+)/cancel"), "cancel"),
)


@dataclass(slots=True)
class Books:
    """What was done for batches: `requests` that were answered or failed, and the tokens charged for them.

    `steps` counts the requests to the API itself, by what they wanted.
    """

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    steps: Counter[str] = field(default_factory=Counter)


class BatchApiStub(OpenAIStub):
    """The server; usable from one `with` block.

    Args:
        answer: What the model says, in batches and directly.
        progress: The status of a batch at each look at it; the last one stays.
        answered: How many requests of a batch are answered before it ends; all by default.
        refusals: By the number of a batch, from 1, the code with which it is refused as a whole.
        edit: Changes the lines of every output.
        troubles: By step, what goes wrong with the first, second, … request for it; None for nothing.
        batches: Whether there is such an API at all.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        progress: Sequence[str] = ("completed",),
        answered: int | None = None,
        refusals: dict[int, str] | None = None,
        edit: Edit = lambda lines: lines[::-1],
        troubles: dict[str, Sequence[Trouble | None]] | None = None,
        batches: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(answer, **more)
        self.books = Books()
        self.files: dict[str, tuple[str, str, bytes]] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.cancelled: list[str] = []
        self.progress = tuple(progress)
        self.answered = answered
        self.troubles = {step: list(wrong) for step, wrong in (troubles or {}).items()}
        self._refusals = refusals or {}
        self._edit = edit
        self._has_batches = batches
        self._looks: Counter[str] = Counter()
        self._unlisted: set[str] = set()

    @property
    def tags(self) -> list[str]:
        """The metadata of all batches, in the order of their making."""
        return [next(iter(batch["metadata"].values())) for batch in self.batches.values()]

    def takes(self, body: Mapping[str, Any]) -> bool:
        """Whether a request has a form that the server knows."""
        return self._unsupported(body) is None

    async def _respond(
        self, request: _Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        for method, path, step in _STEPS:
            found = path.fullmatch(request.path)
            if self._has_batches and request.method == method and found is not None:
                return await self._step(step, request, found.groups(), writer)
        return await super()._respond(request, reader, writer)

    async def _step(
        self, step: str, request: _Request, named: tuple[str, ...], writer: asyncio.StreamWriter
    ) -> bool:
        self.books.steps[step] += 1
        self.authorizations.add(request.headers.get("authorization", ""))
        if self._api_key is not None and request.headers.get("authorization") != f"Bearer {self._api_key}":
            return await _send(writer, error(401, "Incorrect API key provided."))
        queue = self.troubles.get(step) or [None]
        trouble = queue.pop(0)
        if trouble == "busy":
            return await _send(writer, error(503, "Busy.", {"Retry-After": "0"}))
        if trouble == "html":
            page = Reply(200, b"<html>Sign in</html>", {"Content-Type": "text/html"})
            return await _send(writer, page)
        try:
            reply = None if trouble == "before" else self._done(step, request, *named)
        except Exception as problem:
            self._errors.append(problem)
            return await _send(writer, error(501, "The test's own server failed."))
        if step == "create":
            self._unlisted = set(tuple(self.batches)[-1:]) if trouble == "late" else set()
        if trouble == "silent":
            await asyncio.sleep(_SILENCE_S)
        if reply is None or trouble in {"after", "late", "silent"}:
            return False
        if trouble == "half":
            sent = reply.encoded()
            writer.write(sent[: (sent.index(b"\r\n\r\n") + len(sent)) // 2])
            await writer.drain()
            return False
        return await _send(writer, reply)

    def _done(self, step: str, request: _Request, name: str = "") -> Reply:
        if step == "upload":
            return self._upload(request)
        if step == "create":
            return self._create(json.loads(request.body))
        if step == "list files":
            return _page([_file(*item) for item in self.files.items()], request.query)
        if step == "list batches":
            listed = [batch for name, batch in self.batches.items() if name not in self._unlisted]
            return _page(listed, request.query)
        known = self.files if step in {"file", "content"} else self.batches
        if name not in known:
            return error(404, f"No such thing: {name}")
        if step == "file":
            return Reply(200, _file(name, self.files[name]))
        if step == "content":
            return Reply(200, self.files[name][2], {"Content-Type": "application/octet-stream"})
        if step == "cancel":
            self.cancelled.append(name)
            return Reply(200, {**self.batches[name], "status": "cancelling"})
        return Reply(200, self._looked_at(self.batches[name]))

    def _upload(self, request: _Request) -> Reply:
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        parts = dict(_part(part) for part in request.body.split(b"--" + boundary)[1:-1])
        assert parts[b"purpose"][1] == b"batch"
        name, content = parts[b"file"]
        return Reply(200, _file(*self._keep(name.decode(), "batch", content)))

    def _keep(self, name: str, purpose: str, content: bytes) -> tuple[str, tuple[str, str, bytes]]:
        made = f"file-{len(self.files) + 1}"
        self.files[made] = (name, purpose, content)
        return made, self.files[made]

    def _create(self, wanted: dict[str, Any]) -> Reply:
        assert wanted["endpoint"] == "/v1/chat/completions"
        assert wanted["completion_window"] == "24h"
        if wanted["input_file_id"] not in self.files:
            return error(400, "Cannot find file.")
        made = f"batch_{len(self.batches) + 1}"
        self.batches[made] = {
            "id": made,
            "object": "batch",
            "created_at": 1_700_000_000 + len(self.batches),
            "status": "validating",
            "output_file_id": None,
            "error_file_id": None,
            "errors": None,
            "request_counts": {"total": 0, "completed": 0, "failed": 0},
            **wanted,
        }
        return Reply(200, self.batches[made])

    def _looked_at(self, batch: dict[str, Any]) -> dict[str, Any]:
        if batch["status"] in {"failed", "completed", "expired", "cancelled"}:
            return batch
        at = min(self._looks[batch["id"]], len(self.progress) - 1)
        self._looks[batch["id"]] += 1
        lines = self.files[batch["input_file_id"]][2].splitlines()
        code = self._refusals.get(int(batch["id"].partition("_")[2])) or _fault_of(lines)
        if code is not None:
            batch |= {"status": "failed", "errors": {"object": "list", "data": [{"code": code, "line": 1}]}}
            return batch
        batch["status"] = "cancelled" if batch["id"] in self.cancelled else self.progress[at]
        batch["request_counts"]["total"] = len(lines)
        if batch["status"] in {"completed", "expired", "cancelled"}:
            self._end(batch, [json.loads(line) for line in lines])
        return batch

    def _end(self, batch: dict[str, Any], lines: list[dict[str, Any]]) -> None:
        many = len(lines) if self.answered is None else self.answered
        ended = [self._ended(number, line) for number, line in enumerate(lines[:many])]
        good = [line for line in ended if line["response"]["status_code"] == 200]
        bad = [line for line in ended if line["response"]["status_code"] != 200]
        bad += [_unanswered(line, f"batch_{batch['status']}") for line in lines[many:]]
        for name, found in (("output", self._edit(list(good))), ("error", bad)):
            if found:
                content = b"".join(
                    line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in found
                )
                batch[f"{name}_file_id"] = self._keep(f"{name}.jsonl", "batch_output", content)[0]
        batch["request_counts"] |= {"completed": len(good), "failed": len(bad)}

    def _ended(self, number: int, line: dict[str, Any]) -> dict[str, Any]:
        body = line["body"]
        self.books.requests += 1
        refused = self._unsupported(body)
        said, fault = ("", None) if refused else self._say(body)
        if fault is not None and fault.kind in TRANSPORT:
            refused = error(fault.status, fault.message)
        reply = refused or completion(body, said, fault)
        if reply.status == 200:
            self.books.input_tokens += reply.body["usage"]["prompt_tokens"]
            self.books.output_tokens += reply.body["usage"]["completion_tokens"]
        response = {"status_code": reply.status, "request_id": f"req_{number}", "body": reply.body}
        return {
            "id": f"batch_req_{number}",
            "custom_id": line["custom_id"],
            "response": response,
            "error": None,
        }


def _unanswered(line: dict[str, Any], code: str) -> dict[str, Any]:
    told = {"code": code, "message": "This request could not be executed."}
    return {"id": "batch_req", "custom_id": line["custom_id"], "response": None, "error": told}


def _fault_of(lines: Sequence[bytes]) -> str | None:
    """What is wrong with a file of requests, as the provider names it; None if all is well."""
    asked = [json.loads(line) for line in lines]
    if not asked:
        return "empty_file"
    if any(line.keys() != {"custom_id", "method", "url", "body"} for line in asked):
        return "invalid_json_line"
    names = [line["custom_id"] for line in asked]
    if len(asked) > 50_000:
        return "too_many_tasks"
    if len(set(names)) < len(names) or any(len(name) > 64 for name in names):
        return "duplicate_custom_id"
    if {(line["method"], line["url"]) for line in asked} != {("POST", "/v1/chat/completions")}:
        return "url_mismatch"
    return "model_mismatch" if len({line["body"]["model"] for line in asked}) > 1 else None


def _file(name: str, kept: tuple[str, str, bytes]) -> dict[str, Any]:
    filename, purpose, content = kept
    told = {"object": "file", "created_at": 0, "purpose": purpose, "status": "processed"}
    return {"id": name, "filename": filename, "bytes": len(content), **told}


def _page(items: list[dict[str, Any]], query: str) -> Reply:
    """The items after the one that the query names, latest first, some at a time."""
    after = parse_qs(query).get("after", [None])[0]
    latest = items[::-1]
    start = next((index + 1 for index, item in enumerate(latest) if item["id"] == after), 0)
    shown = latest[start : start + PAGE]
    has_more = start + PAGE < len(latest)
    return Reply(200, {"object": "list", "data": shown, "has_more": has_more})


def _part(part: bytes) -> tuple[bytes, tuple[bytes, bytes]]:
    """One field of a form: its name, and its file's name and content."""
    head, _, content = part.partition(b"\r\n\r\n")
    names = dict(re.findall(rb'; (\w+)="([^"]*)"', head))
    return names[b"name"], (names.get(b"filename", b""), content.removesuffix(b"\r\n"))
