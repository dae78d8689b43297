"""The reviewer's desk: articles to look at, one sheet each, every change kept at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evals import gold, store
from evals.review import search
from evals.review.checks import accords
from evals.review.checks.extras import read_extras, suggestions
from evals.review.checks.faults import faults
from evals.review.checks.order import order
from evals.review.contents.content import Content
from evals.review.contents.pointers import value_at
from evals.review.editing.differences import Choice, differences, merged
from evals.review.editing.edits import edited
from evals.review.readers.reader import Reader
from evals.review.storage.beginnings import Beginnings
from evals.review.storage.drafts import Draft, Drafts, Sign
from evals.review.storage.files import ABSENT, Folder, Tags, is_file_name, read_tags
from evals.review.storage.saving import Saver
from evals.review.storage.starting import to_file
from evals.review.types import (
    Accord,
    Conflict,
    Edit,
    Match,
    QueueItem,
    Refused,
    Saved,
    Sheet,
    StaleError,
    State,
)
from extractor.schema.types import Article

_TITLE_CHARS = 120


class Desk:
    """One annotator's reviews of `articles`, saved to the folder `gold`.

    Safe for several threads and several processes at once.

    Args:
        articles: What is reviewed; ids are unique.
        gold: The folder of gold records; made when the first one is saved.
        annotator: Who reviews; becomes the name of a folder.
        predictions: Records to start from, by article id, with provenance; else the rules'.
        report: A report of `evals run` on these articles, for the order of work.
        home: Where drafts are kept, `.edumutu` by default.
        independent: Whether the annotator must not see what others have settled: a review then never begins
            from gold that is not theirs alone.

    Raises:
        SettingsError: The annotator's name is none that a folder can safely have.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        gold: Path,
        annotator: str,
        *,
        predictions: Mapping[str, Mapping[str, object]] | None = None,
        report: Mapping[str, object] | None = None,
        home: Path | None = None,
        independent: bool = False,
    ) -> None:
        self._articles = {article.id: article for article in articles}
        self._folder = Folder(gold, annotator)
        self._drafts = Drafts(home or store.home(), annotator, gold)
        self._beginnings = Beginnings(
            self._articles, self._folder, predictions or {}, independent=independent
        )
        self._reader = self._beginnings.reader
        self._saver = Saver(self._folder, self._beginnings)
        self._extras = read_extras(report)
        self._counted: dict[str, tuple[tuple[Sign | None, Tags], QueueItem]] = {}

    @property
    def annotator(self) -> str:
        """Who reviews."""
        return self._folder.annotator

    def queue(self) -> list[QueueItem]:
        """All articles, the one most worth a review first; finished ones (`mine`) last."""
        found = [self._queued(article) for article in self._articles.values()]
        return sorted(found, key=lambda item: (item.state == "mine", -item.gain))

    def open(self, article_id: str) -> Sheet:
        """The article's sheet as it was left; KeyError if there is no such article.

        Raises:
            SettingsError: The annotator's record or gold cannot be read.
        """
        article = self._articles[article_id]
        with self._drafts.lock():
            return self._sheet(self._draft(article))

    def edit(self, article_id: str, edit: Edit, *, version: int) -> Sheet:
        """Make an edit and keep it.

        Raises:
            StaleError: The draft has moved on.
            EditError: The edit cannot be made.
        """

        def made(draft: Draft) -> Draft:
            content, changed = edited(draft.content, edit, self._reader(article_id))
            return draft.stepped(content, changed)

        return self._changed(article_id, made, version)

    def undo(self, article_id: str, *, version: int) -> Sheet:
        """Take back the last edit; `EditError("nothing_to_undo")`, StaleError as for `edit`."""
        return self._changed(article_id, Draft.undo, version)

    def redo(self, article_id: str, *, version: int) -> Sheet:
        """Make the edit again that was taken back last."""
        return self._changed(article_id, Draft.redo, version)

    def save(
        self, article_id: str, *, etag: str, version: int, as_gold: bool = False
    ) -> Saved | Conflict | Refused:
        """Write the annotator's pass, and gold if there is none, it is theirs alone, or `as_gold`.

        Raises:
            StaleError: The draft has moved on.
        """
        article = self._articles[article_id]
        with self._drafts.lock():
            draft = self._at_version(article, version)
            record = to_file(draft.content)
            found = self._saver.blocking(draft.content, record, self._reader(article_id))
            if found:
                return Refused(found)
            with self._folder.lock():
                is_gold = self._folder.writes_gold(article_id, as_gold=as_gold)
                conflict = self._saver.conflict(draft, read_tags(etag), is_gold=is_gold)
                if conflict is not None:
                    return conflict
                saved_at = self._saver.write(article, record, is_gold=is_gold)
                tags = self._folder.tags(article_id)
            saved = replace(
                draft, start="mine", etag=str(tags), base=draft.content, saved_version=draft.version
            )
            self._drafts.keep(saved)
            return Saved(self._sheet(saved), is_gold, saved_at)

    def merge(
        self, article_id: str, choices: Mapping[str, Choice], *, theirs_etag: str, version: int
    ) -> Sheet:
        """Settle a conflict: by difference id whose value stays (missing: the suggested one).

        One edit that can be undone; the sheet's etag is that of the files as they are now.

        Raises:
            StaleError: The draft or the files have changed again.
        """

        def made(draft: Draft) -> Draft:
            tags, seen = self._folder.tags(article_id), read_tags(draft.etag)
            if str(tags) != theirs_etag:
                raise StaleError(draft.version)
            is_own = tags.own != seen.own
            theirs = self._beginnings.of_file(article_id, is_own=is_own)
            if theirs is None:
                return replace(draft, etag=str(tags), version=draft.version + 1)
            found = differences(draft.content.record, theirs.record, draft.base.record)
            content = merged(draft.content, theirs, found, choices)
            after = draft.stepped(content, tuple(one.pointer for one in found if one.pointer))
            # One save of theirs writes the same bytes to both files: then both are settled at once.
            is_half = is_own and tags.own != tags.gold
            return replace(after, etag=str(Tags(tags.own, seen.gold) if is_half else tags), base=theirs)

        return self._changed(article_id, made, version)

    def discard(self, article_id: str, *, version: int) -> Sheet:
        """Drop the draft and start again from the files (or the prediction)."""
        article = self._articles[article_id]
        return self._changed(
            article_id, lambda draft: replace(self._start(article), version=draft.version + 1), version
        )

    def agreement(self, article_id: str) -> tuple[Accord, ...] | None:
        """The draft against gold and the other annotators' passes; None before the own pass is saved.

        Readers work apart: nobody sees another's labels before their own are saved.
        """
        article = self._articles[article_id]
        if not is_file_name(article_id) or not self._folder.own_path(article_id).exists():
            return None
        with self._drafts.lock():
            record = self._draft(article).content.record
        others = self._folder.others(article_id)
        if self._folder.annotators(article_id) != (self.annotator,):
            others["gold"] = self._folder.gold_path(article_id)
        return tuple(
            accords.accord(record, name, gold.read_record(path), article.text)
            for name, path in others.items()
            if path.exists()
        )

    def regions(self, query: str, limit: int = 8) -> tuple[Match, ...]:
        """Provinces, kabupaten and kota by name, abbreviation, code, or a misspelt name; best first."""
        return search.find_regions(query, limit)

    def programs(self, query: str, limit: int = 8) -> tuple[Match, ...]:
        """Programs by id, name or alias."""
        return search.find_programs(query, limit)

    def names(self, article_id: str, query: str, limit: int = 8) -> tuple[Match, ...]:
        """Organizations and people already in the draft's record; an empty query gives all."""
        return search.find_names(self.open(article_id).record, query, limit)

    def _draft(self, article: Article) -> Draft:
        """The draft as it was left; begun anew where nothing is lost by it and the files have changed."""
        kept = self._drafts.read(article.id, article.text_sha256)
        if kept is not None and (kept.is_unsaved or kept.etag == str(self._folder.tags(article.id))):
            return kept
        if kept is None:
            self._drafts.set_aside(article.id)
        version = 0 if kept is None else kept.version + 1
        draft = replace(self._start(article), version=version)
        self._drafts.keep(draft)
        return draft

    def _at_version(self, article: Article, version: int) -> Draft:
        draft = self._draft(article)
        if draft.version != version:
            raise StaleError(draft.version)
        return draft

    def _changed(self, article_id: str, change: Callable[[Draft], Draft], version: int) -> Sheet:
        article = self._articles[article_id]
        with self._drafts.lock():
            before = self._at_version(article, version)
            draft = change(before)
            self._drafts.keep(draft)
            return self._sheet(draft, _last_change(before, draft))

    def _start(self, article: Article) -> Draft:
        tags, reader = self._folder.tags(article.id), self._reader(article.id)
        start, content = self._beginnings.of(article, tags, reader)
        return Draft(article.id, article.text_sha256, start, str(tags), content, content)

    def _sheet(self, draft: Draft, changed: tuple[str, ...] = ()) -> Sheet:
        article = self._articles[draft.article_id]
        content, tags = draft.content, self._folder.tags(article.id)
        extras = self._extras.get(article.id, ())
        todo = order(content, extras)
        return Sheet(
            article=article,
            record=content.record,
            origins=content.origins,
            decisions=content.decisions,
            version=draft.version,
            etag=draft.etag,
            state=_state(draft, tags),
            order=todo.pointers,
            reasons=todo.reasons,
            faults=faults(content, self._reader(article.id)),
            can_undo=bool(draft.done),
            can_redo=bool(draft.undone),
            has_moved=draft.etag != str(tags),
            changed=changed,
            suggestions=suggestions(content.record, extras),
        )

    def _queued(self, article: Article) -> QueueItem:
        """The article's place in the queue; counted anew when its draft or its files have changed."""
        key = self._drafts.sign(article.id), self._folder.tags(article.id)
        known = self._counted.get(article.id)
        if known is None or known[0] != key:
            known = self._counted[article.id] = key, self._count(article, key[1])
        return known[1]

    def _count(self, article: Article, tags: Tags) -> QueueItem:
        draft = self._drafts.read(article.id, article.text_sha256)
        if draft is not None and (draft.is_unsaved or draft.etag == str(tags)):
            content, state = draft.content, _state(draft, tags)
        else:
            _, content = self._beginnings.of(article, tags, Reader(article))
            state = _file_state(tags)
        todo = order(content, self._extras.get(article.id, ()))
        return QueueItem(article.id, _title(content, article), state, todo.open_values, todo.gain)


def _last_change(before: Draft, after: Draft) -> tuple[str, ...]:
    """What the step changed that was made, or taken back."""
    steps = before.done if len(after.done) < len(before.done) else after.done
    return steps[-1].changed if steps else ()


def _state(draft: Draft, tags: Tags) -> State:
    return "draft" if draft.is_unsaved else _file_state(tags)


def _file_state(tags: Tags) -> State:
    return "mine" if tags.own != ABSENT else "gold" if tags.gold != ABSENT else "new"


def _title(content: Content, article: Article) -> str:
    title = value_at(content.record, "/article/title")
    first = next((line for line in article.text.splitlines() if line.strip()), article.id)
    return (str(title) if title else first.strip())[:_TITLE_CHARS]
