"""How fast the HTTP service reads a batch by rules, and what single requests feel of it meanwhile.

    python benchmarks/service_batches.py [--articles 5000] [--requests 200]

Starts `edumutu-llm serve` in a process of its own and uploads made articles as one batch. Prints how long the
upload took to be safe on the disk, articles per second to the batch's end, the server's memory, and p50 and
p99 of single requests to /v1/extract, one after the other, before the batch and while it runs. With
`--requests 0` there are none, and the processor time that an article took is printed instead.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from long_runs import made

from tests.servers.service import Serving, serving

ROOT = Path(__file__).resolve().parent.parent
_TEXT = {"Content-Type": "text/plain"}


def single(server: Serving, requests: int) -> list[float]:
    """Seconds that each of so many single requests took, sorted."""
    bodies = [path.read_bytes() for path in sorted(ROOT.glob("seeds/*.txt"))]
    connection = HTTPConnection(*server.address)
    taken = []
    for number in range(requests):
        started_s = time.perf_counter()
        connection.request("POST", "/v1/extract", bodies[number % len(bodies)], _TEXT)
        connection.getresponse().read()
        taken.append(time.perf_counter() - started_s)
    connection.close()
    return sorted(taken)


def cpu_s(server: Serving) -> float:
    """The processor time that the server has used."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(name: str, taken: list[float]) -> None:
    """Print the percentiles of single requests."""
    p50, p99 = (taken[int(share * (len(taken) - 1))] * 1000 for share in (0.5, 0.99))
    print(f"single requests {name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--requests", type=int, default=200)
    options = parser.parse_args()
    lines = (json.dumps({"id": one.id, "text": one.text}) for one in made(options.articles))
    content = "".join(f"{line}\n" for line in lines).encode()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("--rate-per-minute", "0", cwd=Path(folder)) as server,
    ):
        if options.requests:
            single(server, options.requests)
            tell("alone", single(server, options.requests))
        started_s, used_s = time.perf_counter(), cpu_s(server)
        answer = server.ask("POST", "/v1/batches", content, content_type="application/x-ndjson")
        uploaded_s = time.perf_counter() - started_s
        address = answer.headers["location"]
        if options.requests:
            tell("beside the batch", single(server, options.requests))
        while (status := server.ask("GET", address).json)["state"] in {"queued", "running"}:
            time.sleep(0.2)
        used_s = cpu_s(server) - used_s
        batch_s = time.perf_counter() - started_s
        memory = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
        peak_mb = int(memory.partition("VmHWM:")[2].split()[0]) / 1024
    print(f"upload: {len(content) / 1e6:.1f} MB in {uploaded_s:.2f} s")
    print(f"batch: {status['articles']['ok']} articles, {options.articles / batch_s:.0f}/s")
    if not options.requests:
        print(f"processor: {used_s / options.articles * 1000:.2f} ms an article")
    print(f"peak memory: {peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
