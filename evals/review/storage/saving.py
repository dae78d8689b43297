"""Saving a draft: what has to go first, what somebody else saved meanwhile, and the writing itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from evals import gold, validate
from evals.review.checks.faults import faults
from evals.review.contents.content import Content
from evals.review.editing.differences import differences
from evals.review.readers.reader import Reader
from evals.review.storage.beginnings import Beginnings
from evals.review.storage.drafts import Draft
from evals.review.storage.files import Folder, Tags, is_file_name
from evals.review.types import Conflict, Fault
from extractor.schema.types import Article

_TIME = "%Y-%m-%dT%H:%M:%SZ"


class Saver:
    """What stands between a draft and the files of `folder`."""

    def __init__(self, folder: Folder, beginnings: Beginnings) -> None:
        self._folder = folder
        self._beginnings = beginnings

    def blocking(self, content: Content, record: Mapping[str, object], reader: Reader) -> tuple[Fault, ...]:
        """What has to go before this can be saved; last what only `gold validate` knows."""
        article = reader.article
        found = [fault for fault in faults(content, reader) if fault.blocks]
        if not is_file_name(article.id):
            found.append(Fault("", "bad_id", {"value": article.id}))
        elif self._folder.has_other_text(article):
            found.append(Fault("", "article_changed"))
        if not found:
            item = gold.GoldItem(article.id, record, article.text, article.id)
            found = [Fault("", "other", {"message": message}) for message in validate.item_faults(item)]
        return tuple(found)

    def conflict(self, draft: Draft, seen: Tags, *, is_gold: bool) -> Conflict | None:
        """What somebody saved since `seen`; the folder's lock is held."""
        tags = self._folder.tags(draft.article_id)
        is_own = tags.own != seen.own
        if not is_own and not (is_gold and tags.gold != seen.gold):
            return None
        theirs = self._beginnings.of_file(draft.article_id, is_own=is_own)
        record = draft.base.record if theirs is None else theirs.record
        by = (self._folder.annotator,) if is_own else self._folder.annotators(draft.article_id)
        found = differences(draft.content.record, record, draft.base.record) if theirs else ()
        return Conflict("pass" if is_own else "gold", record, str(tags), found, by)

    def write(self, article: Article, record: Mapping[str, object], *, is_gold: bool) -> str:
        """Write text, pass and, if wanted, gold; the time (UTC). The folder's lock is held."""
        saved_at = datetime.now(UTC).strftime(_TIME)
        self._folder.keep_text(article)
        self._folder.write_own(article.id, record)
        if is_gold:
            self._folder.write_gold(article, record, saved_at)
        return saved_at
