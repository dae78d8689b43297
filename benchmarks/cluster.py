"""Distributed runs on this machine: how they scale, and the figures from which a cluster is sized.

    python benchmarks/cluster.py                                  # 50,000 articles, one worker beside two
    python benchmarks/cluster.py --articles 10000 --rounds 3
    python benchmarks/cluster.py --parts                          # reading, ids and pages, without Ray

`docs/cluster.md` does the arithmetic. Start-up is told apart: the rate of a run counts from when each worker
has done its first shard. Processor time is told beside it, which other work on the machine hardly changes.
Ray runs in a network of its own where `unshare` may make one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from long_runs import write

from extractor import articles
from extractor.batch.manifest import NAME
from extractor.batch.shards import Input, shards, unpacked

ROOT = Path(__file__).resolve().parent.parent
EXTRACT = (sys.executable, "-m", "extractor", "extract")
EMPTY = ("unshare", "--net", "--pid", "--fork", "--mount-proc", "--kill-child")
LOOPBACK = ("sh", "-c", 'ip link set lo up && exec "$@"', "sh")
WORKER = "ray::MapWorker"
TICKS = os.sysconf("SC_CLK_TCK")
POLL_S = 0.1
SAMPLE_S = 2.0


class Run(NamedTuple):
    """One run: its rate once all workers work, seconds before that, and what its processes took.

    `worker_cpu_s` and `other_cpu_s` are for all articles; memory is in MB, and what processes share is split
    among them.
    """

    workers: int
    rate: float
    start_up_s: float
    worker_cpu_s: float
    other_cpu_s: float
    worker_mb: float
    other_mb: float
    bytes_per_record: float


class Processes:
    """What the processes below one take, as seen last; sampling them takes time itself."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._cpu_s: dict[int, float] = {}
        self._mb: dict[int, float] = {}
        self._workers: set[int] = set()

    def sample(self) -> None:
        """Look at all of them once."""
        for pid in _descendants(self._pid):
            try:
                folder = Path(f"/proc/{pid}")
                fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                self._cpu_s[pid] = (int(fields[11]) + int(fields[12])) / TICKS
                rollup = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
                (pss,) = (line for line in rollup if line.startswith("Pss:"))
                self._mb[pid] = max(self._mb.get(pid, 0.0), int(pss.split()[1]) / 1024)
                if WORKER.encode() in (folder / "cmdline").read_bytes():
                    self._workers.add(pid)
            except (OSError, ValueError):
                continue

    def cpu_s(self) -> tuple[float, float]:
        """Of workers, and of all others."""
        return self._split(self._cpu_s, sum)

    def mb(self) -> tuple[float, float]:
        """At most: of one worker, and of all others together."""
        of_one, others = self._split(self._mb, list)
        return max(of_one, default=0.0), sum(others)

    def _split(self, values: dict[int, float], fold):
        ours = fold(value for pid, value in values.items() if pid in self._workers)
        return ours, fold(value for pid, value in values.items() if pid not in self._workers)


def _descendants(pid: int) -> Iterator[int]:
    try:
        listing = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in map(int, listing.split()):
        yield child
        yield from _descendants(child)


def apart() -> tuple[str, ...]:
    """What runs a command in a network of its own; nothing where that is not permitted."""
    command = (*EMPTY, *LOOPBACK)
    if not shutil.which("unshare"):
        return ()
    is_permitted = not subprocess.run([*command, "true"], capture_output=True, check=False).returncode
    return command if is_permitted else ()


def load() -> str:
    """How busy the machine is, with whatever."""
    return "load " + " ".join(f"{average:.1f}" for average in os.getloadavg())


def measure(folder: Path, workers: int, shard_size: int) -> Run:
    """Read `in.jsonl` once with so many workers."""
    out = folder / f"out-{workers}"
    shutil.rmtree(out, ignore_errors=True)
    options = ("--distributed", "ray", "--ray-workers", str(workers), "--shard-size", str(shard_size))
    started_s = time.perf_counter()
    command = [*apart(), *EXTRACT, "in.jsonl", *options, "--format", "parquet", "--output", str(out)]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL) as process:
        done_s = watch(process, out / NAME, processes := Processes(process.pid))
    if process.returncode:
        raise SystemExit(f"the run ended with exit code {process.returncode}")
    lines = [json.loads(line) for line in (out / NAME).read_text(encoding="utf-8").splitlines()]
    made = [line for line in lines if "shard" in line]
    records = [sum(line["statuses"].values()) for line in made]
    warm_s = done_s[workers - 1]
    rate = sum(records[workers:]) / (done_s[-1] - warm_s)
    first_s = warm_s - started_s - records[0] * workers / rate
    total_bytes = sum(line["bytes"] for line in made)
    return Run(workers, rate, first_s, *processes.cpu_s(), *processes.mb(), total_bytes / sum(records))


