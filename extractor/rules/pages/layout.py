"""The parts of a saved news page: headline, dateline, lead, and what is no content at all.

Text copied from a page brings its furniture along, before the headline, between paragraphs and below. Rules
that read people or figures never look there, so the furniture is found first. A headline is never promoted
from the lead: a text that starts with its lead has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import NamedTuple

from extractor.knowledge import Hits
from extractor.rules.mentions import Layout
from extractor.rules.pages.bylines import find_bylines
from extractor.rules.pages.dateline import Dateline, read_dateline, read_domain, read_heading, read_town
from extractor.rules.pages.lines import LONG, PARAGRAPH, Line, find_noise, is_paragraph, split_lines
from extractor.rules.pages.machine_talk import find_machine_talk
from extractor.schema.types import Span

_TOP_LINES = 16
_TITLE_WORDS = 3
_KICKER_WORDS, _FULL_WORDS = 4, 7
_LONGEST_TITLE = 220
_SPOKEN_ENDS = ('."', ".'")
_FIRST_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"[\W_]+")
_CAPTION = re.compile(r"(?:ket(?:erangan)?\s?\.?\s?[\[(]?foto|foto|photo|caption|gambar|ilustrasi)\b")
_CAPTION_OPENS = frozenset("kfpcgi")
_CREDIT = re.compile(
    r"[-(\[]\s?(?:foto|photo|antara|istimewa|ist|dok|dokumentasi|humas)\b[^()\n]{0,80}[)\].-]|"
    r"\bfoto ?: ?[^.\n]{1,60}$|-[\w.]{4,30}-$|\([^()\n/\d]{2,40}/[^()\n\d]{2,40}\)$"
)
_IN_TEXT_CREDIT = re.compile(r"\((?:(?:foto|photo|dok|istimewa)\b[^()\n]{0,80}|antara[ /][^()\n]{1,60})\)")
_CRUMBS = re.compile(r"[^|>›»\n]{1,40}(?:[|>›»][^|>›»\n]{1,40}){2,}$")
_CRUMB = re.compile(r"[|>›»]")


class _Top(NamedTuple):
    """What the lines before the lead tell."""

    title: Line | None
    dateline: Dateline | None
    body: int


def read_layout(text: str, folded: str, hits: Hits) -> Layout:
    """Tell the parts of the page; linear in its length."""
    lines = split_lines(text)
    noise = find_noise(text, folded, lines)
    furniture = {span.start for span in noise}
    content = [line for line in lines if line.start not in furniture]
    talk = _merge(find_machine_talk(text, folded, hits["machine"]))
    if talk:
        content = _outside(content, talk)
        noise += talk
    bylines = find_bylines(text, folded, content, hits)
    signed = {span.start for span in bylines.noise}
    crumbs = [line for line in content[:_TOP_LINES] if _is_crumbs(text, line)] if _CRUMB.search(text) else []
    content = [line for line in content if line.start not in signed and line not in crumbs]
    top = _read_top(text, folded, content, hits)
    noise += [*bylines.noise, *_repeats(folded, content, top.title), *(Span(*line) for line in crumbs)]
    noise += _credits(folded, content, top.body)
    outlet = top.dateline.outlet if top.dateline else None
    return Layout(
        title=Span(*top.title) if top.title else None,
        outlet=outlet or next(filter(None, (read_domain(folded, line) for line in crumbs)), None),
        dateline=top.dateline.town if top.dateline else None,
        body=top.body,
        noise=_merge(noise),
        reporters=_beside(talk, bylines.reporters),
        editors=_beside(talk, bylines.editors),
        stamps=_beside(talk, bylines.stamps),
        machine_talk=talk,
    )


def _read_top(text: str, folded: str, content: list[Line], hits: Hits) -> _Top:
    top = content[:_TOP_LINES]
    found = _find_dateline(text, folded, top, hits)
    paragraphs = (index for index, line in enumerate(top) if _is_lead(folded, line, index))
    lead = found[0] if found else next(paragraphs, None)
    before = top[:lead] if lead is not None else top[:1]
    title = _headline(folded, [line for line in before if _is_title(folded, line)])
    if found:
        return _Top(title, found[1], found[1].body)
    following = [line for line in content if title is None or line.start > title.start]
    body = top[lead].start if lead is not None else (following[0].start if following else len(text))
    return _Top(title, None, body)


def _find_dateline(text: str, folded: str, top: list[Line], hits: Hits) -> tuple[int, Dateline] | None:
    """Index of the line that holds the lead, and its dateline; one with a town wins over an outlet alone."""
    spare: tuple[int, Dateline] | None = None
    paragraphs = 0
    for index, line in enumerate(top):
        dateline = _dateline_at(text, folded, top[index : index + 2], hits)
        if dateline is None or _is_caption(folded, line):
            paragraphs += _is_lead(folded, line, index)
            if paragraphs > 1:
                break
            continue
        if dateline.town and (spare is None or dateline.outlet):
            return index, dateline
        spare = spare or (index, dateline)
    return spare


def _dateline_at(text: str, folded: str, lines: list[Line], hits: Hits) -> Dateline | None:
    """The dateline of the first of `lines`, whose lead stands behind it or on the second of them."""
    line = lines[0]
    if line.size >= PARAGRAPH or folded[line.end - 1] == ".":
        return read_dateline(text, folded, line, hits)
    if len(lines) == 1:
        return None
    below = lines[1]
    dash = 1 if folded[below.start] in "-:|" else 0
    if not is_paragraph(folded, below):
        return None
    heading = read_town(text, folded, line, hits) if dash else read_heading(text, folded, line, hits)
    if heading is None:
        return None
    body = below.start + dash
    while body < below.end and folded[body] in " -":
        body += 1
    return replace(heading, body=body)


def _is_lead(folded: str, line: Line, index: int) -> bool:
    """True for running text; a first line without a full stop at its end may be long and yet a headline."""
    if not is_paragraph(folded, line):
        return False
    is_text = index > 0 or line.size > _LONGEST_TITLE or "." in folded[line.end - 3 : line.end]
    return is_text and not _is_caption(folded, line)


def _headline(folded: str, lines: list[Line]) -> Line | None:
    """The first of the lines that can be one, but for a kicker of few words above a full headline."""
    if len(lines) > 1:
        words = [folded.count(" ", line.start, line.end) + 1 for line in lines[:2]]
        if words[0] <= _KICKER_WORDS and words[1] >= _FULL_WORDS and lines[1].start - lines[0].end <= 2:
            return lines[1]
    return lines[0] if lines else None


def _is_title(folded: str, line: Line) -> bool:
    ends_sentence = folded[line.end - 1] == "." or folded[line.end - 2 : line.end] in _SPOKEN_ENDS
    if line.size > _LONGEST_TITLE or ends_sentence:
        return False
    return folded.count(" ", line.start, line.end) + 1 >= _TITLE_WORDS and not _is_caption(folded, line)


def _is_caption(folded: str, line: Line) -> bool:
    if line.size > 2 * _LONGEST_TITLE:
        return False
    credit = _find_credit(folded, line)
    is_credited = credit is not None and credit.end() >= line.end - 12
    opens = folded[line.start] in _CAPTION_OPENS
    return is_credited or (opens and _CAPTION.match(folded, line.start, line.end) is not None)


def _is_crumbs(text: str, line: Line) -> bool:
    """True for `Home » Daerah » Siak`; the fold would make quotation marks of the strokes."""
    start, end = line
    if end - start > LONG or not _CRUMB.search(text, start, end):
        return False
    return _CRUMBS.match(text, start, end) is not None


def _repeats(folded: str, content: list[Line], title: Line | None) -> list[Span]:
    """The headline's later printings: a line of its own, or the first words of a caption."""
    if title is None:
        return []
    first = _FIRST_WORD.search(folded, title.start, title.end)
    word = first.group() if first else "\n"
    others = [
        line for line in content if line != title and folded.find(word, line.start, line.start + 40) >= 0
    ]
    letters = _MARKS.sub("", folded[title.start : title.end]) if others else ""
    found: list[Span] = []
    for line in others:
        window = folded[line.start : line.start + 2 * title.size + 8]
        if _MARKS.sub("", window).startswith(letters):
            found.append(Span(line.start, _after_letters(folded, line, len(letters))))
    return found


