"""Expressions written by somebody who had not seen the readers, committed before they were first run.

What was right at first sight is told in the changelog of the release; since then every line must be right.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.canonical.names import read_person
from extractor.canonical.numbers import find_quantities
from extractor.canonical.organizations import read_organization
from extractor.canonical.regions import read_region
from extractor.canonical.regulations import find_regulations
from extractor.canonical.years import YearClues, read_date

_LINES = [
    json.loads(line)
    for line in (Path(__file__).parent / "blind_expressions.jsonl").read_text(encoding="utf-8").splitlines()
]


def _number(case: dict[str, Any]) -> object:
    return [quantity.value for quantity in find_quantities(case["text"])]


def _date(case: dict[str, Any]) -> object:
    era = case.get("era")
    clues = YearClues(case["page_date"], tuple(case.get("years", ())), tuple(era) if era else None)
    reading = read_date(case["text"], clues)
    assert reading is not None
    found = {"date": reading.date, "end_date": reading.end_date, "flags": list(reading.flags)}
    if "candidates" in case["expect"]:
        found["candidates"] = list(reading.candidates)
    return found


def _person(case: dict[str, Any]) -> object:
    found = read_person(case["text"])
    return found and found.name


def _organization(case: dict[str, Any]) -> object:
    found = read_organization(case["text"], context=case.get("context"))
    return found and {"name": found.name, "kind": found.kind, "region": found.region}


def _region(case: dict[str, Any]) -> object:
    found = read_region(case["text"], context=case.get("context"))
    return found and {"code": found.code, "name": found.name, "level": found.level}


def _regulation(case: dict[str, Any]) -> object:
    found = find_regulations(case["text"])[0]
    return {"kind": found.kind, "number": found.number, "year": found.year}


_READERS = {
    "number": _number,
    "date": _date,
    "person": _person,
    "organization": _organization,
    "region": _region,
    "regulation": _regulation,
}


@pytest.mark.parametrize("case", _LINES, ids=lambda case: f"{case['kind']}: {case['text']}")
def test_expression_has_the_meaning_that_its_writer_gave_it(case: dict[str, Any]) -> None:
    assert _READERS[case["kind"]](case) == case["expect"]
