"""The files of a gold folder: passes, gold, index, articles; never half written, never overwritten unseen.

Each file appears whole (`extractor.durable`). Whoever writes holds the folder's lock and has just
compared what is there with what the writer saw, so of two people who save at once one is told.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from evals import gold
from evals.store import render
from extractor import durable
from extractor.errors import SettingsError
from extractor.schema.types import Article

ABSENT = "-"
"""The tag of a file that is not there."""

NEW_SPLIT = "review"
"""The split of what reviewers add: they began from a machine's record, so it measures no machine fairly."""

_ANNOTATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_GOLD = "gold"
"""What agreement calls the settled record; no annotator may be taken for it."""

_LOCK = ".review.lock"
_TAG_CHARS = 16
_READABLE = 0o644
_LONGEST_NAME_BYTES = 200
_NO_NAMES = frozenset("con prn aux nul index".split()) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}


class Tags(NamedTuple):
    """What pass and gold held: a digest of each file's bytes, `-` where there was none."""

    own: str
    gold: str

    def __str__(self) -> str:
        return f"{self.own}.{self.gold}"


def read_tags(etag: str) -> Tags:
    """The tags that `str` gave; of any other text some that fit no file."""
    own, _, rest = etag.partition(".")
    return Tags(own, rest)


def annotator_name(name: str) -> str:
    """`name` if a folder can safely have it.

    Raises:
        SettingsError: It has other characters than letters, digits, `.`, `_`, `-`, or means something else.
    """
    if not _ANNOTATOR.fullmatch(name) or name.endswith(".") or _is_taken(name) or name == _GOLD:
        raise SettingsError(
            f"annotator {name!r} cannot be a folder's name: use 1 to 64 letters, digits, '.', '_' or '-', "
            "beginning with a letter or digit"
        )
    return name


def is_file_name(article_id: str) -> bool:
    """True when `<article_id>.json` is a safe name on every system, and none that gold uses otherwise."""
    if not article_id or article_id[0] in ". " or article_id[-1] in ". " or _is_taken(article_id):
        return False
    if any(letter in '/\\:*?"<>|' or not letter.isprintable() for letter in article_id):
        return False
    return len(article_id.encode("utf-8", "replace")) <= _LONGEST_NAME_BYTES


class Folder:
    """One folder of gold, as one annotator sees it.

    Raises:
        SettingsError: The annotator's name is none for a folder.
    """

    def __init__(self, path: Path, annotator: str) -> None:
        self.path = path
        self.annotator = annotator_name(annotator)

    @property
    def passes(self) -> Path:
        """Where this annotator's own records are."""
        return self.path / "passes" / self.annotator

    def own_path(self, article_id: str) -> Path:
        """The annotator's own record."""
        return self.passes / f"{article_id}.json"

    def gold_path(self, article_id: str) -> Path:
        """The settled record."""
        return self.path / f"{article_id}.json"

    def tags(self, article_id: str) -> Tags:
        """What pass and gold hold now."""
        if not is_file_name(article_id):
            return Tags(ABSENT, ABSENT)
        return Tags(tag(self.own_path(article_id)), tag(self.gold_path(article_id)))

    def others(self, article_id: str) -> dict[str, Path]:
        """The passes of other annotators for this article, by annotator."""
        found = sorted(self.path.glob("passes/*")) if is_file_name(article_id) else []
        paths = {folder.name: folder / f"{article_id}.json" for folder in found}
        return {name: path for name, path in paths.items() if name != self.annotator and path.is_file()}

    def annotators(self, article_id: str) -> tuple[str, ...]:
        """Who labelled the settled record, by the index; empty if that does not say."""
        entry = self._index().get(article_id)
        listed = entry.get("annotators") if isinstance(entry, Mapping) else None
        return tuple(map(str, listed)) if isinstance(listed, list) else ()

    def writes_gold(self, article_id: str, *, as_gold: bool = False) -> bool:
        """True when saving settles gold: there is none, it is this annotator's alone, or it is wanted."""
        is_own = self.annotators(article_id) == (self.annotator,)
        return as_gold or is_own or not self.gold_path(article_id).exists()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else writes in this folder while the block runs; other threads and processes wait."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / _LOCK).open("ab") as held:
            durable.lock(held.fileno(), is_waiting=True)
            yield

    def write_own(self, article_id: str, record: Mapping[str, object]) -> None:
        """Save the annotator's record; the lock is held."""
        write(self.own_path(article_id), render(record).encode())

    def write_gold(self, article: Article, record: Mapping[str, object], saved_at: str) -> None:
        """Settle the record, and note in the index who labelled it and when; the lock is held."""
        write(self.gold_path(article.id), render(record).encode())
        index = self._index()
        known = index.get(article.id)
        split = known.get("split", NEW_SPLIT) if isinstance(known, Mapping) else NEW_SPLIT
        annotators = [*self.annotators(article.id)]
        if self.annotator not in annotators:
            annotators.append(self.annotator)
        index[article.id] = {
            "split": split,
            "text_sha256": article.text_sha256,
            "annotators": annotators,
            "saved_at": saved_at,
        }
        content = json.dumps(index, ensure_ascii=False, indent=2) + "\n"
        write(self.path / gold.INDEX, content.encode())

    def has_other_text(self, article: Article) -> bool:
        """True when the folder keeps another text under the article's name."""
        path = self._text_path(article.id)
        return path.is_file() and not _is_of(path, article)

    def keep_text(self, article: Article) -> None:
        """See that the folder holds the article's text; the lock is held.

        A folder that had its texts elsewhere (`seeds`) gets them all, for its own `articles` goes first.
        """
        articles = self.path / gold.ARTICLES
        found = gold.find_text(self.path, article.id, article.text_sha256)
        homes = (articles.resolve(), self.path.resolve().parent / gold.SEEDS)
        if found is not None and found.resolve().parent in homes and _is_of(found, article):
            return
        if not articles.is_dir():
            self._gather_texts(articles)
        write(self._text_path(article.id), article.text.encode())

    def _text_path(self, article_id: str) -> Path:
        return self.path / gold.ARTICLES / f"{article_id}.txt"

    def _gather_texts(self, articles: Path) -> None:
        """Make the folder `articles` with the texts of all gold that is there, at once."""
        texts: dict[str, Path] = {}
        for path in gold.record_paths(self.path):
            with suppress(SettingsError):
                found = gold.find_text(self.path, path.stem, gold.read_record(path).get("text_sha256"))
                if found is not None:
                    texts[path.stem + found.suffix] = found
        staged = Path(tempfile.mkdtemp(prefix=".articles-", dir=self.path))
        for name, source in texts.items():
            shutil.copyfile(source, staged / name)
        staged.chmod(0o755)
        staged.rename(articles)

    def _index(self) -> dict[str, object]:
        path = self.path / gold.INDEX
        return gold.read_record(path) if path.exists() else {}


def tag(path: Path) -> str:
    """A digest of the file's bytes, `-` if there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:_TAG_CHARS]
    except FileNotFoundError:
        return ABSENT


def write(path: Path, content: bytes, *, is_draft: bool = False) -> None:
    """Put `content` at `path` as a whole, on the disk when this returns; its folders are made.

    A draft is for its owner's eyes alone.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.replace(path, content, mode=durable.PRIVATE if is_draft else _READABLE)


def _is_of(path: Path, article: Article) -> bool:
    """True for a file that holds the article's text, and for a page, whose text is not compared."""
    return path.suffix != ".txt" or gold.text_sha256(gold.article_text(path)) == article.text_sha256


def _is_taken(name: str) -> bool:
    return name.lower().partition(".")[0] in _NO_NAMES
