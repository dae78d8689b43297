"""What a figure counts: the noun phrase after the number, or the one before it that its link words lead back
to.

`41 orang guru penggerak di …` counts what follows; `jenjang SMP yang telah melaksanakan SPMI sudah ada 8
sekolah` what stands before. Phrases of place, agents of passive verbs and predicates are left out, so a
subject may consist of several spans.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.rules.phrases import Token, base_of, sorts_of

_COUNTABLE = frozenset(("people", "school", "place", "thing", "level"))
_NO_ENDS = frozenset("kota kabupaten provinsi kab kabupaten/kota kecamatan desa tingkat jenjang".split())
_DETERMINERS = frozenset(
    "jumlah total jenjang tingkat para sejumlah banyaknya kelompok ke wilayah daerah realisasi untuk".split()
)
_SKIPPED_PLACES = frozenset(("di", "pada", "se", "dari", "ke", "tiap", "setiap", "seluruh"))
_KEPT_AFTER = frozenset("dengan oleh bagi".split())
_ENDING = frozenset("atas terhadap tentang menurut seperti bersama".split())
_NEGATIONS = frozenset(("tidak", "belum"))
_THIS = frozenset("ini lalu itu depan".split())
_TIMES = frozenset("tahun bulan pekan semester periode".split())
_COHORTS = frozenset("angkatan gelombang tahap batch".split())
_YEAR_WORDS = frozenset("/ - tahun ajaran pelajaran anggaran periode pada".split())
_INSIDE_CLAUSES = frozenset("sudah telah belum masih mesti harus tidak dapat bisa akan sedang".split())
_MOST_BACK = 40
_MOST_AHEAD = 12


class Phrase(NamedTuple):
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


def after(words: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that starts at `words[first]`, with its relative clause; None if none starts there."""
    taken: list[Token] = []
    index = first
    while index < len(words):
        word = words[index]
        if word.kind == "noun":
            taken.append(word)
            index += 1
        elif word.kind == "open" and taken and (close := _abbreviation(words, index)):
            taken.extend(words[index:close])
            index = close
        elif taken and word.word in _NEGATIONS and "people" in sorts_of(taken[:2]) and _is_lack(words, index):
            taken.append(word)
            index += 1
        elif taken and (more := _coordination(words, index)):
            taken.extend(words[index:more])
            index = more
        else:
            break
    if not taken:
        return None
    taken = _trimmed(taken)
    return Phrase((*taken, *_clause(words, index))) if taken else None


def _is_lack(words: Sequence[Token], index: int) -> bool:
    """`anak tidak sekolah`, `anak belum pernah sekolah`: a negation that tells which ones are meant."""
    return index + 1 < len(words) and words[index + 1].kind == "noun"


def _abbreviation(words: Sequence[Token], opening: int) -> int:
    """The index after `(PMP)` if `words[opening]` opens a short bracket of nouns; else 0."""
    for index in range(opening + 1, min(opening + 4, len(words))):
        if words[index].kind == "close":
            return index + 1 if index > opening + 1 else 0
        if words[index].kind != "noun":
            return 0
    return 0


def _coordination(words: Sequence[Token], index: int) -> int:
    """The index after `, SMP` or `dan PAUD` where both sides are counted and no number follows; else 0."""
    following = index + 1
    if words[index].word == "," and following < len(words) and words[following].kind == "join":
        following += 1
    is_link = words[index].word == "," or words[index].kind == "join"
    if not is_link or following >= len(words) or words[following].kind != "noun" or index == 0:
        return 0
    if not _are_alike([words[index - 1]], words[following : following + 2]):
        return 0
    for word in words[following : following + _MOST_AHEAD]:
        if word.kind in ("mark", "break", "join"):
            break
        if word.kind in ("number", "link") and word.word not in _INSIDE_CLAUSES:
            return 0
    return following + 1


def _are_alike(first: Sequence[Token], second: Sequence[Token]) -> bool:
    """True when both open with a noun that is counted, so that one figure may stand for both."""
    return bool(sorts_of(first) & _COUNTABLE and sorts_of(second) & _COUNTABLE)


