"""Both languages say the same things, and everything that can be said has words."""

from __future__ import annotations

import re
from importlib.resources import files
from string import Formatter
from typing import get_args

import pytest

from evals.review import types
from evals.review.contents.pointers import LISTS
from evals.review.page.editors import closed_lists
from evals.review.page.wording import LANGUAGES, Language, Words, control_name, texts, visible
from extractor.schema import record
from extractor.schema.fields import FIELDS
from extractor.sinks.leaves import SECTIONS

_PLAIN_VALUES = {"people[].acting", "indicators[].unit"}


def test_both_languages_have_the_same_keys_and_places_to_fill() -> None:
    ours = {key: _places(text) for key, text in texts("id").items()}
    assert ours == {key: _places(text) for key, text in texts("en").items()}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_the_core_can_say_has_words(language: Language) -> None:
    wanted = {
        *(f"fault.{code}" for code in get_args(types.FaultCode)),
        *(f"edit.{code}" for code in get_args(types.EditCode)),
        *(f"reason.{reason}" for reason in get_args(types.Reason)),
        *(f"decision.{decision}" for decision in get_args(types.Decision)),
        *(f"state.{state}" for state in get_args(types.State)),
        *(f"flag.{flag}" for flag in get_args(record.Flag)),
        *(f"source.{source}" for source in get_args(record.Source)),
        *(f"section.{name}" for name in SECTIONS),
        *(f"field.{field.path}" for field in FIELDS),
        *(f"add.{path}" for path in LISTS),
        *(
            f"value.{path}.{value}"
            for path, values in closed_lists().items()
            if path not in _PLAIN_VALUES
            for value in values
        ),
    }
    assert wanted - texts(language).keys() == set()


def test_every_word_that_a_template_asks_for_is_there() -> None:
    folder = files("evals.review.page").joinpath("templates")
    sources = "".join(path.read_text("utf-8") for path in folder.iterdir())
    asked = set(re.findall(r'words\(["\']([a-z_.]+)["\'][,)]', sources))
    assert len(asked) > 80
    assert asked - texts("en").keys() == set()


def test_every_word_that_the_script_asks_for_is_there() -> None:
    folder = files("evals.review.page").joinpath("static")
    sources = "".join(path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".js"))
    asked = set(re.findall(r"words\.([a-z_]+)", sources))
    assert asked == Words("en").for_script().keys()


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("id", 1234.5, "1.234,5"),
        ("en", 1234.5, "1,234.5"),
        ("id", 41, "41"),
        ("id", 1_200_000_000, "1.200.000.000"),
    ],
)
def test_numbers_are_written_as_readers_write_them(language: Language, value: float, shown: str) -> None:
    assert Words(language).number(value) == shown


def test_what_strangers_wrote_cannot_turn_a_sentence_about() -> None:
    said = Words("en")("said.rejected", label="a\u202eb")
    assert said == "Rejected: a⟨U+202E⟩b."


@pytest.mark.parametrize(
    ("char", "name"),
    [("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\x00", "U+0000"), ("\n", ""), ("é", ""), ("\u00a0", "")],
)
def test_characters_that_show_nothing_have_a_name(char: str, name: str) -> None:
    assert control_name(char) == name
    assert visible(f"a{char}") == (f"a⟨{name}⟩" if name else f"a{char}")
