"""Drafts on disk: every edit with its whole history is kept at once, so closing the page loses nothing.

A draft is one JSON file in the home folder, apart from gold: what is not saved yet is nobody else's business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, cast

from evals.review.contents import content as contents
from evals.review.contents import history
from evals.review.contents.content import Content
from evals.review.contents.history import Step
from evals.review.storage.files import is_file_name, write
from evals.review.types import EditError
from extractor import durable

_FORMAT = 1
_DIGEST_CHARS = 16
_KNOWN = 64
_PRIVATE = 0o700


class Sign(NamedTuple):
    """What tells one written file from the next."""

    inode: int
    changed_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """One article under review.

    `base` is the content that the review began from, `etag` what the files were then, `start` where it came
    from. `version` rises with each change; at `saved_version` the draft was on disk as the annotator's pass.
    """

    article_id: str
    text_sha256: str
    start: str
    etag: str
    base: Content
    content: Content
    version: int = 0
    saved_version: int = -1
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @property
    def is_untouched(self) -> bool:
        """True when nothing was done, or all was taken back and forgotten."""
        return not self.done and not self.undone

    @property
    def is_unsaved(self) -> bool:
        """True when there are changes that the annotator's pass does not have."""
        return not self.is_untouched and self.version != self.saved_version

    def stepped(self, content: Content, changed: tuple[str, ...]) -> Draft:
        """The draft one edit further; what was taken back before is gone."""
        step = history.step(self.content, content, changed)
        return replace(self, content=content, version=self.version + 1, done=(*self.done, step), undone=())

    def undo(self) -> Draft:
        """The draft before its last edit.

        Raises:
            EditError: There is none.
        """
        if not self.done:
            raise EditError("nothing_to_undo")
        last = self.done[-1]
        return replace(
            self,
            content=history.applied(self.content, last.before),
            version=self.version + 1,
            done=self.done[:-1],
            undone=(*self.undone, last),
        )

    def redo(self) -> Draft:
        """The draft with the edit again that was taken back last.

        Raises:
            EditError: There is none.
        """
        if not self.undone:
            raise EditError("nothing_to_redo")
        last = self.undone[-1]
        return replace(
            self,
            content=history.applied(self.content, last.after),
            version=self.version + 1,
            done=(*self.done, last),
            undone=self.undone[:-1],
        )


class Drafts:
    """One annotator's drafts for one folder of gold."""

    def __init__(self, home: Path, annotator: str, gold: Path) -> None:
        place = str(gold.resolve()).encode("utf-8", "surrogateescape")
        self._home = home
        self._folder = home / "review" / annotator / hashlib.sha256(place).hexdigest()[:_DIGEST_CHARS]
        self._known: dict[str, tuple[Sign, Draft]] = {}

    def path(self, article_id: str) -> Path:
        """The draft's file; an id that cannot be a file's name is kept by its digest."""
        whole = article_id.encode("utf-8", "surrogatepass")
        name = article_id if is_file_name(article_id) else f"~{hashlib.sha256(whole).hexdigest()}"
        return self._folder / f"{name}.json"

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Nobody else changes these drafts while the block runs."""
        self._home.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("ab") as held:
            durable.lock(held.fileno(), is_waiting=True)
            yield

    def sign(self, article_id: str) -> Sign | None:
        """What tells this state of the draft's file from others; None where there is no draft."""
        try:
            return _sign(self.path(article_id))
        except OSError:
            return None

    def read(self, article_id: str, text_sha256: str) -> Draft | None:
        """The draft of this very text; None if there is none, it is damaged, or the text was another."""
        path, known = self.path(article_id), self._known.get(article_id)
        try:
            sign = _sign(path)
            draft = known[1] if known and known[0] == sign else _read(json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return draft if draft.text_sha256 == text_sha256 and draft.article_id == article_id else None

    def set_aside(self, article_id: str) -> None:
        """Keep a draft that cannot be gone on with under another name; a person may want to look at it."""
        path = self.path(article_id)
        if path.exists():
            path.replace(path.with_suffix(".json.old"))

    def keep(self, draft: Draft) -> None:
        """Put the draft on the disk; the lock is held."""
        content = json.dumps(_to_json(draft), ensure_ascii=False, separators=(",", ":"))
        path = self.path(draft.article_id)
        write(path, content.encode("utf-8", "surrogatepass"), is_draft=True)
        # Read again only if another process has written since: reading a long history takes a while.
        if len(self._known) >= _KNOWN:
            self._known.clear()
        self._known[draft.article_id] = _sign(path), draft


def _sign(path: Path) -> Sign:
    found = path.stat()
    return Sign(found.st_ino, found.st_mtime_ns, found.st_size)


def _to_json(draft: Draft) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "article_id": draft.article_id,
        "text_sha256": draft.text_sha256,
        "start": draft.start,
        "etag": draft.etag,
        "version": draft.version,
        "saved_version": draft.saved_version,
        "base": contents.to_json(draft.base),
        "content": contents.to_json(draft.content),
        "done": [history.to_json(step) for step in draft.done],
        "undone": [history.to_json(step) for step in draft.undone],
    }


def _read(kept: Mapping[str, object]) -> Draft:
    if kept["format"] != _FORMAT:
        raise ValueError("a draft of another version")
    steps = (cast("list[Mapping[str, object]]", kept[name]) for name in ("done", "undone"))
    done, undone = (tuple(history.from_json(step) for step in listed) for listed in steps)
    return Draft(
        str(kept["article_id"]),
        str(kept["text_sha256"]),
        str(kept["start"]),
        str(kept["etag"]),
        contents.from_json(cast("Mapping[str, object]", kept["base"])),
        contents.from_json(cast("Mapping[str, object]", kept["content"])),
        int(cast(int, kept["version"])),
        int(cast(int, kept["saved_version"])),
        done,
        undone,
    )
