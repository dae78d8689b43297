"""A post's role in full words, and the stand-in it may be: `Plt Kabid SD` is `Kepala Bidang SD`, `Plt`.

The role never holds the organization; a sub-unit of it does belong to the role.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from extractor.canonical.memory import remembered
from extractor.canonical.names import common_words, opens_balinese_name
from extractor.canonical.slotted import slotted
from extractor.knowledge import lexicon
from extractor.knowledge.tables import cells, rows
from extractor.text import fold

Employer = Literal[
    "printed", "regency", "city", "province", "government", "school", "office", "fixed", "none"
]
Tail = Literal["unit", "branch", "number", ""]

MAX_UNIT_WORDS = 14
"""No sub-unit has a longer name."""

_ACTING = {"pelaksana tugas": "Plt", "pelaksana harian": "Plh", "penjabat sementara": "Pjs", "penjabat": "Pj"}
_ACTING_FORM = re.compile(
    r"(?:(?P<long>pelaksana tugas|pelaksana harian|penjabat sementara|penjabat)"
    r"(?: ?\((?:plt|plh|pjs|pj)\.?\))?"
    r"|\(?(?P<short>plt|plh|pjs|pj)\.?\)?)(?: |(?<=\.)(?=\w))",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(?:mantan|eks|bekas)[ -]", re.IGNORECASE)
_PREFIX_WORDS = (
    "tugas",
    "harian",
    "penjabat",
    "sementara",
    "plt",
    "plh",
    "pjs",
    "pj",
    "mantan",
    "eks",
    "bekas",
)
_LONGEST_PREFIX_WORD = 16
_SCHOOL = re.compile(
    r" (?:uptd? )?(?:(?P<madrasah>m(?:i|ts|a)[ns]?|ra|madrasah)"
    r"|(?:sd|smp|sma|smk|slb|tk|paud|kb|sps)(?:n|it|lb)?)\b",
    re.IGNORECASE,
)
_UNIT_WORD = re.compile(r"[^\W_][\w'’&/-]{0,29}")
_SHORT_FORM = re.compile(r" \([A-Z]{2,8}\)(?= dan | serta |, )")
"""Behind a field of the sub-unit that another one follows: `Usia Dini (PAUD) dan Nonformal`."""
_UNIT_GAP = re.compile(r" \([A-Z]{2,8}\) (?=dan |serta )| {1,2}|, (?=[^\W\d_])| ?[/&] ?|-")
# After a comma these are another post or body, not one more field of the same sub-unit.
_NO_FIELDS = frozenset(
    "pengawas koordinator fasilitator pengajar penggerak pelaksana panitia tim sekolah madrasah satgas pokja "
    "komisi fraksi untuk bagi pada di atas antar non pendidik masyarakat anak cabang unit".split()
)
_BRANCHES = frozenset(
    "komisi fraksi bidang umum harian panitia pelaksana koordinator pokja komite divisi seksi kelompok "
    "bagian pengawas gugus urusan kesiswaan kurikulum humas sarpras i ii iii iv v 1 2 3 4 5".split()
)
_CONNECTIVES = frozenset("dan serta untuk bagi pada di atas antar non dan/atau".split())
_NUMBERED = frozenset({"komisi", "wilayah", "seksi"})
_RESPELLED = (
    ("Super Visi", "Supervisi"),
    ("Praktek", "Praktik"),
    ("Bindang", "Bidang"),
    ("Kebudayan", "Kebudayaan"),
)
_SPELLED_OUT = {
    "pendma": "Pendidikan Madrasah",
    "penmad": "Pendidikan Madrasah",
    "pendis": "Pendidikan Islam",
    "kesra": "Kesejahteraan Rakyat",
}
_POINTED_AT = frozenset({"sekolah", "madrasah"})
_POINTERS = (" itu", " ini", " tersebut")
_ROMAN = re.compile(r"[ivx]{1,4}$", re.IGNORECASE)
_HEADS = (
    "Kepala",
    "Koordinator",
    "Sekretaris",
    "Gubernur",
    "Walikota",
    "Direktur",
    "Bendahara",
    "Anggota",
    "Bupati",
)
_REAL_WORDS = frozenset("kepada kepalan kepal kepalai direkturat bupatih anggotan anggot".split())
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@slotted
class Role:
    """`role`: full words, Title Case, None for a team or a guest. `acting`: Plt, Pj, Plh, Pjs or None."""

    role: str | None
    acting: str | None


@slotted
class Post:
    """A row of the table of posts: the role's full words and where its organization is found."""

    id: str
    role: str
    employer: Employer
    office: str
    tail: Tail


