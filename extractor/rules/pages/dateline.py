"""Read what opens the lead of a news text: town, outlet and date before a dash, in any of their orders.

`BANJARMASIN, klikkalsel.com –` · `TERASKATA.com, PALOPO –` · `Bukittinggi (ANTARA) -` · `SAMPIT-` ·
`outlet.id | Kota -` · `Bula, 15 Mei 2025 –` · `Berandang-Kepahiang.` and a line of its own above the lead. No
list of outlets can be complete, so an unknown one is known by its form: a domain, or the part beside a town.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.canonical.slotted import slotted
from extractor.knowledge import Hits, tables
from extractor.rules.pages.lines import Line
from extractor.rules.windows import hits_in
from extractor.schema.types import Span

HEAD = 110
"""A dateline's separator stands within this many characters of its line's start."""
_TRIES = 6
_MOST_PARTS = 6
_SHORTEST_LEAD = 25

_SEPARATOR = re.compile(r"[ ]{0,3}(?:\.? ?-{1,4}|[:|~]|\.(?=\s|$))[ ]{0,3}")
_DOMAIN = re.compile(
    r"(?:[a-z0-9][a-z0-9\-]{0,40}\.){1,3}"
    r"(?:com|co\.id|or\.id|go\.id|web\.id|my\.id|ac\.id|sch\.id|id|net|news|co|tv|org|info|online|media|press|asia)\b"
)
_MONTH = r"(?:jan|feb|peb|mar|apr|mei|jun|jul|agu|agt|ags|sep|okt|oct|nov|nop|des|dec)[a-z]{0,7}"
_DAY = r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)"
_DATE = re.compile(
    rf"\(?(?:{_DAY},? ?)?\(?\d{{1,2}}(?: {_MONTH}(?: \d{{4}})?|[/\-.]\d{{1,2}}(?:[/\-.]\d{{2,4}})?)\)?"
    rf"(?:,? (?:pkl|pukul) \d\d?[.:]\d\d(?: ?wi[bt]a?)?)?\)?|{_DAY}\b"
)
_DATE_OPENS = frozenset("(srkjma")
_CODE = re.compile(r"\(([^()\n\d]{1,40})\)")
_WORD = r"[^\W\d_][^\W_]*(?:['’.&/][^\W\d_]+)*"
_WORDS = re.compile(
    rf"(?:kab\. ?)?(?:([^\W\d_]{{2,12}})-\1(?![^\W_])|{_WORD})(?: (?:&|{_WORD})){{0,4}}", re.IGNORECASE
)
_BARE = re.compile(r"(?: ?\| ?|, ?)(?=[^\W\d_])")
_MEDIA = re.compile(
    r"news|\bpos\b|post|kabar|berita|radar|tribun|suara|media|zona|info|warta|harian|koran|online|pers\b|press|"
    r"\btv\b|times|today|ekspres|express|jurnal|lensa|kilas|fokus|portal|voice|lintas|sindo|metro|rakyat|swara|"
    r"liputan|redaksi|gazet|bidik|buser|detik|network"
)
_AGENCY = re.compile(r"antara(?:news)?\b")
_NO_TOWN = re.compile(
    r"humas|dinas|disdik|dikbud|kemen|lpmp|bpmp|bgp|bgtk|pemk|pemprov|bupati|wali|kepala|sekolah|ban\b"
)


@slotted
class Dateline:
    """Where the parts stand, and where the lead starts behind them; None for what is not there."""

    outlet: Span | None
    town: Span | None
    body: int


@slotted
class _Part:
    kind: str
    start: int
    end: int


@cache
def _outlets() -> frozenset[str]:
    rows = tables.rows("outlets")
    return frozenset(name.lower() for row in rows for name in (row["name"], row["domain"]) if name)


def read_dateline(text: str, folded: str, line: Line, hits: Hits) -> Dateline | None:
    """The dateline at the start of `line`, if it has one with a lead behind it on the line.

    Of several separators the last one counts that still leaves nothing but parts of a dateline before it.
    """
    best: Dateline | None = None
    position = line.start
    limit = min(line.end, line.start + HEAD)
    for _ in range(_TRIES):
        separator = _SEPARATOR.search(folded, position, limit)
        if separator is None:
            break
        position = separator.end()
        if separator.group() == "-" and text[position : position + 1].islower():
            continue
        parts = _parts(text, folded, Line(line.start, separator.start()), hits)
        if parts is None or not _opens_lead(text, parts, separator, line):
            continue
        outlet, town = _assign(parts)
        if outlet or town or parts[0].kind in {"office", "date"}:
            best = Dateline(outlet, town, separator.end())
    bare = None if best and best.town else _without_separator(text, folded, line, hits)
    return bare or best


def _without_separator(text: str, folded: str, line: Line, hits: Hits) -> Dateline | None:
    """`Outlet.com, Jakarta Menteri …`: a domain and a region's name, and the lead at once."""
    domain = _DOMAIN.match(folded, line.start, line.end)
    joint = _BARE.match(folded, domain.end(), line.end) if domain else None
    if domain is None or joint is None:
        return None
    for hit in hits_in(hits["region"], joint.end(), joint.end() + 1):
        if hit.end + 1 < line.end and text[hit.end] == " ":
            return Dateline(Span(line.start, domain.end()), Span(hit.start, hit.end), hit.end + 1)
    return None


