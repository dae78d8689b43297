"""Where the text names a post: its role, stand-in, organization, and where a person's name may follow.

The head of a post comes from the automaton. Its sub-unit and organization are read forward over the offices
and places already found: in `Kepala Dinas Pendidikan Sinjai A. Jefrianto Asapa` the region ends the post.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.canonical.roles import Post as Kind
from extractor.canonical.roles import (
    Prefix,
    misprinted_head,
    posts,
    prefix_before,
    role_in_full,
    school_head_end,
    unit_end,
)
from extractor.canonical.slotted import slotted
from extractor.rules.mentions import Hit, Office, Place, Scan
from extractor.rules.persons.employers import Employer, Employers
from extractor.rules.persons.landmarks import Landmarks
from extractor.schema.types import Span

_FULL_NAME = re.compile(r"(?: (?:[A-Z][\w'’-]*|dan|serta|untuk))++ \(")
_UNIT_NUMBER = re.compile(r" \d{2,4}(?:[-/]\d{1,2})?(?=[ /,])")
_ACTING_BEHIND = re.compile(r" \(?(Plt|PLT|Plh|PLH|Pjs|Pj|PJ)\b\.?\)?(?= [A-Z])")
_TERM = re.compile(
    r",? (?:periode|masa bakti|masa jabatan) \d{4} ?[-–/] ?\d{4}|,? (?:terpilih|nonaktif|definitif)\b"
)
# `Staf Ahli Gubernur X Bidang Kemasyarakatan, Y`
_FIELD_BEHIND = re.compile(r",? Bidang(?: (?:[A-Z][\w-]*+|dan)){1,7}+(?=,)")
_OFFICE_ASIDE = re.compile(r" [Dd]inas \([^()\n]{2,20}\)")
_ASIDE = re.compile(r" ?\([^()\n]{1,60}\)")
# `Kepala Bidang Guru dan Tenaga Kependidikan (GTK) Dinas Pendidikan X`
_SHORT_FORM = re.compile(r" \([A-Z][\w/&-]{1,11}\) ")
# `Anggota DPRD Kota X dari Fraksi Y, Z`: whom or which voters the holder stands for.
_FACTION = re.compile(
    r",? (?:dari )?(?:[Dd]apil|[Dd]aerah [Pp]emilihan|Fraksi(?: Partai)?|(?<=dari )Partai)"
    r"(?: [A-Z\d][\w-]*+){1,4}(?=, )"
)
_GAP = re.compile(r" (?:pada|di|dari|se)[ -]|, (?:pada |di )?| {1,2}|/|-")
_INITIALS = re.compile(
    r"(?: (?:Setda|Setdakab|Setdako|Sekretariat Daerah))? (?P<region>[A-Z]{2,4})(?=[ ,]|$)"
)
# `Kasi Pendidikan Madrasah Rahmi Djafar dan Ketua Pokjawas`: two posts, not one unit.
_OTHER_POST = re.compile(
    r" (?:dan|serta|bersama) (?:Kepala|Ketua|Sekretaris|Wakil|Wali|Bupati|Direktur|Ka[a-z]+) "
)
_WIDEST_OPEN_UNIT = 110


@slotted
class Post:
    """One mention of a post: `[start, end)` with its organization; `kind` is its row in the table.

    `region` is the code of the region printed behind it.
    """

    start: int
    end: int
    kind: Kind
    role: str | None
    role_span: Span
    acting: str | None
    acting_span: Span | None
    is_former: bool
    employer: Employer | None
    region: str | None = None
    flags: tuple[str, ...] = ()


def find_posts(scan: Scan, landmarks: Landmarks, employers: Employers) -> list[Post]:
    """Every mention of a post, in text order, those without a holder's name too."""
    found: list[Post] = []
    reach = -1
    for head in _heads(scan, landmarks):
        if head.start >= reach:
            post = _read(scan, head, landmarks, employers)
            if post.employer is None and found and _is_stacked(scan.text, found[-1], post):
                post = replace(post, employer=found[-1].employer)
            found.append(post)
            reach = post.end if post.end > head.end else head.end
    return found


def _is_stacked(text: str, before: Post, post: Post) -> bool:
    """True for `Narasumber dari BPMP Bali, Widyaprada …`: the guest's organization is the post's too."""
    return before.role is None and post.kind.employer == "printed" and text[before.end : post.start] == ", "


def _heads(scan: Scan, landmarks: Landmarks) -> Iterator[Hit]:
    """Role hits outside of other names, and misprinted ones before an office."""
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
    if landmarks.post_office(hit.start) is not None:
        return hit
    if landmarks.office_over(hit.start) is not None:
        return None
    office = landmarks.next_office(hit.start)
    if office is None or office.span.start >= hit.end:
        return hit
    key = {"kepala_sekolah": "kepala", "kepala_madrasah": "kepala", "wakasek": "wakil_kepala"}.get(
        hit.key, hit.key
    )
    return Hit(hit.start, office.span.start - 1, hit.kind, key)


def _misprinted(scan: Scan, landmarks: Landmarks) -> Iterator[Hit]:
    """Heads with one wrong letter, looked for only before an office or another head."""
    text = scan.text
    for start in {*landmarks.office_starts, *(hit.start for hit in scan.hits["role"])}:
        if text[start - 1 : start] != " ":
            continue
        word = "".join(text[max(0, start - 16) : start - 1].split()[-1:])
        if word[:1].isupper() and (key := misprinted_head(word)):
            yield Hit(start - 1 - len(word), start - 1, "role", key)


