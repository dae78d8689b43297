"""Files are replaced whole or not at all, appended to in full, and held by one at a time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor import durable


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    for content in (b"old", b"new"):
        durable.replace(path, content)
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("is_synced", [True, False])
def test_a_failure_leaves_the_old_file_and_no_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_synced: bool
) -> None:
    path = tmp_path / "state.json"
    durable.replace(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        durable.replace(path, b"new", is_synced=is_synced)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_has_the_permissions_that_were_asked_for(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "record.json"
    durable.replace(path, b"{}", mode=mode)
    assert path.stat().st_mode & 0o777 == mode


def test_all_is_appended_however_little_the_system_takes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal"
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:3]))
    with path.open("ab") as file:
        durable.append(file.fileno(), b"one line\n")
    assert path.read_bytes() == b"one line\n"


def test_a_lock_keeps_others_out_until_the_file_is_closed(tmp_path: Path) -> None:
    path = tmp_path / ".lock"
    with path.open("ab") as first, path.open("ab") as second:
        durable.lock(first.fileno())
        with pytest.raises(BlockingIOError):
            durable.lock(second.fileno())
        first.close()
        durable.lock(second.fileno(), is_waiting=True)
