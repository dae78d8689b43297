"""Evidence laid over an article's text: which words prove what, where spans overlap too.

The text is cut wherever a span or a sentence begins or ends, so that each piece belongs to a fixed set of
leaves. A piece takes the colour of the narrowest span over it: a name inside a quotation looks like a name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.schema.types import Sentence
from extractor.text import split_sentences


class Evidence(NamedTuple):
    """A span of the text, `[start, end)`, and what it proves: a section's name and an item's pointer."""

    start: int
    end: int
    section: str
    pointer: str


class Piece(NamedTuple):
    """Adjacent characters that prove the same; `section` is empty where they prove nothing.

    `anchor` is the offset of a span that starts here, None if none does.
    """

    text: str
    section: str
    pointers: tuple[str, ...]
    anchor: int | None


class MarkedSentence(NamedTuple):
    """One sentence in pieces, and the white space up to the next one of its paragraph."""

    id: str
    pieces: tuple[Piece, ...]
    gap: str


def mark(text: str, evidence: Sequence[Evidence]) -> list[list[MarkedSentence]]:
    """The paragraphs of `text`, each a list of sentences in pieces. Spans outside the text are ignored."""
    sentences = split_sentences(text)
    inside = [item for item in evidence if 0 <= item.start < item.end <= len(text)]
    borders = sorted({border for item in inside for border in (item.start, item.end)})
    covers = _covers(borders, inside)
    paragraphs = []
    for _, group in groupby(sentences, key=lambda sentence: sentence.paragraph):
        members = list(group)
        ends = [sentence.start for sentence in members[1:]] + [members[-1].end]
        paragraphs.append(
            [
                MarkedSentence(
                    sentence.id, tuple(_pieces(text, sentence, borders, covers)), text[sentence.end : end]
                )
                for sentence, end in zip(members, ends, strict=True)
            ]
        )
    return paragraphs


def _covers(borders: Sequence[int], evidence: Sequence[Evidence]) -> list[tuple[Evidence, ...]]:
    """For each border the spans that cover what follows it, the narrowest first."""
    covers: list[list[Evidence]] = [[] for _ in borders]
    for item in evidence:
        for index in range(bisect_left(borders, item.start), bisect_left(borders, item.end)):
            covers[index].append(item)
    return [tuple(sorted(cover, key=lambda item: (item.end - item.start, item.pointer))) for cover in covers]


def _pieces(
    text: str, sentence: Sentence, borders: Sequence[int], covers: Sequence[tuple[Evidence, ...]]
) -> Iterator[Piece]:
    start = sentence.start
    index = bisect_right(borders, start)
    while start < sentence.end:
        end = min(borders[index], sentence.end) if index < len(borders) else sentence.end
        cover = covers[index - 1] if index else ()
        pointers = tuple(dict.fromkeys(item.pointer for item in cover))
        anchor = start if any(item.start == start for item in cover) else None
        yield Piece(text[start:end], cover[0].section if cover else "", pointers, anchor)
        start = end
        index += 1
