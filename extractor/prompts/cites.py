"""Reading one value of an answer: which sentence it names and which words it copies.

Models bend the form `s3 kata`, so whatever can only mean one sentence is read as one; a number that may be
the value's own stays in the value.
"""

from __future__ import annotations

import re

from extractor.schema.claims import Cite
from extractor.text import squeeze

MOST_CHARS = 8_000
"""Characters of words that a value may have: as many as an article that is asked in one piece."""

# `s3`, `[s3]`, `kalimat 3:`; `s3-s4` and `s3, s4` where words run over a border: the first one is named, its
# neighbour is looked at anyway. `sN` is the form's own name copied.
_NAMED = re.compile(
    r"""[\[("'<{]?\s*(?:s|kalimat|sentence)[\s_#]?(?P<number>\d{1,9}|[N?])(?!\w)"""
    r"""(?:\s*(?:[,&+\-–/]|dan|s\.?d\.?)\s*[sS]\d{1,9}(?!\w))*+"""
    r"""\s*[\])"'>}]?\s*[|:.,;\-–—=→]*+(?=\s|$|["“])(?:\s*s\d{1,9}\s*\|)?""",
    re.IGNORECASE,
)
_BARE = re.compile(r"\[\s*(?P<number>\d{1,9})\s*\]\s*[|:]?(?=\s)|(?P<barred>\d{1,9})\s*\|")
# In front of a name or a post a number cannot be its own.
_BEFORE_LETTERS = re.compile(r"(?P<number>\d{1,5})[.:)\-]?\s+(?=[^\W\d_])")
_MOST_SENTENCES = 99_999
_NOTHING = frozenset(
    ("", "null", "none", "nil", "-", "n/a", "tidak ada", "tidak disebut", "tidak disebutkan")
)
_MARKS = '"“”„«»'


def read_cite(written: str, *, is_name: bool = False, is_quote: bool = False) -> Cite | None:
    """The words and the sentence's number, None where it is missing or garbled; no cite where no words are.

    Args:
        written: A value of an answer, `s3 kata-kata`.
        is_name: Whether the value never begins with a number of its own, as persons and posts.
        is_quote: Whether quotation marks around the words are not part of the value.
    """
    number, words = _number_and_words(squeeze(written), is_name=is_name)
    if is_quote or _is_in_marks(words):
        words = words.strip(_MARKS + " ")
    return None if words.lower() in _NOTHING else Cite(words, number)


def is_nothing(written: str) -> bool:
    """True for what models write in place of null."""
    return squeeze(written).lower() in _NOTHING


def _number_and_words(written: str, *, is_name: bool) -> tuple[int | None, str]:
    named = _NAMED.match(written)
    if named:
        return _number(named["number"]), written[named.end() :].strip()
    bare = _BARE.match(written)
    if bare:
        return _number(bare["number"] or bare["barred"]), written[bare.end() :].strip()
    lone = _BEFORE_LETTERS.match(written) if is_name else None
    if lone:
        return _number(lone["number"]), written[lone.end() :]
    return None, written


def _is_in_marks(words: str) -> bool:
    return (
        len(words) > 2 and words[0] in _MARKS and words[-1] in _MARKS and not set(words[1:-1]) & set(_MARKS)
    )


def _number(digits: str) -> int | None:
    """The sentence's number, None for what numbers no sentence."""
    number = int(digits) if digits.isdecimal() else 0
    return number if 0 < number <= _MOST_SENTENCES else None
