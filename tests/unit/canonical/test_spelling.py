"""One slip of the hand is corrected, two are not, and a word between two names stays."""

from __future__ import annotations

import pytest

from extractor.canonical.spelling import Corrector, is_one_slip

NAMES = Corrector(["soppeng", "batanghari", "kolaka", "kolaki"])


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("sopppeng", "soppeng"),
        ("soppng", "soppeng"),
        ("soppemg", "soppeng"),
        ("sopepng", "soppeng"),
        ("bataghari", "batanghari"),
        ("batnaghari", "batanghari"),
        ("soppeng", None),
        ("sopng", None),
        ("kolakx", None),
        ("", None),
    ],
)
def test_only_a_single_slip_from_one_name_is_corrected(word: str, name: str | None) -> None:
    assert NAMES.correct(word) == name


@pytest.mark.parametrize(
    ("word", "name", "expected"),
    [
        ("ab", "ba", True),
        ("a", "ab", True),
        ("abc", "abc", False),
        ("abcd", "badc", False),
        ("a", "abc", False),
    ],
)
def test_a_slip_is_one_letter_or_one_exchange(word: str, name: str, expected: bool) -> None:
    assert is_one_slip(word, name) is expected
