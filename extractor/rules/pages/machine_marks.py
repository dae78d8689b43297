"""Marks that stand in no article: chat markup, records in JSON, hidden elements, numbers of sentences.

Whoever plants them hopes that a program which reads the page takes them for its own. What they enclose is no
content. Each find is linear: what closes a mark is looked for once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TypeAlias

from extractor.knowledge import tables
from extractor.schema.fields import FIELDS
from extractor.schema.types import Span

REACH = 4000
"""Characters within which a mark is closed; one that stays open reaches to the end of its line."""

_TOKEN = re.compile(r"<\|[a-z_]{2,24}\|>|\[/?inst\]|<</?sys>>|<(?:start|end)_of_turn>|<bos>|<eos>")
_LABEL = 24
_BRACE = re.compile(r"[\[{]\s*[\"'][\w./ -]{1,40}[\"']\s*:")
_LONGEST_PARAGRAPH = 1000
_ITEMS = re.compile(r"(?:\s*(?:[-*•{\[\"]|\d{1,2}[.)])[^\n]*)+")
_LEAD = re.compile(r"(?:(?<=\n)|(?<=[.!?] )|\A)[^\n.!?:]*:[ '\"(]*\Z")
_BRACES = re.compile(r"[{}\[\]]")
_PAIR = re.compile(r"^[ ,\t]*\"[a-z][a-z_./]{1,40}\"\s?:\s?(?=[\"\[{\d]|null|true|false)", re.MULTILINE)
_GROUPS = "|".join({field.group for field in FIELDS})
_LISTS = "|".join({field.group for field in FIELDS if "[]." in field.path and field.group != "regions"})
_PATH = re.compile(
    rf"^[ \t*-]*/?(?:(?:{_GROUPS})(?:\[\d*\]|[./]\d*)[./]?[a-z_]{{3,20}}|{_LISTS}) ?(?:[:=]|->)", re.MULTILINE
)
_NUMBER = re.compile(r"(?<!\w)(?:s\d{1,3}|S(?:[4-9]|\d{2,3}))\s?$")
_CITED = re.compile(r"\[s\d{1,3}\]")
_BAR = re.compile(r"\|")
_TEXT = re.compile(r"\S")
_COMMENT = re.compile("<!--")
_FENCE = re.compile("'''")  # the fold makes apostrophes of grave accents
_IMAGE = re.compile(
    r"!\[[^\]\n]{0,1000}\]\([^)\n]{0,400}\)|"
    r"\[[^\]\n]{1,200}\]\((?:javascript|data):(?:[^()\n]|\([^()\n]{0,100}\)){0,400}\)"
)
_HIDDEN = re.compile(
    r"<([a-z]{1,10})\b[^<>]{0,200}(?:display ?: ?none|visibility ?: ?hidden|font-size ?: ?0|opacity ?: ?0|"
    r"(?<!-)color ?: ?(?:white|#fff|transparent)|\shidden(?=[\s>=]))[^<>]{0,200}>|"
    r"<(script|style|iframe|template|noscript)\b"
)


def find_marks(text: str, folded: str, openers: set[str]) -> list[Span]:
    """Spans of what such marks enclose; they may overlap. `openers`: first characters of marks there."""
    found: list[Span] = []
    for characters, find in _FINDERS:
        if not openers.isdisjoint(characters):
            found += find(text, folded)
    return found


class Ends:
    """Where things end in a text, looked for once however many marks stand before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, Span] = {}
        self._has_paragraphs = "\n\n" in text

    def find(self, closer: str, position: int) -> int:
        """Where the next `closer` starts, the text's end if there is none."""
        since, known = self._known.get(closer, (0, -1))
        if not since <= position <= known:
            known = self._text.find(closer, position)
            known = len(self._text) if known < 0 else known
            self._known[closer] = Span(position, known)
        return known

    def line(self, position: int) -> int:
        """The end of the line that holds `position`."""
        return self.find("\n", position)

    def paragraph(self, position: int) -> int:
        """Where the text below ends: at an empty line, else behind its list or behind its first line."""
        text = _TEXT.search(self._text, position)
        if text is None:
            return len(self._text)
        start = text.start()
        if self._has_paragraphs and (end := self.find("\n\n", start)) - start <= _LONGEST_PARAGRAPH:
            return end
        items = _ITEMS.match(self._text, start, start + REACH)
        return items.end() if items else self.line(start)

    def closed(self, closer: str, position: int) -> int:
        """Behind the next `closer` within reach, else the line's end."""
        end = self.find(closer, position)
        is_near = end - position <= REACH and end < len(self._text)
        return end + len(closer) if is_near else self.line(position)


def _enclosed(text: str, opener: re.Pattern[str], closer: Callable[[re.Match[str]], str]) -> list[Span]:
    ends = Ends(text)
    found: list[Span] = []
    position = 0
    while (mark := opener.search(text, position)) is not None:
        position = ends.closed(closer(mark), mark.end())
        found.append(Span(mark.start(), position))
    return found


