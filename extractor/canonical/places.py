"""Surface text of a town or of a venue → the spelling that the record uses for it."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.canonical.memory import remembered
from extractor.canonical.regions import codes_of, read_region, region
from extractor.text import fold, squeeze

_KIND = re.compile(r"(?:kota|kabupaten|kab\.?|kotamadya)\s+(?=\S)", re.IGNORECASE)
_OFFICIAL_KIND = re.compile(r"(?:Provinsi|Kabupaten|Kota)(?: Administrasi)? ")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWEL = re.compile(r"[aiueo]", re.IGNORECASE)
_LETTER_AS_DIGIT = re.compile(r"\b[Oo](?=\d)|(?<=\d)[Oo]\b")
_MINOR = frozenset("di ke dan dari yang no nomor jl jln km the of for and untuk bagi serta lantai".split())
_ROMAN = re.compile(r"(?:x{0,3})(?:ix|iv|v?i{1,3}|v|x)$", re.IGNORECASE)
_LONGEST_ACRONYM = 3


class Town(NamedTuple):
    """A town's name as the record spells it; `spelling_corrected` is the flag of a mended misprint."""

    name: str
    flags: tuple[str, ...] = ()


@remembered
def read_town(surface: str) -> Town | None:
    """The town's name in Title Case without its kind; a misprinted region's name is mended.

    `SOPPPENG` → Soppeng, `Kota Palopo` → Palopo, `Kulonprogo` → Kulon Progo. None for a surface without
    letters.
    """
    plain = squeeze(surface).strip(" ,.:;-()")
    bare = plain[kind.end() :] if (kind := _KIND.match(plain)) else plain
    if not _WORD.search(bare):
        return None
    codes = codes_of(fold(bare))
    # Cities write their own names otherwise than the table does (Tanjungpinang, Pematangsiantar).
    regencies = [region(code).name for code in codes if region(code).level == "regency"]
    for name in (_OFFICIAL_KIND.sub("", official, count=1) for official in regencies):
        if len(name) > len(bare) and _letters(name) == _letters(bare):
            return Town(name)
    reading = read_region(bare) if not codes else None
    if reading is not None and "spelling_corrected" in reading.flags:
        return Town(_OFFICIAL_KIND.sub("", reading.name, count=1), reading.flags)
    return Town(_WORD.sub(_titled, bare))


@remembered
def read_venue(surface: str) -> str | None:
    """The venue with white space folded and its words capitalised where the text leaves that out.

    `aula lantai IV Dinas` → `Aula lantai IV Dinas`; a letter O for a zero is mended (`SDN O4` → `SDN 04`).
    None for a surface without letters.
    """
    plain = _LETTER_AS_DIGIT.sub("0", squeeze(surface).strip(" ,.:;-"))
    if not _WORD.search(plain):
        return None
    titled = _WORD.sub(_capital, plain)
    return titled[0].upper() + titled[1:]


def _letters(name: str) -> str:
    """The name without the gaps that its spellings differ in: `Kulonprogo` and `Kulon Progo`."""
    return fold(name).replace(" ", "")


def _titled(match: re.Match[str]) -> str:
    """Title Case for a word of a town's name; a short one without a vowel is an acronym (NTB)."""
    word = match.group()
    is_acronym = word.isupper() and len(word) <= _LONGEST_ACRONYM and not _VOWEL.search(word)
    if is_acronym or (word != word.upper() and not word.islower()):
        return word
    return word[0].upper() + word[1:].lower()


def _capital(match: re.Match[str]) -> str:
    word = match.group()
    if _ROMAN.match(word) and len(word) > 1 and word.lower() != "di":
        return word.upper()
    if not word.islower() or word in _MINOR:
        return word
    return word[0].upper() + word[1:]
