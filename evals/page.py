"""A report as one page that stands alone: no script, no font, no picture from elsewhere.

The text of articles and the words of models are strangers' text: all of it goes through the template's
escaping. Charts are small inline pictures beside words, so that they are readable on a telephone too.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from jinja2 import Template

from evals.metrics import Counts
from evals.snippets import Snippet, snippets
from evals.view import ErrorRow, Row, View, interval, percent, read
from extractor.pages import environment

_Key: TypeAlias = tuple[str, str, str, str]


class _Example(NamedTuple):
    """One error as the page shows it."""

    article: str
    path: str
    gold: str
    predicted: str
    is_new: bool
    snippets: list[Snippet]


class _Label(NamedTuple):
    """One error label: how often, what part of the most frequent one (0 to 100), and where."""

    name: str
    times: int
    times_before: int | None
    width: float
    examples: list[_Example]


class _Line(NamedTuple):
    """A row of the charts: this run's row, and the other run's where there is one."""

    row: Row
    before: Row | None


class _Figure(NamedTuple):
    name: str
    value: str
    before: str | None


def render(
    report: Mapping[str, object], texts: Mapping[str, str], *, other: Mapping[str, object] | None = None
) -> str:
    """The page of a `report.json`.

    Args:
        report: The run that the page is about.
        texts: Article id to text; an error in an article without text is shown without its context.
        other: The report of an earlier run to set this one against.

    Raises:
        SettingsError: A dict is no report.
    """
    view = read(report)
    before = read(other) if other is not None else None
    return _template().render(
        view=view,
        before=before,
        lines=_lines(view.groups, before.groups if before else ()),
        paths=_lines(view.paths, before.paths if before else ()),
        articles=_articles(view, before),
        labels=_labels(view, before, texts),
        fixed=_fixed(view, before),
        has_errors_before=before is not None and _lists_errors(before),
        usage=_usage(view, before),
    )


@cache
def _template() -> Template:
    pages = environment("evals")
    pages.filters.update(percent=percent, points=_points)
    pages.globals["interval"] = interval
    return pages.get_template("report.html")


def _lines(rows: Sequence[Row], before: Sequence[Row]) -> list[_Line]:
    earlier = {row.name: row for row in before}
    return [_Line(row, earlier.get(row.name)) for row in rows]


def _articles(view: View, before: View | None) -> list[tuple[str, str, _Line]]:
    """Id, status and line of each article; an article's row has no interval."""
    earlier = {article.id: article for article in before.articles} if before else {}
    return [
        (
            article.id,
            article.status,
            _Line(
                _plain_row(article.id, article.counts),
                _plain_row(article.id, earlier[article.id].counts) if article.id in earlier else None,
            ),
        )
        for article in view.articles
    ]


def _plain_row(name: str, counts: Counts) -> Row:
    return Row(name, counts, counts.precision, counts.recall, counts.f1, None, None, None, False)


def _labels(view: View, before: View | None, texts: Mapping[str, str]) -> list[_Label]:
    if before is not None and not _lists_errors(before):
        before = None
    known = {_key(error) for error in before.errors} if before else None
    times_before = dict(before.labels) if before else {}
    found = dict(view.labels) or Counter(error.label for error in view.errors)
    most = max(found.values(), default=1) or 1
    return [
        _Label(
            name=name,
            times=times,
            times_before=times_before.get(name, 0) if before else None,
            width=100 * times / most,
            examples=[_example(error, known, texts) for error in view.errors if error.label == name],
        )
        for name, times in found.items()
    ]


def _lists_errors(view: View) -> bool:
    """A baseline counts its wrong slots and does not list them; what is new or gone cannot be told then."""
    counts = view.overall.counts
    return bool(view.errors) or counts.actual == counts.possible == counts.cor


def _example(error: ErrorRow, known: set[_Key] | None, texts: Mapping[str, str]) -> _Example:
    text = texts.get(error.article)
    return _Example(
        article=error.article,
        path=error.path,
        gold=_words(error.gold),
        predicted=_words(error.predicted),
        is_new=known is not None and _key(error) not in known,
        snippets=list(snippets(text, error.spans)) if text is not None else [],
    )


def _fixed(view: View, before: View | None) -> list[ErrorRow]:
    """The errors of the other run that this one no longer makes."""
    if before is None:
        return []
    now = {_key(error) for error in view.errors}
    return [error for error in before.errors if _key(error) not in now]


def _key(error: ErrorRow) -> _Key:
    return (error.article, error.path, _words(error.gold), _words(error.predicted))


def _usage(view: View, before: View | None) -> list[_Figure]:
    earlier = dict(before.usage) if before else {}
    return [
        _Figure(name, f"{value:,.6g}", f"{earlier[name]:,.6g}" if name in earlier else None)
        for name, value in view.usage
    ]


def _words(value: object) -> str:
    """A value as a reader writes it; the empty text is what stands where one side has nothing."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _points(change: tuple[float | None, float | None]) -> str:
    """The difference of two scores in points, with its sign; empty where one is missing."""
    now, before = change
    return "" if now is None or before is None else f"{100 * (now - before):+.1f}"
