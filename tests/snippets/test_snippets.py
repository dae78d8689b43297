"""The rules read every snippet as a careful reader does, but for the few that tell why not."""

from __future__ import annotations

import pytest

from tests.snippets import FAMILIES, HARD_PARTS, Snippet, faults, read

FEWEST = {"regulations": 20, "programs": 45}
"""Snippets of the small families; all others have at least 60."""


def _cases() -> list[object]:
    return [
        pytest.param(
            snippet,
            id=f"{family}/{snippet.name}",
            marks=[pytest.mark.xfail(reason=snippet.cause, strict=True)] if snippet.cause else [],
        )
        for family in FAMILIES
        for snippet in read(family)
    ]


@pytest.mark.parametrize("snippet", _cases())
def test_a_snippet_gives_the_wanted_values_and_no_others(snippet: Snippet) -> None:
    assert faults(snippet) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_many_snippets_of_different_names(family: str) -> None:
    names = [snippet.name for snippet in read(family)]
    assert len(names) >= FEWEST.get(family, 60)
    assert len(set(names)) == len(names)


def test_every_tag_of_a_hard_part_is_used() -> None:
    tags = {tag for family in FAMILIES for snippet in read(family) for tag in snippet.tags}
    assert set(HARD_PARTS) <= tags


def test_a_wrong_value_is_a_fault() -> None:
    snippet = Snippet("regions", "x", (), "Sekolah di Bukittinggi dibuka.", ("Kota Padang",), None)
    assert faults(snippet) == ["misses Kota Padang", "gives Kota Bukittinggi"]
