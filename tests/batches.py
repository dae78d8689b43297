"""Batches for tests: uploads on a disk, a runner over them, a model that answers when it is told to."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor import Extractor, Settings
from extractor.schema.calls import Outcome, Request, Usage
from extractor.service.batches.registry import Added, Limits, Registry
from extractor.service.batches.runner import Runner
from extractor.service.batches.state import Batch, now
from extractor.service.batches.store import Store, new_id
from extractor.service.batches.upload import Upload

USAGE = Usage(calls=1, input_tokens=100, output_tokens=10, cost_usd=0.01)


class Gate:
    """A model that finds nothing, once its gate is open; `asked` counts what it was asked."""

    name = "gate"

    def __init__(self, *, is_open: bool = False) -> None:
        self.asked = 0
        self.opened = threading.Event()
        if is_open:
            self.opened.set()

    async def complete(self, request: Request) -> Outcome:
        """Answer with nothing."""
        self.asked += bool(request.messages)
        while not self.opened.is_set():
            await asyncio.sleep(0.002)
        return Outcome("complete", {}, USAGE)

    async def close(self) -> None:
        """Hold nothing open."""


def body(numbers: Iterable[int]) -> bytes:
    """An upload of short articles."""
    lines = ({"id": f"a{number}", "text": f"Rapat {number} di Palopo."} for number in numbers)
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def add(registry: Registry, store: Store, content: bytes, **told: Any) -> Added:
    """Have `content` be a batch; `told` are fields of it."""
    draft = Upload(store.draft(), max_bytes=10**7, max_lines=10**5)
    try:
        draft.write(content)
        taken = draft.finish()
        fields = {"owner": None, "created_at": now(), **told}
        return registry.add(
            draft.folder,
            Batch(
                new_id(), lines=taken.lines, size_bytes=taken.size_bytes, input_sha256=taken.sha256, **fields
            ),
        )
    finally:
        draft.discard()


@contextmanager
def running(
    root: Path, model: Any = None, *, at_once: int = 2, rest_s: float = 60.0, **chosen: Any
) -> Iterator[Runner]:
    """A runner over `root`, by rules or with `model`, until the block ends."""
    told = {"home": root, "cache": False, "workers": 2, **({"model": "m"} if model else {}), **chosen}
    runner = Runner(
        root / "batches",
        Settings(**told),
        limits=Limits(at_once=at_once, rest_s=rest_s),
        make_extractor=lambda settings: Extractor(settings, model=model),
        on_article=lambda _: None,
    )
    runner.start()
    try:
        yield runner
    finally:
        if model is not None:
            model.opened.set()
        runner.close(30)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for it."""
    deadline_s = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline_s
        time.sleep(0.005)


def ended(runner: Runner, batch_id: str) -> Batch:
    """The batch, once it has ended."""
    until(lambda: found(runner, batch_id).is_ended)
    return found(runner, batch_id)


def found(runner: Runner, batch_id: str) -> Batch:
    """The batch as it is now."""
    batch = runner.registry.get(batch_id, None)
    assert batch is not None
    return batch


def result_ids(runner: Runner, batch_id: str) -> list[str]:
    """The ids of the records in the results file."""
    path = runner.store.folder(batch_id) / "results.jsonl"
    return [json.loads(line)["article_id"] for line in path.read_text(encoding="utf-8").splitlines()]