def _clause(words: Sequence[Token], index: int) -> list[Token]:
    """The relative clause at `index`, or after a phrase of place that stands between noun and `yang`."""
    if index < len(words) and words[index].word in _SKIPPED_PLACES:
        index = _past_place(words, index)
    if index >= len(words) or words[index].kind != "that":
        return []
    taken = [words[index]]
    has_content = False
    for word in words[index + 1 : index + 1 + _MOST_AHEAD]:
        opens = not has_content and word.kind in ("link", "verb")
        follows_verb = word.kind in ("verb", "link") and taken[-1].kind == "verb"
        if word.kind != "noun" and not opens and not follows_verb:
            break
        has_content = has_content or word.kind in ("noun", "verb")
        taken.append(word)
    while taken and taken[-1].kind in ("link", "that"):
        taken.pop()
    return _trimmed(taken) if has_content else []


def _past_place(words: Sequence[Token], index: int) -> int:
    """The index of the `yang` that follows a phrase of place, or `index` if none follows."""
    for ahead in range(index, min(index + _MOST_AHEAD, len(words))):
        if words[ahead].kind == "that":
            return ahead
        if words[ahead].kind not in ("noun", "prep", "number", "place"):
            break
    return index


def restriction(words: Sequence[Token], first: int) -> tuple[Token, ...]:
    """The relative clause that starts right at `words[first]` (`11 yang sudah melaksanakan SPMI`), or
    nothing.
    """
    return tuple(_clause(words, first)) if first < len(words) and words[first].kind == "that" else ()


def before(words: Sequence[Token], number: int) -> Phrase | None:
    """The noun phrase that the figure at `words[number]` is said of, or None.

    The number must stand behind the phrase itself or behind link words (`sebanyak`, `sudah mencapai`); a
    number that a preposition or an active verb governs says nothing of what stands before.
    """
    last = number - 1
    if last >= 0 and words[last].word == "dari" and _is_change(words, number):
        last -= 1
        while last >= 0 and words[last].kind in ("verb", "that"):
            last -= 1
    index = _past_links(words, last)
    if index < 0 or words[index].kind in ("prep", "break", "join", "that"):
        return None
    if words[index].kind == "number" and not _is_year(words[index]) and not _is_cohort(words, index):
        return None
    collector = _Backward(words, index)
    if collector.is_unit():
        return None
    return (collector.level() if index == number - 1 else None) or collector.phrase()


def named_before(words: Sequence[Token], number: int) -> Phrase | None:
    """The phrase that stands right before the number without any link (`belum pernah sekolah (BPB) 1.953
    anak`).
    """
    if number == 0 or words[number - 1].kind not in ("noun", "close"):
        return None
    return before(words, number)


def _is_change(words: Sequence[Token], number: int) -> bool:
    """`dari 15 persen menjadi 25 persen`."""
    return any(word.word in ("menjadi", "jadi") for word in words[number + 1 : number + 5])


def _past_links(words: Sequence[Token], index: int) -> int:
    """Walk back over link words, brackets and colons to the word that they lead from."""
    while index >= 0:
        word = words[index]
        if index > 0 and word.word in _THIS and words[index - 1].word in _TIMES:
            index -= 2
            continue
        is_link = word.kind in ("link", "open", "tail") or word.word in (":", "=")
        is_clause = word.kind == "that" and index + 1 < len(words) and words[index + 1].kind == "link"
        if not is_link and not is_clause:
            break
        index -= 1
    return index