@slotted
class Prefix:
    """What stands before a role: `start` of it all, the stand-in and its span, whether the post is past."""

    start: int
    acting: str | None
    acting_start: int
    acting_end: int
    is_former: bool


@cache
def posts() -> dict[str, Post]:
    """All posts by id."""
    return {
        row["id"]: Post(row["id"], row["role"], row["employer"], row["office"], row["tail"])  # type: ignore[arg-type]
        for row in rows("roles")
    }


@remembered
def read_role(surface: str) -> Role | None:
    """Read the post in `surface` without its organization; None if `surface` names no post."""
    folded = fold(surface)
    hits = lexicon.scan(surface, folded)
    head = _misprinted(surface, hits["role"][0].start if hits["role"] else len(surface))
    if head is None:
        if not hits["role"]:
            return None
        head = _Head(hits["role"][0].start, hits["role"][0].end, hits["role"][0].key)
    prefix = prefix_before(surface, head.start)
    post = posts()[head.key]
    named = [hit.start for kind in ("organization", "region") for hit in hits[kind] if hit.start >= head.end]
    end = unit_end(surface, head.end, min(named, default=len(surface)), post.tail, is_open=True)
    return Role(role_in_full(post, surface, head.end, end), prefix.acting)


def role_in_full(post: Post, text: str, head_end: int, end: int) -> str | None:
    """The role of `post` whose name ends at `head_end` and whose sub-unit ends at `end`."""
    if not post.role:
        return None
    if post.id == "kepala" and (school := _SCHOOL.match(text, head_end)):
        return "Kepala Madrasah" if school["madrasah"] else "Kepala Sekolah"
    unit = _unit_in_full(text[head_end:end]) if end > head_end else ""
    return f"{post.role} {unit}" if unit else post.role


def read_acting(surface: str) -> str | None:
    """Read the stand-in that `surface` opens with (`Penjabat (Pj)` → `Pj`); None if there is none."""
    form = _ACTING_FORM.match(surface.strip() + " ")
    return _acting(form) if form else None


def school_head_end(text: str, head_end: int) -> int:
    """Where the type of school ends that makes the `Kepala` before it a head of school; else `head_end`."""
    school = _SCHOOL.match(text, head_end)
    return school.end() if school else head_end


def prefix_before(text: str, start: int) -> Prefix:
    """Read backwards from a role at `start`: `mantan`, `Plt.`, `Penjabat (Pj)` …"""
    if not text[max(0, start - _LONGEST_PREFIX_WORD) : start].lower().rstrip(" .)-").endswith(_PREFIX_WORDS):
        return Prefix(start, None, start, start, False)
    acting: str | None = None
    acting_start = acting_end = start
    for form in _ACTING_FORM.finditer(text, max(0, start - 32), start):
        if form.end() == start and not text[form.start() - 1 : form.start()].isalnum():
            acting = _acting(form)
            acting_start, acting_end = form.start(), start
    first = acting_start
    former = None
    for form in _FORMER.finditer(text, max(0, first - 9), first):
        former = form if form.end() == first else None
    while acting_end > acting_start and text[acting_end - 1] == " ":
        acting_end -= 1
    return Prefix(former.start() if former else first, acting, acting_start, acting_end, former is not None)


