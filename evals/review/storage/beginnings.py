"""Where a review begins: the annotator's own pass, else gold, else a prediction, else the rules."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from evals.review.contents.content import Content
from evals.review.readers.evidence import rules_record
from evals.review.readers.reader import Reader
from evals.review.storage.files import ABSENT, Folder, Tags
from evals.review.storage.starting import from_engine, from_file
from evals.review.types import State
from extractor.schema.types import Article

_READERS_KEPT = 16


class Beginnings:
    """The contents that reviews of `articles` begin from.

    Args:
        articles: By id.
        folder: The annotator's view of the gold folder.
        predictions: Records to begin from, by article id; else the rules'.
        independent: Whether gold that is not this annotator's alone is passed over.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        folder: Folder,
        predictions: Mapping[str, Mapping[str, object]],
        *,
        independent: bool,
    ) -> None:
        self._articles = articles
        self._folder = folder
        self._predictions = predictions
        self._independent = independent
        self.reader = lru_cache(_READERS_KEPT)(self._new_reader)

    def of(self, article: Article, tags: Tags, reader: Reader) -> tuple[State, Content]:
        """Where the review of `article` begins, with the files as `tags` tell.

        Raises:
            SettingsError: The pass or gold is no record.
        """
        if tags.own != ABSENT:
            return "mine", from_file(self._folder.own_path(article.id), reader, is_own=True)
        is_others = self._folder.annotators(article.id) != (self._folder.annotator,)
        if tags.gold != ABSENT and not (self._independent and is_others):
            return "gold", from_file(self._folder.gold_path(article.id), reader)
        predicted = self._predictions.get(article.id)
        content = None if predicted is None else from_engine(predicted, article)
        if content is None:
            content = from_engine(rules_record(article), article)
        assert content is not None
        return "new", content

    def of_file(self, article_id: str, *, is_own: bool) -> Content | None:
        """The content of the pass (`is_own`) or of gold as it is now; None where there is none."""
        path = self._folder.own_path(article_id) if is_own else self._folder.gold_path(article_id)
        return from_file(path, self.reader(article_id), is_own=is_own) if path.exists() else None

    def _new_reader(self, article_id: str) -> Reader:
        return Reader(self._articles[article_id])
