"""Windows of the text by bisection give what a plain search gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.knowledge import Hit
from extractor.rules.windows import hits_in, is_within
from extractor.schema.types import Span

STARTS = st.lists(st.integers(0, 50), unique=True).map(sorted)


@given(starts=STARTS, start=st.integers(0, 60), size=st.integers(0, 20))
def test_hits_in_a_window_are_those_that_start_there(starts: list[int], start: int, size: int) -> None:
    hits = [Hit(at, at + 3, "cue", "x") for at in starts]
    assert list(hits_in(hits, start, start + size)) == [h for h in hits if start <= h.start < start + size]


@given(starts=STARTS, position=st.integers(-1, 60))
def test_a_position_is_within_when_one_span_holds_it(starts: list[int], position: int) -> None:
    spans = [Span(at, at + 1) for at in starts]
    assert is_within(spans, position) == any(span.start <= position < span.end for span in spans)