def unit_end(text: str, start: int, limit: int, tail: Tail, *, is_open: bool) -> int:
    """Where the words of the sub-unit end that follow a role at `start`; `start` itself when none do.

    Args:
        limit: Nothing at or after it belongs to the role: an organization's or a region's start.
        is_open: Any capitalised word counts, because what follows `limit` cannot be the person's name.
    """
    if not tail:
        return start
    end = position = start
    plain = ""
    for count in range(MAX_UNIT_WORDS):
        gap = _UNIT_GAP.match(text, position, limit)
        word = _UNIT_WORD.match(text, gap.end(), limit) if gap else None
        if gap is None or word is None or (tail != "unit" and not _opens_branch(word.group(), tail, count)):
            break
        is_numbered, is_early = plain in _NUMBERED, plain == "usia"
        plain = word.group().lower()
        if plain in _POINTED_AT and text.startswith(_POINTERS, word.end()):
            break
        if plain == "i" and opens_balinese_name(text, word.start()):
            break
        if "," in gap.group() and (plain in _NO_FIELDS or plain not in common_words("unit")):
            break
        is_part = (is_numbered and len(plain) == 1) or (is_early and plain == "dini")
        if not is_part and not _is_unit_word(word.group(), plain, is_open=is_open):
            break
        position = word.end()
        if plain not in _CONNECTIVES:
            end = position
    return end


def _acting(form: re.Match[str]) -> str:
    return _ACTING[form["long"].lower()] if form["long"] else form["short"].capitalize()


def misprinted_head(word: str) -> str | None:
    """The head of a post that `word` is one slip away from (`Krpala` → `Kepala`), None for any other word."""
    return _slips().get(word.lower())


def _opens_branch(word: str, tail: Tail, count: int) -> bool:
    if tail == "number":
        return count == 0 and _ROMAN.match(word) is not None
    return count > 0 or word.lower() in _BRANCHES


def _is_unit_word(word: str, plain: str, *, is_open: bool) -> bool:
    if plain in common_words("unit") or _ROMAN.match(plain):
        return True
    if word.isupper() and (len(word) > 1 or is_open):
        return True
    parts = re.split(r"[/-]", plain)
    if len(parts) > 1 and all(part in common_words("unit") or not part for part in parts):
        return True
    return is_open and (word[0].isupper() or word.isdigit())


def _unit_in_full(surface: str) -> str:
    words = [_unit_word_in_full(word) for word in _SHORT_FORM.sub("", surface).split()]
    unit = " ".join(words)
    for printed, right in _RESPELLED:
        unit = unit.replace(printed, right)
    return unit


def _unit_word_in_full(word: str) -> str:
    plain = word.lower()
    if plain in _SPELLED_OUT:
        return _SPELLED_OUT[plain]
    if plain in _CONNECTIVES:
        return plain
    if _ROMAN.match(plain):
        return plain.upper()
    return word if not word.islower() else word.capitalize()


class _Head(NamedTuple):
    start: int
    end: int
    key: str


def _misprinted(surface: str, limit: int) -> _Head | None:
    """The first misprinted head before `limit`."""
    for word in _UNIT_WORD.finditer(surface, 0, limit):
        if head := misprinted_head(word.group()):
            return _Head(word.start(), word.end(), head)
    return None


@cache
def _slips() -> dict[str, str]:
    """Each word that one slip makes of a head, with the id of its post, so that a look-up is enough."""
    ids = {name.lower(): row["id"] for row in rows("roles") for name in cells(row["names"])}
    slips: dict[str, str] = {}
    for head in _HEADS:
        word = head.lower()
        for slip in _one_slip(word):
            slips.setdefault(slip, ids[word])
    for word in (*ids, *_REAL_WORDS):
        slips.pop(word, None)
    return slips


def _one_slip(word: str) -> set[str]:
    """All words that one letter left out, doubled, wrong or swapped with its neighbour makes of `word`."""
    cuts = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    return (
        {left + right[1:] for left, right in cuts if right}
        | {left + letter + right for left, right in cuts for letter in _LETTERS}
        | {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
        | {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    )
