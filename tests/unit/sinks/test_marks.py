"""Evidence is laid over the text without losing a word of it, however its spans overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.sinks.marks import Evidence, Piece, mark
from tests.strategies import any_texts

TEXT = "Bupati Siti membuka rapat. Siti hadir."


def pieces(text: str, *evidence: Evidence) -> list[Piece]:
    return [
        piece for paragraph in mark(text, evidence) for sentence in paragraph for piece in sentence.pieces
    ]


def test_text_without_evidence_is_one_plain_piece_a_sentence() -> None:
    assert pieces(TEXT) == [
        Piece("Bupati Siti membuka rapat.", "", (), None),
        Piece("Siti hadir.", "", (), None),
    ]


def test_the_narrowest_span_gives_the_colour_and_all_are_named() -> None:
    found = pieces(TEXT, Evidence(0, 26, "summary", "summary"), Evidence(7, 11, "people", "people 1"))
    assert found[:3] == [
        Piece("Bupati ", "summary", ("summary",), 0),
        Piece("Siti", "people", ("people 1", "summary"), 7),
        Piece(" membuka rapat.", "summary", ("summary",), None),
    ]


def test_spans_that_cross_are_cut_at_each_others_borders() -> None:
    found = pieces("satu dua tiga", Evidence(0, 8, "article", "a"), Evidence(5, 13, "event", "e"))
    assert [(piece.text, piece.pointers) for piece in found] == [
        ("satu ", ("a",)),
        ("dua", ("a", "e")),
        (" tiga", ("e",)),
    ]


def test_a_span_over_two_sentences_has_one_anchor() -> None:
    found = pieces(TEXT, Evidence(20, 31, "statements", "statements 1"))
    assert [piece.anchor for piece in found] == [None, 20, None, None]
    assert [piece.text for piece in found if piece.section] == ["rapat.", "Siti"]


def test_spans_outside_the_text_are_ignored() -> None:
    assert pieces("satu", Evidence(2, 9, "event", "e"), Evidence(3, 3, "event", "e")) == [
        Piece("satu", "", (), None)
    ]


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Evidence]]:
    text = draw(any_texts())
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places), max_size=12))
    return text, [
        Evidence(*sorted(span), f"section{index % 3}", f"leaf {index}") for index, span in enumerate(spans)
    ]


@given(marked_texts())
def test_no_character_is_lost_or_doubled(case: tuple[str, list[Evidence]]) -> None:
    text, evidence = case
    shown = "".join(
        "".join(piece.text for piece in sentence.pieces) + sentence.gap
        for paragraph in mark(text, evidence)
        for sentence in paragraph
    )
    assert "".join(shown.split()) == "".join(text.split())


@given(marked_texts())
def test_each_piece_names_exactly_the_spans_over_it(case: tuple[str, list[Evidence]]) -> None:
    text, evidence = case
    position = 0
    for piece in pieces(text, *evidence):
        position = text.index(piece.text, position)
        expected = {item.pointer for item in evidence if item.start <= position < item.end}
        assert set(piece.pointers) == expected
        assert bool(piece.section) == bool(expected)
        position += len(piece.text)


@given(marked_texts())
def test_anchors_are_unique_and_lead_to_the_start_of_a_span(case: tuple[str, list[Evidence]]) -> None:
    text, evidence = case
    anchors = [piece.anchor for piece in pieces(text, *evidence) if piece.anchor is not None]
    assert len(set(anchors)) == len(anchors)
    assert set(anchors) <= {item.start for item in evidence}
    shown = {item.start for item in evidence if item.start < item.end and not text[item.start].isspace()}
    assert shown <= set(anchors)
