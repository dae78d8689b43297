"""The heads of organizations' names: what body a printed head means, and how its full name is built.

A name of an office has a head that says what it is ("Disdik", "Lembaga Penjaminan Mutu Pendidikan (LPMP)"),
and
a region that says whose. The heads stand in tables; this module reads what may follow one in print.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from extractor.canonical import regions
from extractor.canonical.names import skip_titles
from extractor.canonical.slotted import slotted
from extractor.canonical.spelling import Corrector
from extractor.canonical.stems import Stems
from extractor.knowledge import Hit
from extractor.knowledge.tables import cells, rows

RegionAt = Callable[[int], "tuple[str, int] | None"]
"""Code and end of the region whose printed name starts at a position; None if none does."""

_WITH_DISTRICTS = frozenset({"cabdin", "sudin"})
LONG_NAME = 9
"""Shorter acronyms are too close to each other to be corrected."""
EDUCATION_OFFICES = frozenset({"dp", "dpk", "dppo", "dpkpo", "dppop", "dppk", "dpp", "dpko"})
_FULL = "_full"
"""A body that keeps its full name unless the article prints the acronym in brackets has an id of its own."""
_OF_SUBDISTRICT = "district"
_KECAMATAN = " Kecamatan "
GOVERNMENTS = frozenset({"pemkab", "pemkot", "pemprov", "pemda", "setda"})

_ACRONYM = re.compile(r"[A-Z][A-Za-z]{8,}\b")
_ACRONYM_STEMS = Stems(("Bap", "Bep", "Kem", "Dis", "Din", "Dik", "DIS", "DIN", "KEM", "BAP"))
_FUNCTION = (
    r"(?:kebudayaa?n|kepemudaan|pemuda|olah ?raga|keolahragaan|perpustakaan|kearsipan|arsip(?: daerah)?|"
    r"pariwisata|"
    r"pengajaran|riset|teknologi)"
)
_FUNCTIONS = re.compile(rf"(?:(?:,? ?(?:dan|&) |, ?| ){_FUNCTION}\b){{1,4}}")
_SPELLINGS = {"olah raga": "olahraga", "kebudayan": "kebudayaan"}
_FUNCTION_WORD = re.compile(_FUNCTION)
_BRACKET = re.compile(r"\s{0,2}\([^()\n]{1,70}\)")
_EXTRA = re.compile(r" (?:ri|republik indonesia|nasional|daerah|administrasi)\b(?! \()")
_SUBDISTRICT = re.compile(
    r" (?P<kind>Kecamatan |Kec\.? )?"
    r"(?P<name>(?:(?:Tanjung|Muara|Kota|Sungai|Padang|Batu|Pulau|Teluk|Lubuk|Tanah|Bukit|Ujung|Kuala|Gunung"
    r"|Rantau|Nusa|Long|Koto) )?[A-Z][a-z'’-]{2,24}"
    r"(?: (?:Barat|Timur|Utara|Selatan|Tengah|Tenggara|Hulu|Hilir|Raya|Baru|Kota|Ilir|Ulu|Jaya)\b)?)"
)
_DISTRICT = re.compile(r" (?:wilayah|wil\.?) ([ivx]{1,5}|\d{1,2})\b")
_SEAT = re.compile(r" di ([A-Z][\w']+(?:-[A-Z][\w']+){0,3})")
_STAGE = re.compile(r" ((?:PAUD|TK|SD|SMP|SMA|SMK|SLB|MI|MTs|MA)(?:[/-](?:SMK|SMP|MI|MTs|MA))?)(?=[ ,.)])")
_LEVEL = re.compile(
    r"[ ]{1,2}(?:tingkat )?(provinsi|propinsi|prov\.|kabupaten|kab\.|kab(?=/)|kota)(?![\w])(/?)"
)
_GENERIC = re.compile(r"[ ]{1,2}(?:se-|se |di (?:seluruh|setiap|masing)|dari (?:seluruh|berbagai))")
_GAP = re.compile(r"[ ]{0,2}(?:- ?)?")


@slotted
class Head:
    """A kind of body: `scope` and `level` say which region belongs to it.

    The years when it bore this name.
    """

    id: str
    name: str
    kind: str
    scope: str
    level: str
    start_year: int | None
    end_year: int | None


class _LongNames(NamedTuple):
    corrector: Corrector
    ids: dict[str, str]


@slotted
class Printed:
    """A name as printed, `[start, end)`: its class `title`, and its region if that follows.

    `reach` lies behind an acronym in brackets, `level` is a level printed without a name ("Dinas Pendidikan
    Provinsi"), `suffix` what follows the region in the full name; `is_generic` marks a kind rather than a
    body.
    """

    start: int
    end: int
    reach: int
    head: Head
    title: str
    code: str | None
    region_start: int
    level: str | None
    suffix: str
    is_generic: bool


@cache
def heads() -> dict[str, Head]:
    """All heads by id."""
    return {
        row["id"]: Head(
            row["id"],
            row["name"],
            row["kind"],
            row["scope"],
            row["level"],
            int(row["start_year"]) if row["start_year"] else None,
            int(row["end_year"]) if row["end_year"] else None,
        )
        for row in rows("organizations")
    }


def read_printed(text: str, folded: str, hit: Hit, region_at: RegionAt) -> Printed:
    """Read what follows the head at `hit`: functions of the office, acronym in brackets, district, region."""
    head = heads()[hit.key]
    title, end = _title(folded, head, hit.end)
    reach, district = end, ""
    code: str | None = None
    region_start = -1
    if head.kind == "profession":
        title, end = _stage(text, title, end)
    title, end = _subdistrict(text, head, title, end)
    reach = end
    for _ in range(4):
        position = _gap_end(folded, reach)
        found = region_at(position)
        if found is not None and _fits(head, found[0]):
            code, region_start = found[0], position
            end = reach = found[1]
            break
        if head.id.endswith(_FULL):
            short = heads()[head.id.removesuffix(_FULL)]
            if folded.startswith(f"({short.name.lower()})", position):
                head, title = short, short.name
        skipped = _BRACKET.match(folded, reach) or _EXTRA.match(folded, reach)
        match = _DISTRICT.match(folded, reach) if head.id in _WITH_DISTRICTS and not district else None
        if match is not None:
            district = f" Wilayah {text[match.start(1) : match.end(1)].upper()}"
            end = match.end()
        if skipped is None and match is None:
            break
        reach = (skipped or match).end()  # type: ignore[union-attr]
    level, is_generic = None, False
    if code is None:
        level, is_generic, end = _level(folded, end)
    suffix, end = _seat(text, end) if head.id == "cabdin" else ("", end)
    reach = max(reach, end)
    return Printed(
        hit.start, end, reach, head, title + district, code, region_start, level, suffix, is_generic
    )


def correct_head(word: str) -> str | None:
    """The id of the only head a slip away from a long word (`Bepelitbangda`); None if there is none."""
    names = _long_names()
    name = names.corrector.correct(word.lower())
    return names.ids[name] if name else None


def misprinted_heads(text: str, hits: list[Hit]) -> list[Hit]:
    """Long acronyms with one slip, in order, where none of the known `hits` starts."""
    known = {hit.start for hit in hits}
    slips: list[Hit] = []
    for start in _ACRONYM_STEMS.starts(text):
        word = _ACRONYM.match(text, start)
        key = correct_head(word.group()) if word and start not in known else None
        if word is not None and key is not None:
            slips.append(Hit(start, word.end(), "organization", key))
    return slips


def full_name(head: Head, title: str, code: str | None, suffix: str = "") -> str:
    """The canonical name: class and region, each written out; the class alone where it has no region."""
    if code is None:
        return title + suffix
    if is_of_subdistrict(head, title):
        return title
    region = regions.region(code).name if head.id == "sudin" else regions.name_in_organization(code)
    if head.id in GOVERNMENTS:
        return f"Pemerintah {region}"
    if head.scope == "religion":
        is_province = regions.region(code).level == regions.PROVINCE
        return f"Kantor {'Wilayah ' if is_province else ''}Kementerian Agama {region}"
    return f"{title} {region}{suffix}"


def is_of_subdistrict(head: Head, title: str) -> bool:
    """True when the name's class already tells the kecamatan that the body belongs to (`Polsek Wajo`)."""
    return head.scope == _OF_SUBDISTRICT or _KECAMATAN in title


def functions_of(title: str) -> int:
    """How many functions besides `Pendidikan` an education office's class name counts."""
    return len(_FUNCTION_WORD.findall(title.lower()))


@cache
def _long_names() -> _LongNames:
    pairs = [(name.lower(), row["id"]) for row in rows("organization_names") for name in cells(row["names"])]
    ids = {name: key for name, key in pairs if len(name) >= LONG_NAME and name.isalpha()}
    return _LongNames(Corrector(ids), ids)


def _title(folded: str, head: Head, end: int) -> tuple[str, int]:
    if head.id not in EDUCATION_OFFICES or not folded.endswith("pendidikan", 0, end):
        return head.name, end
    match = _FUNCTIONS.match(folded, end)
    if match is None:
        return head.name, end
    names = [_SPELLINGS.get(word, word).title() for word in _FUNCTION_WORD.findall(match.group())]
    listed = ", ".join(["Dinas Pendidikan", *names[:-1]])
    return f"{listed} dan {names[-1]}", match.end()


def _stage(text: str, title: str, end: int) -> tuple[str, int]:
    """The kind of school that a forum of heads or teachers is for (`MKKS SMP`)."""
    match = _STAGE.match(text, end)
    return (f"{title} {match.group(1)}", match.end()) if match else (title, end)


def _fits(head: Head, code: str) -> bool:
    """False for a kabupaten behind the name of a provincial body, which belongs to what follows."""
    is_provincial = head.level == regions.PROVINCE and head.scope == "regional" and head.id != "cabdin"
    return not is_provincial or head.id == "pemprov" or regions.region(code).level == regions.PROVINCE


def _subdistrict(text: str, head: Head, title: str, end: int) -> tuple[str, int]:
    """The class with the kecamatan behind it: a police post's always, a branch's only with its kind word."""
    if head.kind != "profession" and head.scope != _OF_SUBDISTRICT:
        return title, end
    match = _SUBDISTRICT.match(text, end)
    if match is None or skip_titles(text, end + 1) > end + 1:
        return title, end
    if head.scope == _OF_SUBDISTRICT:
        return f"{title} {match['name']}", match.end()
    return (f"{title}{_KECAMATAN}{match['name']}", match.end()) if match["kind"] else (title, end)


def _gap_end(folded: str, position: int) -> int:
    match = _GAP.match(folded, position)
    return match.end() if match else position


def _level(folded: str, end: int) -> tuple[str | None, bool, int]:
    """A level printed without a region's name, whether kinds of bodies are meant, and where the name ends."""
    if _GENERIC.match(folded, end):
        return None, True, end
    match = _LEVEL.match(folded, end)
    if match is None:
        return None, False, end
    is_generic = bool(match.group(2)) or folded.startswith(" dan kota", match.end())
    return regions.level_of(match.group(1)), is_generic, end if is_generic else match.end()


def _seat(text: str, end: int) -> tuple[str, int]:
    match = _SEAT.match(text, end)
    return (f" di {match.group(1)}", match.end()) if match else ("", end)
