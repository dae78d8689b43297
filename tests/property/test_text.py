"""What holds for the text room on any text, and how its running time grows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given

from extractor.text import fold, split_sentences, squeeze
from tests.strategies import any_texts
from tests.timing import growth


@given(any_texts())
@example("\u0130")
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(any_texts(), any_texts())
def test_fold_of_a_joined_text_is_the_folds_joined(left: str, right: str) -> None:
    # The one exception of Unicode: a capital sigma becomes ς at a word's end, σ elsewhere.
    one_sigma = str.maketrans("ς", "σ")
    assert fold(left + right).translate(one_sigma) == (fold(left) + fold(right)).translate(one_sigma)


@given(any_texts())
def test_fold_twice_is_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(any_texts())
def test_squeeze_twice_is_squeeze_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@given(any_texts())
def test_squeeze_keeps_every_character_that_is_no_white_space(text: str) -> None:
    assert squeeze(text).replace(" ", "") == "".join(text.split())


@given(any_texts())
def test_every_character_that_is_no_white_space_lies_in_exactly_one_sentence(text: str) -> None:
    holders = [0] * len(text)
    for sentence in split_sentences(text):
        for index in range(sentence.start, sentence.end):
            holders[index] += 1
    assert all(count == 1 for count, char in zip(holders, text, strict=True) if not char.isspace())
    assert max(holders, default=0) <= 1


@given(any_texts())
def test_sentences_are_stripped_in_order_and_never_empty(text: str) -> None:
    last_end = 0
    for sentence in split_sentences(text):
        assert last_end <= sentence.start < sentence.end <= len(text)
        surface = text[sentence.start : sentence.end]
        assert surface == surface.strip()
        last_end = sentence.end


@given(any_texts())
def test_no_sentence_crosses_a_line(text: str) -> None:
    assert not any("\n" in text[found.start : found.end] for found in split_sentences(text))


@given(any_texts())
def test_ids_count_from_s1_and_paragraphs_never_go_back(text: str) -> None:
    found = split_sentences(text)
    assert [sentence.id for sentence in found] == [f"s{number + 1}" for number in range(len(found))]
    paragraphs = [sentence.paragraph for sentence in found]
    assert paragraphs == sorted(paragraphs)


@pytest.mark.parametrize("function", [fold, squeeze, split_sentences])
@pytest.mark.parametrize(
    "unit",
    [
        ".",
        '"',
        ". ",
        '."',
        '. "',
        "A. ",
        "A.",
        "1. ",
        "S.Pd. M.",
        "H. ",
        ".)",
        "… ",
        "\u0130",
        "\u00a0",
        "a",
        ".\n",
    ],
)
def test_twice_the_text_takes_at_most_three_times_as_long(
    function: Callable[[str], object], unit: str
) -> None:
    text = unit * (100_000 // len(unit))
    assert growth(function, text, text * 2) <= 3
