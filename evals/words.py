"""Does a value stand in the article, and where? Error labels and highlighted spans ask this."""

from __future__ import annotations

from functools import cached_property

from evals.comparators import tokens
from extractor.canonical import CANONICALISERS
from extractor.canonical.numbers import Quantity, find_quantities
from extractor.schema.fields import BY_PATH
from extractor.text import fold, squeeze

# Read from the whole text as from any other evidence; of names the text has more than a reader would return.
_READ_FROM_TEXT = frozenset(
    "date region seat region_name program number unit organization "
    "regulation_kind regulation_number regulation_year".split()
)
_SHORT = 2


class Words:
    """One article's text, asked again and again."""

    def __init__(self, text: str) -> None:
        self.text = text

    def has(self, path: str, value: object) -> bool:
        """True when the article prints `value` of the field `path`, in whatever form.

        Values that need no evidence (the event's type, a body's kind) count as printed.
        """
        canonicaliser = BY_PATH[path].canonicaliser
        if canonicaliser is None:
            return True
        if not self.text or not isinstance(value, str | int | float):
            return False
        if isinstance(value, str) and fold(squeeze(value)) in self._squeezed:
            return True
        if canonicaliser in _READ_FROM_TEXT and CANONICALISERS[canonicaliser]((self.text,), value) == value:
            return True
        long = [token for token in tokens(value) if len(token) > _SHORT]
        return not isinstance(value, int | float) and bool(long) and self._tokens.issuperset(long)

    def quotes(self, quote: object) -> bool:
        """True when the article holds `quote` word for word; runs of white space count as one space."""
        return squeeze(str(quote)) in self._as_printed

    def find(self, value: object) -> tuple[int, int] | None:
        """The first place `[start, end)` where the article prints `value` as it is; None without one."""
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            found = (one for one in self._quantities if one.value == value)
            return next(((one.start, one.end) for one in found), None)
        surface = fold(str(value)) if value else ""
        start = self._folded.find(surface) if surface else -1
        return None if start < 0 else (start, start + len(surface))

    @cached_property
    def _as_printed(self) -> str:
        return squeeze(self.text)

    @cached_property
    def _folded(self) -> str:
        return fold(self.text)

    @cached_property
    def _squeezed(self) -> str:
        return fold(self._as_printed)

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset(tokens(self.text))

    @cached_property
    def _quantities(self) -> list[Quantity]:
        return find_quantities(self.text)
