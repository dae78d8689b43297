"""Ranks: `peringkat pertama`, `juara 1`, `urutan empat dan lima`, `tertinggi pertama`, and what is ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extractor.rules.counts import subjects
from extractor.rules.counts.figures import ORDINAL_HEADS, Figure
from extractor.rules.counts.noun_phrases import Phrase
from extractor.rules.counts.phrases import Token, weak_sorts_of
from extractor.rules.counts.subjects_before import Backward
from extractor.schema.types import Span

_TOPIC_WORDS = frozenset("untuk dalam pada kategori bidang hal".split())
_OPENING_WORDS = frozenset("untuk dalam di pada dari".split())
_FRAMES = frozenset("kategori bidang hal aspek sisi segi".split())
_HOLDING = frozenset(
    "menempati menduduki meraih merebut berada bertengger di pada pun naik turun ke masuk posisi".split()
)
_MOST_RANK = 1000


class Rank(NamedTuple):
    """A rank with the span of the word that makes it one; `subject` is None where the text names it
    elsewhere.
    """

    word: Span
    subject: Phrase | None


def read_rank(figure: Figure, accepts: Callable[[Phrase], bool]) -> Rank | None:
    """The rank that an ordinal figure states, or None if it only counts an order (`lokakarya ke-7`).

    `accepts` tells whether a phrase can be what is ranked.
    """
    words, at = figure.words, figure.at
    place = _rank_word(words, at)
    if place is None or not 1 <= figure.quantity.value <= _MOST_RANK:
        return None
    topic = next((phrase for phrase in _topics(words, figure.next_at, place) if accepts(phrase)), None)
    return Rank(Span(words[place].start, words[place].end), topic)


def _topics(words: Sequence[Token], following: int, place: int) -> Iterator[Phrase]:
    """What may be ranked: named behind the rank, in front of the sentence, or as what holds the rank."""
    if following < len(words) and words[following].kind == "noun":
        direct = subjects.after(words, following)
        if direct is not None:
            yield direct
    yield from _named(words, following)
    for phrase in (_topic_before(words, place), _holder(words, place)):
        if phrase is not None:
            yield phrase


def _holder(words: Sequence[Token], place: int) -> Phrase | None:
    """`Nilai rapor pendidikan Kota Salatiga menempati peringkat 2`: the measure that has the rank."""
    index = place - 1
    while index >= 0 and (words[index].word in _HOLDING or words[index].kind == "link"):
        index -= 1
    if index < 0 or index == place - 1 or words[index].kind not in ("noun", "place", "close"):
        return None
    phrase = Backward(words, index).phrase()
    is_measure = phrase is not None and ("measure" in phrase.sorts or "gauge" in weak_sorts_of(phrase.words))
    return phrase if is_measure else None


def _rank_word(words: Sequence[Token], at: int) -> int | None:
    """The index of the rank word before the number, over `ke-` and the other numbers of a list."""
    index = at - 1
    while index >= 0 and (words[index].word in ("ke", "-", ",", "dan") or words[index].kind == "number"):
        index -= 1
    if index < 0:
        return None
    if words[index].word in ORDINAL_HEADS:
        return index
    is_word_list = index > 0 and words[index - 1].word in ORDINAL_HEADS and at > index + 1
    return index - 1 if is_word_list else None


def _topic_before(words: Sequence[Token], place: int) -> Phrase | None:
    """What is ranked, if the sentence opens with it: `Untuk numerasi, X …`."""
    first = 0
    while first < place and words[first].kind in ("break", "mark", "verb"):
        first += 1
    if first >= place or words[first].word not in _OPENING_WORDS:
        return None
    is_named = words[first + 1].word in _FRAMES
    topic = subjects.after(words, first + 1 + is_named)
    if topic is None or topic.words[-1].end > words[place].start:
        return None
    end = next(index for index, word in enumerate(words) if word.end >= topic.words[-1].end) + 1
    return topic if is_named or words[end].word == "," else None


def _named(words: Sequence[Token], index: int) -> Iterator[Phrase]:
    """What follows as ranked: `… untuk progres pengisian data`, `… kategori kabupaten dalam Anugerah X`."""
    for ahead in range(index, min(index + 8, len(words))):
        word = words[ahead]
        if word.kind in ("mark", "verb", "break", "join") and word.word != "-":
            return
        if word.word in _TOPIC_WORDS:
            first = ahead + 2 if ahead + 1 < len(words) and words[ahead + 1].word == "hal" else ahead + 1
            phrase = subjects.after(words, first)
            if phrase is not None:
                yield phrase
