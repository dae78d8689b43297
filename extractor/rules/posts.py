"""Where the text names a post: its role, its stand-in, its organization, and where a person's name may follow.

The head of a post comes from the automaton. Its sub-unit and organization are read forward over the offices and
places already found, so that in `Kepala Dinas Pendidikan Sinjai A. Jefrianto Asapa` the region ends the post.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.canonical.roles import Post as Kind
from extractor.canonical.roles import Prefix, misprinted_head, posts, prefix_before, read_role, unit_end
from extractor.rules.employers import Employer, Employers
from extractor.rules.mentions import Hit, Office, Place, Scan
from extractor.schema.types import Span

_FULL_NAME = re.compile(r"(?: (?:[A-Z][\w'’-]*|dan|serta|untuk))++ \(")
_TERM = re.compile(r",? (?:periode|masa bakti|masa jabatan) \d{4} ?[-–/] ?\d{4}|,? (?:terpilih|nonaktif|definitif)\b")
_OFFICE_ASIDE = re.compile(r" [Dd]inas \([^()\n]{2,20}\)")
_ASIDE = re.compile(r" ?\([^()\n]{1,60}\)")
_GAP = re.compile(r" {1,2}|, (?:pada |di )?| (?:pada|di|dari|se)[ -]|-")
_SCHOOL_TYPE = re.compile(r" (?:uptd? )?[a-z]{2,8}\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"[^\W\d_]{5,14}$")
_WIDEST_OPEN_UNIT = 110


@dataclass(frozen=True, slots=True)
class Post:
    """One mention of a post: `[start, end)` with its organization; `kind` is its row in the table."""

    start: int
    end: int
    kind: Kind
    role: str | None
    role_span: Span
    acting: str | None
    acting_span: Span | None
    is_former: bool
    employer: Employer | None
    flags: tuple[str, ...] = ()


class Landmarks:
    """Offices and places by position, for the questions that reading a post asks."""

    __slots__ = ("_office_starts", "_place_starts", "offices", "places")

    def __init__(self, offices: tuple[Office, ...], places: tuple[Place, ...]) -> None:
        self.offices = sorted(offices, key=lambda office: office.span)
        self.places = sorted(places, key=lambda place: place.span)
        self._office_starts = [office.span.start for office in self.offices]
        self._place_starts = [place.span.start for place in self.places]

    def office_at(self, position: int) -> Office | None:
        """The office whose name starts exactly at `position`."""
        index = bisect_left(self._office_starts, position)
        return self.offices[index] if index < len(self.offices) and self._office_starts[index] == position else None

    def place_at(self, position: int) -> Place | None:
        """The place whose name starts exactly at `position`."""
        index = bisect_left(self._place_starts, position)
        return self.places[index] if index < len(self.places) and self._place_starts[index] == position else None

    def next_office(self, position: int) -> Office | None:
        """The first office that starts at `position` or later."""
        index = bisect_left(self._office_starts, position)
        return self.offices[index] if index < len(self.offices) else None

    def next_place(self, position: int) -> Place | None:
        """The first place that starts at `position` or later."""
        index = bisect_left(self._place_starts, position)
        return self.places[index] if index < len(self.places) else None

    def office_over(self, position: int) -> Office | None:
        """The office whose name holds the character at `position`."""
        index = bisect_right(self._office_starts, position) - 1
        found = self.offices[index] if index >= 0 else None
        return found if found and position < found.span.end else None

    def place_over(self, position: int) -> Place | None:
        """The place whose name holds the character at `position`."""
        index = bisect_right(self._place_starts, position) - 1
        found = self.places[index] if index >= 0 else None
        return found if found and position < found.span.end else None


def find_posts(scan: Scan, landmarks: Landmarks, employers: Employers) -> list[Post]:
    """Every mention of a post, in text order, those without a holder's name too."""
    found: list[Post] = []
    reach = -1
    for head in _heads(scan, landmarks):
        if head.start >= reach:
            post = _read(scan, head, landmarks, employers)
            found.append(post)
            reach = post.end if post.end > head.end else head.end
    return found


def _heads(scan: Scan, landmarks: Landmarks) -> Iterator[Hit]:
    """Role hits that are no part of an organization's or a program's name, and misprinted ones before an office."""
    programs = iter(scan.hits["program"])
    program = next(programs, None)
    heads = [head for hit in scan.hits["role"] if (head := _clipped(hit, landmarks)) is not None]
    heads += _misprinted(scan, landmarks)
    heads.sort()
    for head in heads:
        while program is not None and program.end <= head.start:
            program = next(programs, None)
        if program is None or not (program.start <= head.start and head.end <= program.end):
            yield head


