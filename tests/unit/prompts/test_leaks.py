"""The prompt's own words are known wherever they come back, and no article's words are taken for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.prompts import Prompt, available, is_own_text

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("prompt", available(), ids=lambda prompt: prompt.id)
def test_every_line_of_the_instructions_and_the_example_is_the_prompt_s_own(prompt: Prompt) -> None:
    lines = [line for name in ("instructions", "example") for line in prompt.block(name).splitlines()]
    long = [line for line in lines if len(line) >= 40]
    assert long
    assert all(is_own_text(prompt, f"Jawaban: {line.upper()}!") for line in long)


@pytest.mark.parametrize("prompt", available(), ids=lambda prompt: prompt.id)
def test_no_line_of_a_seed_is(prompt: Prompt) -> None:
    lines = [line for path in ROOT.glob("seeds/*.txt") for line in path.read_text("utf-8").splitlines()]
    assert len(lines) > 50
    assert not [line for line in lines if is_own_text(prompt, line)]


def test_short_words_are_anybody_s() -> None:
    assert not is_own_text(available()[0], "guru penggerak")
    assert not is_own_text(available()[0], "")
