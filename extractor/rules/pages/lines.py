"""The lines of a page, and which are furniture: related links, share buttons, comment boxes, tag lines.

What counts as furniture is in `noise.csv`; here is only how far each kind reaches. A block of headlines ends
where a line reads like a paragraph, so that an article goes on after the links in its middle.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor.canonical.slotted import slotted
from extractor.knowledge import tables
from extractor.schema.types import Span
from extractor.text import fold

PARAGRAPH = 90
"""A line of at least this many characters that ends like a sentence is a paragraph, never a headline."""
LONG = 170
"""A line of at least this many characters is a paragraph however it ends."""

_GLUED = re.compile(r"\(?\bbaca (?:juga|pula|selengkapnya)\b|\(baca\s?:|\bbaca\s?:(?=\s?[^\W\d_])")
_STOP = re.compile(r"[.!?][\"')\]]*(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?…\"')\]*]\s*$")
_EMPTY = re.compile(r"[\W_\d]*$")
_IMAGE = (".jpg", ".jpeg", ".png", ".webp", ".gif")
_COUNTER = re.compile(
    r"(?:read )?[\d.,]{1,9} (?:times|views?|shares?|kali|pembaca|dilihat|comments?|komentar|min read)\b|"
    r"(?:dibaca|dilihat|comments?|komentar|views?) [\d.,]{1,9}$"
)
_TAGS = re.compile(r"id [^.!?]{2,200}$")
_TRIM = " \u2022*+-=:|>»()[]#!.,×·"
_SIGNED = re.compile(r"(?:penulis|reporter|pewarta|laporan|kontributor) ?: ?\w")
_COMMENTS_FROM = 0.55
_HEAD = 3
_COUNTER_HEADS = frozenset("r0123456789.,dckv")
_RUBRIC = 40
_MENU = 160
_FEWEST_SECTIONS = 2
_MENU_OPENERS = ("home ", "beranda ")
_RUBRICS = frozenset(
    "home beranda berita politik hukum pendidikan opini ekonomi olahraga nasional daerah internasional "
    "hiburan kesehatan teknologi video foto indeks kriminal bisnis wisata budaya sosial agama sport "
    "news tokoh regional kabupaten kota desa pemerintahan peristiwa lifestyle gaya hidup redaksi khas".split()
)


class Line(NamedTuple):
    """A line with text: `[start, end)` without the white space around it."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """Length in characters."""
        return self.end - self.start


@slotted
class _Phrases:
    opener: re.Pattern[str]
    heads: frozenset[str]
    kinds: dict[str, str]
    whole: frozenset[str]


@cache
def _phrases() -> _Phrases:
    kinds: dict[str, str] = {}
    whole: set[str] = set()
    for row in tables.rows("noise"):
        names = [fold(name) for name in tables.cells(row["names"])]
        if row["kind"] == "line":
            whole.update(names)
        elif row["kind"] != "credit":
            kinds.update(dict.fromkeys(names, row["kind"]))
    longest_first = sorted(kinds, key=len, reverse=True)
    heads = frozenset(name[:_HEAD] for name in kinds)
    return _Phrases(re.compile("|".join(map(re.escape, longest_first))), heads, kinds, frozenset(whole))


def split_lines(text: str) -> list[Line]:
    """All lines with text, in order."""
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            offset = start if line[0] == stripped[0] else start + line.index(stripped[0])
            lines.append(Line(offset, offset + len(stripped)))
        start += len(line) + 1
    return lines


def is_paragraph(folded: str, line: Line) -> bool:
    """True when the line reads like running text, not like a headline."""
    if line.size >= LONG:
        return True
    return line.size >= PARAGRAPH and _SENTENCE_END.search(folded, line.end - 3, line.end) is not None


def find_noise(text: str, folded: str, lines: list[Line]) -> list[Span]:
    """Spans of the furniture, line by line in order; they may touch, but do not overlap."""
    found: list[Span] = []
    size = len(folded)
    in_block = False
    for line in lines:
        kind = _kind(text, folded, line)
        if kind == "comments" and line.start > size * _COMMENTS_FROM:
            found.append(Span(line.start, size))
            break
        if kind is None and in_block and not is_paragraph(folded, line) and not _is_signed(folded, line):
            found.append(Span(line.start, line.end))
            continue
        in_block = kind == "block" or (kind == "empty" and in_block)
        if kind is not None:
            found.append(Span(line.start, line.end))
        else:
            found += _glued(folded, line)
    return found


def _is_signed(folded: str, line: Line) -> bool:
    """True for `Penulis: X - Editor: Y`: it signs the article, not one of the headlines above it."""
    label = _SIGNED.match(folded, line.start, line.end)
    return label is not None and folded.find("editor", label.end(), line.end) > 0


def _kind(text: str, folded: str, line: Line) -> str | None:
    """What kind of furniture the line is; `block` when headlines follow below it, None for content."""
    start, end = line
    while start < end and folded[start] in _TRIM and not folded.startswith(("[caption", "- adv"), start):
        start += 1
    if start == end or (not folded[start].isalpha() and _EMPTY.match(folded, line.start, end)):
        return "empty"
    phrases = _phrases()
    if end - start <= _RUBRIC and _is_rubric(folded[start:end].rstrip(_TRIM), phrases.whole):
        return "line"
    if folded.startswith(_MENU_OPENERS, start) and end - start <= _MENU and _is_menu(folded[start:end]):
        return "line"
    is_known = folded[start : start + _HEAD] in phrases.heads
    opener = phrases.opener.match(folded, start, end) if is_known else None
    if opener is not None and not _goes_on(text, opener, end):
        kind = phrases.kinds[opener.group()]
        is_alone = _EMPTY.match(folded, opener.end(), end) is not None
        if kind == "link":
            return "block" if is_alone else "link"
        if kind in {"block", "comments"}:
            return kind if line.size <= 60 or kind == "comments" else "link"
        return kind
    is_counter = folded[start] in _COUNTER_HEADS and _COUNTER.match(folded, start, end) is not None
    if is_counter or folded.endswith(_IMAGE, start, end):
        return "line"
    is_tag_line = folded.startswith("id ", line.start) and _TAGS.match(folded, line.start, end)
    return "line" if is_tag_line else None


def _is_rubric(words: str, whole: frozenset[str]) -> bool:
    """True for a phrase of the table, and for a menu made of nothing but such words."""
    return words in whole or all(word in whole for word in words.split())


def _is_menu(words: str) -> bool:
    """`HOME BERITA POLITIK PENDIDIKAN`: names of sections, none of which could be left out as usual words."""
    names = words.replace("|", " ").split()
    return len(names) > _FEWEST_SECTIONS and _RUBRICS.issuperset(names)


def _goes_on(text: str, opener: re.Match[str], end: int) -> bool:
    """True inside a word ('populer|itas'), or where the words open a paragraph of running text.

    A rubric in capitals may be glued to the headline behind it ('TERKINIBupati').
    """
    position = opener.end()
    if position >= end:
        return False
    if text[position].isalnum() and text[position - 1].isalnum():
        return not (text[opener.start() : position].isupper() and text[position : position + 2].istitle())
    return end - position > LONG and text[position] == " "


def _glued(folded: str, line: Line) -> list[Span]:
    """Related links glued into a paragraph: up to the line's end, or to the full stop of a longer rest."""
    found: list[Span] = []
    position = folded.find("baca", line.start, line.end) - 1
    if position < line.start - 1:
        return found
    position = max(position, line.start)
    while (link := _GLUED.search(folded, position, line.end)) is not None:
        end = line.end
        closing = folded.find(")", link.start(), line.end) if folded[link.start()] == "(" else -1
        if closing >= 0:
            end = closing + 1
        elif line.end - link.start() > LONG:
            stop = _STOP.search(folded, link.end(), line.end)
            end = stop.end() if stop else line.end
        found.append(Span(link.start(), end))
        position = end
    return found
