"""Whatever is wrong with the cache costs one warning, and no article."""

from __future__ import annotations

import os
import pickle
import resource
import sqlite3
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import diskcache
import pytest

from extractor.cache import Cache, StoredResponse
from extractor.cache.level import Level, Size

MODE_PICKLE = 4


def database(home: Path, level: str = "records") -> Path:
    return home / "cache" / level / "cache.db"


def is_off(cache: Cache, caplog: pytest.LogCaptureFixture) -> bool:
    """True when the cache keeps nothing and has said so once, however often it is asked."""
    for _ in range(3):
        cache.put_record("key", "{}")
        cache.put_response("key", StoredResponse("empty"))
        found = (cache.get_record("key"), cache.get_response("key"))
    kept = cache.stats()
    cache.close()
    return found == (None, None) and kept.trouble is not None and len(caplog.records) == 1


class Evil:
    """Unpickled, it leaves a mark."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, int, int]]:
        return os.open, (str(self.mark), os.O_CREAT, 0o600)


def plant(
    path: Path, key: object, *, is_raw: bool, mode: int, value: object, file: str | None = None
) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(
            "INSERT INTO Cache (key, raw, store_time, expire_time, access_time, mode, filename, value) "
            "VALUES (?, ?, 0, 9e12, 0, ?, ?, ?)",
            (key, is_raw, mode, file, value),
        )
    connection.close()


class TestPickle:
    """No row can run code."""

    @pytest.mark.parametrize("is_in_file", [False, True])
    def test_a_pickled_value_is_not_loaded(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture, is_in_file: bool
    ) -> None:
        cache = Cache.open(tmp_path)
        mark, packed = tmp_path / "mark", pickle.dumps(Evil(tmp_path / "mark"))
        if is_in_file:
            (database(tmp_path).parent / "evil.val").write_bytes(packed)
        plant(
            database(tmp_path),
            "key",
            is_raw=True,
            mode=MODE_PICKLE,
            value=None if is_in_file else packed,
            file="evil.val" if is_in_file else None,
        )
        assert cache.get_record("key") is None
        assert not mark.exists()
        assert "damaged" in caplog.text
        cache.put_record("key", "{}")
        assert cache.get_record("key") == "{}"
        cache.close()

    def test_a_pickled_key_is_not_loaded(self, tmp_path: Path) -> None:
        cache = Cache.open(tmp_path)
        plant(database(tmp_path), pickle.dumps(Evil(tmp_path / "mark")), is_raw=False, mode=1, value=b"")
        assert cache.prune(keep_models=["one"]) == 0
        assert cache.clear() == 1
        assert not (tmp_path / "mark").exists()
        cache.close()

    def test_the_same_row_runs_in_a_plain_json_cache(self, tmp_path: Path) -> None:
        """Why there is a disk of our own: if this fails, diskcache has been mended."""
        plain = diskcache.Cache(str(tmp_path / "plain"), disk=diskcache.JSONDisk)
        key, raw = plain.disk.put("key")
        packed = pickle.dumps(Evil(tmp_path / "mark"))
        plant(tmp_path / "plain/cache.db", key, is_raw=raw, mode=MODE_PICKLE, value=packed)
        with pytest.raises(TypeError):
            plain.get("key")
        plain.close()
        assert (tmp_path / "mark").exists()


class TestDamage:
    """Files that are not what they should be."""

    @pytest.mark.parametrize(
        "content", [b"no database", b"SQLite format 3\x00" + b"\xff" * 5000, b"\x00" * 4096]
    )
    def test_a_corrupt_database_is_no_cache(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
    ) -> None:
        Cache.open(tmp_path).close()
        for path in database(tmp_path).parent.glob("cache.db*"):
            path.write_bytes(content if path.name == "cache.db" else b"")
        assert is_off(Cache.open(tmp_path), caplog)

    def test_a_database_that_is_overwritten_while_open_is_no_cache(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        cache = Cache.open(tmp_path)
        for path in database(tmp_path).parent.glob("cache.db*"):
            path.write_bytes(b"x" * 40_000)
        assert is_off(cache, caplog)

    def test_clear_makes_a_corrupt_cache_usable_again(self, tmp_path: Path) -> None:
        Cache.open(tmp_path).close()
        database(tmp_path).write_bytes(b"no database")
        Cache.open(tmp_path).clear()
        cache = Cache.open(tmp_path)
        cache.put_record("key", "{}")
        assert cache.get_record("key") == "{}"
        cache.close()

    def test_a_damaged_entry_counts_as_missing_and_is_made_anew(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        cache = Cache.open(tmp_path)
        cache.put_record("key", "{}")
        connection = sqlite3.connect(database(tmp_path))
        with connection:
            connection.execute("UPDATE Cache SET value = ?", (b"torn",))
        connection.close()
        assert cache.get_record("key") is None
        assert "torn" not in caplog.text
        cache.put_record("key", "{}")
        assert cache.get_record("key") == "{}"
        cache.close()


class TestFolder:
    """Folders that cannot or must not be used."""

    @pytest.mark.parametrize("mode", [0o755, 0o750, 0o707, 0o770])
    def test_a_folder_open_to_others_is_refused(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int
    ) -> None:
        (tmp_path / "cache").mkdir()
        (tmp_path / "cache").chmod(mode)
        cache = Cache.open(tmp_path)
        assert is_off(cache, caplog)
        assert "open to other users" in caplog.text
        cache.clear()
        assert list((tmp_path / "cache").iterdir()) == []

    @pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
    def test_a_folder_of_somebody_else_is_refused(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "cache").mkdir(mode=0o700)
        os.chown(tmp_path / "cache", 12345, 12345)
        assert is_off(Cache.open(tmp_path), caplog)
        assert "another user" in caplog.text

    def test_a_link_to_a_folder_is_refused(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        elsewhere = tmp_path / "elsewhere"
        (elsewhere / "records").mkdir(parents=True, mode=0o700)
        (tmp_path / "cache").symlink_to(elsewhere)
        cache = Cache.open(tmp_path)
        assert is_off(cache, caplog)
        cache.clear()
        assert (elsewhere / "records").exists()

    def test_a_home_that_is_a_file_is_no_home(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        (tmp_path / "home").write_text("")
        assert is_off(Cache.open(tmp_path / "home"), caplog)

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
    def test_a_place_where_nothing_can_be_made_is_no_home(self, caplog: pytest.LogCaptureFixture) -> None:
        assert is_off(Cache.open(Path("/proc/self/home")), caplog)


class Failing(Level):
    """A level whose disk fails."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def get(self, key: str) -> str | None:  # noqa: ARG002
        raise self._error

    def put(self, key: str, text: str) -> None:  # noqa: ARG002
        raise self._error

    def size(self) -> Size:
        raise self._error

    def close(self) -> None:
        raise self._error


