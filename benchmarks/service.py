"""How fast one worker of the HTTP service answers by rules, under load from many clients at once.

    python benchmarks/service.py [--seconds 60] [--clients 200] [--json FILE]

Starts `edumutu-llm serve` in a process of its own, posts the seeds' texts to /v1/extract over `--clients`
connections, each as fast as it is answered, and prints requests per second, p50, p95 and p99 of the time from
sending to the last byte, the processor time that the server used for each, and how long /healthz took
meanwhile; first for one client alone.
The clients share the machine with the server, so on few cores the figures are a lower bound.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.servers.crowd import Tally, crowd
from tests.servers.service import Serving, serving

ROOT = Path(__file__).resolve().parent.parent
_WARM_UP_S = 1.0
_ALONE_S = 3.0
_PROBE_S = 0.1


class Load(NamedTuple):
    """What came of one load, the server's processor time, and how long /healthz took meanwhile."""

    tally: Tally
    cpu_s: float
    health_s: list[float]


def measured(seconds: float, clients: int) -> dict[str, Load]:
    """The tallies of one client and of many."""
    bodies = [path.read_bytes() for path in sorted(ROOT.glob("seeds/*.txt"))]
    with (
        tempfile.TemporaryDirectory() as folder,
        serving("--rate-per-minute", "0", cwd=Path(folder)) as server,
    ):

        def load(clients: int, seconds: float) -> Load:
            before_s = cpu_s(server)
            with ThreadPoolExecutor(1) as aside:
                health = aside.submit(health_s, server, seconds)
                tally = asyncio.run(crowd(server.address, bodies, clients=clients, seconds=seconds))
            return Load(tally, cpu_s(server) - before_s, health.result())

        load(4, _WARM_UP_S)
        return {"1": load(1, min(_ALONE_S, seconds)), str(clients): load(clients, seconds)}


def health_s(server: Serving, seconds: float) -> list[float]:
    """The seconds that /healthz took, asked ten times a second on connections of its own."""
    taken: list[float] = []
    ends_s = time.perf_counter() + seconds
    while time.perf_counter() < ends_s:
        started_s = time.perf_counter()
        server.ask("GET", "/healthz")
        taken.append(time.perf_counter() - started_s)
        time.sleep(_PROBE_S)
    return sorted(taken)


def cpu_s(server: Serving) -> float:
    """Processor time that the server has used."""
    lines = server.ask("GET", "/metrics").body.decode().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("process_cpu_seconds_total")))


def figures(load: Load) -> dict[str, object]:
    """What is printed of one load; times in milliseconds."""
    tally = load.tally
    requests = sum(tally.statuses.values())
    return {
        "requests": requests,
        "per_second": round(requests / tally.elapsed_s, 1),
        **{f"p{share}_ms": round(1000 * tally.share_within(share / 100), 1) for share in (50, 95, 99)},
        "cpu_ms_per_request": round(1000 * load.cpu_s / requests, 2),
        "healthz_p95_ms": round(1000 * load.health_s[int(0.95 * len(load.health_s))], 1),
        "statuses": {str(status): many for status, many in sorted(tally.statuses.items())},
        "faults": dict(tally.faults),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long the load lasts")
    parser.add_argument("--clients", type=int, default=200, help="connections at once")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    given = parser.parse_args()
    shown = {clients: figures(load) for clients, load in measured(given.seconds, given.clients).items()}
    for clients, figure in shown.items():
        print(
            f"{clients} client{'s' * (clients != '1')}: "
            + ", ".join(f"{name} {value}" for name, value in figure.items())
        )
    if given.json:
        given.json.write_text(json.dumps(shown, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
