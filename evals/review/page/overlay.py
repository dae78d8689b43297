"""The article with its evidence laid over it, in pieces that know their place in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from evals.review.contents.pointers import path_of
from evals.review.page.editors import editor_of
from evals.review.page.wording import control_name
from evals.review.types import Origin
from extractor.schema.types import Article
from extractor.sinks.marks import Evidence, MarkedSentence, mark
from extractor.text import split_sentences


class Run(NamedTuple):
    """Characters in a row, the first of them at offset `start`.

    `control` is the name of a single character that would show nothing, empty for ordinary text.
    """

    start: int
    text: str
    control: str


class Stretch(NamedTuple):
    """Adjacent runs that prove the same leaves, the narrowest evidence first."""

    runs: tuple[Run, ...]
    section: str
    pointers: tuple[str, ...]


class Line(NamedTuple):
    """One sentence and the gap behind it."""

    start: int
    end: int
    stretches: tuple[Stretch, ...]
    gap: tuple[Run, ...]


def paragraphs(article: Article, origins: Mapping[str, Origin]) -> list[list[Line]]:
    """The text of `article` by paragraphs and sentences."""
    evidence = [
        Evidence(span.start, span.end, pointer.split("/")[1], pointer)
        for pointer, origin in origins.items()
        if editor_of(path_of(pointer)).kind != "fixed"
        for span in origin.spans
    ]
    starts = iter(split_sentences(article.text))
    return [
        [_line(next(starts).start, sentence) for sentence in paragraph]
        for paragraph in mark(article.text, evidence)
    ]


def _line(start: int, sentence: MarkedSentence) -> Line:
    stretches = []
    position = start
    for piece in sentence.pieces:
        stretches.append(Stretch(tuple(_runs(position, piece.text)), piece.section, piece.pointers))
        position += len(piece.text)
    return Line(start, position, tuple(stretches), tuple(_runs(position, sentence.gap)))


def _runs(start: int, text: str) -> Iterator[Run]:
    """`text` cut so that each character that shows nothing stands alone."""
    position = start
    for control, group in groupby(text, key=control_name):
        chars = "".join(group)
        if not control:
            yield Run(position, chars, "")
        else:
            yield from (Run(position + index, char, control) for index, char in enumerate(chars))
        position += len(chars)