class _Backward:
    """Collects a noun phrase from its last word to its first."""

    def __init__(self, words: Sequence[Token], last: int) -> None:
        self.words = words
        self.index = last
        self.last = last
        self.taken: list[Token] = []
        self.fallback: list[Token] = []

    def is_unit(self) -> bool:
        """True when the nouns before the links are counted by an earlier number."""
        return self.words[self.last].kind == "noun" and self._is_counted_already(self.last)

    def level(self) -> Phrase | None:
        """The name of a school level that stands right before the number (`SD 29 sekolah`)."""
        first = self.last
        while first > 0 and self.words[first - 1].kind == "noun":
            first -= 1
        nouns = _trimmed(list(self.words[first : self.last + 1]))
        for start in range(max(0, len(nouns) - 3), len(nouns)):
            if "level" in sorts_of(nouns[start:]):
                is_whole = sorts_of(nouns[:2]) & {"measure", "people"}
                return Phrase(tuple(nouns if is_whole else nouns[start:]))
        return None

    def phrase(self) -> Phrase | None:
        """The phrase that ends at the last word, as far as it reaches back."""
        lowest = max(-1, self.last - _MOST_BACK)
        while self.index > lowest:
            word = self.words[self.index]
            step = {
                "noun": self._take,
                "close": self._bracket,
                "tail": self._skip,
                "place": self._skip,
                "join": self._join,
                "mark": self._join,
                "prep": self._drop_place,
                "verb": self._verb,
                "number": self._year,
                "link": self._link,
                "that": self._link,
            }.get(word.kind)
            if step is None or not step():
                break
        words = _trimmed(self.taken) or _trimmed(self.fallback)
        return Phrase(tuple(words)) if words else None

    def _take(self) -> bool:
        self.taken.insert(0, self.words[self.index])
        self.index -= 1
        return True

    def _skip(self) -> bool:
        self.index -= 1
        return not self.taken

    def _bracket(self) -> bool:
        """Keep `(PMP)` behind a noun, pass over any other bracket."""
        for opening in range(self.index - 1, max(-1, self.index - 12), -1):
            if self.words[opening].kind == "open":
                if _abbreviation(self.words, opening) == self.index + 1:
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
        if self._is_counted_already(previous) or not _are_alike([self.words[previous]], self.taken[:2]):
            return False
        self.taken[:0] = self.words[previous + 1 : self.index + 1]
        self.index = previous
        return True

    def _is_counted_already(self, index: int) -> bool:
        """True when the nouns that end at `index` belong to a number before them (`29 sekolah, SMP 4`)."""
        while index >= 0 and self.words[index].kind in ("noun", "close", "open"):
            index -= 1
        return index >= 0 and self.words[index].kind == "number" and not _is_year(self.words[index])

    def _drop_place(self) -> bool:
        """A phrase of place or manner is no part of the subject; a level named there serves if nothing else
        does.
        """
        word = self.words[self.index].word
        if word in _ENDING or (word in _KEPT_AFTER and sorts_of(_trimmed(self.taken)[:2])):
            return not self.taken
        if "level" in sorts_of(_trimmed(self.taken)[:2]):
            self.fallback = self.fallback or self.taken
        self.taken = []
        self.index = _past_links(self.words, self.index - 1)
        return True

    def _verb(self) -> bool:
        """A verb inside a `yang` clause belongs to the subject; a passive verb's agent does not."""
        if self._relative():
            return False
        verb = self.words[self.index].word
        if not self.taken and not verb.startswith("di"):
            return False
        if self.taken and (not verb.startswith("di") or sorts_of(_trimmed(self.taken)[:2])):
            return False
        self.taken = []
        self.index = _past_links(self.words, self.index - 1)
        return True

    def _link(self) -> bool:
        if self.taken and self.words[self.index].word in _NEGATIONS:
            return self._take()
        self._relative()
        return False

    def _year(self) -> bool:
        """`… tahun ajaran 2015/2016`, `… tahun 2019`: when, not what; a cohort's number stays."""
        index = self.index
        if _is_cohort(self.words, index):
            return self._take()
        while index >= 0 and (_is_year(self.words[index]) or self.words[index].word in _YEAR_WORDS):
            index -= 1
        if self.taken or index == self.index:
            return False
        self.index = index
        return True

    def _relative(self) -> bool:
        """Take the clause from the `yang` before here, and the noun that it restricts."""
        opening = next(
            (
                index
                for index in range(self.index, max(-1, self.index - _MOST_AHEAD), -1)
                if self.words[index].kind in ("that", "mark", "break", "prep", "number")
            ),
            -1,
        )
        if opening < 1 or self.words[opening].kind != "that":
            return False
        head = _Backward(self.words, opening - 1)
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
        clause = list(self.words[opening : self.last + 1])
        self.taken = [*head.taken, *clause]
        return bool(head.taken)


def _is_cohort(words: Sequence[Token], index: int) -> bool:
    """`angkatan 3`."""
    return index > 0 and words[index - 1].word in _COHORTS


def _is_year(word: Token) -> bool:
    return word.kind == "number" and len(word.word) == 4 and word.word[:2] in ("19", "20")


def _trimmed(words: list[Token]) -> list[Token]:
    """Without determiners in front and kinds of regions behind."""
    first, last = 0, len(words)
    while first < last - 1 and base_of(words[first].word) in _DETERMINERS:
        first += 1
    while last > first and words[last - 1].word in _NO_ENDS:
        last -= 1
    return words[first:last]
