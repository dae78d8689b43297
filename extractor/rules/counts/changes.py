"""Both ends of a change: `bertambah dari 184 jadi 391`, `yang semula 263 kini menyusut menjadi 49`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.canonical.numbers import Quantity
from extractor.rules.counts.phrases import Token

STARTS = frozenset(("dari", "semula", "awalnya"))
"""Words before the figure that the next one changes."""
TURNS = frozenset(("menjadi", "jadi"))
"""Words before the figure that it has become."""
_TURNED = re.compile(r"(?: [a-z]+){0,3} (?:menjadi|jadi) (?:rp\.? ?)?\d")
_CHANGED = re.compile(r"\b(?:dari|semula|awalnya) [\d.,]+ (?:[a-z]+ ){0,4}(?:menjadi|jadi) $")
_REACH = 60
_MOST_BETWEEN = 8
_MOST_AHEAD = 4


def may_be(plain: str, quantity: Quantity, last: str) -> bool:
    """A quick look: `last` is the word before the number in `plain`."""
    if last in TURNS:
        return _CHANGED.search(plain, max(0, quantity.start - _REACH), quantity.start) is not None
    return last in STARTS and _TURNED.match(plain, quantity.end) is not None


def is_end(words: Sequence[Token], at: int, next_at: int) -> bool:
    """True where the number `words[at]` is one of the two ends; `next_at` is the token after it."""
    word = words[at - 1].word if at else ""
    if word in STARTS:
        return any(other.word in TURNS for other in words[next_at : next_at + _MOST_AHEAD])
    return word in TURNS and any(other.word in STARTS for other in words[max(0, at - _MOST_BETWEEN) : at])