def read_domain(folded: str, line: Line) -> Span | None:
    """The site's own name where it opens a menu line: `RiauRaya.com | Home » …`."""
    domain = _DOMAIN.match(folded, line.start, line.end)
    return Span(*domain.span()) if domain else None


def read_heading(text: str, folded: str, line: Line, hits: Hits) -> Dateline | None:
    """A dateline that fills a line of its own: town and outlet, the lead follows below."""
    if line.size > HEAD:
        return None
    end = line.end
    while end > line.start and folded[end - 1] in " -:|~.":
        end -= 1
    parts = _parts(text, folded, Line(line.start, end), hits)
    if parts is None:
        return None
    outlet, town = _assign(parts)
    is_sure = any(part.kind == "outlet" for part in parts)
    return Dateline(outlet, town, line.end) if outlet and town and is_sure else None


def read_town(text: str, folded: str, line: Line, hits: Hits) -> Dateline | None:
    """A line that holds a dateline's parts and nothing else: the lead below it opens with a dash."""
    parts = _parts(text, folded, line, hits) if line.size <= HEAD else None
    if parts is None:
        return None
    outlet, town = _assign(parts)
    return Dateline(outlet, town, line.end) if outlet or town else None


def _parts(text: str, folded: str, head: Line, hits: Hits) -> list[_Part] | None:
    """The parts of `head` with their kinds; None when something in it cannot stand in a dateline."""
    parts: list[_Part] = []
    position = head.start
    while position < head.end:
        if folded[position] != "(" or not _CODE.match(folded, position, head.end):
            position = _skip(folded, position, head.end)
            if position == head.end:
                break
        part = _part(text, folded, position, head.end)
        if part is None or len(parts) == _MOST_PARTS:
            return None
        if part.kind == "words":
            part = _name_kind(text, folded, part, hits)
            if part is None:
                return None
        parts.append(part)
        position = part.end
        while position < head.end and folded[position] in " ,|:~-/":
            position += 1
    return parts or None


def _skip(folded: str, position: int, end: int) -> int:
    while position < end and folded[position] in " ,|:~-/()":
        position += 1
    return position


