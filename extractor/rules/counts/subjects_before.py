"""The noun phrase that a figure is said of, read backwards from the number.

Phrases of place, agents of passive verbs and times stand between the phrase and its figure; they are left
out, so the phrase may consist of several parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from extractor.rules.counts.noun_phrases import (
    MOST_AHEAD,
    NEGATIONS,
    Phrase,
    abbreviation,
    age_start,
    are_alike,
    is_cohort,
    is_year,
    trimmed,
)
from extractor.rules.counts.phrases import Kind, Token, base_of, sorts_of

_KEPT_AFTER = frozenset("dengan oleh bagi".split())
_ENDING = frozenset("atas terhadap tentang menurut seperti bersama".split())
_THIS = frozenset("ini lalu itu depan".split())
_TIMES = frozenset("tahun bulan pekan semester periode".split())
_YEAR_WORDS = frozenset("/ - tahun ajaran pelajaran anggaran periode pada".split())
_DEGREES = frozenset("sedikit banyak tinggi rendah kecil besar".split())
_SHARES = frozenset("porsi jatah bagian".split())
_HOLDERS = frozenset("sekolah madrasah daerah kabupaten kota provinsi kampus".split())
_PEOPLE_OF = frozenset("penduduk warga masyarakat".split())
_SHORTENED = frozenset(("lk", "rp"))
_ADVERBS = frozenset(
    "tipis drastis tajam signifikan jauh pesat sendiri rata-rata hanya sedikit lumayan bagus".split()
)
_AT_VALUE = frozenset("angka kisaran level".split())
_NOW = frozenset("kini sekarang".split())
_SAYING = frozenset(
    "kata ujar menurut lanjut tegas papar jelas ungkap sebut terang tambah tutur imbuh mengutip merujuk "
    "mengacu berdasarkan".split()
)
_MOST_ASIDE = 10
_SUMS = frozenset("jumlahnya totalnya".split())
_DIRECTIONS = frozenset("utara selatan timur barat tengah hulu hilir ilir ulu kota".split())
_OWNERS = frozenset(("school", "level"))
_MOST_BACK = 40


def past_links(words: Sequence[Token], index: int) -> int:
    """Walk back over link words, brackets, colons and times to the word that they lead from."""
    while index >= 0:
        if (step := _link_length(words, index)) == 0:
            break
        index -= step
    return index


def past_times(words: Sequence[Token], index: int) -> int:
    """Walk back over `tahun ini` and `lk.`, which may stand between a noun and its figure."""
    while index > 0 and (
        (words[index].word in _THIS and words[index - 1].word in _TIMES)
        or (words[index].word == "." and words[index - 1].word in _SHORTENED)
    ):
        index -= 2
    return index


def _link_length(words: Sequence[Token], index: int) -> int:
    """How many words from `words[index]` backwards only lead to the figure."""
    word, before = words[index], words[index - 1] if index > 0 else None
    if before is not None:
        if word.word in _THIS and before.word in _TIMES:
            return 2
        if word.word in _DEGREES and before.word == "paling":
            return 2
        if (word.word == "." and before.word in _SHORTENED) or (
            word.word in _SHARES and before.kind == "link"
        ):
            return 1
        if word.word in _ADVERBS and before.kind == "link":
            return 1
        if word.word in _AT_VALUE and before.kind in ("prep", "link"):
            return 1 + (before.kind == "prep")
        if word.word == "ini" and before.word == "saat":
            return 2
        if word.word in _NOW and before.kind in ("noun", "place", "close", "tail"):
            return 1
        # `semua SD, jumlahnya 312 sekolah`
        if word.word in _SUMS and before.word == ",":
            return 2
    if word.word == ",":
        return _aside(words, index)
    if word.kind in ("link", "open", "tail") or word.word in (":", "="):
        return 1
    return int(word.kind == "that" and index + 1 < len(words) and words[index + 1].kind == "link")


def _aside(words: Sequence[Token], closing: int) -> int:
    """`…, kata dia, …`, `…, mengutip data BPS, …`: the length of who says it, between two commas; else 0."""
    for opening in range(closing - 2, max(0, closing - _MOST_ASIDE), -1):
        if words[opening].word == ",":
            first = words[opening + 1]
            is_said = first.word in _SAYING or (opening == closing - 2 and first.word.endswith("nya"))
            return closing - opening + 1 if is_said else 0
        if words[opening].kind == "number" and not is_year(words[opening]):
            return 0
    return 0


def _without_place(clause: Sequence[Token]) -> Sequence[Token]:
    """`… yang tidak sekolah di Kabupaten X`: the region at the end is no part of the clause."""
    index = len(clause) - 1
    while index > 0 and (clause[index].kind == "place" or clause[index].word in _HOLDERS):
        index -= 1
    is_place = 0 < index < len(clause) - 1 and clause[index].kind == "prep" and clause[-1].kind == "place"
    return clause[:index] if is_place else clause


class Backward:
    """Collects a noun phrase from its last word to its first."""

    def __init__(self, words: Sequence[Token], last: int) -> None:
        self.words = words
        self.index = last
        self.last = last
        self.taken: list[Token] = []
        self.fallback: list[Token] = []

    def is_unit(self) -> bool:
        """True when the nouns before the links are counted by an earlier number."""
        if self.words[self.last].kind != "noun":
            return False
        number = self._number_before(self.last)
        return number >= 0 and not (number > 0 and self._is_capacity(number - 1))

    def level(self) -> Phrase | None:
        """The name of a school level that stands right before the number (`SD 29 sekolah`)."""
        first = self.last
        while first > 0 and self.words[first - 1].kind == "noun":
            first -= 1
        nouns = trimmed(list(self.words[first : self.last + 1]))
        for start in range(max(0, len(nouns) - 3), len(nouns)):
            if "level" in sorts_of(nouns[start:]):
                is_whole = sorts_of(nouns[:2]) & {"measure", "people"}
                return Phrase(tuple(nouns if is_whole else nouns[start:]))
        return None

    def phrase(self) -> Phrase | None:
        """The phrase that ends at the last word, as far as it reaches back."""
        lowest = max(-1, self.last - _MOST_BACK)
        if self.last + 1 < len(self.words) and self.words[self.last + 1].kind == "tail":
            self._drop_holder(_HOLDERS)
        while self.index > lowest:
            step = self._STEPS.get(self.words[self.index].kind)
            if step is None or not step(self):
                break
        words = trimmed(self.taken) or trimmed(self.fallback)
        return Phrase(tuple(words)) if words else None

    def _take(self) -> bool:
        if self._is_own_of_school():
            return False
        self.taken.insert(0, self.words[self.index])
        self.index -= 1
        return True

    def _is_own_of_school(self) -> bool:
        """`satu sekolah muridnya 23 orang`: the school is the topic, its pupils are counted."""
        if not self.taken or base_of(self.taken[0].word) == self.taken[0].word:
            return False
        owner = sorts_of((self.words[self.index],))
        return bool(owner) and owner <= _OWNERS and bool(sorts_of((self.taken[0],)))

    def _skip(self) -> bool:
        self.index -= 1
        return not self.taken

    def _deictic(self) -> bool:
        """`nilai rapor sekolah itu`: the school pointed at holds the value, it is not measured."""
        return self._skip() and self._drop_holder(_HOLDERS)

    def _place(self) -> bool:
        """`rata-rata lama sekolah penduduk Sintang`: whose it is, is the region's matter."""
        # `di Bontang Selatan 64 orang`: the name of a place goes on behind that of its region.
        if self.taken and all(word.word in _DIRECTIONS for word in self.taken):
            self.taken = []
        return self._skip() and self._drop_holder(_PEOPLE_OF)

    def _drop_holder(self, holders: frozenset[str]) -> bool:
        """Pass over a holder behind the noun that it holds."""
        at = self.index
        # `anak tidak sekolah kita`: the negated word holds nothing.
        is_held = at > 0 and self.words[at - 1].kind == "noun" and self.words[at - 1].word not in NEGATIONS
        if is_held and self.words[at].word in holders:
            self.index -= 1
        return True

    def _age(self) -> bool:
        """`APS usia 16-18 tahun`: the group's ages are part of the name."""
        start = age_start(self.words, self.index)
        if start < 0:
            return False
        self.taken[:0] = self.words[start : self.index + 1]
        self.index = start - 1
        return True

    def _bracket(self) -> bool:
        """Keep `(PMP)` behind a noun, pass over any other bracket."""
        for opening in range(self.index - 1, max(-1, self.index - 12), -1):
            if self.words[opening].kind == "open":
                if abbreviation(self.words, opening) == self.index + 1:
                    self.taken[:0] = self.words[opening : self.index + 1]
                self.index = opening - 1
                return True
        return False

    def _join(self) -> bool:
        """Go on through `dan` or a comma between two nouns of one sort."""
        previous = self.index - 1
        if self.words[self.index].kind == "join" and previous >= 0 and self.words[previous].word == ",":
            previous -= 1
        if not self.taken or previous < 0 or self.words[previous].kind != "noun":
            return False
        # `BOS Afirmasi dan BOS Kinerja`
        is_repeated = previous > 0 and self.words[previous - 1].word == self.taken[0].word
        is_alike = is_repeated or are_alike([self.words[previous]], self.taken[:2])
        if self._is_counted_already(previous) or not is_alike:
            return False
        self.taken[:0] = self.words[previous + 1 : self.index + 1]
        self.index = previous
        return True

    def _is_counted_already(self, index: int) -> bool:
        """True when the nouns that end at `index` belong to a number before them (`29 sekolah, SMP 4`)."""
        return self._number_before(index) >= 0

    def _number_before(self, index: int) -> int:
        """The index of the number that counts the nouns that end at `index`, or -1."""
        while index >= 0 and self.words[index].kind in ("noun", "close", "open"):
            index -= 1
        is_count = index >= 0 and self.words[index].kind == "number" and not is_year(self.words[index])
        return index if is_count else -1

    def _drop_place(self) -> bool:
        """A phrase of place or manner is no part of the subject; a level named there serves if nothing else
        does.
        """
        word = self.words[self.index].word
        if word in _ENDING or (word in _KEPT_AFTER and sorts_of(trimmed(self.taken)[:2])):
            return not self.taken
        if "level" in sorts_of(trimmed(self.taken)[:2]):
            self.fallback = self.fallback or self.taken
        self.taken = []
        self.index = past_links(self.words, self.index - 1)
        return True

    def _verb(self) -> bool:
        """A verb inside a `yang` clause belongs to the subject; a passive verb's agent does not."""
        if self._relative():
            return False
        verb = self.words[self.index].word
        if not self.taken and not verb.startswith("di"):
            return False
        if self.taken and (not verb.startswith("di") or sorts_of(trimmed(self.taken)[:2])):
            return False
        self.taken = []
        self.index = past_links(self.words, self.index - 1)
        return True

    def _link(self) -> bool:
        if self.taken and self.words[self.index].word in NEGATIONS:
            return self._take()
        self._relative()
        return False

    def _year(self) -> bool:
        """`… tahun ajaran 2015/2016`, `… tahun 2019`: when, not what; a cohort's number stays."""
        index = self.index
        if is_cohort(self.words, index):
            return self._take()
        if self.taken and index > 0 and self._is_capacity(index - 1):
            self.taken = []
            self.index -= 1
            return True
        while index >= 0 and (is_year(self.words[index]) or self.words[index].word in _YEAR_WORDS):
            index -= 1
        if self.taken or index == self.index:
            return False
        self.index = index
        return True

    def _is_capacity(self, last: int) -> bool:
        """`daya tampung 11 SMP negeri`: the measure that ends at `last` is that of what is counted here."""
        ends = (self.words[last - 1 : last + 1], self.words[last : last + 1])
        return self.words[last].kind == "noun" and any("measure" in sorts_of(end) for end in ends)

    def _relative(self) -> bool:
        """Take the clause from the `yang` before here, and the noun that it restricts."""
        opening = next(
            (
                index
                for index in range(self.index, max(-1, self.index - MOST_AHEAD), -1)
                if self.words[index].kind in ("that", "mark", "break", "prep", "number")
            ),
            -1,
        )
        if opening < 1 or self.words[opening].kind != "that":
            return False
        head = Backward(self.words, opening - 1)
        head._age()
        while head.index >= 0 and head.words[head.index].kind in ("noun", "close", "tail"):
            word = head.words[head.index]
            if not (
                head._take()
                if word.kind == "noun"
                else head._bracket()
                if word.kind == "close"
                else head._skip()
            ):
                break
        if not head.taken:
            return False
        self.taken = [*head.taken, *_without_place(self.words[opening : self.last + 1])]
        return True

    _STEPS: ClassVar[dict[Kind, Callable[[Backward], bool]]] = {
        "noun": _take,
        "close": _bracket,
        "tail": _deictic,
        "place": _place,
        "break": _age,
        "join": _join,
        "mark": _join,
        "prep": _drop_place,
        "verb": _verb,
        "number": _year,
        "link": _link,
        "that": _link,
    }
