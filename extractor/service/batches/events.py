"""How far a batch is, as server-sent events: a full status each, so that none has to be kept for later.

An event's id is a digest of what it tells. So whoever comes back with `Last-Event-ID`, be it to another
process after a restart, gets the present status unless that is what they know already.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from hashlib import sha256

from fastapi.sse import format_sse_event

from extractor.service.batches.state import ENDED
from extractor.service.batches.wire import BatchStatus

HEARTBEAT_S = 15.0
LONGEST_S = 3600.0
"""After this a stream ends and its reader comes back, so that forgotten ones do not pile up."""

RETRY_MS = 2000
_LOOK_S = 0.25
_ID_CHARS = 16


def id_of(status: BatchStatus) -> str:
    """The id of the event that tells `status`."""
    return sha256(status.model_dump_json().encode()).hexdigest()[:_ID_CHARS]


async def events(
    look: Callable[[], BatchStatus | None],
    *,
    last_id: str | None,
    is_stopping: Callable[[], bool],
    heartbeat_s: float = HEARTBEAT_S,
) -> AsyncIterator[bytes]:
    """Every change that `look` sees, named `progress`, and last the end, named by the state that it is in.

    It ends without that, too: when the batch is removed (`look` finds None), when the server stops, and after
    an hour; the reader then comes back by itself.
    """
    yield format_sse_event(retry=RETRY_MS)
    began_s = told_s = time.monotonic()
    while not is_stopping() and time.monotonic() - began_s < LONGEST_S and (status := look()) is not None:
        event_id = id_of(status)
        has_ended = status.state in ENDED
        if event_id != last_id:
            last_id, told_s = event_id, time.monotonic()
            name = status.state if has_ended else "progress"
            yield format_sse_event(data_str=status.model_dump_json(), event=name, id=event_id)
        elif time.monotonic() - told_s >= heartbeat_s:
            told_s = time.monotonic()
            yield format_sse_event(comment="alive")
        if has_ended:
            return
        await asyncio.sleep(_LOOK_S)
