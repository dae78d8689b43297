"""Many clients at once, each posting articles over one connection, as cheaply as Python can."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What came of the requests: statuses, faults of connections, seconds from sending to the last byte."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    latencies_s: list[float] = field(default_factory=list)
    elapsed_s: float = 0.0

    def share_within(self, share: float) -> float:
        """The seconds within which `share`, 0 to 1, of the answers came."""
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def crowd(
    address: tuple[str, int],
    bodies: Sequence[bytes],
    *,
    clients: int,
    seconds: float,
    path: str = "/v1/extract",
) -> Tally:
    """Have `clients` post `bodies` in turn for `seconds`, each as fast as it is answered."""
    tally = Tally()
    requests = [_request(address, path, body) for body in bodies]
    started_s = time.perf_counter()
    ends_s = started_s + seconds
    await asyncio.gather(
        *(_client(address, requests[n % len(requests) :] + requests, ends_s, tally) for n in range(clients))
    )
    tally.elapsed_s = time.perf_counter() - started_s
    return tally


def _request(address: tuple[str, int], path: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\nContent-Type: text/plain\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _client(address: tuple[str, int], requests: Sequence[bytes], ends_s: float, tally: Tally) -> None:
    try:
        reader, writer = await asyncio.open_connection(*address)
    except OSError as error:
        tally.faults[f"connecting: {type(error).__name__}"] += 1
        return
    try:
        turn = 0
        while time.perf_counter() < ends_s:
            started_s = time.perf_counter()
            writer.write(requests[turn % len(requests)])
            status = await _status(reader)
            if not status:
                tally.faults["ClosedBetween"] += 1
                break
            tally.latencies_s.append(time.perf_counter() - started_s)
            tally.statuses[status] += 1
            turn += 1
    except (OSError, EOFError, ValueError) as error:
        tally.faults[type(error).__name__] += 1
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _status(reader: asyncio.StreamReader) -> int:
    """The status of an answer that was read to its end; 0 if the connection was closed before it began."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionResetError) as error:
        if getattr(error, "partial", b""):
            raise
        return 0
    lines = head.decode("latin-1").lower().split("\r\n")
    lengths = [line.partition(":")[2] for line in lines if line.startswith("content-length:")]
    await reader.readexactly(int(lengths[0]))
    return int(lines[0].split()[1])
