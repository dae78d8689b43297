"""What a figure counts: the noun phrase after the number, or the one before it that its link words lead back
to.

`41 orang guru penggerak di …` counts what follows; `jenjang SMP yang telah melaksanakan SPMI sudah ada 8
sekolah` what stands before. Phrases of place, agents of passive verbs and predicates are left out, so a
subject may consist of several spans.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.rules.counts.clauses import ROOT_VERBS, clause
from extractor.rules.counts.noun_phrases import (
    INSIDE_CLAUSES,
    MOST_AHEAD,
    NEGATIONS,
    Phrase,
    abbreviation,
    age_start,
    are_alike,
    is_cohort,
    is_number,
    is_year,
    trimmed,
)
from extractor.rules.counts.phrases import Token, base_of, sorts_of, weak_sorts_of
from extractor.rules.counts.subjects_before import Backward, past_links, past_times

_PAIRS = frozenset((("negeri", "swasta"), ("swasta", "negeri"), ("putra", "putri"), ("putri", "putra")))
"""Adjectives that share one noun: `SD negeri dan swasta`."""
_CURRENCY = frozenset(("rp", "."))
_SUM_LINKS = frozenset(("senilai", "sebesar"))
_ORIGINS = frozenset(("dari", "tanpa"))
_OF_ORIGIN = frozenset(("people", "school"))
_NO_ORIGINS = frozenset(
    "total jumlah pemerintah dinas kementerian seluruh semua kota kabupaten kecamatan desa provinsi daerah "
    "sekolah luar sini sana tahun target kuota sejumlah beberapa setiap masing-masing".split()
)
_SOURCES = frozenset(("lewat", "melalui", "dari"))
_MOST_ORIGIN = 6
_NO_PHRASE = frozenset(("prep", "break", "join", "that"))


def after(words: Sequence[Token], first: int) -> Phrase | None:
    """The noun phrase that starts at `words[first]`, with its relative clause; None if none starts there."""
    taken: list[Token] = []
    index = first
    while index < len(words):
        word = words[index]
        if word.kind == "noun":
            if taken and word.word in ROOT_VERBS:
                break
            taken.append(word)
            index += 1
            if base_of(word.word) != word.word and sorts_of([word]):
                break
        elif word.word == "sedang" and taken and taken[-1].word == "rusak":
            taken.append(word)
            index += 1
        elif word.kind == "open" and taken and (close := abbreviation(words, index)):
            taken.extend(words[index:close])
            index = close
        elif taken and word.word in NEGATIONS and "people" in sorts_of(taken[:2]) and _is_lack(words, index):
            taken.append(word)
            index += 1
        elif taken and (more := _coordination(words, index)):
            taken.extend(words[index:more])
            index = more
        else:
            break
    if not taken:
        return None
    if len(taken) == 1 and "area" in weak_sorts_of(taken) and (which := clause(words, index)):
        return Phrase((*taken, *which))
    taken = trimmed(taken)
    return Phrase((*taken, *(clause(words, index) or _origin(words, taken, index)))) if taken else None


def _origin(words: Sequence[Token], taken: Sequence[Token], index: int) -> list[Token]:
    """`siswa dari keluarga miskin`, `guru tanpa sertifikat`: what kind of people or schools, no place."""
    if index + 1 >= len(words) or words[index].word not in _ORIGINS:
        return []
    if not sorts_of(taken[:2]) & _OF_ORIGIN or words[index + 1].word in _NO_ORIGINS:
        return []
    end = index + 1
    while end < len(words) and words[end].kind == "noun" and not is_number(words[end]):
        end += 1
    is_place = end < len(words) and (words[end].kind == "place" or is_number(words[end]))
    return list(words[index:end]) if 1 < end - index <= _MOST_ORIGIN and not is_place else []


def _is_lack(words: Sequence[Token], index: int) -> bool:
    """`anak tidak sekolah`, `anak belum pernah sekolah`: a negation that tells which ones are meant."""
    return index + 1 < len(words) and words[index + 1].kind == "noun"


def _coordination(words: Sequence[Token], index: int) -> int:
    """The index after `, SMP` or `dan PAUD` where both sides are counted and no number follows; else 0."""
    following = index + 1
    if words[index].word == "," and following < len(words) and words[following].kind == "join":
        following += 1
    is_link = words[index].word == "," or words[index].kind == "join"
    if not is_link or following >= len(words) or words[following].kind != "noun" or index == 0:
        return 0
    if (words[index - 1].word, words[following].word) in _PAIRS:
        return following + 1
    if not are_alike([words[index - 1]], words[following : following + 2]):
        return 0
    are_levels = "level" in sorts_of(words[index - 1 : index]) & sorts_of(words[following : following + 1])
    for word in words[following : following + MOST_AHEAD]:
        if word.kind in ("mark", "break", "join") or (are_levels and word.kind == "verb"):
            break
        if word.kind in ("number", "link") and word.word not in INSIDE_CLAUSES:
            return 0
    return following + 1


def before(words: Sequence[Token], number: int) -> Phrase | None:
    """The noun phrase that the figure at `words[number]` is said of, or None.

    The number must stand behind the phrase itself or behind link words (`sebanyak`, `sudah mencapai`); a
    number that a preposition or an active verb governs says nothing of what stands before.
    """
    last = number - 1
    while last > 0 and words[last].word in _CURRENCY:
        last -= 1
    if last >= 0 and words[last].word == "dari" and _is_change(words, number):
        last -= 1
        while last >= 0 and words[last].kind in ("verb", "that"):
            last -= 1
    else:
        last = number - 1
    index = past_links(words, last)
    if index >= 0 and (sum_named := _named_sum(words, index, number)) is not None:
        return sum_named
    if (
        index < 0
        or words[index].word == ";"
        or (words[index].kind in _NO_PHRASE and age_start(words, index) < 0)
    ):
        return None
    if words[index].kind == "number" and not is_year(words[index]) and not is_cohort(words, index):
        return None
    collector = Backward(words, index)
    if collector.is_unit():
        return None
    return (collector.level() if index == number - 1 else None) or collector.phrase()


def _named_sum(words: Sequence[Token], last: int, number: int) -> Phrase | None:
    """`… berkat program bantuan perlengkapan senilai Rp2,75 miliar`: the sum's name right before its link."""
    if not any(word.word in _SUM_LINKS for word in words[last + 1 : number]):
        return None
    first = last
    while first >= 0 and words[first].kind == "noun" and not is_number(words[first]):
        first -= 1
    nouns = words[first + 1 : last + 1]
    # `dibayar lewat APBD sebesar …`: where the sum comes from does not name it.
    if first < 0 or words[first].kind not in ("prep", "verb") or words[first].word in _SOURCES or not nouns:
        return None
    start = next((at for at in range(len(nouns)) if "money" in sorts_of(nouns[at : at + 2])), -1)
    return Phrase(tuple(nouns[start:])) if start >= 0 else None


def named_before(words: Sequence[Token], number: int) -> Phrase | None:
    """The phrase that stands right before the number without any link (`belum pernah sekolah (BPB) 1.953
    anak`).
    """
    last = past_times(words, number - 1)
    if last < 0 or words[last].kind not in ("noun", "close"):
        return None
    return before(words, number)


def _is_change(words: Sequence[Token], number: int) -> bool:
    """`dari 15 persen menjadi 25 persen`."""
    return any(word.word in ("menjadi", "jadi") for word in words[number + 1 : number + 5])
