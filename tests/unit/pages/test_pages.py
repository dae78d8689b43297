"""Pages escape what strangers wrote, refuse names that nobody gave, and colour every part of a record."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from extractor.pages import HUES, base_css, environment
from extractor.sinks.leaves import SECTIONS


def test_text_is_escaped() -> None:
    page = environment("extractor.sinks").from_string("<p>{{ text }}</p>").render(text="<script>x</script>")
    assert page == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_a_missing_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment("extractor.sinks").from_string("{{ nothing }}").render()


def test_every_part_of_a_record_has_a_hue_of_its_own() -> None:
    assert list(HUES) == list(SECTIONS)
    assert len(set(HUES.values())) == len(HUES)


@pytest.mark.parametrize("part", HUES)
def test_the_style_sheet_knows_the_part(part: str) -> None:
    assert f".f-{part} {{ --hue: {HUES[part]}; }}" in base_css()
