"""Correction of one slip of the hand in a known name: a letter lost, added, changed, or two exchanged.

An index of all names with one letter left out makes a look-up cost the length of the word, however many
names there are (Garbe's symmetric delete).
"""

from __future__ import annotations

from collections.abc import Iterable


class Corrector:
    """Finds the one known name that is a single slip away from a word."""

    __slots__ = ("_index", "_names")

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        self._index: dict[str, set[str]] = {}
        for name in self._names:
            for form in _shortened(name):
                self._index.setdefault(form, set()).add(name)

    def correct(self, word: str) -> str | None:
        """The known name one slip away from `word`; None if there is none, or more than one.

        Or `word` is known.
        """
        if word in self._names:
            return None
        index = self._index
        near = {name for form in _shortened(word) if form in index for name in index[form]}
        matches = [name for name in near if is_one_slip(word, name)]
        return matches[0] if len(matches) == 1 else None


def is_one_slip(word: str, name: str) -> bool:
    """True when one insertion, deletion, change, or exchange of neighbours turns `word` into `name`."""
    if abs(len(word) - len(name)) > 1:
        return False
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    left, right = word[start:], name[start:]
    if len(left) != len(right):
        return left[1:] == right or left == right[1:]
    swapped = left[1:2] + left[:1] + left[2:]
    return left != right and (left[1:] == right[1:] or swapped == right)


def _shortened(word: str) -> set[str]:
    """The word itself and all forms with one letter left out."""
    return {word, *[word[:index] + word[index + 1 :] for index in range(len(word))]}