def _after_letters(folded: str, line: Line, count: int) -> int:
    """The position behind the first `count` letters and digits of the line."""
    for position in range(line.start, line.end):
        count -= folded[position].isalnum()
        if count == 0:
            return position + 1
    return line.end


def _credits(folded: str, content: list[Line], body: int) -> list[Span]:
    """Whom a picture is from: at the end of captions above the lead, and in brackets anywhere."""
    found = [Span(*match.span()) for match in _IN_TEXT_CREDIT.finditer(folded)]
    for line in content[:_TOP_LINES]:
        if line.start >= body:
            break
        if (credit := _find_credit(folded, line)) is not None:
            found.append(Span(*credit.span()))
    return found


def _find_credit(folded: str, line: Line) -> re.Match[str] | None:
    """Whom the picture is from, in the last words of a caption."""
    start, end = max(line.start, line.end - 100), line.end
    words = folded[start:end]
    if "-" not in words and "(" not in words and "[" not in words and "foto" not in words:
        return None
    return _CREDIT.search(folded, start, end)


def _outside(lines: list[Line], spans: tuple[Span, ...]) -> list[Line]:
    """The lines that do not lie wholly inside one of `spans`."""
    covers = [bisect_right(spans, (line.start, 1 << 62)) - 1 for line in lines]
    return [line for line, at in zip(lines, covers, strict=True) if at < 0 or spans[at].end < line.end]


def _beside(talk: tuple[Span, ...], found: tuple[Span, ...]) -> tuple[Span, ...]:
    """What was found outside of what addresses a machine."""
    if not talk:
        return found
    starts = [bisect_right(talk, (one.start, 1 << 62)) - 1 for one in found]
    return tuple(one for one, at in zip(found, starts, strict=True) if at < 0 or talk[at].end <= one.start)


def _merge(spans: list[Span]) -> tuple[Span, ...]:
    """In order, with those that overlap or touch joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
