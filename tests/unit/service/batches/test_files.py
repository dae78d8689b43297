"""What one batch writes: its upload, its journals, its results."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import Article, Extractor
from extractor.errors import SettingsError
from extractor.schema.calls import Usage
from extractor.service.batches import journals
from extractor.service.batches.results import Results, part
from extractor.service.batches.store import Store
from extractor.service.batches.upload import Upload, UploadError

NEWS = [Article(f"a{number}", f"Rapat di Palopo dihadiri {number} guru.") for number in range(3)]


def shown(folder: Path, skip: int = 0) -> bytes:
    found = part(folder, skip=skip)
    return b"" if found is None else b"".join(found.blocks())


@given(pieces=st.lists(st.text(st.sampled_from('{" \t\n\ra'), max_size=6).map(str.encode), max_size=8))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_an_upload_is_cut_its_lines_are_counted_and_its_bytes_kept(
    tmp_path: Path, pieces: list[bytes]
) -> None:
    whole = b"".join(pieces)
    lines = [line for line in whole.split(b"\n") if line.strip()]
    upload = Upload(Store(tmp_path).draft(), max_bytes=100, max_lines=50)
    try:
        for piece in pieces:
            upload.write(piece)
        taken = upload.finish()
        assert taken == (len(lines), len(whole), hashlib.sha256(whole).hexdigest())
        assert (upload.folder / "input.jsonl").read_bytes() == whole
    except UploadError:
        assert not any(line.strip().startswith(b"{") for line in lines)
    finally:
        upload.discard()
    assert not upload.folder.exists()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "no_lines"),
        (b" \n\t\n", "no_lines"),
        (b'[{"text": "Rapat."}]\n', "no_objects"),
        (b"\x1f\x8b\x08\x00", "no_objects"),
        (b"{" * 101, "too_large"),
        (b"{}\n" * 4, "too_many_lines"),
        (b"\xef\xbb\xbf{}\n", None),
        (b"bad\n{}\n", None),
    ],
)
def test_an_upload_without_any_article_or_with_too_many_is_refused(
    tmp_path: Path, content: bytes, fault: str | None
) -> None:
    upload = Upload(Store(tmp_path).draft(), max_bytes=100, max_lines=3)
    with nullcontext() if fault is None else pytest.raises(UploadError, match=fault):
        upload.write(content)
        upload.finish()
    upload.discard()


def test_results_are_shown_as_they_come_and_never_fewer_than_before(tmp_path: Path) -> None:
    with Results(tmp_path) as first:
        for line in "abc":
            first.write(line)
        assert shown(tmp_path) == b"a\nb\nc\n"
    with Results(tmp_path) as second:
        for number, line in enumerate("ABCD", start=1):
            second.write(line)
            assert shown(tmp_path).lower().split() == [b"a", b"b", b"c", b"d"][: max(3, number)]
        assert shown(tmp_path) == b"A\nB\nC\nD\n"


@pytest.mark.parametrize(("is_whole", "expected"), [(True, b"A\n"), (False, b"a\nb\n")])
def test_fewer_results_than_before_are_shown_only_if_they_are_all(
    is_whole: bool, expected: bytes, tmp_path: Path
) -> None:
    (tmp_path / "results.jsonl").write_bytes(b"a\nb\n")
    with Results(tmp_path) as results:
        results.write("A")
        results.finish(is_whole=is_whole)
    assert shown(tmp_path) == expected


@pytest.mark.parametrize(
    ("content", "skip", "expected"),
    [
        (b"", 0, b""),
        (b"torn", 0, b""),
        (b"a\nbb\ntorn", 0, b"a\nbb\n"),
        (b"a\nbb\ntorn", 1, b"bb\n"),
        (b"a\nbb\ntorn", 2, b""),
        (b"a\nbb\ntorn", 9, b""),
    ],
)
def test_only_whole_lines_are_read_and_those_known_can_be_left_out(
    content: bytes, skip: int, expected: bytes, tmp_path: Path
) -> None:
    (tmp_path / "results.jsonl").write_bytes(content)
    assert shown(tmp_path, skip) == expected


def test_another_version_begins_a_journal_beside_the_old_one(tmp_path: Path) -> None:
    made = {article.id: Extractor().extract(article) for article in NEWS}
    for cost_usd, version in ((0.5, "1"), (0.25, "1"), (0.0, "2")):
        with journals.opened(tmp_path, {"version": version}) as journal:
            article = NEWS[len(journal._places)]
            record = made[article.id].model_copy(deep=True)
            assert record.run is not None
            record.run.calls, record.run.input_tokens, record.run.cost_usd = 1, 7, cost_usd
            journal.put(article, record)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["journal-1", "journal-2"]
    with journals.opened(tmp_path, {"version": "2"}) as journal:
        assert [journal.has(article) for article in NEWS] == [True, False, False]
    assert journals.paid(tmp_path) == Usage(calls=3, input_tokens=21, cost_usd=0.75)


@pytest.mark.parametrize("head", [b"", b"torn he", b"no journal\n"])
def test_a_journal_that_was_hardly_begun_holds_nothing_up(head: bytes, tmp_path: Path) -> None:
    (tmp_path / "journal-1").write_bytes(head)
    assert journals.paid(tmp_path) == Usage()
    with journals.opened(tmp_path, {"version": "1"}) as journal:
        assert journal.found == (0, 0)


def test_a_journal_that_the_disk_refuses_is_no_reason_to_begin_another(tmp_path: Path) -> None:
    (tmp_path / "journal-1").mkdir()
    with pytest.raises(SettingsError, match="cannot be used"):
        journals.opened(tmp_path, {"version": "1"})
    assert not (tmp_path / "journal-2").exists()


def test_a_journal_in_use_is_left_to_its_user(tmp_path: Path) -> None:
    with journals.opened(tmp_path, {"version": "1"}), pytest.raises(SettingsError, match="in use"):
        journals.opened(tmp_path, {"version": "2"})
    assert not (tmp_path / "journal-2").exists()
