"""Noun phrases as figures count or measure them: what opens one, what ends one, what is no part of it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.canonical.slotted import slotted
from extractor.rules.counts.phrases import Token, base_of, sorts_of

COUNTABLE = frozenset(("people", "school", "place", "thing", "level"))
INSIDE_CLAUSES = frozenset("sudah telah belum masih mesti harus tidak dapat bisa akan sedang".split())
"""Auxiliaries: they belong to the clause that they stand in and lead to no figure there."""
NEGATIONS = frozenset(("tidak", "belum"))
NUMBER_WORDS = frozenset(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas seratus seribu".split()
)
MOST_AHEAD = 12
_NO_ENDS = frozenset(
    "kota kabupaten provinsi kab kabupaten/kota kecamatan desa tingkat jenjang terbanyak tertinggi terendah "
    "terbesar terkecil paling sendiri bakal kok sih dong pak bu".split()
)
_DETERMINERS = frozenset(
    "jumlah total jenjang tingkat para sejumlah banyaknya kelompok ke wilayah daerah realisasi untuk "
    "kategori kebagian lembar helai buah rincian rinciannya perincian eksemplar pula depan".split()
)
_COHORTS = frozenset("angkatan gelombang tahap batch".split())
_AGES = frozenset(("usia", "umur"))
_RATES = frozenset(("aps", "apk", "apm"))
_BETWEEN_AGES = frozenset(("-", "sampai", "hingga", "s", "d", "/"))


@slotted
class Phrase:
    """A noun phrase: its tokens in text order, without what stands between its parts; `head` opens it."""

    words: tuple[Token, ...]

    @property
    def sorts(self) -> frozenset[str]:
        """The sorts of the noun that opens the phrase."""
        return sorts_of(self.words[:2])


def all_sorts(phrase: Phrase) -> frozenset[str]:
    """The sorts of all nouns in the phrase together."""
    words = phrase.words
    return frozenset().union(*(sorts_of(words[index : index + 2]) for index in range(len(words))))


def trimmed(words: list[Token]) -> list[Token]:
    """Without determiners in front; without kinds of regions and superlatives behind."""
    first, last = 0, len(words)
    while (
        first < last - 1 and base_of(words[first].word) in _DETERMINERS and not _names_a_measure(words, first)
    ):
        first += 1
    while last > first and words[last - 1].word in _NO_ENDS:
        last -= 1
    return words[first:last]


def _names_a_measure(words: Sequence[Token], index: int) -> bool:
    """`tingkat kelulusan` is a measure, `tingkat SMP` a level: before the name of a process it stays."""
    following = base_of(words[index + 1].word)
    return words[index].word == "tingkat" and following.startswith(("ke", "pe")) and following.endswith("an")


def abbreviation(words: Sequence[Token], opening: int) -> int:
    """The index after `(PMP)` if `words[opening]` opens a short bracket of nouns; else 0."""
    for index in range(opening + 1, min(opening + 4, len(words))):
        if words[index].kind == "close":
            return index + 1 if index > opening + 1 else 0
        if words[index].kind != "noun":
            return 0
    return 0


def are_alike(first: Sequence[Token], second: Sequence[Token]) -> bool:
    """True when both open with a noun that is counted, so that one figure may stand for both."""
    return bool(sorts_of(first) & COUNTABLE and sorts_of(second) & COUNTABLE)


def is_year(word: Token) -> bool:
    """True for four digits that read as a year."""
    return word.kind == "number" and len(word.word) == 4 and word.word[:2] in ("19", "20")


def is_cohort(words: Sequence[Token], index: int) -> bool:
    """`angkatan 3`."""
    return index > 0 and words[index - 1].word in _COHORTS


def age_start(words: Sequence[Token], last: int) -> int:
    """The index of `usia` in `usia 16-18 tahun` if `words[last]` is that 'tahun'; else -1."""
    if words[last].word != "tahun":
        return -1
    index = last - 1
    while index >= 0 and (words[index].kind == "number" or words[index].word in _BETWEEN_AGES):
        index -= 1
    if not 0 <= index < last - 1:
        return -1
    # `APS 7-15 tahun`
    return index if words[index].word in _AGES else index + 1 if words[index].word in _RATES else -1


def is_number(word: Token) -> bool:
    """True for a number in digits or in words."""
    return word.kind == "number" or word.word in NUMBER_WORDS
