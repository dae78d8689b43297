"""Find legal instruments by kind, number and year: `Permendikbud Nomor 51 Tahun 2018`, `PP 57/2021`.

The search starts at the number, which every instrument in the record has and which is rarer in a text than
words such as 'peraturan'. Numbers of agreements and letters have no kind before them and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractor.canonical.regulation_kinds import full_kind, kind_pattern, names
from extractor.text import fold


class Regulation(NamedTuple):
    """One instrument as printed at `[start, end)`; each part with its own span (-1 for no year).

    `kind_*` covers the kind with its issuer, `number` is text, `year` has four digits or is None.
    """

    start: int
    end: int
    kind: str
    kind_start: int
    kind_end: int
    number: str
    number_start: int
    number_end: int
    year: int | None = None
    year_start: int = -1
    year_end: int = -1


# All patterns of the scan open with a literal, so that it skips over everything else.
_MARKED = re.compile(r"no(?:m[oe]r)?\b[ ]?[.:]?[ ]?(?=[0-9a-z])")
_DATED = (re.compile(r"/(?=[12][0-9]{3}(?![0-9]))"), re.compile(r" tahun (?=[12][0-9]{3}(?![0-9]))"))
_BEFORE_YEAR = re.compile(r"(?<![^\W_])(?:p\.)?[0-9]{1,4}(?: tahun |/)(?:[0-9a-z./]{1,40}/)?$")
_PRINTED_NUMBER = re.compile(r"[0-9a-z][0-9a-z./-]{0,60}")
_YEAR = re.compile(r"[ ]?,?[ ]?(?:tahun|thn\.?|th\.?)[ ](?P<year>(?:19|20)[0-9]{2})(?![0-9])")
_SHORT = re.compile(r"(?P<number>[0-9]{1,4})/(?P<year>(?:19|20)[0-9]{2})")
_TAIL_YEAR = re.compile(r"/(?P<year>(?:19|20)[0-9]{2})$")
_NEXT = re.compile(r"[ ]?(?:,|,? ?dan|,? ?serta)[ ]")
_GAP = re.compile(r"(?:[^.;:()\"\n0-9]|\((?:[^()\n]){1,50}\)){0,120}")
_BARE_GAP = re.compile(r"\)?[ ](?:ri[ ])?")
_WINDOW = 160


def find_regulations(text: str, folded: str | None = None) -> list[Regulation]:
    """All instruments with a number, in text order; `folded` is `fold(text)`, if the caller has it."""
    plain = fold(text) if folded is None else folded
    found: list[Regulation] = []
    for mark, number in sorted({**_dated(plain), **_marked(plain)}.items()):
        if found and number < found[-1].end:
            continue
        previous = found[-1] if found and _NEXT.fullmatch(plain, found[-1].end, mark) else None
        regulation = _read(text, plain, (mark, number), previous)
        if regulation is not None:
            found.append(regulation)
    return found


def read_regulation(surface: str) -> Regulation | None:
    """The one instrument that `surface` prints, else None."""
    found = find_regulations(surface)
    return found[0] if len(found) == 1 else None


def _marked(plain: str) -> dict[int, int]:
    """Where 'Nomor' stands, and where the number after it starts."""
    return {
        match.start(): match.end()
        for match in _MARKED.finditer(plain)
        if not plain[match.start() - 1 : match.start()].isalnum()
    }


def _dated(plain: str) -> dict[int, int]:
    """Where a number stands that only its year marks (`28 Tahun 2016`, `51/2018`)."""
    found = {}
    for pattern in _DATED:
        for match in pattern.finditer(plain):
            before = _BEFORE_YEAR.search(plain, max(0, match.end() - 48), match.end())
            if before is not None:
                found[before.start()] = before.start()
    return found


def _read(text: str, plain: str, place: tuple[int, int], previous: Regulation | None) -> Regulation | None:
    """The instrument whose mark and number start at `place`."""
    mark, start = place
    number = _read_number(text, plain, start)
    if number is None:
        return None
    if previous is not None:
        kind = (previous.kind, previous.kind_start, previous.kind_end)
    else:
        before = _read_kind(text, plain, mark, is_marked=start > mark or "/" in number.text)
        if before is None:
            return None
        kind = before
    name, kind_start, kind_end = kind
    start = kind_start if previous is None else mark
    end = max(number.end, number.year_end)
    return Regulation(
        start,
        end,
        name,
        kind_start,
        kind_end,
        number.text,
        number.start,
        number.end,
        number.year,
        number.year_start,
        number.year_end,
    )


class _Number(NamedTuple):
    text: str
    start: int
    end: int
    year: int | None = None
    year_start: int = -1
    year_end: int = -1


def _read_number(text: str, plain: str, start: int) -> _Number | None:
    """The number at `start` with its year: `51 Tahun 2018`, `51/2018`, `14/M/2025`, `660/1820 Tahun 2021`."""
    printed = _PRINTED_NUMBER.match(plain, start)
    if printed is None:
        return None
    end = start + len(printed.group().rstrip("./-"))
    if not any(char.isdecimal() for char in plain[start:end]):
        return None
    if (year := _YEAR.match(plain, end)) is not None:
        return _Number(text[start:end], start, end, int(year["year"]), *year.span("year"))
    if short := _SHORT.fullmatch(plain, start, end):
        number_end = short.end("number")
        return _Number(short["number"], start, number_end, int(short["year"]), *short.span("year"))
    if tail := _TAIL_YEAR.search(plain, start, end):
        return _Number(text[start:end], start, end, int(tail["year"]), *tail.span("year"))
    return _Number(text[start:end], start, end)


def _read_kind(text: str, plain: str, end: int, *, is_marked: bool) -> tuple[str, int, int] | None:
    """The kind nearest before `end`; without the word 'Nomor' it must stand right before the number."""
    window = max(0, end - _WINDOW)
    for match in reversed(list(_kinds(text, plain, window, end))):
        gap_start = match.end()
        gap = _GAP if is_marked else _BARE_GAP
        if not gap.fullmatch(plain, gap_start, end):
            if (
                is_marked
                and plain[gap_start : gap_start + 1] == ")"
                and _GAP.fullmatch(plain, gap_start + 1, end)
            ):
                gap_start += 1
            else:
                continue
        kind = full_kind(match.group(), plain[gap_start:end])
        if kind is None:
            continue
        needs_issuer = match.group() in names().heads
        kind_end = gap_start + len(plain[gap_start:end].rstrip()) if needs_issuer else match.end()
        return kind, match.start(), kind_end
    return None


def _kinds(text: str, plain: str, start: int, end: int) -> Iterator[re.Match[str]]:
    exact = _exact_forms()
    for match in kind_pattern().finditer(plain, start, end):
        printed = exact.get(match.group())
        if printed is None or text[match.start() : match.end()] == printed:
            yield match


@cache
def _exact_forms() -> dict[str, str]:
    """Folded name -> name, for names that count in one letter case only."""
    return {fold(name): name for name in names().exact}
