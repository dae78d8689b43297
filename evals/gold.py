"""Labelled articles: a folder of records, each with its article's text.

`DIR/*.json` are records in the contract's form (`index.json` is none). Their texts come from the folder
`articles`, else `DIR/articles`, else `seeds/`: the file with the record's `text_sha256`, else the one with
the record's name.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from extractor.errors import SettingsError

INDEX = "index.json"
ARTICLES = "articles"
SEEDS = Path("seeds")
_TEXT_SUFFIXES = (".txt", ".html", ".htm")


class GoldItem(NamedTuple):
    """One labelled article; `path` is where its text stands, `text` is empty where only a page does."""

    id: str
    record: Mapping[str, object]
    text: str
    path: str


def load(folder: Path, articles: Path | None = None, *, only: str = "*") -> tuple[GoldItem, ...]:
    """All gold of `folder` in the order of ids; `only` is a pattern of ids.

    Raises:
        SettingsError: The folder is missing, a file is no record, or an article is not found.
    """
    paths = [path for path in record_paths(folder) if fnmatch(path.stem, only)]
    library = _Library(_articles_folder(folder, articles))
    return tuple(_item(path, library) for path in paths)


def record_paths(folder: Path) -> list[Path]:
    """The files of a folder of gold, sorted by name.

    Raises:
        SettingsError: There is no such folder.
    """
    if not folder.is_dir():
        raise SettingsError(f"there is no folder {folder}; give the folder that holds the gold records")
    return sorted(path for path in folder.glob("*.json") if path.name != INDEX)


def read_record(path: Path) -> dict[str, object]:
    """The JSON object in `path`.

    Raises:
        SettingsError: It cannot be read, or is no JSON object.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(record, dict):
        raise SettingsError(f"{path} holds no JSON object; a gold file is one record")
    return record


def find_text(folder: Path, stem: str, sha256: object) -> Path | None:
    """The article's file as `load` finds it: the one with that hash, else the one named so; None without."""
    return _Library(_articles_folder(folder, None)).find(sha256, stem)


def digest(items: Iterable[GoldItem]) -> str:
    """SHA-256 over ids and records; neither white space nor the order of keys counts."""
    whole = hashlib.sha256()
    for item in items:
        content = json.dumps(item.record, ensure_ascii=False, sort_keys=True)
        whole.update(f"{item.id}\0{content}\0".encode())
    return whole.hexdigest()


def article_text(path: Path) -> str:
    """The text of an article's file as the extractor sees it: NFC, no BOM, `\\n` line ends."""
    return read_text(path.read_bytes())


def read_text(content: bytes) -> str:
    """The text that a file with this content holds."""
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def text_sha256(text: str) -> str:
    """The hash that a record bears of its article."""
    return hashlib.sha256(text.encode()).hexdigest()


class _Library:
    """The texts of a folder, by hash and by name; read once, when first asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._paths = sorted(path for path in folder.glob("*") if path.suffix in _TEXT_SUFFIXES)
        self._by_hash: dict[str, Path] = {}
        for path in self._paths:
            if path.suffix == ".txt":
                self._by_hash.setdefault(text_sha256(article_text(path)), path)

    def find(self, sha256: object, stem: str) -> Path | None:
        named = sorted(
            (path for path in self._paths if path.stem == stem), key=lambda path: path.suffix != ".txt"
        )
        return self._by_hash.get(str(sha256)) or next(iter(named), None)


def _articles_folder(folder: Path, articles: Path | None) -> Path:
    if articles is not None and not articles.is_dir():
        raise SettingsError(f"there is no folder {articles}; give the folder that holds the articles")
    beside = folder / ARTICLES
    choices = (articles, beside, SEEDS, folder.resolve().parent / SEEDS)
    return next((choice for choice in choices if choice is not None and choice.is_dir()), SEEDS)


def _item(path: Path, library: _Library) -> GoldItem:
    record = read_record(path)
    found = library.find(record.get("text_sha256"), path.stem)
    if found is None:
        raise SettingsError(f"{path} has no article in {library.folder}; name its folder with --articles")
    text = article_text(found) if found.suffix == ".txt" else ""
    return GoldItem(str(record.get("article_id") or path.stem), record, text, str(found))
