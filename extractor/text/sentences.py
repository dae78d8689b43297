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
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)")
_OPENER = re.compile(r"\s*[\"'“‘«(\[]*(?=[A-Z0-9\"'“‘«(\[À-Þ])")
_LAST_WORD = re.compile(r"[^\s(\"'“‘«\[,/]{1,24}$")

_TITLES = frozenset(
    "h hj hm kh k.h drs dra dr drg drh prof ir apt ust ustadz pdt sdr sdri bpk bp ny tn kol letkol brigjen "
    "mayjen moh muh mohd muhd abd st ra rm tgh tgk".split()
)
_ABBREVIATIONS = frozenset(
    "no nomor rp s.d s/d sd jl jln gg kab kec kel prov kav km hal tgl pkl plt plh pj pjs ka an a.n u.p d.a up "
    "cq yth vol art ps pt cv ud tbk bin binti alm almh lk co ltd vs rt rw".split()
)
_NEVER_LAST = _TITLES | _ABBREVIATIONS
_NEXT_DEGREE = re.compile(r"\s+[SMA]\.?\s?[A-Z][A-Za-z]{0,3}\b[.,]")


def split_sentences(text: str) -> list[Sentence]:
    """All sentences of `text` in order, numbered `s1`, `s2`, …

    Spans leave out surrounding white space; every other character of the text is in exactly one sentence.
    """
    sentences: list[Sentence] = []
    for paragraph, (start, end) in enumerate(_lines(text)):
        for first, last in _split_line(text, start, end):
            sentences.append(Sentence(f"s{len(sentences) + 1}", first, last, paragraph))
    return sentences


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines that hold text, without surrounding white space."""
    start = 0
    for line in text.split("\n"):
        if stripped := line.strip():
            offset = start + line.index(stripped[0])
            yield offset, offset + len(stripped)
        start += len(line) + 1


def _split_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _STOP.finditer(text, start, end):
        opener = _OPENER.match(text, stop.end(), end)
        if opener is None or _is_abbreviation(text, start, stop):
            continue
        yield start, stop.end()
        start = stop.end()
        while text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _is_abbreviation(text: str, start: int, stop: re.Match[str]) -> bool:
    """True when the stop belongs to the word before it, so that the sentence goes on."""
    if stop.group() != ".":
        return False
    word = _LAST_WORD.search(text, max(start, stop.start() - 25), stop.start())
    if word is None:
        return False
    plain = word.group().lower()
    is_initial = len(plain) == 1 and plain.isalpha()
    has_another_degree = "." in plain and _NEXT_DEGREE.match(text, stop.end()) is not None
    return is_initial or plain in _NEVER_LAST or has_another_degree
