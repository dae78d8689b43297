"""`gold/GUIDELINES.md` says what the schema says: one heading per field, each closed list in full."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from extractor.schema import record
from extractor.schema.fields import BY_PATH

GUIDELINES = (Path(__file__).resolve().parents[3] / "gold" / "GUIDELINES.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
CLOSED_LISTS = {
    "`event.type`": record.EventType,
    "`regions[].level`": record.Level,
    "`organizations[].kind`": record.OrganizationKind,
    "`people[].acting`": record.Acting,
    "`indicators[].unit`": record.Unit,
    "Flags": record.Flag,
    "Sources": record.Source,
    "Run": record.Engine,
    "Status": record.Status,
}


def section(title: str) -> str:
    """What stands between the heading `title` and the next heading."""
    headings = list(HEADING.finditer(GUIDELINES))
    (index,) = (index for index, heading in enumerate(headings) if heading[2] == title)
    following = headings[index + 1 :]
    return GUIDELINES[headings[index].end() : following[0].start() if following else None]


def test_each_field_has_one_heading_and_no_other_path_has() -> None:
    paths = [title.strip("`") for _, title in HEADING.findall(GUIDELINES) if title.startswith("`")]
    assert paths == list(BY_PATH)


@pytest.mark.parametrize("path", BY_PATH)
def test_each_field_is_defined_in_both_languages_with_an_example(path: str) -> None:
    text = section(f"`{path}`")
    assert all(f"**{label}.**" in text for label in ("EN", "ID", "Seeds"))


@pytest.mark.parametrize("title", CLOSED_LISTS)
def test_closed_list_is_printed_in_full(title: str) -> None:
    text = section(title)
    assert [value for value in get_args(CLOSED_LISTS[title]) if f"`{value}`" not in text] == []