def watch(process: subprocess.Popen[bytes], manifest: Path, processes: Processes) -> list[float]:
    """When each shard was done."""
    done_s: list[float] = []
    sampled_s = 0.0
    while process.poll() is None:
        time.sleep(POLL_S)
        if manifest.exists():
            count = manifest.read_text(encoding="utf-8").count('{"shard": ')
            done_s += [time.perf_counter()] * (count - len(done_s))
        if time.perf_counter() - sampled_s > SAMPLE_S:
            processes.sample()
            sampled_s = time.perf_counter()
    return done_s


def told(run: Run, count: int) -> str:
    """One run on one line."""
    return (
        f"{run.workers} at work: {run.rate:.0f}/s after {run.start_up_s:.1f} s; "
        f"processor ms a record: workers {1000 * run.worker_cpu_s / count:.2f}, "
        f"all else {1000 * run.other_cpu_s / count:.2f}; MB: a worker {run.worker_mb:.0f}, "
        f"all else {run.other_mb:.0f}; {run.bytes_per_record:.0f} bytes a record"
    )


def scale(folder: Path, count: int, *, rounds: int, shard_size: int) -> None:
    """Print one worker beside two, in turns."""
    write(folder / "in.jsonl", count)
    size_mb = (folder / "in.jsonl").stat().st_size / 2**20
    print(
        f"{count:,} articles, {size_mb:.0f} MB of JSON Lines, {shard_size:,} a shard; {os.cpu_count()} cores"
    )
    runs: dict[int, list[Run]] = {1: [], 2: []}
    for _ in range(rounds):
        for workers, done in runs.items():
            before = load()
            done.append(measure(folder, workers, shard_size))
            print(f"  {told(done[-1], count)}\n      {before}, at the end {load()}", flush=True)
    one, two = (statistics.median(run.rate for run in done) for done in runs.values())
    print(f"  two workers do {two / one:.2f} times what one does (medians of {rounds})")


def time_parts(folder: Path, count: int) -> None:
    """Print what the one reading task takes, which feeds all workers."""
    write(folder / "in.jsonl", count)
    print(f"the reading task, {load()}")
    started_s = time.process_time()
    found = list(_digests(folder, {}))
    cut_s = time.process_time() - started_s
    print(f"  JSON Lines read and packed: {count / cut_s:,.0f} articles a second of one core")
    started_s = time.process_time()
    list(_digests(folder, dict(enumerate(found))))
    print(f"  the same where all shards are there: {count / (time.process_time() - started_s):,.0f}")
    pages = folder / "pages"
    pages.mkdir()
    sources = sorted(ROOT.glob("gold/*/articles/*.txt"))
    for number in range(1000):
        lines = sources[number % len(sources)].read_text(encoding="utf-8").splitlines()
        told = "".join(f"<p>{line}</p>" for line in lines if line)
        (pages / f"{number}.html").write_text(f"<!doctype html><body><article>{told}", encoding="utf-8")
    started_s = time.process_time()
    (shard, _) = shards(Input((str(pages),), folder, 1000, {}), lambda: False)
    print(f"  HTML pages handed on unread: {1000 / (time.process_time() - started_s):,.0f}")
    started_s = time.process_time()
    read = sum(1 for _ in unpacked(shard.items))
    print(f"  HTML pages read, by a worker: {read / (time.process_time() - started_s):,.0f}")
    lines = folder / "ids.jsonl"
    with lines.open("w", encoding="utf-8") as stream:
        stream.writelines(
            f'{{"id": "article-{number:09}", "text": "Rapat."}}\n' for number in range(10 * count)
        )
    before_mb = _resident_mb()
    reading = articles.read([str(lines)], sys.stdin.buffer)
    for _ in range(10 * count):
        next(reading)
    print(f"  bytes kept of each article: {(_resident_mb() - before_mb) * 2**20 / (10 * count):.0f}")


def _digests(folder: Path, kept: dict[int, str]) -> Iterator[str]:
    for shard in shards(Input(("in.jsonl",), folder, 2000, kept), lambda: False):
        yield shard.digest


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--shard-size", type=int, default=2_000)
    parser.add_argument("--parts", action="store_true", help="only what the reading task takes")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.parts:
            time_parts(Path(folder), min(chosen.articles, 20_000))
        else:
            scale(Path(folder), chosen.articles, rounds=chosen.rounds, shard_size=chosen.shard_size)


if __name__ == "__main__":
    main()
