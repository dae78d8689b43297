"""Gold, or records that were extracted, with their articles and evidence: what tasks are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from evals import gold, options, predictions
from evals.label_studio.writing import Labelled
from evals.review.readers.evidence import located, provenance_of
from evals.review.types import Origin
from extractor.errors import ArticleError, SettingsError
from extractor.schema.types import Article

_SETTLED = "gold"


def labelled(folder: Path, articles: Path | None, only: str) -> Iterator[Labelled]:
    """The gold of `folder`; evidence that it does not tell is looked for in the article.

    Raises:
        SettingsError: There is no gold, or an article has no text to mark anything in.
    """
    items = gold.load(folder, articles, only=only)
    if not items:
        raise SettingsError(f"there is no gold in {folder} that --only {only} names")
    for item in items:
        if not item.text:
            raise SettingsError(f"{item.path} is a page, not a text; leave it out with --only")
        article = Article(item.id, item.text)
        record = options.plain(item.record)
        assert isinstance(record, Mapping)
        # Where an answer was chosen among several, indices may have moved.
        told = provenance_of(item.record) if record == item.record else {}
        origins = {**located(record, article), **told}
        yield Labelled(article, record, _spans(origins), _SETTLED)


def predicted(records: Path, articles: Path) -> Iterator[Labelled]:
    """The records that were extracted from the articles of a folder, with their own evidence.

    Raises:
        SettingsError: Records or articles cannot be read, or an article has no record.
    """
    found = predictions.read(records).predictions
    for article in _articles(articles):
        prediction = found.get(article.id)
        if prediction is None or prediction.record is None:
            raise SettingsError(f"{records} has no record of {article.id}; extract it first")
        if prediction.record.get("text_sha256") != article.text_sha256:
            raise SettingsError(f"the record of {article.id} is one of another text; extract it again")
        run = prediction.record.get("run")
        maker = str(run.get("engine")) if isinstance(run, Mapping) else "extracted"
        yield Labelled(article, prediction.record, _spans(provenance_of(prediction.record)), maker)


def _articles(folder: Path) -> Iterator[Article]:
    import sys

    from extractor import articles

    for item in articles.read(articles.find([str(folder)]), sys.stdin.buffer):
        if isinstance(item, ArticleError):
            raise SettingsError(str(item))
        yield item


def _spans(origins: Mapping[str, Origin]) -> dict[str, list[tuple[int, int]]]:
    return {pointer: [(span.start, span.end) for span in origin.spans] for pointer, origin in origins.items()}
