"""Every article in one story, stories bounded, and the same for the same input."""

from __future__ import annotations

import random
import sys

import pytest

from extractor.errors import SettingsError
from extractor.schema.types import Article
from extractor.stories import Member, Signatures, cluster, from_article
from tests.unit.stories.test_matching import member

WORDS = [f"kata{number}" for number in range(400)]


def positions(stories: list[list[Member]]) -> list[list[int]]:
    return [[one.position for one in story] for story in stories]


def with_texts(*texts: str) -> list[list[int]]:
    pytest.importorskip("rensa")
    signatures = Signatures()
    for position, text in enumerate(texts):
        signatures.add(position, text)
    members = [from_article(Article(f"a{position}", text), position) for position, text in enumerate(texts)]
    return positions(cluster(members, signatures))


def text(start: int, end: int) -> str:
    return " ".join(WORDS[start:end])


def test_every_article_is_in_one_story_in_the_order_of_the_input() -> None:
    members = [member(0), member(1, date=None), member(2), member(3, date="2020-01-01"), member(4)]
    assert positions(cluster(members, None)) == [[0, 2, 4], [1], [3]]


def test_nothing_gives_no_story() -> None:
    assert cluster([], None) == []


def test_a_report_that_names_fewer_does_not_join_two_events_into_one() -> None:
    agency, city, people = "BPMP Provinsi Jambi", "Dinas Pendidikan Kota Jambi", [{"name": "Siti"}]
    first = member(0, parties=[agency, city], people=people)
    vague = member(1, parties=[agency], people=people)
    second = member(2, parties=[agency, "Dinas Pendidikan Kota Sungai Penuh"], people=people)
    stories = positions(cluster([first, vague, second], None))
    assert not any({0, 2} <= set(story) for story in stories)


def test_the_same_text_is_one_story_without_the_library() -> None:
    members = [from_article(Article(name, "satu teks yang sama"), nth) for nth, name in enumerate("ab")]
    assert positions(cluster(members, None)) == [[0, 1]]


def test_the_same_text_is_one_story_whatever_was_read_from_it() -> None:
    copies = [member(position, date=f"202{position}-01-01", text_sha256="0" * 64) for position in range(3)]
    assert positions(cluster([*copies, member(3)], None)) == [[0, 1, 2], [3]]


def test_a_thousand_copies_are_one_story_at_once() -> None:
    assert len(with_texts(*["satu halaman yang kosong"] * 1000, text(0, 100))) == 2


def test_half_of_a_report_is_the_same_story_as_the_whole() -> None:
    assert with_texts(text(0, 200), text(0, 100), text(200, 400)) == [[0, 1], [2]]


def test_chains_do_not_drift() -> None:
    shifted = [text(start, start + 100) for start in range(0, 300, 12)]
    stories = with_texts(*shifted)
    assert len(stories) > 2
    assert max(map(len, stories)) < len(shifted) / 2


def test_the_order_of_the_input_changes_no_story() -> None:
    pytest.importorskip("rensa")
    texts = [text(start, start + 150) for start in (0, 5, 10, 200, 205, 90)]

    def grouped(order: list[int]) -> set[frozenset[int]]:
        found = with_texts(*(texts[index] for index in order))
        return {frozenset(order[position] for position in story) for story in found}

    order = list(range(len(texts)))
    for seed in range(5):
        shuffled = random.Random(seed).sample(order, len(order))
        assert grouped(shuffled) == grouped(order)


def test_texts_of_two_words_are_like_no_other() -> None:
    assert with_texts("dua kata", "dua lagi", "") == [[0], [1], [2]]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rensa", None)
    with pytest.raises(SettingsError, match=r"pip install 'edumutu-llm\[dedupe\]'"):
        Signatures()