def _comments(_: str, folded: str) -> list[Span]:
    return _enclosed(folded, _COMMENT, lambda _: "-->")


def _hidden(_: str, folded: str) -> list[Span]:
    return _enclosed(folded, _HIDDEN, lambda mark: f"</{mark[1] or mark[2]}>")


def _fences(_: str, folded: str) -> list[Span]:
    return _enclosed(folded, _FENCE, lambda _: "'''")


def _tokens(_: str, folded: str) -> list[Span]:
    """What each token of a chat opens, up to the one that closes it, and the text behind a mere label."""
    ends = Ends(folded)
    found: list[Span] = []
    for token in _TOKEN.finditer(folded):
        end = ends.line(token.end())
        is_closing = "end" in token.group() or "/" in token.group()
        if is_closing and found and token.start() - found[-1].start <= REACH:
            found[-1] = Span(found[-1].start, end)
        elif not is_closing and end - token.end() <= _LABEL:
            found.append(Span(token.start(), ends.paragraph(end)))
        else:
            found.append(Span(token.start(), end))
    return found


@cache
def _elements() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = {row["kind"]: tables.cells(row["common"]) for row in tables.rows("machine_cues")}
    tag, wrapper = ("|".join(words[kind]) for kind in ("tag", "wrapper"))
    return (
        re.compile(rf"<(?P<name>{tag})(?:\s[^<>]{{0,80}})?>|</(?:{tag})>"),
        re.compile(rf"<(?P<closing>/?)(?:{wrapper})(?:\s[^<>]{{0,80}})?>"),
    )


def _tags(_: str, folded: str) -> list[Span]:
    """What a tag of a conversation encloses, and what stands between a wrapper's end and its next start."""
    tag, wrapper = _elements()
    found = _enclosed(folded, tag, lambda mark: f"</{mark['name']}>" if mark["name"] else ">")
    ends = Ends(folded)
    closed = -1
    for mark in wrapper.finditer(folded):
        if mark["closing"]:
            found.append(Span(mark.start(), ends.paragraph(mark.end())))
            closed = mark.start()
        elif closed >= 0 and mark.start() - closed <= REACH:
            found[-1] = Span(closed, mark.end())
            closed = -1
        else:
            found.append(Span(*mark.span()))
    return found


def _records(_: str, folded: str) -> list[Span]:
    """Objects in braces with the words that announce them before a colon, and pairs of key and value."""
    ends = Ends(folded)
    found: list[Span] = []
    position = matched_from = 0
    while (brace := _BRACE.search(folded, position)) is not None:
        end = None
        if brace.start() >= matched_from:
            end = _matching(folded, brace.start())
            matched_from = brace.start() + REACH if end is None else end
        position = end or ends.line(brace.end())
        found.append(Span(_announced(folded, brace.start()), position))
    return [*found, *_lines_from(folded, _PAIR)]


def _matching(folded: str, start: int) -> int | None:
    """Where the brace at `start` is closed; marks inside texts count too, which JSON news has none of."""
    depth = 0
    for brace in _BRACES.finditer(folded, start, start + REACH):
        depth += 1 if brace.group() in "{[" else -1
        if depth == 0:
            return brace.end()
    return None


def _announced(folded: str, start: int) -> int:
    """`start`, or where its line begins if nothing but words and a colon stand between."""
    lead = _LEAD.search(folded, max(start - 200, 0), start)
    return lead.start() if lead else start


def _lines_from(folded: str, pattern: re.Pattern[str]) -> list[Span]:
    """From each match at the start of a line to that line's end."""
    ends = Ends(folded)
    return [Span(match.start(), ends.line(match.end())) for match in pattern.finditer(folded)]


def _paths(_: str, folded: str) -> list[Span]:
    return _lines_from(folded, _PATH)


def _numbers(text: str, _: str) -> list[Span]:
    """A number like those that sentences get in a prompt, and what claims to be that sentence."""
    bars = (_NUMBER.search(text, max(bar.start() - 6, 0), bar.start()) for bar in _BAR.finditer(text))
    starts = [number.start() for number in bars if number is not None]
    starts += [cited.start() for cited in _CITED.finditer(text)]
    ends = Ends(text)
    return [Span(start, ends.line(start)) for start in sorted(starts)]


def _images(_: str, folded: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in _IMAGE.finditer(folded))


_Finder: TypeAlias = Callable[[str, str], Iterable[Span]]
_FINDERS: tuple[tuple[str, _Finder], ...] = (
    ("<", _comments),
    ("<", _hidden),
    ("'", _fences),
    ("<[", _tokens),
    ("<", _tags),
    ("{[\"'", _records),
    ("/aeiops", _paths),
    ("|[", _numbers),
    ("[", _images),
)
"""What finds a mark, and the characters that the marks it looks at begin with."""
