"""Batches on disk: whole or not there, and in one process's hands."""

from __future__ import annotations

import stat
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ArticleError
from extractor.service.batches.lines import articles
from extractor.service.batches.registry import Added, Limits, RefusedError, Registry
from extractor.service.batches.state import Batch, Ending
from extractor.service.batches.store import Store, new_id
from tests.batches import add, body


@pytest.fixture
def store(tmp_path: Path) -> Store:
    kept = Store(tmp_path / "batches")
    assert kept.hold()
    return kept


@pytest.fixture
def registry(store: Store) -> Registry:
    return Registry(store, Limits(max_queued=3, max_kept=4))


def again(store: Store) -> Registry:
    """What another process makes of the same store."""
    registry = Registry(store, Limits())
    registry.adopt()
    return registry


def test_what_was_taken_on_is_there_after_a_restart_and_half_uploads_are_gone(
    store: Store, registry: Registry
) -> None:
    first, second = add(registry, store, body([1])).batch, add(registry, store, body([2, 3])).batch
    (store.draft() / "input.jsonl").write_bytes(b"half")
    assert list(again(store).all(None)) == [second, first]
    assert sorted(path.name for path in store.root.iterdir()) == [first.id, second.id, "lock"]
    assert (store.folder(second.id) / "input.jsonl").read_bytes() == body([2, 3])


def test_nobody_else_on_the_machine_may_read_them(store: Store, registry: Registry) -> None:
    add(registry, store, body([1]))
    for path in store.root.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_damaged_batch_is_left_alone_and_the_others_go_on(store: Store, registry: Registry) -> None:
    damaged, whole = add(registry, store, body([1])).batch, add(registry, store, body([2])).batch
    (store.folder(damaged.id) / "batch.json").write_bytes(b'{"id":')
    assert list(again(store).all(None)) == [whole]
    assert (store.folder(damaged.id) / "input.jsonl").exists()


@pytest.mark.parametrize(
    "name", ["", "..", "../..", "lock", new_id() + "/..", new_id().upper(), new_id()[1:]]
)
def test_only_ids_of_batches_lead_to_folders(name: str, store: Store) -> None:
    with pytest.raises(ValueError, match="no id"):
        store.folder(name)


def test_one_holds_a_store_and_the_next_one_has_it_after_that(store: Store) -> None:
    other = Store(store.root)
    assert not other.hold()
    store.release()
    assert other.hold()
    assert not store.hold()


def test_batches_run_in_turn_but_nobody_waits_behind_two_of_the_same_caller(
    store: Store, registry: Registry
) -> None:
    for owner, number in (("a", 1), ("a", 2), ("b", 3)):
        add(registry, store, body([number]), owner=owner)
    began = [registry.take() for _ in range(3)]
    assert [batch.owner for batch in began if batch] == ["a", "b", "a"]
    assert [batch.state for batch in began if batch] == ["running"] * 3


@pytest.mark.parametrize(
    ("owners", "fault"), [(["a", "b", "c"], "queue_full"), (["x", "x", "x", "x"], "too_many_kept")]
)
def test_what_is_too_much_is_refused_and_leaves_nothing_behind(
    owners: list[str], fault: str, store: Store, registry: Registry
) -> None:
    for number, owner in enumerate(owners):
        add(registry, store, body([number]), owner=owner)
        if fault == "too_many_kept":
            begun = registry.take()
            assert begun is not None
            registry.end(begun.id, Ending("done"))
    before = sorted(store.root.iterdir())
    with pytest.raises(RefusedError, match=fault):
        add(registry, store, body([9]), owner="x")
    assert sorted(store.root.iterdir()) == before


def test_a_repeated_request_gets_the_batch_that_it_made_before(store: Store, registry: Registry) -> None:
    def send(content: bytes = body([1]), **told: Any) -> Added:
        return add(registry, store, content, **{"idempotency_key": "k", "owner": "a", **told})

    first = send()
    assert first.is_new
    assert send() == (first.batch, False)
    assert send(owner="b").is_new
    for other in ({"content": body([2])}, {"budget_usd": 1.0}):
        with pytest.raises(RefusedError, match="key_used"):
            send(**other)
    assert send(owner="a") == (first.batch, False)
    assert send(owner="c", content=body([3])).is_new
    with pytest.raises(RefusedError, match="queue_full"):
        registry.check("a")
    registry.check("a", "k")
    assert send() == (first.batch, False)
    registry.cancel(first.batch.id)
    assert add(registry, store, body([1]), owner="a").is_new


def test_owners_see_their_own_and_all_is_seen_where_no_keys_are_used(
    store: Store, registry: Registry
) -> None:
    mine = add(registry, store, body([1]), owner="me").batch
    unowned = add(registry, store, body([1])).batch
    assert registry.get(mine.id, "me") == registry.get(mine.id, None) == mine
    assert registry.get(mine.id, "you") is registry.get(unowned.id, "me") is None
    assert list(registry.all("me")) == [mine]
    assert list(registry.all(None)) == [unowned, mine]


def test_what_was_cancelled_or_begun_before_a_kill_is_so_after_it(store: Store, registry: Registry) -> None:
    cancelled, begun, asked = (add(registry, store, body([number])).batch.id for number in range(3))
    registry.cancel(cancelled)
    for batch_id in (begun, asked):
        taken = registry.take()
        assert taken is not None
        assert taken.id == batch_id
    registry.cancel(asked)
    later = again(store)
    states = {batch.id: (batch.state, batch.reason) for batch in later.all(None)}
    assert states == {
        cancelled: ("cancelled", "requested"),
        begun: ("queued", None),
        asked: ("cancelled", "requested"),
    }
    taken = later.take()
    assert isinstance(taken, Batch)
    assert (taken.id, taken.starts) == (begun, 2)


@pytest.mark.parametrize("is_getting_on", [True, False])
def test_what_ends_the_server_each_time_before_an_article_is_read_is_given_up(
    is_getting_on: bool, store: Store, registry: Registry
) -> None:
    batch = add(registry, store, body([1])).batch
    for start in range(4):
        begun = registry.take()
        assert begun is not None
        if is_getting_on or not start:
            (store.folder(batch.id) / "journal-1").write_bytes(b"x" * (start + 1))
        registry = Registry(store, Limits(max_stalls=3))
        registry.adopt()
    found = registry.get(batch.id, None)
    assert found is not None
    assert (found.state, found.starts) == ("queued" if is_getting_on else "failed", 4)
    assert found.error is None or "3 times in a row" in found.error


def test_lines_are_named_by_their_id_else_by_their_text(tmp_path: Path) -> None:
    lines = [
        '{"id": "x", "text": "Rapat."}',
        '{"text": "Rapat."}',
        "{}",
        "",
        '{"id": "\\n-4", "text": "Rapat."}',
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    with path.open("rb") as stream:
        items = list(articles(stream))
    assert [getattr(item, "id", None) for item in items] == [
        "x",
        sha256(b"Rapat.").hexdigest()[:16],
        None,
        "-4",
    ]
    assert isinstance(items[2], ArticleError)
    assert items[2].article_id == "line-3"
    assert str(items[2]) == "input: line 3 has no text; give each line a key 'text'"
