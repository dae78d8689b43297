"""What a worker makes of a shard, and what it tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from extractor import Article, Extractor, Settings
from extractor.batch.manifest import Made, Manifest, shard_name
from extractor.batch.shard_maker import STOP, Plan, ShardMaker, Told
from extractor.batch.shards import Shard, packed
from extractor.errors import ArticleError
from extractor.pipeline import record_version
from extractor.sinks import Filters

TOLD = "Sebanyak {} guru SMP mengikuti bimtek di Dinas Pendidikan Kota Palopo."
NEWS = [Article(f"a{number}", TOLD.format(number + 3)) for number in range(3)]
OTHER = Article("other", "Cuaca cerah di pantai hari ini.")
UNREAD = ArticleError("bad", "bad.txt", "is empty")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[Plan]:
    with Manifest(tmp_path / "out", {}) as manifest:
        yield Plan(Settings(), tmp_path / "out", Filters(), manifest.header, record_version())


def told(plan: Plan, *items: Article | ArticleError, state: str = "new") -> Told:
    maker = ShardMaker(plan)
    shard = Shard(state, 4, "digest", packed(items), ("warning: beware",))  # type: ignore[arg-type]
    try:
        return maker.tell(shard)
    finally:
        maker.close()


def written(plan: Plan) -> list[tuple[str, str]]:
    path = plan.folder / shard_name(4)
    return duckdb.sql(f"SELECT article_id, run.status FROM '{path}'").fetchall()


def test_it_writes_a_record_for_each_article_in_order_and_keeps_the_books(plan: Plan) -> None:
    made = told(plan, *NEWS, UNREAD).made
    assert written(plan) == [("a0", "ok"), ("a1", "ok"), ("a2", "ok"), ("bad", "failed")]
    size = (plan.folder / shard_name(4)).stat().st_size
    assert made == Made(4, "digest", size, {"ok": 3, "failed": 1})


def test_it_says_which_articles_failed_after_what_was_said_before(plan: Plan) -> None:
    assert told(plan, NEWS[0], UNREAD).said == ("warning: beware", "failed: bad: bad.txt: is empty")


def test_filters_hold_back_what_they_hold_back_elsewhere(plan: Plan) -> None:
    made = told(replace(plan, filters=Filters(only_in_scope=True)), NEWS[0], OTHER, UNREAD).made
    assert written(plan) == [("a0", "ok"), ("bad", "failed")]
    assert made is not None
    assert (made.left_out, made.records) == (1, 3)


def test_a_shard_of_which_nothing_is_left_is_a_table_without_rows(plan: Plan) -> None:
    told(replace(plan, filters=Filters(only_in_scope=True)), OTHER)
    assert written(plan) == []


@pytest.mark.parametrize("state", ["kept", "end"])
def test_what_is_not_new_is_passed_on(plan: Plan, state: str) -> None:
    passed = told(plan, state=state)
    assert (passed.is_kept, passed.is_end) == (state == "kept", state == "end")
    assert (passed.made, passed.trouble, passed.said) == (None, None, ("warning: beware",))


def test_nothing_is_begun_once_the_run_is_to_end(plan: Plan) -> None:
    (plan.folder / STOP).touch()
    assert told(plan, *NEWS) == Told(4, "digest", said=("warning: beware",))
    assert not (plan.folder / shard_name(4)).exists()


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"version": "older"}, "another version"),
        ({"header": "{}"}, "folder that all machines share"),
        ({"settings": Settings(model="m", prompt="none.v1", base_url="http://127.0.0.1:9")}, "none"),
    ],
)
def test_what_the_operator_can_mend_is_told(plan: Plan, changed: dict[str, object], trouble: str) -> None:
    found = told(replace(plan, **changed), *NEWS)
    assert trouble in (found.trouble or "")
    assert found.made is None


def test_a_folder_that_is_gone_is_told(plan: Plan) -> None:
    maker = ShardMaker(plan)
    maker.tell(Shard("new", 0, "digest", packed(NEWS)))
    (plan.folder / shard_name(0)).unlink()
    (plan.folder / shard_name(0)).mkdir()
    assert "cannot write" in (maker.tell(Shard("new", 0, "digest", packed(NEWS))).trouble or "")


@pytest.mark.parametrize(
    "one",
    [Told(1, "d", is_kept=True), Told(2, is_end=True), Told(3, "d", trouble="x"), Told(4, said=("a", "b"))],
)
def test_what_is_told_travels_as_text(one: Told) -> None:
    assert Told.from_json(one.to_json()) == one


def test_books_travel_as_text(plan: Plan) -> None:
    found = told(plan, *NEWS, UNREAD)
    assert Told.from_json(found.to_json()) == found


def test_the_records_are_those_of_the_library(plan: Plan) -> None:
    told(plan, *NEWS)
    path = plan.folder / shard_name(4)
    summaries = [summary for (summary,) in duckdb.sql(f"SELECT summary FROM '{path}'").fetchall()]
    assert summaries == [Extractor().extract(article).summary for article in NEWS]