def _part(text: str, folded: str, position: int, end: int) -> _Part | None:
    first = folded[position]
    if folded.find(".", position, end) >= 0 and (domain := _DOMAIN.match(folded, position, end)):
        return _Part("outlet", position, domain.end())
    if (first.isdecimal() or first in _DATE_OPENS) and (date := _DATE.match(folded, position, end)):
        return _Part("date", position, date.end())
    if first == "(" and (code := _CODE.match(folded, position, end)):
        inner = code.group(1).strip()
        start = folded.index(inner, position)
        is_outlet = _is_outlet(inner) or _DOMAIN.fullmatch(inner) is not None
        return _Part("outlet" if is_outlet else "code", start, start + len(inner) + (not is_outlet))
    words = _WORDS.match(text, position, end)
    return _Part("words", position, words.end()) if words else None


def _is_outlet(name: str) -> bool:
    return name in _outlets() or _AGENCY.match(name) is not None or _MEDIA.search(name) is not None


def _name_kind(text: str, folded: str, part: _Part, hits: Hits) -> _Part | None:
    """Tell a run of words: town, outlet, office, or `name` for an unknown one; None for plain words."""
    start, end = part.start, part.end
    if hits_in(hits["role"], start, end):
        return None
    words = text[start:end].split()
    name = folded[start:end]
    if _NO_TOWN.match(name) or hits_in(hits["organization"], start, end):
        return _Part("office", start, end)
    places = [hit for hit in hits_in(hits["region"], start, end) if hit.end <= end]
    known = len("".join(folded[hit.start : hit.end] for hit in places))
    is_medium = known < len(name) * 0.95 and _is_outlet(name)
    if places and known >= len(name) * 0.6 and not is_medium:
        return _Part("town", places[0].start, places[0].end)
    if len(words) > 4 or not all(word[0].isupper() or word in {"&", "dan"} for word in words):
        return _Part("outlet", start, end) if name in _outlets() else None
    if _is_outlet(name) or _holds_region(name):
        return _Part("outlet", start, end)
    return _Part("name", start, end) if len(words) <= 3 else None


@cache
def _regions() -> frozenset[str]:
    rows = tables.rows("region_names")
    names = (name.lower() for row in rows for name in tables.cells(row["names"]))
    return frozenset(name for name in names if len(name) >= 5 and " " not in name)


def _holds_region(name: str) -> bool:
    """True for a solid word made of a region's name and more: Lampungsiger, Jatimnet, Suarajabar."""
    if " " in name or len(name) < 8:
        return False
    known = _regions()
    cuts = range(5, len(name) - 2)
    return any(name[:cut] in known or name[-cut:] in known for cut in cuts)


def _assign(parts: list[_Part]) -> tuple[Span | None, Span | None]:
    """Outlet and town among `parts`: what is sure first, then the open names by what is still missing."""
    outlets = [part for part in parts if part.kind == "outlet"]
    towns = [part for part in parts if part.kind == "town"]
    has_publisher = any(part.kind in {"outlet", "code", "office"} for part in parts)
    for part in parts:
        if part.kind != "name":
            continue
        (towns if has_publisher or not towns else outlets).append(part)
    towns.sort(key=lambda part: part.start)
    outlets.sort(key=lambda part: part.kind == "name")
    outlet = Span(outlets[0].start, outlets[0].end) if outlets else None
    town = Span(towns[0].start, towns[0].end) if towns else None
    return outlet, town


def _opens_lead(text: str, parts: list[_Part], separator: re.Match[str], line: Line) -> bool:
    """True when the separator may end a dateline: a weak one needs parts that cannot be plain words."""
    if line.end - separator.end() < _SHORTEST_LEAD:
        return False
    kinds = {part.kind for part in parts}
    mark = separator.group()
    sign = mark.strip()
    if sign == ".":
        is_pair = len(parts) == 2 and kinds <= {"name", "town", "date"}
        return "outlet" in kinds or (is_pair and bool(kinds & {"town", "date"}))
    if sign == ":":
        return bool(kinds & {"outlet", "town", "code"})
    if parts[0].kind == "office":
        return len(parts) == 1 and mark != sign
    is_glued = mark == "-"
    return not is_glued or bool(kinds & {"outlet", "town"}) or text[parts[0].start : parts[0].end].isupper()
