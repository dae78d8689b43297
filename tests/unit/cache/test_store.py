"""What is put in comes out, to the last character; what is no answer is not kept."""

from __future__ import annotations

import random
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cache import Cache, StoredResponse, response_key
from extractor.cache.stored import dump, load
from extractor.schema.calls import Usage

USAGE = Usage(2, 1, 1450, 410, 0.0011)


def key_of(text: str, *, model: str = "one", prompt: str = "a" * 64) -> str:
    return response_key(
        text_sha256=text,
        prompt_sha256=prompt,
        wire_sha256="w",
        base_url="",
        model=model,
        parameters={},
        part=1,
        parts=1,
    )


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache.open(tmp_path / "home")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "response",
    [
        StoredResponse("complete", {"people": [{"person": ["Rina 😀 \u0130", 1]}]}, USAGE),
        StoredResponse(
            "complete", {}, USAGE, {"/people/0/name": "Rina", "/indicators/0/value": 41, "/x": None}
        ),
        StoredResponse("truncated", None, USAGE, error="the answer was cut off"),
        StoredResponse("refused", None, USAGE, {"/event/date": "2024"}, "the model refused"),
        StoredResponse("invalid_json"),
        StoredResponse("wrong_shape"),
        StoredResponse("empty"),
    ],
    ids=lambda response: response.kind,
)
def test_every_lasting_outcome_comes_back_as_it_was(cache: Cache, response: StoredResponse) -> None:
    cache.put_response("key", response)
    assert cache.get_response("key") == response


def test_an_answer_that_never_came_is_not_kept(cache: Cache) -> None:
    cache.put_response("key", StoredResponse("unavailable", error="connection refused"))
    assert cache.get_response("key") is None
    assert cache.stats().levels["responses"].entries == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(), parts, max_size=3),
    max_leaves=8,
)


@given(st.none() | st.dictionaries(st.text(), JSON, max_size=4))
def test_payloads_survive_being_written_and_read(payload: dict[str, Any] | None) -> None:
    response = StoredResponse("complete", payload, USAGE)
    assert load(dump(response)) == response


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"kind": "complete"}',
        '{"kind": "unavailable", "payload": null, "usage": [], "draft": null, "error": null}',
        '{"kind": "complete", "payload": [1], "usage": [], "draft": null, "error": null}',
        '{"kind": "complete", "payload": {}, "usage": [1, 2, 3, 4, 5, 6], "draft": null, "error": null}',
        '{"kind": ["complete"], "payload": {}, "usage": [], "draft": null, "error": null}',
    ],
)
def test_a_text_that_is_no_response_counts_as_none(text: str) -> None:
    assert load(text) is None


@pytest.mark.parametrize("text", ["{}", '{"name": "É \u0301 😀 \x00 \ud800"}', "x" * 3_000_000])
def test_records_come_back_to_the_last_character(cache: Cache, text: str) -> None:
    cache.put_record("key", text)
    assert cache.get_record("key") == text


def test_the_later_value_of_a_key_stands(cache: Cache) -> None:
    cache.put_record("key", "first")
    cache.put_record("key", "second")
    assert cache.get_record("key") == "second"


def test_answers_and_records_do_not_mix(cache: Cache) -> None:
    cache.put_record("key", "{}")
    assert cache.get_response("key") is None


def test_what_one_run_kept_the_next_one_finds(tmp_path: Path) -> None:
    first = Cache.open(tmp_path)
    first.put_record("key", "{}")
    first.close()
    second = Cache.open(tmp_path)
    assert second.get_record("key") == "{}"
    second.close()


def test_a_closed_cache_may_be_used_again(cache: Cache) -> None:
    cache.put_record("key", "{}")
    cache.close()
    assert cache.get_record("key") == "{}"


def test_a_cache_that_is_off_touches_no_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    cache = Cache.open(tmp_path / "home", is_enabled=False)
    cache.put_record("key", "{}")
    cache.put_response("key", StoredResponse("empty"))
    assert cache.get_record("key") is None
    assert cache.get_response("key") is None
    assert cache.stats() == (tmp_path / "home/cache", {}, None)
    assert cache.clear() == 0
    cache.close()
    assert list(tmp_path.iterdir()) == []
    assert caplog.records == []


def test_nobody_else_may_look_into_the_folders(tmp_path: Path) -> None:
    Cache.open(tmp_path / "home").close()
    for folder in (tmp_path / "home", tmp_path / "home/cache"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_oldest_entries_leave_a_full_level(tmp_path: Path) -> None:
    cache = Cache.open(tmp_path, max_bytes=400_000)
    for index in range(300):
        cache.put_record(f"key {index}", noise(index))
    size = cache.stats().levels["records"]
    assert cache.get_record("key 299") == noise(299)
    assert cache.get_record("key 0") is None
    assert 0 < size.entries < 300
    assert size.bytes < 800_000
    cache.close()


def noise(seed: int) -> str:
    """8,000 characters that do not pack to nothing."""
    return random.Random(seed).randbytes(4000).hex()


class TestCleaning:
    """`stats`, `clear` and `prune`."""

    def test_stats_count_entries_and_bytes_of_each_level(self, cache: Cache, tmp_path: Path) -> None:
        cache.put_record("one", "{}")
        cache.put_record("two", "{}")
        cache.put_response("one", StoredResponse("empty"))
        kept = cache.stats()
        assert kept.folder == tmp_path / "home/cache"
        assert {name: size.entries for name, size in kept.levels.items()} == {"responses": 1, "records": 2}
        assert all(size.bytes > 0 for size in kept.levels.values())
        assert kept.trouble is None

    def test_clear_removes_everything_and_leaves_a_usable_cache(self, cache: Cache) -> None:
        for index in range(250):
            cache.put_record(str(index), "{}")
        cache.put_response("one", StoredResponse("empty"))
        assert cache.clear() == 251
        assert cache.get_record("7") is None
        cache.put_record("7", "{}")
        assert cache.get_record("7") == "{}"

    def test_prune_removes_what_is_older(self, cache: Cache) -> None:
        cache.put_record("old", "{}")
        cache.put_response("old", StoredResponse("empty"))
        assert cache.prune(older_than_days=1) == 0
        assert cache.get_record("old") == "{}"
        time.sleep(0.02)
        assert cache.prune(older_than_days=0) == 2
        assert cache.get_record("old") is None

    def test_prune_removes_what_other_models_and_prompts_made(self, cache: Cache) -> None:
        mine = key_of("t")
        others = (key_of("t", model="two"), key_of("t", prompt="b" * 64))
        for key in (mine, *others):
            cache.put_record(key, "{}")
            cache.put_response(key, StoredResponse("empty"))
        assert cache.prune(keep_models=["one"], keep_prompts=["a" * 64]) == 4
        assert cache.get_record(mine) == "{}"
        assert cache.get_response(mine) is not None
        assert [cache.get_record(key) for key in others] == [None, None]

    def test_prune_without_a_reason_removes_nothing(self, cache: Cache) -> None:
        cache.put_record(key_of("t"), "{}")
        assert cache.prune() == 0
        assert cache.prune(keep_models=["one"], older_than_days=30) == 0
