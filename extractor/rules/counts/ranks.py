"""Ranks: `peringkat pertama`, `juara 1`, `urutan empat dan lima`, `tertinggi pertama`, and what is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extractor.rules.counts import subjects
from extractor.rules.counts.figures import ORDINAL_HEADS, Figure
from extractor.rules.counts.noun_phrases import Phrase
from extractor.rules.counts.phrases import Token
from extractor.schema.types import Span

_CONTEST_HEADS = frozenset("lomba olimpiade kompetisi festival kejuaraan".split())
_TOPIC_WORDS = frozenset("untuk dalam pada kategori bidang hal".split())
_OPENING_WORDS = frozenset("untuk dalam di pada dari".split())
_FRAMES = frozenset("kategori bidang hal aspek sisi segi".split())
_MOST_RANK = 1000


class Rank(NamedTuple):
    """A rank with the span of the word that makes it one; `subject` is None where the text names it
    elsewhere.
    """

    word: Span
    subject: Phrase | None


def read_rank(figure: Figure) -> Rank | None:
    """The rank that an ordinal figure states, or None if it only counts an order (`lokakarya ke-7`)."""
    words, at = figure.words, figure.at
    place = _rank_word(words, at)
    if place is None or not 1 <= figure.quantity.value <= _MOST_RANK:
        return None
    topic = _topic(words, figure.next_at) or _topic_before(words, place)
    return Rank(Span(words[place].start, words[place].end), topic)


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


def _topic(words: Sequence[Token], index: int) -> Phrase | None:
    """What is ranked, if it follows: `… untuk progres pengisian data`, `juara 1 lomba …`."""
    if index < len(words) and words[index].kind == "noun":
        direct = subjects.after(words, index)
        if direct is not None and (direct.sorts or words[index].word in _CONTEST_HEADS):
            return direct
    for ahead in range(index, min(index + 8, len(words))):
        word = words[ahead]
        if word.kind in ("mark", "verb", "break", "join") and word.word != "-":
            return None
        if word.word in _TOPIC_WORDS:
            first = ahead + 2 if ahead + 1 < len(words) and words[ahead + 1].word == "hal" else ahead + 1
            return subjects.after(words, first)
    return None