@pytest.mark.parametrize(
    "error",
    [
        sqlite3.OperationalError("database or disk is full"),
        sqlite3.OperationalError("attempt to write a readonly database"),
        sqlite3.OperationalError("disk I/O error"),
        sqlite3.DatabaseError("database disk image is malformed"),
        OSError(28, "No space left on device"),
        OSError(30, "Read-only file system"),
        diskcache.Timeout(),
    ],
    ids=repr,
)
def test_a_failing_disk_ends_the_cache_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    levels: dict[str, Level] = {"records": Failing(error), "responses": Failing(error)}
    assert is_off(Cache(tmp_path, levels), caplog)


def run(script: str, home: Path) -> list[str]:
    """What `script` prints, run with `home` as a process of its own."""
    command = [sys.executable, "-c", textwrap.dedent(script), str(home)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.split()


def test_a_disk_that_is_really_full_ends_the_cache_and_nothing_else(tmp_path: Path) -> None:
    # A limit on the size of files stands in for a full disk: writes fail in the same place.
    script = """
        import random, resource, sys
        from pathlib import Path
        from extractor.cache import Cache
        cache = Cache.open(Path(sys.argv[1]))
        cache.put_record("first", "{}")
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        for index in range(200):
            cache.put_record(f"key {index}", random.Random(index).randbytes(4000).hex())
        print(cache.get_record("key 199"), bool(cache.stats().trouble))
        cache.close()
    """
    assert hasattr(resource, "RLIMIT_FSIZE")
    assert run(script, tmp_path) == ["None", "True"]


def test_four_processes_share_a_cache(tmp_path: Path) -> None:
    script = """
        import os, sys
        from pathlib import Path
        from extractor.cache import Cache, StoredResponse
        from extractor.schema.calls import Usage
        cache, mine = Cache.open(Path(sys.argv[1])), str(os.getpid())
        for index in range(200):
            cache.put_record(f"{mine} {index}", mine * 50)
            cache.put_response(f"shared {index % 20}", StoredResponse("complete", {"a": "b" * 200}, Usage(1)))
            shared = cache.get_response(f"shared {index % 20}")
            assert shared == StoredResponse("complete", {"a": "b" * 200}, Usage(1)), shared
        print(sum(cache.get_record(f"{mine} {index}") == mine * 50 for index in range(200)))
        print(cache.stats().trouble)
        cache.close()
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    printed = [process.communicate(timeout=120)[0].split() for process in running]
    assert printed == [["200", "None"]] * 4
    cache = Cache.open(tmp_path)
    assert cache.stats().levels["records"].entries == 800
    assert cache.stats().levels["responses"].entries == 20
    cache.close()


def test_files_of_the_cache_are_its_owner_s_alone_through_their_folder(tmp_path: Path) -> None:
    cache = Cache.open(tmp_path)
    cache.put_record("key", "{}")
    cache.close()
    assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) & 0o077 == 0
    assert database(tmp_path).exists()
