"""`POST /v1/batches`: an upload goes to the disk as it comes, and is a batch once all of it is there."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from extractor.errors import SettingsError
from extractor.service.batches import registry, upload
from extractor.service.batches.registry import Added, RefusedError
from extractor.service.batches.runner import Runner
from extractor.service.batches.slots import Slots
from extractor.service.batches.state import Batch, now
from extractor.service.batches.store import new_id
from extractor.service.batches.upload import Upload, UploadError
from extractor.service.problems import Problem

MEDIA_TYPES = ("application/x-ndjson", "application/jsonl", "application/jsonlines")
_PIECE_BYTES = 1 << 20
# A record and its journal's line take ten times as much as an article, each.
_ROOM_FOR_EACH_BYTE = 20
_WAIT_S = 10.0
_LOOK_S = 0.02
_RETRY_S = {"Retry-After": "30"}


class Wish(NamedTuple):
    """What comes beside an upload: whose it is, its key against repetition, what it may cost."""

    owner: str | None
    idempotency_key: str | None
    budget_usd: float | None


class Reception:
    """Takes uploads in; used by one event loop."""

    def __init__(self, runner: Runner, *, max_bytes: int) -> None:
        self._runner = runner
        self._limits = runner.limits
        self._uploads = Slots(runner.limits.max_uploads)
        self._max_bytes = max_bytes

    async def take(self, request: Request, wish: Wish) -> Added:
        """Make the body of `request` a batch; when this returns, it is on the disk and queued.

        Raises:
            Problem: It cannot be taken on.
        """
        _check_type(request)
        key = _digest(wish.idempotency_key)
        try:
            self._runner.registry.check(wish.owner, key)
            budget_usd = await self._budget_usd(wish.budget_usd)
            async with self._upload(wish.owner) as draft:
                await _write(request, draft)
                taken = await run_in_threadpool(draft.finish)
                self._check_room(taken.size_bytes)
                batch = Batch(
                    id=new_id(),
                    owner=wish.owner,
                    created_at=now(),
                    lines=taken.lines,
                    size_bytes=taken.size_bytes,
                    input_sha256=taken.sha256,
                    idempotency_key=key,
                    budget_usd=budget_usd,
                )
                return await run_in_threadpool(self._runner.registry.add, draft.folder, batch)
        except UploadError as error:
            raise self._unfit(error.fault) from error
        except RefusedError as error:
            raise _refusal(error.fault) from error
        except ClientDisconnect as error:
            raise Problem(408, "too-slow", "the body's end did not come") from error
        except OSError as error:
            detail = "the upload could not be kept; whoever runs the service has to look at its disk"
            raise Problem(507, "insufficient-storage", detail) from error

    def _check_room(self, upload_bytes: int) -> None:
        """Refuse early what would fail in the middle."""
        if shutil.disk_usage(self._runner.store.root).free < _ROOM_FOR_EACH_BYTE * upload_bytes:
            raise Problem(507, "insufficient-storage", "there is no room for the records of so many articles")

    @asynccontextmanager
    async def _upload(self, owner: str | None) -> AsyncIterator[Upload]:
        until_s = time.monotonic() + _WAIT_S
        while self._uploads.is_full(owner):
            if time.monotonic() >= until_s:
                raise Problem(503, "busy", "too many uploads come in at once", headers=_RETRY_S)
            await asyncio.sleep(_LOOK_S)
        with self._uploads.one(owner):
            draft = await run_in_threadpool(self._draft)
            try:
                yield draft
            finally:
                # What has become a batch is no draft any more, and stays.
                await run_in_threadpool(draft.discard)

    def _draft(self) -> Upload:
        folder = self._runner.store.draft()
        return Upload(folder, max_bytes=self._max_bytes, max_lines=self._limits.max_lines)

    async def _budget_usd(self, wished: float | None) -> float | None:
        """What the caller allows; checked to be of use."""
        if wished is None or not self._runner.settings.needs_model:
            return wished
        settings = replace(self._runner.settings, budget_usd=wished)
        try:
            await run_in_threadpool(lambda: self._runner.make_extractor(settings).close())
        except SettingsError as error:
            detail = "the service knows no prices for its model, so it cannot keep to a budget"
            raise Problem(422, "no-prices", detail) from error
        return wished

    def _unfit(self, fault: upload.Fault) -> Problem:
        if fault == "too_large":
            most = self._max_bytes
            return Problem(413, "too-large", f"the body is larger than {most} bytes", max_bytes=most)
        if fault == "too_many_lines":
            lines = self._limits.max_lines
            detail = f"a batch holds at most {lines} articles; send several"
            return Problem(413, "too-many-articles", detail, max_lines=lines)
        if fault == "no_lines":
            return Problem(422, "unreadable-batch", "the body is empty; put one JSON object on each line")
        return Problem(
            422, "unreadable-batch", 'no line of the body is a JSON object; write {"text": …} on each'
        )


def _refusal(fault: registry.Fault) -> Problem:
    if fault == "queue_full":
        return Problem(503, "busy", "too many batches wait; send it again later", headers=_RETRY_S)
    if fault == "too_many_kept":
        detail = "too many of your batches are kept; fetch results and remove ended ones (?purge=true)"
        return Problem(409, "too-many-batches", detail)
    if fault == "key_used":
        detail = "this Idempotency-Key came with another upload before; send a new one"
        return Problem(409, "idempotency-key-used", detail)
    return Problem(503, "not-ready", "the service is about to end; send it again", headers=_RETRY_S)


def _check_type(request: Request) -> None:
    accepted = ", ".join(MEDIA_TYPES)
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        detail, headers = "send the body as it is, without Content-Encoding", {"Accept-Encoding": "identity"}
        raise Problem(415, "unsupported-media-type", detail, headers=headers)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        detail = f"send JSON Lines with a Content-Type of {accepted}"
        raise Problem(415, "unsupported-media-type", detail, headers={"Accept-Post": accepted})


async def _write(request: Request, draft: Upload) -> None:
    """In large pieces, each in a thread, since a disk may take its time."""
    piece = bytearray()
    async for received in request.stream():
        piece += received
        if len(piece) >= _PIECE_BYTES:
            await run_in_threadpool(draft.write, bytes(piece))
            piece.clear()
    await run_in_threadpool(draft.write, bytes(piece))


def _digest(key: str | None) -> str | None:
    return None if key is None else sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
