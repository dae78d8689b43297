"""The reviewer's desk: articles to look at, one sheet each, every change kept at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from evals.review.types import Accord, Conflict, Edit, Match, QueueItem, Refused, Saved, Sheet
from extractor.schema.types import Article

Choice = Literal["mine", "theirs"]


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
    ) -> None:
        raise NotImplementedError

    def queue(self) -> list[QueueItem]:
        """All articles, the one most worth a review first; finished ones (`mine`) last."""
        raise NotImplementedError

    def open(self, article_id: str) -> Sheet:
        """The article's sheet as it was left; KeyError if there is no such article."""
        raise NotImplementedError

    def edit(self, article_id: str, edit: Edit, *, version: int) -> Sheet:
        """Make an edit and keep it.

        Raises:
            StaleError: The draft has moved on.
            EditError: The edit cannot be made.
        """
        raise NotImplementedError

    def undo(self, article_id: str, *, version: int) -> Sheet:
        """Take back the last edit; `EditError("nothing_to_undo")`, StaleError as for `edit`."""
        raise NotImplementedError

    def redo(self, article_id: str, *, version: int) -> Sheet:
        """Make the edit again that was taken back last."""
        raise NotImplementedError

    def save(
        self, article_id: str, *, etag: str, version: int, as_gold: bool = False
    ) -> Saved | Conflict | Refused:
        """Write the annotator's pass, and gold if there is none, it is theirs alone, or `as_gold`."""
        raise NotImplementedError

    def merge(
        self, article_id: str, choices: Mapping[str, Choice], *, theirs_etag: str, version: int
    ) -> Sheet:
        """Settle a conflict: by difference id whose value stays (missing: the suggested one).

        One edit that can be undone; the sheet's etag is that of the files as they are now.

        Raises:
            StaleError: The draft or the files have changed again.
        """
        raise NotImplementedError

    def discard(self, article_id: str, *, version: int) -> Sheet:
        """Drop the draft and start again from the files (or the prediction)."""
        raise NotImplementedError

    def agreement(self, article_id: str) -> tuple[Accord, ...] | None:
        """The draft against gold and the other annotators' passes; None before the own pass is saved.

        Readers work apart: nobody sees another's labels before their own are saved.
        """
        raise NotImplementedError

    def regions(self, query: str, limit: int = 8) -> tuple[Match, ...]:
        """Provinces, kabupaten and kota by name, abbreviation, code, or a misspelt name; best first."""
        raise NotImplementedError

    def programs(self, query: str, limit: int = 8) -> tuple[Match, ...]:
        """Programs by id, name or alias."""
        raise NotImplementedError

    def names(self, article_id: str, query: str, limit: int = 8) -> tuple[Match, ...]:
        """Organizations and people already in the draft's record; an empty query gives all."""
        raise NotImplementedError
