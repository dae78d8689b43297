"""The input of a distributed run, cut into shards that can be made anywhere and in any order.

One process goes through all of the input in its order, since whether an article comes twice shows only there,
and hands it on in pieces: a shard is so many articles that follow each other, and becomes one file. Pages are
handed on unread, for reading one takes as long as all its rules. Where the cuts fall depends on the input and
the size alone, so a resumed run finds the same shards again; by its digest it knows those that it has.
"""

from __future__ import annotations

import json
import logging
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from extractor import articles
from extractor.articles import Page
from extractor.batch.lines import key_of
from extractor.errors import ArticleError
from extractor.schema.types import Article, Metadata

MOST_CHARS = 32_000_000
"""A shard ends once its texts have so many characters, or its pages bytes, however few articles they are."""

Item: TypeAlias = Article | ArticleError | Page
State: TypeAlias = Literal["new", "kept", "end"]

_DIGEST_CHARS = 32


class Shard(NamedTuple):
    """Articles that follow each other in the input, as they travel to whoever makes their records.

    `state` is `kept` when its file is there already, and `end` behind the last shard, where `number` tells
    how many there are. `items` (`unpacked` reads it) is empty unless the shard is new. `said` holds what is
    to be told to the operator.
    """

    state: State
    number: int
    digest: str = ""
    items: bytes = b""
    said: tuple[str, ...] = ()


class Input(NamedTuple):
    """What is read: `files`, as `articles.find` named them in `folder`, in shards of `size` articles.

    Standard input is not among them. `kept` are the digests of the shards that are there already, by number.
    """

    files: Sequence[str]
    folder: Path
    size: int
    kept: Mapping[int, str]


def shards(given: Input, is_stopped: Callable[[], bool]) -> Iterator[Shard]:
    """Read all the input and cut it; ends early, and without an `end`, once it `is_stopped`."""
    number = 0
    # Records of articles that failed name their files, so these are opened by the same names.
    with chdir(given.folder), heard() as said:
        for items in _cut(articles.read_later(given.files), given.size):
            if is_stopped():
                return
            digest = _digest(items)
            told = tuple(said)
            said.clear()
            if given.kept.get(number) == digest:
                yield Shard("kept", number, digest, said=told)
            else:
                yield Shard("new", number, digest, packed(items), told)
            number += 1
        yield Shard("end", number, said=tuple(said))


def packed(items: Iterable[Item]) -> bytes:
    """`items` as lines of JSON."""
    # Names of files may hold halves of characters, which only JSON's own escapes can carry.
    return b"".join(json.dumps(_plain(item)).encode("ascii") + b"\n" for item in items)


def unpacked(lines: bytes) -> Iterator[Article | ArticleError]:
    """The items of `packed`; pages are read now."""
    for line in lines.splitlines():
        name, *told = json.loads(line)
        if name == "error":
            yield ArticleError(*told)
        elif name == "page":
            article_id, source, raw = told
            yield Page(article_id, source, b64decode(raw)).read()
        else:
            article_id, text, is_guessed, *beside = told
            yield Article(article_id, text, Metadata(*beside), is_guessed)


@contextmanager
def heard() -> Iterator[list[str]]:
    """The warnings that this package logs meanwhile, as the operator is to see them."""
    listener = _Listener(logging.WARNING)
    log = logging.getLogger("extractor")
    log.addHandler(listener)
    try:
        yield listener.said
    finally:
        log.removeHandler(listener)


class _Listener(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.levelname.lower()}: {record.getMessage()}")


def _cut(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    shard: list[Item] = []
    chars = 0
    for item in items:
        shard.append(item)
        chars += _size(item)
        if len(shard) >= size or chars >= MOST_CHARS:
            yield shard
            shard, chars = [], 0
    if shard:
        yield shard


def _size(item: Item) -> int:
    if isinstance(item, Page):
        return len(item.raw)
    return len(item.text) if isinstance(item, Article) else 0


def _digest(items: Iterable[Item]) -> str:
    digest = sha256()
    for item in items:
        digest.update(key_of(item) if isinstance(item, Article) else json.dumps(_plain(item)).encode())
    return digest.hexdigest()[:_DIGEST_CHARS]


def _plain(item: Item) -> list[object]:
    if isinstance(item, ArticleError):
        return ["error", item.article_id, item.source, item.reason]
    if isinstance(item, Page):
        return ["page", item.id, item.source, b64encode(item.raw).decode("ascii")]
    beside = item.metadata
    metadata = (beside.title, beside.outlet, beside.published_on, beside.url)
    return ["article", item.id, item.text, item.encoding_guessed, *metadata]
