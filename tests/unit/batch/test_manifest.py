"""What a folder of shards says of itself, and which folders are not gone on with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.manifest import NAME, Made, Manifest, shard_name
from extractor.errors import SettingsError
from extractor.schema.calls import NO_USAGE, Usage

SETTINGS = {"engine": "rules", "seed": None}
FIRST = Made(0, "aa", 3, {"ok": 2, "fallback": 1}, {"refused": 1}, 1, 4, 1, 100, 10, 0.5, 1, 0)
SECOND = Made(1, "bb", 3, {"ok": 3})


def opened(folder: Path, settings: Any = SETTINGS, *, is_resumed: bool = True) -> Manifest:
    return Manifest(folder, settings, is_resumed=is_resumed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two shards of three bytes each."""
    folder = tmp_path / "out"
    with opened(folder, is_resumed=False) as manifest:
        for made in (FIRST, SECOND):
            (folder / shard_name(made.shard)).write_bytes(b"abc")
            manifest.put(made)
    return folder


def test_it_gives_back_what_was_entered(folder: Path) -> None:
    with opened(folder) as manifest:
        assert manifest.made == {0: FIRST, 1: SECOND}
        assert manifest.sound() == {0: "aa", 1: "bb"}


def test_its_header_is_the_same_for_those_who_read_the_file(folder: Path) -> None:
    with opened(folder) as manifest:
        assert manifest.header == (folder / NAME).read_text(encoding="utf-8").splitlines()[0]


def test_a_shard_counts_as_done_only_while_its_file_is_whole(folder: Path) -> None:
    (folder / shard_name(0)).write_bytes(b"ab")
    (folder / shard_name(1)).unlink()
    with opened(folder) as manifest:
        assert manifest.sound() == {}


def test_a_shard_with_articles_that_nobody_answered_for_is_made_again(folder: Path) -> None:
    with opened(folder) as manifest:
        manifest.put(Made(1, "bb", 3, {"ok": 2, "fallback": 1}, {"unavailable": 1}, unanswered=1))
    with opened(folder) as manifest:
        assert manifest.sound() == {0: "aa"}


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_a_torn_last_line_is_a_shard_that_is_not_done(folder: Path, cut: int) -> None:
    path = folder / NAME
    path.write_bytes(path.read_bytes()[:-cut])
    with opened(folder) as manifest:
        # Without its line break alone, the line still tells all.
        assert manifest.sound() == ({0: "aa", 1: "bb"} if cut == 1 else {0: "aa"})
        manifest.put(SECOND)
    with opened(folder) as manifest:
        assert manifest.made == {0: FIRST, 1: SECOND}


def test_one_torn_in_its_first_line_is_begun_anew(tmp_path: Path) -> None:
    opened(tmp_path / "out").close()
    path = tmp_path / "out" / NAME
    whole = path.read_bytes()
    for end in range(0, len(whole), 7):
        path.write_bytes(whole[:end])
        opened(tmp_path / "out").close()
        assert path.read_bytes() == whole


def test_drafts_of_a_killed_run_are_removed(folder: Path) -> None:
    (folder / ".part-00002.parquet.77.part").write_bytes(b"half")
    opened(folder).close()
    assert sorted(path.name for path in folder.iterdir()) == [NAME, shard_name(0), shard_name(1)]


def test_shards_of_a_longer_input_go_at_the_end(folder: Path) -> None:
    with opened(folder) as manifest:
        manifest.finish(1)
    assert sorted(path.name for path in folder.iterdir()) == [NAME, shard_name(0)]
    last = (folder / NAME).read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(last) == {"ended": "done", "shards": 1, "records": 3}


def test_the_books_of_an_earlier_run_cost_nothing_in_this_one() -> None:
    assert FIRST.books().usage == Usage(4, 1, 100, 10, 0.5)
    assert FIRST.books().resumed == 0
    before = FIRST.books(is_resumed=True)
    assert (before.done, before.resumed, before.usage, before.cached) == (3, 3, NO_USAGE, 0)
    assert before.fallbacks == {"refused": 1}


def test_it_is_not_overwritten_without_being_asked_to(folder: Path) -> None:
    with pytest.raises(SettingsError, match="--resume"):
        opened(folder, is_resumed=False)


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="new folder"):
        opened(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


@pytest.mark.parametrize("content", ["{}\n", "[1]\n", "name,size\n", "ten photos", '{"manifest": 9}\n{}\n'])
def test_a_file_of_the_same_name_that_is_none_is_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match="no manifest"):
        opened(tmp_path)
    assert (tmp_path / NAME).read_text(encoding="utf-8") == content


def test_other_settings_are_refused_by_name(folder: Path) -> None:
    with pytest.raises(SettingsError, match="engine 'rules', now 'llm'"):
        opened(folder, {**SETTINGS, "engine": "llm"})


def test_two_runs_never_share_a_folder(folder: Path) -> None:
    with opened(folder), pytest.raises(SettingsError, match="in use"):
        opened(folder)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot be used"):
        opened(tmp_path / "out")
