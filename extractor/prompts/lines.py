"""The article as a prompt shows it: one numbered sentence a line, and nothing that poses as anything else.

The text is data. No line of it can fake a sentence's id, close the block that holds it, or spell one of the
control tokens that servers read out of plain text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.schema.types import Article, Sentence
from extractor.text import squeeze

MOST_CHARS = 8_000
"""Characters of text that one request asks about."""

_ODD = re.compile(r"[^\x20-\x7e\xa1-\xac\xae-\u034e\u2010-\u2027\u2030-\u205e]")
# Letters and marks that show nothing: fillers, the grapheme joiner, variation selectors.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_SPACES = frozenset(("Cc", "Zl", "Zp", "Zs"))
_LINE_ID = re.compile(r"([sSſｓＳ]\s?\d{1,5}\s?)[|｜¦│]")
# `<` before a letter, a slash, a bar: a tag or a control token (`<|im_start|>`, `</s>`). `nilai < 50` stays.
_TAG = re.compile(r"[<＜](?=\s*[^\s\d=])")
_MARKS = "<＜[|｜¦│"
"""One of them is in whatever the patterns above and below look for."""
_BRACKET_TOKEN = re.compile(r"\[(?=/?(?:INST|SYS|TOOL|AVAILABLE_TOOLS|PREFIX|SUFFIX|MIDDLE|gMASK)[A-Z_]*\])")


class Line(NamedTuple):
    """A sentence as it is shown, or a piece of one that is longer than a request may be.

    `start` and `end` are its place in the article's text; `paragraph` counts lines of the text from 0.
    """

    id: str
    text: str
    start: int
    end: int
    paragraph: int

    def __str__(self) -> str:
        return f"{self.id}| {self.text}"


def safe(text: str) -> str:
    """`text` on one line: control characters and runs of space are one space, invisible ones are gone.

    Marks that would make a line's id, a tag or a control token out of it are exchanged for ones that look
    alike and mean nothing.
    """
    folded = squeeze(_ODD.sub(_plain, text))
    # Hardly a sentence has any of the marks, and looking for them takes a tenth of what the patterns take.
    if not any(map(folded.__contains__, _MARKS)):
        return folded
    folded = _TAG.sub("‹", folded).replace("|>", "|›")
    return _LINE_ID.sub(r"\1/", _BRACKET_TOKEN.sub("(", folded))


def lines_of(article: Article, sentences: Sequence[Sentence]) -> list[Line]:
    """All sentences as lines, their ids those of the whole article."""
    return [line for sentence in sentences for line in _pieces(article.text, sentence)]


def split(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines in parts of `MOST_CHARS` characters at most, cut between paragraphs where possible."""
    parts: list[list[Line]] = [[]]
    filled = 0
    for _, group in groupby(lines, key=lambda line: line.paragraph):
        paragraph = list(group)
        for unit in [paragraph] if _length(paragraph) <= MOST_CHARS else [[line] for line in paragraph]:
            length = _length(unit)
            if parts[-1] and filled + length > MOST_CHARS:
                parts.append([])
                filled = 0
            parts[-1].extend(unit)
            filled += length + 1
    return tuple(map(tuple, parts))


def _length(lines: Sequence[Line]) -> int:
    """Characters of text, one of white space between two lines included."""
    return sum(len(line.text) + 1 for line in lines) - 1


def _pieces(text: str, sentence: Sentence) -> Iterator[Line]:
    for start in range(sentence.start, sentence.end, MOST_CHARS):
        end = min(start + MOST_CHARS, sentence.end)
        yield Line(sentence.id, safe(text[start:end]), start, end, sentence.paragraph)


def _plain(match: re.Match[str]) -> str:
    """What stands for a character that is not plain print."""
    char = match.group()
    category = unicodedata.category(char)
    if category in _SPACES:
        return " "
    if category == "Cs":
        return "\ufffd"
    return "" if category == "Cf" or _UNSEEN.match(char) else char
