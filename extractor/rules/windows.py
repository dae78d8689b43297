"""What stands in a window of the text, found by bisection: no text, however long, makes the rules slow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extractor.knowledge import Hit
from extractor.schema.types import Span


def hits_in(hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """The hits that start in `[start, end)`; `hits` are in text order."""
    first = bisect_left(hits, start, key=_start)
    return hits[first : bisect_left(hits, end, lo=first, key=_start)]


def is_within(spans: Sequence[Span], position: int) -> bool:
    """True when one of `spans`, which are in order and do not overlap, holds `position`."""
    index = bisect_right(spans, position, key=_first) - 1
    return index >= 0 and position < spans[index].end


def _start(hit: Hit) -> int:
    return hit.start


def _first(span: Span) -> int:
    return span.start