def _clipped(hit: Hit, landmarks: Landmarks) -> Hit | None:
    """The hit without what an office's name claims of it ("Kepala [Sekolah Dasar Negeri 3]")."""
    if landmarks.office_over(hit.start) is not None:
        return None
    office = landmarks.next_office(hit.start)
    if office is None or office.span.start >= hit.end:
        return hit
    key = {"kepala_sekolah": "kepala", "kepala_madrasah": "kepala", "wakasek": "wakil_kepala"}.get(hit.key, hit.key)
    return Hit(hit.start, office.span.start - 1, hit.kind, key)


def _misprinted(scan: Scan, landmarks: Landmarks) -> Iterator[Hit]:
    """Heads with one wrong letter, looked for only before an office or another head."""
    starts = {office.span.start for office in landmarks.offices} | {hit.start for hit in scan.hits["role"]}
    for start in starts:
        if start and scan.text[start - 1] == " ":
            word = _WORD_BEFORE.search(scan.text, max(0, start - 16), start - 1)
            if word and word.group()[0].isupper() and (key := misprinted_head(word.group())):
                yield Hit(word.start(), word.end(), "role", key)


def _read(scan: Scan, head: Hit, landmarks: Landmarks, employers: Employers) -> Post:
    text = scan.text
    kind = posts()[head.key]
    prefix = prefix_before(text, head.start)
    office = _office_ahead(text, head.end, landmarks)
    place = landmarks.next_place(head.end)
    bound = min(office.span.start if office else len(text), place.span.start if place else len(text))
    is_open = office is not None and office.span.start == bound
    unit = unit_end(text, head.end, bound, kind.tail, is_open=is_open)
    role_end = _with_school_type(text, kind, head.end, office) if unit == head.end else unit
    named, end = kind, unit
    aside = _OFFICE_ASIDE.match(text, head.end)
    if aside and kind.id == "kepala" and not landmarks.office_over(head.end + 1):
        named, end = posts()["kadis"], aside.end()
    if named.employer == "office":
        end = unit_end(text, end, bound, "unit", is_open=False)
    office, place, end = _organization(text, end, landmarks)
    role = read_role(text[head.start : role_end])
    term = _TERM.match(text, end)
    return Post(
        prefix.start,
        term.end() if term else end,
        kind,
        role.role if role else None,
        Span(head.start, role_end),
        prefix.acting,
        _acting_span(prefix),
        prefix.is_former,
        employers.of(named, Span(head.start, end), office, place),
        ("spelling_corrected",) if misprinted_head(text[head.start : head.end]) else (),
    )


def _acting_span(prefix: Prefix) -> Span | None:
    return Span(prefix.acting_start, prefix.acting_end) if prefix.acting else None


def _office_ahead(text: str, start: int, landmarks: Landmarks) -> Office | None:
    """The next office, if nothing but a sub-unit's words can stand between it and `start`."""
    office = landmarks.next_office(start)
    if office is None or office.span.start - start > _WIDEST_OPEN_UNIT:
        return None
    between = text[start : office.span.start]
    return None if any(mark in between for mark in ".\n;:\"“”") or between.count(",") > 1 else office


def _with_school_type(text: str, kind: Kind, head_end: int, office: Office | None) -> int:
    """The end of the role's proof: with the type of school where that makes a head a `Kepala Sekolah`."""
    if kind.id != "kepala" or office is None or office.kind != "school" or office.span.start != head_end + 1:
        return head_end
    school_type = _SCHOOL_TYPE.match(text, head_end)
    return school_type.end() if school_type else head_end


def _organization(text: str, start: int, landmarks: Landmarks) -> tuple[Office | None, Place | None, int]:
    """The office and the place printed from `start` on, and where they end (`start` when there are none)."""
    office: Office | None = None
    place: Place | None = None
    position = end = start
    for _ in range(4):
        if aside := _ASIDE.match(text, position):
            position = aside.end()
        gap = _GAP.match(text, position)
        if office is None and (spelled_out := _spelled_out(text, position, landmarks)):
            office, position = spelled_out, spelled_out.span.end
            end = position
            continue
        if gap is None:
            break
        ahead = landmarks.office_at(gap.end()) if office is None else None
        region = landmarks.place_at(gap.end())
        if ahead is not None:
            office, position = ahead, ahead.span.end
        elif region is not None and place is None and "," not in gap.group():
            place, position = region, region.span.end
        else:
            break
        end = position
    return office, place, end


def _spelled_out(text: str, start: int, landmarks: Landmarks) -> Office | None:
    """The office whose acronym stands in brackets behind its own full name, which starts at `start`."""
    office = landmarks.next_office(start)
    if office is None or office.span.start - start > _WIDEST_OPEN_UNIT:
        return None
    return office if _FULL_NAME.fullmatch(text, start, office.span.start) else None
