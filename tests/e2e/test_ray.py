"""`extract --distributed ray` on a real cluster of two workers, beside the same command in one process.

Ray listens on all interfaces and asks whether it runs in some cloud, so each cluster here lives in a network
of its own, with nothing in it but loopback, and ends with it. Where that may not be made, nothing is run.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from extractor.batch.manifest import NAME
from tests.long_runs import environment

pytestmark = [
    pytest.mark.ray,
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: pip install '.[dev,ray]'"),
]

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = 10_000
SHARD = 500
LIMIT_S = 300
ON_RAY = ("--distributed", "ray", "--format", "parquet", "--ray-workers", "2", "--shard-size", str(SHARD))
EXTRACT = (sys.executable, "-m", "extractor", "extract")
OF_THE_RUN = ("duration_s", "cached", "calls", "input_tokens", "output_tokens", "cost_usd")
"""What two records that are the same may differ in."""

_EMPTY = ("unshare", "--net", "--pid", "--fork", "--mount-proc", "--kill-child")
_LOOPBACK = ("sh", "-c", 'ip link set lo up && exec "$@"', "sh")


@cache
def apart() -> tuple[str, ...]:
    """What runs a command in an empty network, and ends all that it started; skips where it may not."""
    for namespace in (_EMPTY, (*_EMPTY, "--map-root-user")):
        if (
            shutil.which("unshare")
            and not subprocess.run(
                [*namespace, *_LOOPBACK, "true"], capture_output=True, check=False
            ).returncode
        ):
            return (*namespace, *_LOOPBACK)
    pytest.skip("Ray runs in an empty network namespace here, and `unshare --net` is not permitted")


@pytest.fixture(autouse=True)
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where clusters keep their files, which those that are killed leave behind; Ray wants a short name."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="ray-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield


def start(folder: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*apart(), *command],
        cwd=folder,
        env=environment(folder / "home"),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


class Ended(NamedTuple):
    code: int
    stdout: str
    stderr: str


def finish(process: subprocess.Popen[str]) -> Ended:
    try:
        out, err = process.communicate(timeout=LIMIT_S)
    finally:
        process.kill()
    return Ended(process.returncode, out, err)


def on_ray(folder: Path, *options: str) -> Ended:
    return finish(start(folder, *EXTRACT, "in.jsonl", *ON_RAY, "--output", "out", *options))


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def descendants(pid: int) -> Iterator[int]:
    for child in children(pid):
        yield child
        yield from descendants(child)


def name_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def shards_done(folder: Path) -> int:
    path = folder / "out" / NAME
    return path.read_text(encoding="utf-8").count('{"shard": ') if path.exists() else 0


def wait_for(folder: Path, process: subprocess.Popen[str], shards: int) -> None:
    end_s = time.monotonic() + LIMIT_S
    while shards_done(folder) < shards:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end_s
        time.sleep(0.05)


def write_articles(path: Path) -> None:
    """The repository's articles, each with a line of its own; some come twice, clash or are no JSON."""
    sources = [*ROOT.glob("seeds/*.txt"), *ROOT.glob("gold/*/articles/*.txt")]
    texts = [source.read_text(encoding="utf-8") for source in sorted(sources)]
    lines = []
    for number in range(ARTICLES - 2):
        told = f"{texts[number % len(texts)]}\nSebanyak {300 + number} guru hadir.\n"
        lines.append(json.dumps({"id": f"news-{number}", "text": told}))
    lines += [lines[0], json.dumps({"id": "news-1", "text": "Sebanyak 3 guru hadir."}), '{"text": ']
    path.write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles, and what one process makes of them."""
    folder = tmp_path_factory.mktemp("alone")
    write_articles(folder / "in.jsonl")
    command = [*EXTRACT, "in.jsonl", "--format", "parquet", "--output", "alone.parquet"]
    ended = subprocess.run(
        command, cwd=folder, env=environment(folder / "home"), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1, ended.stderr
    return folder


@pytest.fixture
def folder(alone: Path, tmp_path: Path) -> Path:
    os.link(alone / "in.jsonl", tmp_path / "in.jsonl")
    return tmp_path


def rows(paths: Sequence[Path]) -> Iterator[tuple[Any, ...]]:
    """Records in order, without what the same record may differ in."""
    with duckdb.connect() as connection:
        for path in paths:
            connection.execute(f"SELECT * FROM '{path}'")
            while found := connection.fetchmany(1000):
                for *values, run in found:
                    yield (*values, {name: value for name, value in run.items() if name not in OF_THE_RUN})


def assert_same(out: Path, single: Path) -> None:
    for number, (ours, theirs) in enumerate(
        zip(rows(sorted(out.glob("*.parquet"))), rows([single]), strict=True)
    ):
        assert ours == theirs, f"record {number}"


def test_ten_thousand_articles_give_the_records_of_one_process(alone: Path, folder: Path) -> None:
    ended = on_ray(folder)
    assert ended.code == 1, ended.stderr
    assert ended.stderr.splitlines()[-1] == f"{ARTICLES} articles: {ARTICLES - 1} ok, 1 failed"
    assert ended.stderr.count("the one from here on is news-1~2") == 1
    assert_same(folder / "out", alone / "alone.parquet")
    for read in READERS.values():
        assert read(folder / "out") == ARTICLES


def _pandas(out: Path) -> int:
    import pandas as pd

    return len(pd.read_parquet(out))


READERS: dict[str, Callable[[Path], int]] = {
    "duckdb": lambda out: duckdb.sql(f"SELECT 1 FROM '{out}/*.parquet'").shape[0],
    "pandas": _pandas,
}


def test_whatever_ends_a_run_nothing_is_lost_and_nothing_comes_twice(alone: Path, folder: Path) -> None:
    command = (*EXTRACT, "in.jsonl", *ON_RAY, "--output", "out")
    interrupted = start(folder, *command)
    wait_for(folder, interrupted, 2)
    os.kill(children(interrupted.pid)[0], signal.SIGINT)
    assert finish(interrupted).code == 130
    kept = {path.name: path.stat().st_mtime_ns for path in (folder / "out").glob("*.parquet")}
    assert 2 <= len(kept) < ARTICLES // SHARD

    killed = start(folder, *command, "--resume")
    wait_for(folder, killed, len(kept) + 2)
    (worker, *_) = (pid for pid in descendants(killed.pid) if "ray::MapWorker" in name_of(pid))
    os.kill(worker, signal.SIGKILL)
    wait_for(folder, killed, len(kept) + 6)
    killed.kill()
    finish(killed)

    ended = on_ray(folder, "--resume")
    assert ended.code == 1, ended.stderr
    assert "from the manifest" in ended.stderr
    assert_same(folder / "out", alone / "alone.parquet")
    left = {path.name for path in (folder / "out").iterdir()}
    assert left == {NAME, *(f"part-{number:05}.parquet" for number in range(ARTICLES // SHARD))}
    for name, written_ns in kept.items():
        assert (folder / "out" / name).stat().st_mtime_ns == written_ns, "a shard was made twice"


def test_each_worker_asks_the_model_for_its_own_articles(tmp_path: Path) -> None:
    count = 300
    script = str(ROOT / "tests/e2e/model_on_ray.py")
    ended = finish(start(tmp_path, sys.executable, script, str(tmp_path), str(count)))
    assert ended.code == 0, ended.stderr
    first, again, single = map(json.loads, ended.stdout.splitlines())
    assert (first["code"], again["code"], single["code"]) == (0, 0, 0), first["stderr"]
    assert first["requests"] == count
    assert 3 < first["peak"] <= 6, "three under way in each of two workers"
    tokens = f"{first['input_tokens']} + {first['output_tokens']} tokens"
    assert f"{count} articles: {count} ok; {count} calls, 0 cached, {tokens}" in first["stderr"]
    assert again["requests"] == single["requests"] == 0, (
        "answers are kept for all workers, and for one process"
    )
    assert f"0 calls, {count} cached" in again["stderr"]
    assert_same(tmp_path / "first", tmp_path / "alone.parquet")


def test_a_cluster_that_runs_is_used(alone: Path, tmp_path: Path) -> None:
    lines = (alone / "in.jsonl").read_text(encoding="utf-8").splitlines()[:200]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "run.sh").write_text(
        "set -e\n"
        "ray start --head --port=6379 --num-cpus=2 --node-ip-address=127.0.0.1"
        " --include-dashboard=false --disable-usage-stats\n"
        "python -m extractor extract in.jsonl --distributed ray --ray-address 127.0.0.1:6379"
        " --format parquet --shard-size 50 --output out\n",
        encoding="utf-8",
    )
    path = f"PATH={Path(sys.executable).parent}:{os.environ['PATH']}"
    ended = finish(start(tmp_path, "env", path, "sh", "run.sh"))
    assert ended.code == 0, ended.stderr
    assert "200 articles: 200 ok" in ended.stderr
    assert [row[1] for row in rows(sorted((tmp_path / "out").glob("*.parquet")))] == [
        f"news-{number}" for number in range(200)
    ]


def test_an_address_where_nothing_answers_is_told(alone: Path, folder: Path) -> None:
    ended = on_ray(folder, "--ray-address", "127.0.0.1:6379")
    assert ended.code == 2
    assert "no Ray cluster answers at '127.0.0.1:6379'" in ended.stderr