def _read(scan: Scan, head: Hit, landmarks: Landmarks, employers: Employers) -> Post:
    text = scan.text
    kind = posts()[head.key]
    prefix = prefix_before(text, head.start)
    own = landmarks.post_office(head.start)
    if own is not None:
        role_end = head.end
        served = _Served(Employer(own.name, own.spans, own.flags), own.region, max(own.span.end, head.end))
    else:
        role_end, unit = _role_end(text, kind, head.end, landmarks)
        served = _served(text, head, unit, landmarks=landmarks, employers=employers)
    if kind.employer == "government" and (field := _FIELD_BEHIND.match(text, served.end)):
        served = replace(served, end=field.end())
    if served.employer and (faction := _FACTION.match(text, served.end)):
        served = replace(served, end=faction.end())
    term = _TERM.match(text, served.end)
    acting, acting_span = _stand_in(text, served.end, prefix)
    return Post(
        prefix.start,
        max(term.end() if term else served.end, acting_span.end if acting_span else 0),
        kind,
        role_in_full(kind, text, head.end, role_end),
        Span(head.start, role_end),
        acting,
        acting_span,
        prefix.is_former,
        served.employer,
        served.region,
        ("spelling_corrected",) if misprinted_head(text[head.start : head.end]) else (),
    )


def _stand_in(text: str, end: int, prefix: Prefix) -> tuple[str | None, Span | None]:
    """The stand-in before the post, else the one behind it ("Kadisdik Plt Kusdianto")."""
    if prefix.acting:
        return prefix.acting, Span(prefix.acting_start, prefix.acting_end)
    behind = _ACTING_BEHIND.match(text, end)
    return (behind.group(1).capitalize(), Span(*behind.span(1))) if behind else (None, None)


def _role_end(text: str, kind: Kind, start: int, landmarks: Landmarks) -> tuple[int, int]:
    """Where the role's proof ends, and where its sub-unit does.

    Before an office any capitalised word belongs to the sub-unit; elsewhere only known ones do, because the
    next word may be the person's name.
    """
    office = landmarks.next_office(start)
    place = landmarks.next_place(start)
    bound = min(office.span.start if office else len(text), place.span.start if place else len(text))
    unit = unit_end(text, start, bound, kind.tail, is_open=False)
    if office is not None and kind.tail and office.span.start == bound and bound - start <= _WIDEST_OPEN_UNIT:
        widest = unit_end(text, start, bound, kind.tail, is_open=True)
        is_next = text[widest:bound] == " " or _SHORT_FORM.fullmatch(text, widest, bound) is not None
        is_one_post = is_next and _OTHER_POST.search(text, start, bound) is None
        unit = widest if is_one_post else unit
    return (school_head_end(text, start) if unit == start and kind.id == "kepala" else unit), unit


@slotted
class _Served:
    """The organization of a post, the region printed with it, and where they end."""

    employer: Employer | None
    region: str | None
    end: int


def _served(text: str, head: Hit, unit: int, *, landmarks: Landmarks, employers: Employers) -> _Served:
    """What the post whose sub-unit ends at `unit` serves."""
    named, start = posts()[head.key], unit
    aside = _OFFICE_ASIDE.match(text, head.end) if head.key == "kepala" else None
    if aside and not landmarks.office_over(head.end + 1):
        named, start = posts()["kadis"], aside.end()
    if named.employer == "office":
        number = _UNIT_NUMBER.match(text, start)
        start = number.end() if number else start
        place = landmarks.next_place(start)
        start = unit_end(text, start, place.span.start if place else len(text), "unit", is_open=False)
    office, place, end = _organization(text, start, landmarks)
    employer = employers.of(named, Span(head.start, end), office, place)
    return _Served(employer, place.code if place else None, end)


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
        region = landmarks.place_at(gap.end()) or _behind_its_kind(text, gap.end(), landmarks)
        if ahead is not None:
            office, position = ahead, ahead.span.end
        elif region is not None and place is None and _is_of_post(text, gap.group(), office, region):
            place, position = region, region.span.end
        else:
            break
        end = position
    initials = _INITIALS.match(text, position) if place is None else None
    if initials is not None and initials["region"] in landmarks.initials():
        end = initials.end()
    return office, place, end


def _behind_its_kind(text: str, position: int, landmarks: Landmarks) -> Place | None:
    """The place at `position` whose word of kind belongs to the post too: `Sekretaris [Kota] Ambon`."""
    place = landmarks.place_over(position)
    is_kind = place is not None and text[place.span.start : position] in ("Kota ", "Kabupaten ", "Provinsi ")
    return place if is_kind else None


def _is_of_post(text: str, gap: str, office: Office | None, region: Place) -> bool:
    """False behind a comma, except between two behind an office: `Kepala SMPN 2 Gading, Pringsewu, Wahyu`."""
    return "," not in gap or (office is not None and text.startswith(", ", region.span.end))


def _spelled_out(text: str, start: int, landmarks: Landmarks) -> Office | None:
    """The office whose acronym stands in brackets behind its own full name, which starts at `start`."""
    office = landmarks.next_office(start)
    if office is None or office.span.start - start > _WIDEST_OPEN_UNIT:
        return None
    return office if _FULL_NAME.fullmatch(text, start, office.span.start) else None
