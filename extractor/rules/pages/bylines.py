"""Who signed the text, and the page's own date: author lines, labels, codes in brackets at the end, stamps.

`(fachrul)` · `(Bas/Nuh)` · `Editor : Amran` · `Penulis: X | Editor: Y` · a bare name beside the page's date ·
`02 Desember 2020, 4:09 PM WIB Last Updated 2020-12-02T08:09:14Z`. A desk (redaksi, humas, tim) is nobody, and
an asterisk in brackets is no name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.knowledge import Hits
from extractor.rules.pages.lines import LONG, Line
from extractor.rules.windows import hits_in
from extractor.schema.types import Span

_TOP, _TAIL = 12, 5
_LONGEST_STAMP = 120
_WINDOW = 70
_SPARE_LETTERS = 34

_MONTH = r"(?:jan|feb|peb|mar|apr|mei|may|jun|jul|agu|agt|ags|aug|sep|okt|oct|nov|nop|des|dec)[a-z]{0,7}\.?"
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[ /\-.](?:{_MONTH}|\d{{1,2}})[ /\-.,]{{1,2}}\d{{4}}|"
    rf"{_MONTH} \d{{1,2}}, ?\d{{4}})"
)
_STAMP_WORDS = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b|"
    r"\d{1,2}[.:]\d\d(?:[.:]\d\d)?|\b(?:am|pm|wib|wita|wit|pukul|pkl|last updated|updated|update|diperbarui|"
    r"diterbitkan|dipublikasikan|dipublikasi|publikasi|published|posted|tayang|terbit|diposting|pada|on|by|oleh|"
    r"redaksi|admin|humas|penulis|editor|reporter|jurnalis|wartawan|berita|pendidikan|daerah|read|kali|dilihat|views?)\b"
)
_LABEL = re.compile(
    r"\b(editor|redaktur(?: pelaksana)?|penyunting|reporter|pewarta|penulis|laporan|wartawan|jurnalis|"
    r"kontributor|uploader|oleh|fotografer|foto|sumber)\b ?(?:/ ?\w+)? {0,8}:"
)
_BY = re.compile(r"(?:by|oleh|ditulis oleh|penulis) +(?=[^\W\d_])")
_AUTHOR_OF = re.compile(r"([^,|\n]{3,40}?) ?, ?(?:jurnalis|wartawan|reporter|kontributor)\b")
_VALUE_END = re.compile(r"\||//| - |-\d|\d{2,}|\*|\(|\n|\s{3,}")
_SIGN_OFF = re.compile(r"(?:^|[.!?\"'”’*…\])\s,])\*{0,3}\s?[(\[]\s*([^()\[\]\n]{1,48}?)\s*[)\]][\s*.]*$")
_DASHED = re.compile(r"(?:—|–|--)\s?([A-Za-z]{1,6}(?:/[A-Za-z]{1,6})?)\.?$")
_CODE_LINE = re.compile(r"[A-Z][A-Za-z]{1,3}(?:/[A-Za-z]{2,4})?\.$")
_NAME = r"[A-Z][a-z'’.]+(?: [A-Z][\w'’.]*){1,3}"
_NAME_AND_CODE = re.compile(rf"{_NAME} ?/ ?(?:[A-Z]{{1,5}}|[a-z]{{2,4}})\.?$")
_AUTHOR_AT_SITE = re.compile(rf"({_NAME}) ?[-–—|,] ?(?:[A-Za-z0-9-]+\.)+(?:com|co\.id|id|net|co|news)$")
_REPORT_OF = re.compile(
    r"Laporan (?:[Ww]artawan|[Rr]eporter|[Jj]urnalis|[Kk]ontributor) (?:[A-Z][\w.]* ?){1,3}"
    rf"(?:,|-|–|\||:) ?(?P<name>{_NAME})$"
)
_CODE = re.compile(r"[^\W_][\w .'’\-]*\.?$")
# `Tommy S.`, `Wahyu Hdt.`: the stop belongs to the name.
_SHORT_LAST = re.compile(r"[a-z.] [A-Z](?:[b-df-hj-np-tv-z]{1,3})?\.$")
_BARE_NAME = re.compile(r"([A-Z][\w'’.]+(?: [A-Z][\w'’.]*){1,3})$")
_NAME_BEFORE_DATE = re.compile(r"([A-Z][a-z'’.]+(?: [A-Z][a-z'’.]*){1,3}) ?[-–—|,] ?(?=[A-Z\d])")
_DESK = re.compile(
    r"(?:redaksi|red|tim|team|wartawan|humas|hms|admin|adm|administrator|superadmin|adpim|prokopim|protokol|mm?c|"
    r"diskominfo\w*|kominfo\w*|kontributor|rilis|release|rls|ril|rel|sumber|antara|editor|penulis|publik|news|dok|ist|"
    r"istimewa|foto|mmc\w+|mc\w{5,}|by|oleh)\b"
)
_NO_NAME = re.compile(
    r"\b(?:berita|info|kabar|news|daerah|nasional|pendidikan|redaksi|admin|tim|media|humas|terkini|headline|utama|"
    r"politik|ekonomi|sosial|budaya|olahraga|hukum|opini|artikel|kota|kabupaten|sekolah|mode|iklan)\b"
)
_EDITORS = frozenset({"editor", "redaktur", "redaktur pelaksana", "penyunting"})
_NOBODY = frozenset({"foto", "fotografer", "sumber", "uploader"})


class Bylines(NamedTuple):
    """Spans of the names and codes as printed, of the lines that state the page's date, and of all of it."""

    reporters: tuple[Span, ...]
    editors: tuple[Span, ...]
    stamps: tuple[Span, ...]
    noise: tuple[Span, ...]


