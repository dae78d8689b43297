"""A line of a journal proves itself: whatever happens to it, it is whole or it is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.batch.lines import key_of, note_line, parse, record_line
from extractor.schema.types import Article, Metadata

KEY = bytes(range(16))
TEXTS = st.text(st.sampled_from('aé\u0130\u2028\n\r"\\ #{}') | st.characters(exclude_categories=["Cs"]))
ARTICLE = Article("a", "Rapat di Palopo.")


@given(told=TEXTS)
def test_what_is_entered_is_read(told: str) -> None:
    line = note_line({"told": told})
    parsed = parse(line)
    assert parsed is not None
    assert parsed.key is None
    assert line.count(b"\n") == 1


@given(json_text=TEXTS.map(lambda text: text.replace("\n", "")))
def test_a_record_is_read_with_its_key(json_text: str) -> None:
    line = record_line(KEY, json_text)
    parsed = parse(line)
    assert parsed is not None
    assert parsed.key == KEY
    assert line[parsed.json_at : -1].decode() == json_text


@given(at=st.integers(0, len(record_line(KEY, '{"a": 1}')) - 1), bit=st.integers(0, 7))
def test_one_flipped_bit_is_noticed(at: int, bit: int) -> None:
    line = bytearray(record_line(KEY, '{"a": 1}'))
    line[at] ^= 1 << bit
    assert parse(bytes(line)) is None


def test_no_part_of_a_line_is_a_line() -> None:
    line = record_line(KEY, '{"a": 1}')
    assert all(parse(line[:end]) is None for end in range(len(line)))


@pytest.mark.parametrize(
    "other",
    [
        replace(ARTICLE, id="b"),
        replace(ARTICLE, text="Rapat di Palopo!"),
        replace(ARTICLE, encoding_guessed=True),
        *(
            replace(ARTICLE, metadata=replace(Metadata(), **{name: "x"}))
            for name in ("title", "outlet", "url", "published_on")
        ),
    ],
)
def test_whatever_a_record_depends_on_changes_the_key(other: Article) -> None:
    assert key_of(other) != key_of(ARTICLE)


def test_half_of_a_surrogate_pair_does_no_harm() -> None:
    assert len(key_of(Article("a\udcff", "b\udcff"))) == 16
    assert parse(record_line(KEY, "\udcff")) is not None
