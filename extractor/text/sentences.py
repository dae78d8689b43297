"""Split Indonesian news text into sentences with exact offsets.

A line is a paragraph and never holds part of another one's sentence. Inside a line a full stop ends a
sentence when white space and something that can open a sentence follow, unless it belongs to an
abbreviation: a title before a name (H., Drs.), an initial, `No.`, `Rp.`, `s.d.`, `Jl.` …
A quotation's closing mark stays with the sentence that it closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.schema.types import Sentence

# A run of end marks is looked at once, from its first mark, so that no text makes this more than linear.
# That mark comes before the look back at it: a pattern that opens with a set of characters is found faster.
_STOP = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’»)\]]*+(?=\s)")
# A straight quotation mark with white space on both sides closes what went before: `baik. " katanya`.
_OPENER = re.compile(r"\s*+(?![\"']\s+[a-z])(?=[A-Z0-9\"'“‘«(\[À-Þ])")
_LAST_WORD = re.compile(r"[^\s(\"'“‘«\[,/]{1,24}$")

_TITLES = frozenset(
    "h hj hm kh drs dra dr drg drh prof ir apt ust ustadz pdt sdr sdri bpk bp ny tn kol letkol brigjen "
    "mayjen letjen jend kapt inf pol purn hc moh muh mohd muhd abd st ra rm tgh tgk".split()
)
_ABBREVIATIONS = frozenset(
    "no jl jln gg kab kec kel ds dsn prov kav komp plt plh pj pjs ka an cq yth ps pt cv ud alm almh "
    "vs".split()
)
_NEVER_LAST = _TITLES | _ABBREVIATIONS
_LONGER_THAN_ALL = 8
# Words of their own (`ke SD.`, `banyak hal.`, `siswa PKL.`), abbreviations only before a figure.
_BEFORE_FIGURES = frozenset("nomor rp sd km hal hlm tgl pkl vol lt rt rw gol lk".split())
# Asesmen Nasional and a degree; in small letters `atas nama` and `Santa`.
_CAPITAL_WORDS = frozenset({"AN", "ST"})
_FIGURE = re.compile(r"\s*\d")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_ITEM_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})?|[ivx]{1,5}")
_DEGREE = re.compile(r"\b(?:[SM]\.\s?|[A-Z][a-z]{0,2}\.)[A-Z][A-Za-z.]{0,6}$")
_NEXT_DEGREE = re.compile(r"\s+[SMA]\.?\s?[A-Z][A-Za-z]{0,3}\b[.,]")


def split_sentences(text: str) -> list[Sentence]:
    """All sentences of `text` in order, numbered `s1`, `s2`, …

    Spans leave out surrounding white space; every other character of the text is in exactly one sentence.
    """
    sentences: list[Sentence] = []
    stops = _STOP.finditer(text)
    stop = next(stops, None)
    for paragraph, (first, end) in enumerate(_lines(text)):
        start = first
        while stop is not None and stop.start() < end:
            last = stop.end()
            if last < end and _OPENER.match(text, last, end) and not _is_abbreviation(text, start, stop):
                sentences.append(Sentence(f"s{len(sentences) + 1}", start, last, paragraph))
                start = last
                while text[start].isspace():
                    start += 1
            stop = next(stops, None)
        if start < end:
            sentences.append(Sentence(f"s{len(sentences) + 1}", start, end, paragraph))
    return sentences


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines that hold text, without surrounding white space."""
    start = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            offset = start + line.index(stripped[0])
            yield offset, offset + len(stripped)
        start += len(line) + 1


def _is_abbreviation(text: str, start: int, stop: re.Match[str]) -> bool:
    """True when the stop belongs to the word before it, so that the sentence goes on."""
    if stop.group() not in {".", ".)"}:
        return False
    last_letters = text[max(start, stop.start() - _LONGER_THAN_ALL) : stop.start()]
    if len(last_letters) == _LONGER_THAN_ALL and last_letters.isalpha() and last_letters.islower():
        return False
    word = _LAST_WORD.search(text, max(start, stop.start() - 25), stop.start())
    if word is None:
        return False
    plain = word.group().lower()
    if plain in _NEVER_LAST:
        return word.group() not in _CAPITAL_WORDS
    if plain in _BEFORE_FIGURES:
        return _FIGURE.match(text, stop.end()) is not None
    if word.start() == start and _ITEM_NUMBER.fullmatch(plain):
        return True
    if len(plain) == 1 and plain.isalpha():
        return True
    # `H.M. Yusuf`, `a.n. Bupati`; capitals after a comma are a degree and may end the sentence: `Budi, S.H.`
    after_comma = text[word.start() - 2 : word.start()] == ", "
    if _INITIALS.fullmatch(plain) and not (after_comma and word.group().isupper()):
        return True
    return _is_degree_before_degree(text, word.start(), stop)


def _is_degree_before_degree(text: str, word: int, stop: re.Match[str]) -> bool:
    """True inside `S.Pd. M.Si.` and `S. Pd. M. Si.`; `word` is where the word before the stop begins."""
    degree = _DEGREE.search(text, max(word - 3, 0), stop.start())
    return degree is not None and _NEXT_DEGREE.match(text, stop.end()) is not None