def find_bylines(text: str, folded: str, lines: list[Line], hits: Hits) -> Bylines:
    """Read the signatures in the first and the last of `lines`, which are the page's content."""
    found = _Finder(text, folded)
    for index, line in enumerate(lines[:_TOP]):
        found.top_line(index, line)
    for line in _above_text(lines[:_TOP]) if found.stamps else ():
        found.name_at_stamp(line, lines, hits)
    for line in lines[max(1, len(lines) - _TAIL) :]:
        found.tail_line(line, is_last=line == lines[-1])
    return found.result()


def _above_text(lines: list[Line]) -> list[Line]:
    """The lines up to the second paragraph: a name and a date below it sign a reader's comment."""
    paragraphs = [index for index, line in enumerate(lines) if line.size >= LONG]
    return lines[: paragraphs[1]] if len(paragraphs) > 1 else lines


class _Finder:
    """Collects the signatures of one text."""

    def __init__(self, text: str, folded: str) -> None:
        self.text, self.folded = text, folded
        self.reporters: list[Span] = []
        self.editors: list[Span] = []
        self.stamps: list[Span] = []
        self.noise: list[Span] = []

    def result(self) -> Bylines:
        """All of it in text order."""
        parts = (self.reporters, self.editors, self.stamps, self.noise)
        return Bylines(*(tuple(sorted(set(spans))) for spans in parts))

    def top_line(self, index: int, line: Line) -> None:
        """A stamp, a labelled name or `By Name` above the lead."""
        if line.size > _LONGEST_STAMP:
            return
        start, end = line
        is_stamp = self._is_stamp(line)
        if is_stamp:
            self.stamps.append(Span(start, end))
            self.noise.append(Span(start, end))
        if report := _REPORT_OF.match(self.text, start, end):
            self._take(self.reporters, *report.span("name"))
            self.noise.append(Span(start, end))
        elif author := self._author(line):
            self._take(self.reporters, start, author.end(1))
            self.noise.append(Span(start, end))
        elif by := _BY.match(self.folded, start, end):
            value_end = self._value_end(by.end(), end)
            is_full_name = " " in self.text[by.end() : value_end].strip()
            if is_full_name and self._take(self.reporters, by.end(), value_end):
                self.noise.append(Span(start, end))
        elif index < _TOP and self._labels(line):
            self.noise.append(Span(start, end))

    def _author(self, line: Line) -> re.Match[str] | None:
        """`Name, jurnalis` and `Name - outlet.com`."""
        start, end = line
        has_comma = self.folded.find(",", start, end) >= 0
        if has_comma and (author := _AUTHOR_OF.match(self.folded, start, end)):
            return author
        return _AUTHOR_AT_SITE.match(self.text, start, end) if self.folded[end - 1].isalpha() else None

    def _is_stamp(self, line: Line) -> bool:
        start, end = line
        if self.folded.find("20", start, end) < 0 and self.folded.find("19", start, end) < 0:
            return False
        date = _DATE.search(self.folded, start, end)
        if date is None or self.folded[end - 1] == ".":
            return False
        rest = self.folded[line.start : date.start()] + " " + self.folded[date.end() : line.end]
        letters = sum(map(str.isalpha, _STAMP_WORDS.sub(" ", _DATE.sub(" ", rest))))
        return letters <= _SPARE_LETTERS and not self._sign_off(line.start, line.end)

    def name_at_stamp(self, line: Line, lines: list[Line], hits: Hits) -> None:
        """A name alone on the line above or below a stamp, or before the date on the stamp's own line."""
        span = Span(*line)
        if span in self.stamps:
            self._add_if_name(_NAME_BEFORE_DATE.match(self.text, *line), hits)
            return
        index = lines.index(line)
        beside = {neighbour.start for neighbour in lines[max(0, index - 1) : index + 2]}
        is_beside = line.size <= 40 and any(stamp.start in beside for stamp in self.stamps)
        if is_beside and self._add_if_name(_BARE_NAME.match(self.text, *line), hits):
            self.noise.append(span)

    def _add_if_name(self, name: re.Match[str] | None, hits: Hits) -> bool:
        """Take the capitalised words as a reporter unless they are a known place, body, post or rubric."""
        if name is None or _NO_NAME.search(self.folded, *name.span(1)):
            return False
        start, end = name.span(1)
        known = ("region", "organization", "program", "cue", "role")
        if any(hits_in(hits[kind], start, end) for kind in known):
            return False
        return self._take(self.reporters, start, end)

    def tail_line(self, line: Line, *, is_last: bool) -> None:
        """Labels and codes at the end of one of the last lines."""
        first_label = self._labels(line)
        end = first_label.start if first_label else line.end
        if first_label:
            self.noise.append(Span(first_label.start, line.end))
        while end > line.start and self.text[end - 1] in " |/-":
            end -= 1
        window = max(line.start - 1, end - _WINDOW, 0)
        sign_off = self._sign_off(window, end) or _DASHED.search(self.text, window, end)
        if sign_off is None and is_last and _NAME_AND_CODE.match(self.text, line.start, end):
            self._take(self.reporters, line.start, end)
            self.noise.append(Span(line.start, end))
        if sign_off is None and is_last and _CODE_LINE.match(self.text, line.start, end):
            self._take(self.reporters, line.start, end - 1)
            self.noise.append(Span(line.start, end))
        if sign_off is None or self._is_explanation(sign_off, line):
            return
        bracket = self.text.rfind("(", window, sign_off.end())
        first = max(bracket, sign_off.start(), line.start)
        before = Line(line.start, line.start + len(self.text[line.start : first].rstrip()))
        if 0 < before.size < _LONGEST_STAMP and self._is_stamp(before):
            self.stamps.append(Span(*before))
        self.noise.append(Span(first, end))
        self._take(self.reporters, *sign_off.span(1))

    def _sign_off(self, start: int, end: int) -> re.Match[str] | None:
        """The brackets that close `[start, end)`, looked for only where one closes it."""
        last = end - 1
        while last > start and (self.text[last] in "*." or self.text[last].isspace()):
            last -= 1
        return _SIGN_OFF.search(self.text, start, end) if self.text[last] in ")]" else None

    def _is_explanation(self, sign_off: re.Match[str], line: Line) -> bool:
        """True where the brackets belong to the sentence: a date, or a remark after running words."""
        start = sign_off.start(1)
        before = self.text[max(line.start, start - 12) : start].rstrip(" ([*")[-1:]
        is_dated = self.text[max(0, start - 6) : start].rstrip(" (")[-4:].isdigit()
        return sign_off.group(1)[0].isdigit() or ((before.isalnum() or before in {",", ")"}) and not is_dated)

    def _labels(self, line: Line) -> Span | None:
        """Take all labelled names of the line; the span from the first label on, None without a label."""
        start = max(line.start, line.end - 120) if line.size > 400 else line.start
        if self.folded.find(":", start, line.end) < 0:
            return None
        labels = list(_LABEL.finditer(self.folded, start, line.end))
        labels = [label for label in labels if label.group(1) != "oleh" or label.start() == line.start]
        if not labels or not self._stands_apart(labels[0], line):
            return None
        for label, following in zip(labels, [*labels[1:], None], strict=True):
            limit = following.start() if following else line.end
            name = label.group(1)
            if name not in _NOBODY:
                target = self.editors if name in _EDITORS else self.reporters
                self._take(target, label.end(), self._value_end(label.end(), limit))
        return Span(labels[0].start(), line.end)

    def _stands_apart(self, label: re.Match[str], line: Line) -> bool:
        before = self.folded[line.start : label.start()].rstrip(" ([|/-*")
        return not before or before[-1] in ".!?\"')]*"

    def _value_end(self, start: int, limit: int) -> int:
        stop = _VALUE_END.search(self.folded, start + 1, limit)
        return stop.start() if stop else limit

    def _take(self, target: list[Span], start: int, end: int) -> bool:
        """Add the names in `[start, end)`, one for each part between strokes; True if there was one."""
        taken = False
        for part in re.finditer(r"[^/,&]+(?:,(?! )[^/,&]+)*", self.text[start:end]):
            name = part.group().strip(" \t:;-*)]").lstrip(".")
            name = name if _SHORT_LAST.search(name) else name.rstrip(" .")
            if not name or len(name) > 40 or not _CODE.match(name) or _DESK.match(name.lower()):
                continue
            first = start + part.start() + part.group().index(name)
            target.append(Span(first, first + len(name)))
            taken = True
        return taken
