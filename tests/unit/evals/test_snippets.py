"""A snippet shows the marked words with what stands around them, cut at words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.snippets import Snippet, snippets
from tests.strategies import any_texts

LONG = "kata " * 100


def written(snippet: Snippet) -> str:
    return "".join(f"<{piece.text}>" if piece.is_marked else piece.text for piece in snippet.pieces)


def test_the_marked_words_stand_in_their_context() -> None:
    assert [written(snippet) for snippet in snippets("Kepala Siti hadir.", [(7, 11)])] == [
        "Kepala <Siti> hadir."
    ]


def test_what_is_cut_is_cut_between_words() -> None:
    text = LONG + "Siti " + LONG
    (snippet,) = snippets(text, [(len(LONG), len(LONG) + 4)])
    words = written(snippet).replace("…", " ").split()
    assert set(words) == {"kata", "<Siti>"}
    assert written(snippet).startswith("…")
    assert written(snippet).endswith("…")


def test_near_words_share_a_snippet_and_far_ones_do_not() -> None:
    assert len(list(snippets("satu dua tiga", [(0, 4), (9, 13)]))) == 1
    assert len(list(snippets("satu " + LONG + "dua", [(0, 4), (505, 508)]))) == 2


@pytest.mark.parametrize("spans", [[], [(5, 5)], [(-1, 3)], [(2, 99)], [(4, 2)]])
def test_a_span_outside_the_text_gives_no_snippet(spans: list[tuple[int, int]]) -> None:
    assert list(snippets("Siti hadir", spans)) == []


@given(any_texts(), st.lists(st.tuples(st.integers(-2, 400), st.integers(-2, 400)), max_size=8))
def test_marked_words_are_words_of_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    inside = {index for start, end in spans if 0 <= start < end <= len(text) for index in range(start, end)}
    allowed = {text[index] for index in inside}
    for snippet in snippets(text, spans):
        marked = "".join(piece.text for piece in snippet.pieces if piece.is_marked)
        assert marked
        assert set(marked) <= allowed
