"""What a journal gives back, and what it refuses to go on with."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import Article, Extractor, Record
from extractor.batch import Journal, journal, lines
from extractor.errors import SettingsError

SETTINGS = {"engine": "rules", "seed": None}
NEWS = [Article(f"a{number}", f"Rapat di Palopo dihadiri {number} guru.") for number in range(4)]
RECORDS = [Extractor().extract(article) for article in NEWS]


def opened(path: Path, made_with: Any = SETTINGS, *, is_resumed: bool = False) -> Journal:
    return Journal(path, made_with, is_resumed=is_resumed)


def filled(path: Path) -> bytes:
    """What a journal of all of `NEWS` looks like on disk."""
    with opened(path) as kept:
        for article, record in zip(NEWS, RECORDS, strict=True):
            kept.put(article, record)
    return path.read_bytes()


def taken(path: Path) -> list[Record | None]:
    with opened(path, is_resumed=True) as kept:
        return [kept.get(article) for article in NEWS]


def test_what_was_entered_is_given_back_and_nothing_else(tmp_path: Path) -> None:
    filled(tmp_path / "j")
    with opened(tmp_path / "j", is_resumed=True) as kept:
        assert [kept.get(article) for article in NEWS] == RECORDS
        assert kept.get(Article("a0", "another text")) is None
        assert kept.get(Article("another id", NEWS[0].text)) is None
        assert kept.found == (len(NEWS), 0)


def test_a_record_entered_twice_is_taken_as_it_was_entered_last(tmp_path: Path) -> None:
    filled(tmp_path / "j")
    later = RECORDS[0].model_copy(update={"summary": "later"})
    with opened(tmp_path / "j", is_resumed=True) as kept:
        kept.put(NEWS[0], later)
    assert taken(tmp_path / "j") == [later, *RECORDS[1:]]


@given(data=st.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cut_anywhere_it_keeps_every_whole_line_and_takes_new_ones(tmp_path: Path, data: Any) -> None:
    path = tmp_path / "j"
    path.unlink(missing_ok=True)
    whole = filled(path)
    header = whole.index(b"\n") + 1
    end = data.draw(st.integers(header, len(whole)))
    path.write_bytes(whole[:end])
    count = whole[header:end].count(b"\n")
    with opened(path, is_resumed=True) as kept:
        assert [kept.get(article) for article in NEWS] == [*RECORDS[:count], *[None] * (len(NEWS) - count)]
        assert kept.found.damaged == (not whole[:end].endswith(b"\n"))
        for article, record in list(zip(NEWS, RECORDS, strict=True))[count:]:
            kept.put(article, record)
    assert taken(path) == RECORDS


def test_a_damaged_line_is_told_and_its_article_made_again(tmp_path: Path) -> None:
    content = bytearray(filled(tmp_path / "j"))
    content[content.index(b'"a1"')] ^= 1
    (tmp_path / "j").write_bytes(content)
    with opened(tmp_path / "j", is_resumed=True) as kept:
        assert kept.found == (3, 1)
        assert [kept.has(article) for article in NEWS] == [True, False, True, True]


def test_a_line_that_goes_bad_later_is_no_record(tmp_path: Path) -> None:
    filled(tmp_path / "j")
    with opened(tmp_path / "j", is_resumed=True) as kept:
        (tmp_path / "j").write_bytes(b"")
        assert kept.get(NEWS[0]) is None


def test_only_a_server_that_did_not_answer_leaves_an_article_undone(tmp_path: Path) -> None:
    def failing(error: str) -> Record:
        assert RECORDS[0].run is not None
        run = RECORDS[0].run.model_copy(update={"status": "fallback", "error": error})
        return RECORDS[0].model_copy(update={"run": run})

    with opened(tmp_path / "j") as kept:
        kept.put(NEWS[0], failing("unavailable: the server answers 503"))
        kept.put(NEWS[1], failing("truncated: the answer was cut off"))
    with opened(tmp_path / "j", is_resumed=True) as kept:
        assert [kept.has(article) for article in NEWS] == [False, True, False, False]


def test_notes_are_no_records(tmp_path: Path) -> None:
    with opened(tmp_path / "j") as kept:
        kept.note(ended="budget", articles=3)
    with opened(tmp_path / "j", is_resumed=True) as kept:
        assert kept.found == (0, 0)


def test_one_that_exists_is_not_gone_on_with_unasked(tmp_path: Path) -> None:
    before = filled(tmp_path / "j")
    with pytest.raises(SettingsError, match="exists: add --resume"):
        opened(tmp_path / "j")
    assert (tmp_path / "j").read_bytes() == before


@pytest.mark.parametrize("is_resumed", [True, False])
def test_an_empty_file_is_a_new_journal(tmp_path: Path, is_resumed: bool) -> None:
    (tmp_path / "j").touch()
    opened(tmp_path / "j", is_resumed=is_resumed).close()
    assert taken(tmp_path / "j") == [None] * len(NEWS)


def test_other_settings_are_named(tmp_path: Path) -> None:
    filled(tmp_path / "j")
    with pytest.raises(SettingsError, match="other settings \\(engine 'rules', now 'llm'\\)"):
        opened(tmp_path / "j", {**SETTINGS, "engine": "llm"}, is_resumed=True)
    with pytest.raises(SettingsError, match="model None, now 'm'"):
        opened(tmp_path / "j", {**SETTINGS, "model": "m"}, is_resumed=True)


@pytest.mark.parametrize(
    "content",
    [b"\n", b'{"article_id": "a"}\n', b"\x00\xff" * 100, lines.record_line(bytes(16), "{}"), b"no end"],
)
def test_another_file_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "j").write_bytes(content)
    with pytest.raises(SettingsError, match="is no journal of this program"):
        opened(tmp_path / "j", is_resumed=True)
    assert (tmp_path / "j").read_bytes() == content


def test_two_runs_cannot_share_one(tmp_path: Path) -> None:
    with (
        opened(tmp_path / "j"),
        pytest.raises(SettingsError, match="in use by another run"),
    ):
        opened(tmp_path / "j", is_resumed=True)
    opened(tmp_path / "j", is_resumed=True).close()


def test_a_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be used"):
        opened(tmp_path)


def test_a_full_disk_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with opened(tmp_path / "j") as kept:
        monkeypatch.setattr(journal.os, "write", full)
        with pytest.raises(SettingsError, match="No space left on device"):
            kept.put(NEWS[0], RECORDS[0])


def test_it_is_its_owners_alone_in_a_folder_made_for_it(tmp_path: Path) -> None:
    opened(tmp_path / "new" / "j").close()
    assert stat.S_IMODE(os.stat(tmp_path / "new" / "j").st_mode) == 0o600
    assert stat.S_IMODE(os.stat(tmp_path / "new").st_mode) == 0o700


def test_lines_are_with_the_system_before_the_next_article_begins(tmp_path: Path) -> None:
    with opened(tmp_path / "j") as kept:
        for done, (article, record) in enumerate(zip(NEWS, RECORDS, strict=True), start=1):
            kept.put(article, record)
            assert (tmp_path / "j").read_bytes().count(b"\n") == 1 + done


def test_they_are_forced_to_the_disk_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times_s = iter((100.0, 100.0, 100.2, 100.9, 101.1, 101.1, 101.5, 102.2, 102.2))
    told_s: list[float] = []
    forced_s: list[float] = []

    def now_s() -> float:
        told_s.append(next(times_s))
        return told_s[-1]

    monkeypatch.setattr(journal.time, "monotonic", now_s)
    monkeypatch.setattr(journal.os, "fsync", lambda _: forced_s.append(told_s[-1]))
    with opened(tmp_path / "j") as kept:
        assert forced_s == [100.0]
        for _ in range(5):
            kept.put(NEWS[0], RECORDS[0])
        assert forced_s == [100.0, 101.1, 102.2]
    assert forced_s == [100.0, 101.1, 102.2, 102.2]
