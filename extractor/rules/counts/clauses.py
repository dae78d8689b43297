"""Relative clauses: which `yang …` restricts the noun before it, and where it ends.

`sekolah yang belum terakreditasi` says which schools are counted. `murid yang diasuh 34 pendidik` and `kursi
yang terbagi dalam 88 rombel` only lead to the next figure, `tiga sekolah yang dibinanya` points back, and
`2.318 pendaftar yang masuk` tells what happened: these restrict nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.rules.counts.noun_phrases import INSIDE_CLAUSES, MOST_AHEAD, is_number, trimmed
from extractor.rules.counts.phrases import Token

ROOT_VERBS = frozenset("siap lolos absen masuk ikut hadir datang turut tiba muncul".split())
"""Verbs without a prefix: they look like nouns, and say what the counted ones did."""
_ADVERBS = frozenset(
    "pernah rutin aktif selalu kerap sering sempat mau ingin benar-benar betul-betul".split()
)
_BOUNDS = frozenset(("minimal", "maksimal"))
_SKIPPED_PLACES = frozenset(("di", "pada", "se", "dari", "ke", "tiap", "setiap", "seluruh"))
_GOALS = frozenset(("di", "ke"))
_MOST_GOAL = 3
_STATES = frozenset("aktif rutin".split())
_BECOMING = frozenset("kini sekarang jadi".split())
_SAID = frozenset("berada kosong rusak hilang aktif honorer lulus gagal lolos tamat mangkir".split())
_STATED = frozenset("dinyatakan tercatat dipastikan berhasil terbukti".split())
_WHERE = frozenset(("di", "pada", "se"))
_MOST_SAID = 6


def clause(words: Sequence[Token], index: int) -> list[Token]:
    """The relative clause at `index`, or after a phrase of place that stands between noun and `yang`."""
    if index < len(words) and words[index].word in _SKIPPED_PLACES:
        index = _past_place(words, index)
    if index >= len(words) or words[index].kind != "that":
        return []
    reader = _Clause(words, index)
    return reader.read()


def restriction(words: Sequence[Token], first: int) -> tuple[Token, ...]:
    """The relative clause that starts right at `words[first]` (`11 yang sudah melaksanakan SPMI`), or
    nothing.
    """
    return tuple(clause(words, first)) if first < len(words) and words[first].kind == "that" else ()


def predicate(words: Sequence[Token], first: int) -> tuple[Token, ...]:
    """What the counted ones do or are, from `words[first]` on (`sudah aktif memakai Rapor`, `di daerah itu
    masih berstatus honorer`), or nothing.
    """
    index = _past_aside(words, first)
    if index < len(words) and words[index].word in _STATED:
        index += 1
    opening = index
    while index + 1 < len(words) and words[index].word in _ADVERBS and words[index + 1].kind == "verb":
        index += 1
    if index >= len(words) or not (words[index].kind == "verb" or words[index].word in _SAID):
        return ()
    index += 1
    if index + 1 < len(words) and words[index].word in _WHERE and words[index + 1].kind == "noun":
        index += 1
    while index < len(words) and index - opening < _MOST_SAID and words[index].kind == "noun":
        if is_number(words[index]):
            break
        index += 1
    # `ditampung di 14 PKBM` leads to the next figure.
    is_open = words[index - 1].word in _WHERE
    return () if is_open else tuple(trimmed(list(words[opening:index])))


def _past_aside(words: Sequence[Token], index: int) -> int:
    """The index after auxiliaries, a phrase of place (`di daerah itu`) and a share (`atau 29,5 persen`)."""
    while index < len(words):
        word = words[index]
        if word.word == "berada" and index + 1 < len(words) and words[index + 1].word in _WHERE:
            break
        if word.kind == "link":
            index += 1
        elif word.word in _WHERE:
            index += 1
            while index < len(words) and words[index].kind in ("noun", "place", "tail"):
                index += 1
        elif word.word == "atau" and index + 2 < len(words) and words[index + 1].kind == "number":
            index += 3
        else:
            break
    return index


def _past_place(words: Sequence[Token], index: int) -> int:
    """The index of the `yang` that follows a phrase of place, or `index` if none follows."""
    for ahead in range(index, min(index + MOST_AHEAD, len(words))):
        if words[ahead].kind == "that":
            return ahead
        if words[ahead].kind not in ("noun", "prep", "number", "place"):
            break
    return index


class _Clause:
    """Takes the words of one clause from its `yang` on."""

    def __init__(self, words: Sequence[Token], opening: int) -> None:
        self.words = words
        self.opening = opening
        self.taken = [words[opening]]
        # Nouns and verbs other than adverbs: what the clause says.
        self.content: list[Token] = []

    def read(self) -> list[Token]:
        """The clause as far as it restricts; empty if it does not."""
        words = self.words
        stop = min(self.opening + 1 + MOST_AHEAD, len(words))
        index = self.opening + 1
        while index < stop and self._belongs(index):
            word = words[index]
            if word.kind in ("noun", "verb") and word.word not in _ADVERBS:
                self.content.append(word)
            self.taken.append(word)
            index += 1
        taken = self.taken
        while taken and (taken[-1].kind in ("link", "that") or self._is_left_over(taken)):
            taken.pop()
        if not self.content and taken and taken[-1].word in _STATES:
            return taken
        if not self.content or self._is_of_next_figure(index) or self._is_remark():
            return []
        return trimmed([*taken, *self._goal(index)])

    def _is_left_over(self, taken: Sequence[Token]) -> bool:
        """An adverb without its verb; `yang aktif` alone is a state."""
        is_state = taken[-1].word in _STATES and not self.content
        return taken[-1].word in _ADVERBS and not is_state

    def _belongs(self, index: int) -> bool:
        """True when the word at `index` goes on with the clause."""
        word, last = self.words[index], self.taken[-1]
        if word.kind == "noun":
            return not (self.content and is_number(word))
        if word.word in _BOUNDS:
            return bool(self.content) and index + 1 < len(self.words) and self.words[index + 1].kind == "noun"
        if word.word in _BECOMING:
            return not self.content
        if word.kind not in ("verb", "link"):
            return False
        if not self.content or last.kind == "verb":
            return True
        # `yang jaringannya belum stabil`: the clause has a subject of its own.
        if last.word in INSIDE_CLAUSES and word.kind == "verb":
            return True
        return last.word.endswith("nya") and (word.kind == "verb" or word.word in INSIDE_CLAUSES)

    def _is_of_next_figure(self, index: int) -> bool:
        """`yang diasuh 34 pendidik`, `yang tersebar di delapan kabupaten`."""
        words = self.words
        if self.taken[-1].kind != "verb" or index >= len(words):
            return False
        if words[index].kind == "prep":
            index += 1
        return index < len(words) and is_number(words[index])

    def _is_remark(self) -> bool:
        """`yang dibinanya` points back, `yang masuk` tells what the counted ones did."""
        if len(self.content) != 1:
            return False
        word = self.content[0]
        return word.word in ROOT_VERBS or (word.kind == "verb" and word.word.endswith("nya"))

    def _goal(self, index: int) -> list[Token]:
        """`yang belajar di pesantren`: a verb alone takes the phrase that completes it, if no region."""
        words = self.words
        if len(self.content) != 1 or index >= len(words) or words[index].word not in _GOALS:
            return []
        goal = [words[index]]
        for word in words[index + 1 : index + 1 + _MOST_GOAL]:
            if word.kind != "noun" or is_number(word):
                break
            goal.append(word)
        after = index + len(goal)
        is_region = after < len(words) and words[after].kind == "place"
        return goal if len(goal) > 1 and not is_region and trimmed(goal)[-1:] == goal[-1:] else []
