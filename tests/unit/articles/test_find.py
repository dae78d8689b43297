"""Files, folders and globs become one list of files in a fixed order."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.articles import find
from extractor.errors import SettingsError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.html", "c.JSONL", "d.htm", "notes.md", ".hidden.txt", "sub/z.txt", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("isi", encoding="utf-8")
    return tmp_path


def names(paths: list[str], folder: Path) -> list[str]:
    return [Path(path).relative_to(folder).as_posix() for path in paths]


def test_a_folder_gives_its_known_kinds_sorted_with_subfolders_and_nothing_hidden(folder: Path) -> None:
    assert names(find([str(folder)]), folder) == ["a.html", "b.txt", "c.JSONL", "d.htm", "sub/z.txt"]


def test_a_named_file_may_have_any_suffix_or_be_hidden(folder: Path) -> None:
    paths = [str(folder / "notes.md"), str(folder / ".hidden.txt")]
    assert find(paths) == paths


def test_a_glob_gives_its_matches_sorted(folder: Path) -> None:
    assert names(find([f"{folder}/*.[hJ]*"]), folder) == ["a.html", "c.JSONL", "d.htm"]
    assert names(find([f"{folder}/**/*.txt"]), folder) == ["b.txt", "sub/z.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(folder: Path) -> None:
    odd = folder / "berita[1].txt"
    odd.write_text("isi", encoding="utf-8")
    assert find([str(odd)]) == [str(odd)]


def test_arguments_keep_their_order_and_the_dash_passes(folder: Path) -> None:
    paths = [str(folder / "d.htm"), "-", str(folder / "a.html")]
    assert find(paths) == paths


def test_what_was_found_stands_for_itself(folder: Path) -> None:
    once = find([str(folder)])
    assert find(once) == once


def test_a_link_that_leads_nowhere_is_found_so_that_it_can_be_reported(folder: Path) -> None:
    (folder / "e.txt").symlink_to(folder / "gone.txt")
    assert "e.txt" in names(find([str(folder)]), folder)


def test_a_link_to_a_parent_folder_does_not_send_the_search_in_circles(folder: Path) -> None:
    (folder / "sub" / "up").symlink_to(folder, target_is_directory=True)
    assert names(find([str(folder)]), folder) == ["a.html", "b.txt", "c.JSONL", "d.htm", "sub/z.txt"]


@pytest.mark.parametrize("missing", ["nowhere.txt", "*.pdf", "nowhere/", ""])
def test_what_matches_nothing_is_named_in_the_error(folder: Path, missing: str) -> None:
    with pytest.raises(SettingsError, match="nothing to read"):
        find([str(folder / "b.txt"), str(folder / "none" / missing)])


def test_a_folder_without_articles_says_which_kinds_it_looked_for(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\.jsonl"):
        find([str(tmp_path)])
