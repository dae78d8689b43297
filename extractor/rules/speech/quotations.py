"""Find the passages in quotation marks, however the page prints the marks.

Marks do not pair by their glyph: outlets open with a closing mark, close with an opening one, put a space
inside or none outside, open every paragraph and close once, or never. So each mark is read by its neighbours,
and a paragraph that leaves a quotation open may hand it on to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.canonical.slotted import slotted

# What a byte-wise misreading of “ and ” leaves is taken for the mark.
# One set of first characters, with what each of them asks for behind it, is found faster than alternatives.
_MARK = re.compile("['\"“”„‟«»†‘’â](?:(?<=['‘’])['‘’]|(?<=â)€[œ\x9d]|(?<!['â]))")
_NEVER_OPENING = frozenset({"†", "â€\x9d", "’"})
_OPENING = frozenset({"“", "„", "«", "â€œ"})
_CLOSING = frozenset({"”", "»", "†", "â€\x9d"})
_BEFORE_OPENER = frozenset(" \n\t\u00a0([{-–—:/")
_SENTENCE_PUNCTUATION = frozenset(".,!?…;:)")
_LONGEST_NESTED = 80
_WIDEST_INDENT = 8
_BLANK = re.compile(r"\s{1,4}")


@slotted
class Quoted:
    """A passage: `[start, end)` between the marks, `outer_start` and `outer_end` with them.

    An unclosed one runs to the end of its line or to the next opening mark.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    is_closed: bool


@slotted
class _Mark:
    start: int
    end: int
    glyph: str
    before: str
    after: str
    line_end: int
    opens_line: bool

    @property
    def may_open(self) -> bool:
        if self.glyph in _NEVER_OPENING:
            return False
        if self.opens_line or self.glyph == "‘":
            return True
        if self.glyph in _OPENING:
            return self.before in _BEFORE_OPENER or self.after.isalnum()
        return (self.before in _BEFORE_OPENER and not self.after.isspace()) or (
            self.before in ",:;." and self.after.isupper()
        )

    @property
    def may_close(self) -> bool:
        if self.opens_line or self.glyph == "‘":
            return False
        if self.before in "([{":
            return False
        if not self.before.isspace():
            return not (self.before in ":–—" and self.after.isalnum()) or self.glyph in _CLOSING
        return self.glyph in _CLOSING or self.after.isspace() or self.after in ",.;"


def find_quoted(text: str) -> list[Quoted]:
    """All passages in quotation marks, in order, without overlaps; one pass over the marks."""
    marks = list(_marks(text))
    quoted: list[Quoted] = []
    index = 0
    while index < len(marks):
        if not marks[index].may_open:
            index += 1
            continue
        passage, index = _passage(text, marks, index)
        if text[passage.start : passage.end].strip():
            quoted.append(_trimmed(text, passage))
    return quoted


def _marks(text: str) -> Iterator[_Mark]:
    line_start, line_end = 0, -1
    for match in _MARK.finditer(text):
        start, end = match.span()
        if start > line_end:
            line_start = text.rfind("\n", max(line_end, 0), start) + 1 or line_start
            newline = text.find("\n", start)
            line_end = len(text) if newline < 0 else newline
        before = text[start - 1] if start else "\n"
        after = text[end] if end < len(text) else "\n"
        glyph = match.group()
        if glyph in {"‘", "’"} and not _is_single_mark(glyph, before, after):
            continue
        opens_line = start - line_start < _WIDEST_INDENT and not text[line_start:start].strip()
        yield _Mark(start, end, glyph, before, after, line_end, opens_line)


def _is_single_mark(glyph: str, before: str, after: str) -> bool:
    """Single marks are mostly apostrophes; one opens only before a word and closes only behind one."""
    if glyph == "‘":
        return (before.isspace() or before == "(") and after.isalnum()
    return (before.isalnum() or before in ".,!?") and (after.isspace() or after in ",.")


def _passage(text: str, marks: list[_Mark], index: int) -> tuple[Quoted, int]:
    """The passage that the mark at `index` opens, and the index of the first mark after it."""
    opener = marks[index]
    line_end = opener.line_end
    is_single = opener.glyph == "‘"
    nested = False
    while True:
        index += 1
        mark = marks[index] if index < len(marks) else None
        if mark is None or mark.line_end != line_end:
            if mark is None or not _goes_on(text, line_end, mark):
                return Quoted(opener.end, line_end, opener.start, line_end, is_closed=False), index
            line_end = mark.line_end
        if mark.glyph in {"‘", "’"} and not is_single:
            continue
        if nested:
            nested = not mark.may_close
        elif mark.may_close and not _opens_nested(mark, marks, index):
            return Quoted(opener.end, mark.start, opener.start, mark.end, is_closed=True), index + 1
        elif _opens_nested(mark, marks, index):
            nested = True
        elif mark.may_open:
            return Quoted(opener.end, mark.start, opener.start, mark.start, is_closed=False), index


def _goes_on(text: str, line_end: int, mark: _Mark) -> bool:
    """True when `mark` closes what the line before its own left open: a quotation of two paragraphs."""
    if not mark.may_close or mark.opens_line or mark.before.isspace():
        return False
    gap = _BLANK.match(text, line_end)
    following = text.find("\n", gap.end()) if gap else -1
    return gap is not None and mark.line_end == (following if following >= 0 else len(text))


def _opens_nested(mark: _Mark, marks: list[_Mark], index: int) -> bool:
    """True when `mark` opens a short passage inside the quotation, whose own end is still to come."""
    if (
        not mark.after.isalnum()
        or mark.before.isalnum()
        or mark.before in _SENTENCE_PUNCTUATION
        or index + 2 >= len(marks)
    ):
        return False
    closer, outer = marks[index + 1], marks[index + 2]
    is_near = (
        closer.start - mark.end <= _LONGEST_NESTED and closer.line_end == mark.line_end == outer.line_end
    )
    return is_near and not closer.before.isspace() and closer.before not in ",." and outer.may_close


def _trimmed(text: str, passage: Quoted) -> Quoted:
    start, end = passage.start, passage.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(passage, start=start, end=end)
