"""Near-duplicate texts by MinHash (extra: dedupe): which pairs to compare at all, and how much they share.

A text is the set of its runs of three words. An outlet that cuts half of a report keeps half of the set, so
what counts is not only how alike two sets are but how much of the smaller one stands in the larger one.
The random numbers have a fixed seed: the same texts always give the same pairs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Any, NamedTuple

from extractor.errors import SettingsError
from extractor.text import fold

_WORD = re.compile(r"\w+")
_RUN = 3
_PERMUTATIONS = 126
# 42 bands of three: 99.6 % of the pairs that share half are found, 68 % at 0.3, 0.03 % of those at 0.02.
_BANDS = 42
_CROWD = 200
_SEED = 20221102
_LEAST_ALIKE = 0.15


class Alike(NamedTuple):
    """Two texts by their keys, `first` < `second`; both shares are estimates and run from 0 to 1.

    `jaccard` is what they share of all that they say; `contained` what the larger one has of the smaller.
    """

    first: int
    second: int
    jaccard: float
    contained: float


class Signatures:
    """The texts that were added, each as 126 numbers; the texts themselves are not kept.

    Raises:
        SettingsError: The extra is not installed.
    """

    def __init__(self) -> None:
        self._library = _rensa()
        self._index: Any = self._library.RMinHashLSH(
            threshold=_LEAST_ALIKE, num_perm=_PERMUTATIONS, num_bands=_BANDS
        )
        self._by_key: dict[int, tuple[Any, int]] = {}

    def add(self, key: int, text: str) -> None:
        """Enter `text` under `key`; one of less than three words is like no other and is left out."""
        runs = _runs(text)
        if not runs:
            return
        signature = self._library.RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        signature.update(sorted(runs))
        self._by_key[key] = (signature, len(runs))
        self._index.insert(key, signature)

    def pairs(self, keys: Set[int]) -> Iterator[Alike]:
        """The pairs of `keys` that may be worth a look, in order; of each key with at most 200 after it.

        The bound keeps pages that hold nothing but one site's frame from being compared all with all.
        """
        for key in sorted(keys & self._by_key.keys()):
            signature, _ = self._by_key[key]
            others = sorted(
                other for other in set(self._index.query(signature)) if other > key and other in keys
            )
            for other in others[:_CROWD]:
                yield self._alike(key, other)

    def _alike(self, first: int, second: int) -> Alike:
        one, one_size = self._by_key[first]
        other, other_size = self._by_key[second]
        jaccard = one.jaccard(other)
        shared = jaccard / (1 + jaccard) * (one_size + other_size)
        return Alike(first, second, jaccard, min(1.0, shared / min(one_size, other_size)))


def _runs(text: str) -> set[str]:
    words = _WORD.findall(fold(text))
    return {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}


def _rensa() -> Any:
    try:
        import rensa
    except ImportError as error:
        raise SettingsError(
            "comparing texts needs the extra 'dedupe': pip install 'edumutu-llm[dedupe]'; "
            "without --articles events alone are compared"
        ) from error
    return rensa
