"""`extract --distributed ray` with workers in this process: what it promises does not hang on Ray."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

from extractor.batch.ray_environment import Cluster
from extractor.batch.shard_maker import STOP, Plan, ShardMaker, Told
from extractor.batch.shards import Input, Shard, shards
from extractor.cli import app, distributing
from tests.long_runs import write

LOAD_RAY = distributing.load_ray
OPTIONS = ("--distributed", "ray", "--format", "parquet", "--output", "out")


def _nothing(_shard: Shard) -> None:
    pass


class Here:
    """Stands in for a cluster: makes each shard at once, in the order in which `arrange` gives them."""

    def __init__(self) -> None:
        self.made: list[int] = []
        self.clusters: list[Cluster] = []
        self.before_shard: Callable[[Shard], object] = _nothing
        self.arrange: Callable[[Iterator[Shard]], Any] = lambda found: found

    def run(self, plan: Plan, given: Input, cluster: Cluster) -> Iterator[Told]:
        self.clusters.append(cluster)
        maker = ShardMaker(plan)
        for shard in self.arrange(shards(given, (plan.folder / STOP).exists)):
            self.before_shard(shard)
            told = Told.from_json(maker.tell(shard).to_json())
            self.made += [] if told.made is None else [shard.number]
            yield told


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    for name in os.environ:
        if name.startswith(("EDUMUTU_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    cluster = Here()
    monkeypatch.setattr(distributing, "load_ray", lambda **_: SimpleNamespace(run=cluster.run))
    write(tmp_path / "in.jsonl", 10)
    return cluster


def extract(*options: str, paths: tuple[str, ...] = ("in.jsonl",)) -> Result:
    return CliRunner().invoke(app, ["extract", *paths, *OPTIONS, *options])


def done(*options: str, **more: Any) -> Result:
    result = extract(*options, **more)
    assert result.exit_code == 0, result.stderr
    return result


def rows(*files: Path) -> list[Any]:
    """The records of files, by default of all shards, without how long each took."""
    found = []
    for path in files or sorted(Path("out").glob("*.parquet")):
        found += duckdb.sql(f"SELECT * FROM '{path}'").fetchall()
    for *_, run in found:
        run.pop("duration_s")
    return found


def told() -> list[dict[str, Any]]:
    """The lines of the manifest."""
    return [json.loads(line) for line in Path("out/_manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def test_its_shards_hold_what_one_process_writes(here: Here) -> None:
    done("--shard-size", "4")
    alone = CliRunner().invoke(
        app, ["extract", "in.jsonl", "--format", "parquet", "--output", "alone.parquet"]
    )
    assert alone.exit_code == 0
    assert rows() == rows(Path("alone.parquet"))
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "_manifest.jsonl",
        *(f"part-0000{number}.parquet" for number in range(3)),
    ]


def test_shards_may_be_done_in_any_order(here: Here) -> None:
    here.arrange = lambda found: reversed(list(found))
    done("--shard-size", "4")
    assert [row[1] for row in rows()] == [f"news-{number}" for number in range(10)]
    assert told()[-1] == {"ended": "done", "shards": 3, "records": 10}


def test_the_last_line_is_the_ledger_of_all_workers(here: Here) -> None:
    Path("empty.txt").write_text("", encoding="utf-8")
    result = extract("--shard-size", "4", paths=("in.jsonl", "empty.txt"))
    assert result.exit_code == 1
    assert "failed: empty: empty.txt: is empty; put the article's text into it" in result.stderr
    assert result.stderr.splitlines()[-1] == "11 articles: 10 ok, 1 failed"


def test_what_filters_hold_back_is_told(here: Here) -> None:
    Path("rain.txt").write_text("Hujan turun di pantai.", encoding="utf-8")
    result = done("--only-in-scope", paths=("in.jsonl", "rain.txt"))
    assert "1 not written: not about education" in result.stderr
    assert len(rows()) == 10


def test_workers_and_address_are_those_asked_for(here: Here) -> None:
    done()
    extract("--resume", "--ray-address", "head:6379", "--ray-workers", "7")
    assert here.clusters == [Cluster(None, None), Cluster("head:6379", 7)]


def test_a_killed_run_goes_on_with_the_shards_that_it_lacks(here: Here) -> None:
    def die(shard: Shard) -> None:
        if shard.number == 2:
            raise KeyboardInterrupt

    here.before_shard = die
    assert extract("--shard-size", "4").exit_code == 130
    assert here.made == [0, 1]
    here.before_shard = _nothing
    assert extract("--shard-size", "4").exit_code == 2, "a folder is not gone on with unless asked to"
    result = done("--shard-size", "4", "--resume")
    assert here.made == [0, 1, 2]
    assert result.stderr.splitlines()[-1] == "10 articles: 10 ok (8 from the manifest)"
    assert [row[1] for row in rows()] == [f"news-{number}" for number in range(10)]


def test_an_interruption_lets_what_is_under_way_come_to_its_end(here: Here) -> None:
    def interrupt(shard: Shard) -> None:
        if shard.number == 1:
            os.kill(os.getpid(), signal.SIGINT)

    here.before_shard = interrupt
    result = extract("--shard-size", "4")
    assert result.exit_code == 130
    assert "the same command with --resume does it" in result.stderr
    assert here.made == [0]
    assert told()[-1]["ended"] == "interrupted"
    assert not Path("out", STOP).exists()
    here.before_shard = _nothing
    done("--shard-size", "4", "--resume")
    assert [row[1] for row in rows()] == [f"news-{number}" for number in range(10)]


def test_what_a_worker_cannot_do_ends_the_run(here: Here) -> None:
    def block(shard: Shard) -> None:
        Path("out", "part-00001.parquet").mkdir(exist_ok=True)

    here.before_shard = block
    result = extract("--shard-size", "8")
    assert result.exit_code == 2
    assert "part-00001.parquet" in result.stderr


def test_articles_that_came_since_are_read_too(here: Here) -> None:
    done("--shard-size", "5")
    write(Path("in.jsonl"), 12)
    done("--shard-size", "5", "--resume")
    assert here.made == [0, 1, 2]
    write(Path("in.jsonl"), 5)
    done("--shard-size", "5", "--resume")
    assert [row[1] for row in rows()] == [f"news-{number}" for number in range(5)]


def test_a_dry_run_asks_no_cluster(here: Here) -> None:
    result = done("--dry-run", "--resume")
    assert "10" in result.stdout
    assert here.clusters == []
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("options", "trouble"),
    [
        (("--format", "jsonl"), "--format parquet"),
        (("--output", "in.jsonl"), "--output DIR"),
        (("--journal", "j"), "leave --journal out"),
        (("--budget-usd", "1"), "a budget is counted in one process"),
        (("--ray-address", "http://head:8265"), "auto or HOST:PORT"),
        (("--distributed", "dask"), "'dask'; give ray"),
        (("--model", "m"), "no key is set"),
    ],
)
def test_what_cannot_be_distributed_is_refused(here: Here, options: tuple[str, ...], trouble: str) -> None:
    result = extract(*options)
    assert result.exit_code == 2
    assert trouble in result.stderr
    assert here.clusters == []


def test_standard_input_is_refused() -> None:
    result = extract(paths=("-",))
    assert result.exit_code == 2
    assert "save standard input" in result.stderr


def test_options_of_a_cluster_need_one() -> None:
    result = CliRunner().invoke(app, ["extract", "in.jsonl", "--ray-workers", "2"])
    assert result.exit_code == 2
    assert "need --distributed ray" in result.stderr


def test_a_missing_extra_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributing, "find_spec", lambda _: None)
    monkeypatch.setattr(distributing, "load_ray", LOAD_RAY)
    result = extract()
    assert result.exit_code == 2
    assert "pip install 'edumutu-llm[columnar,ray]'" in result.stderr
    assert not Path("out").exists()
