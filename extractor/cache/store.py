"""The cache of one run: answers on one level, finished records on another.

Whatever is wrong with it costs one warning and the gain of having it, never an article.
"""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from extractor.cache import stored
from extractor.cache.folder import make_private
from extractor.cache.keys import origin, short_prompt
from extractor.cache.stored import StoredResponse

if TYPE_CHECKING:
    from extractor.cache.level import Level, Size

FOLDER = "cache"
RESPONSES, RECORDS = "responses", "records"
MAX_BYTES = {RESPONSES: 1 << 30, RECORDS: 1 << 30}
_DAY_S = 86_400.0

log = logging.getLogger(__name__)
T = TypeVar("T")


class Stats(NamedTuple):
    """`levels` are empty where there is no cache to use; `trouble` then says why, None if it is off."""

    folder: Path
    levels: dict[str, Size]
    trouble: str | None


class Cache:
    """Texts under `<home>/cache`, mode 0700, for any number of threads and processes at once.

    Nothing here raises: after the first trouble the cache gives nothing, keeps nothing and has said so once.
    """

    def __init__(self, folder: Path, levels: dict[str, Level], trouble: str | None = None) -> None:
        self._folder = folder
        self._levels = levels
        self._trouble = trouble

    @classmethod
    def open(cls, home: Path, *, is_enabled: bool = True, max_bytes: int | None = None) -> Cache:
        """The cache under `home`, made when there is none.

        Args:
            home: The folder of everything that the program keeps.
            is_enabled: False gives a cache that is off, without touching any file.
            max_bytes: What each level may take on disk before its oldest entries go; 1 GiB by default.
        """
        cache = cls(home / FOLDER, {})
        if is_enabled:
            cache._start({name: max_bytes or size for name, size in MAX_BYTES.items()})
        return cache

    def get_response(self, key: str) -> StoredResponse | None:
        """The answer kept under `key`."""
        text = self._get(RESPONSES, key)
        return None if text is None else stored.load(text)

    def put_response(self, key: str, response: StoredResponse) -> None:
        """Keep an answer, be it truncated or refused; `unavailable` is none and is not kept."""
        if response.is_lasting:
            self._try(RESPONSES, lambda level: level.put(key, stored.dump(response)))

    def get_record(self, key: str) -> str | None:
        """The record kept under `key`, as the JSON text that it was kept as."""
        return self._get(RECORDS, key)

    def put_record(self, key: str, json_text: str) -> None:
        """Keep a finished record."""
        self._try(RECORDS, lambda level: level.put(key, json_text))

    def stats(self) -> Stats:
        """How much is kept on each level."""
        sizes = {name: self._try(name, lambda level: level.size()) for name in tuple(self._levels)}
        return Stats(self._folder, {name: size for name, size in sizes.items() if size}, self._trouble)

    def clear(self) -> int:
        """Remove everything, a damaged database too; returns how many entries there were."""
        removed = [self._try(name, lambda level: level.clear()) for name in tuple(self._levels)]
        if self._trouble is not None:
            self._remove_files()
        return sum(count or 0 for count in removed)

    def prune(
        self,
        *,
        older_than_days: float | None = None,
        keep_models: Collection[str] = (),
        keep_prompts: Collection[str] = (),
    ) -> int:
        """Remove what is old, or made with other models or prompts than these; returns how many entries.

        Args:
            older_than_days: Entries kept before that go; None spares them all.
            keep_models: Names of models; entries of others go. Empty spares them all.
            keep_prompts: SHA-256 digests of prompt templates, likewise.
        """
        prompts = {short_prompt(sha256) for sha256 in keep_prompts}

        def is_unwanted(key: str) -> bool:
            made = origin(key)
            return bool(
                (keep_models and made.model not in keep_models) or (prompts and made.prompt not in prompts)
            )

        removed = 0
        before_s = time.time() - (older_than_days or 0) * _DAY_S
        for name in tuple(self._levels):
            if older_than_days is not None:
                removed += self._try(name, lambda level: level.remove_before(before_s)) or 0
            if keep_models or prompts:
                removed += self._try(name, lambda level: level.remove_where(is_unwanted)) or 0
        return removed

    def close(self) -> None:
        """Close this thread's connections; the cache may be used again."""
        for name in tuple(self._levels):
            self._try(name, lambda level: level.close())

    def _start(self, sizes: dict[str, int]) -> None:
        # Here, not above: an article read by rules alone never needs a database.
        from extractor.cache.level import BROKEN, Level

        try:
            make_private(self._folder)
            self._levels = {name: Level(self._folder / name, max_bytes=size) for name, size in sizes.items()}
        except BROKEN as error:
            self._give_up(error)

    def _remove_files(self) -> None:
        """Remove what cannot be opened; a folder that is not ours alone is left to its owner."""
        with suppress(OSError):
            make_private(self._folder)
            for name in MAX_BYTES:
                shutil.rmtree(self._folder / name)

    def _get(self, name: str, key: str) -> str | None:
        return self._try(name, lambda level: level.get(key))

    def _try(self, name: str, use: Callable[[Level], T]) -> T | None:
        level = self._levels.get(name)
        if level is None:
            return None
        from extractor.cache.disk import DamagedError
        from extractor.cache.level import BROKEN

        try:
            return use(level)
        except DamagedError:
            log.warning("an entry of the cache in %s is damaged and counts as missing", self._folder)
        except BROKEN as error:
            self._give_up(error)
        return None

    def _give_up(self, error: Exception) -> None:
        self._levels = {}
        self._trouble = f"{type(error).__name__}: {error}"
        log.warning(
            "the cache in %s cannot be used and is off (%s); `edumutu-llm cache clear` makes a new one",
            self._folder,
            self._trouble,
        )
