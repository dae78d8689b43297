"""Which spans touch a given one, in logarithmic time, so that pages full of names stay linear."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from extractor.schema.types import Span


class SpanSet:
    """Spans in order, with the farthest end reached up to each of them."""

    __slots__ = ("_ends", "_spans")

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._ends = list(accumulate((span.end for span in self._spans), max))

    def touches(self, span: Span) -> bool:
        """True when one of the spans shares a character with `span`."""
        index = bisect_left(self._spans, (span.end, 0)) - 1
        return index >= 0 and self._ends[index] > span.start

    def covers(self, span: Span) -> bool:
        """True when one of the spans (none may overlap another) is longer than `span` and holds it."""
        index = bisect_left(self._spans, (span.start + 1, 0)) - 1
        if index < 0:
            return False
        start, end = self._spans[index]
        return end >= span.end and end - start > span.end - span.start
