"""What stands in a window of the text, found by bisection: no text, however long, makes the rules slow."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from extractor.knowledge import Hit
from extractor.rules.mentions import Scan
from extractor.schema.types import Sentence, Span

_END = 1 << 62


def hits_in(hits: Sequence[Hit], start: int, end: int) -> Sequence[Hit]:
    """The hits that start in `[start, end)`; `hits` are in text order."""
    # A bare tuple sorts before every hit that starts there; comparing tuples costs less than calling a key.
    first = bisect_left(hits, (start,))
    last = first
    while last < len(hits) and hits[last].start < end:
        last += 1
    return hits[first:last]


def is_within(spans: Sequence[Span], position: int) -> bool:
    """True when one of `spans`, which are in order and do not overlap, holds `position`."""
    index = bisect_right(spans, (position, _END)) - 1 if spans else -1
    return index >= 0 and position < spans[index].end


def body_sentences(scan: Scan) -> list[Sentence]:
    """The sentences of the content that do not end before the lead starts, in order."""
    body, noise = scan.layout.body, scan.layout.noise
    sentences = scan.sentences
    first = bisect_right(sentences, body, key=attrgetter("end"))
    if not noise or noise[-1].end <= body:
        return list(sentences[first:])
    return [sentence for sentence in sentences[first:] if not is_within(noise, sentence.start)]
