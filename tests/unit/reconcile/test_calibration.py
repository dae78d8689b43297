"""Records give probabilities where the rules have confidences of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import grounding, rules
from extractor.knowledge.tables import rows
from extractor.reconcile import assemble
from extractor.reconcile.calibration import ANY, TABLE, Calibration, calibration
from extractor.schema.fields import FIELDS
from extractor.schema.types import Article, Candidate, Node, Span

ROOT = Path(__file__).resolve().parents[3]
TEXTS = sorted(
    path
    for folder in ("gold/corpus/articles", "gold/heldout/articles", "seeds")
    for path in (ROOT / folder).glob("*.txt")
)
REFIT = "run `evals calibrate --output extractor/knowledge/data/confidence.csv`"
RULES = sorted({(row["path"], row["reason"]) for row in rows(TABLE)})


def row(path: str, reason: str, raw: float, confidence: float) -> dict[str, str]:
    return {"path": path, "reason": reason, "raw": str(raw), "confidence": str(confidence)}


STEPS = Calibration(
    [
        row("event.type", "event_type", 0.6, 0.5),
        row("event.type", "event_type", 0.8, 0.75),
        row("event.type", ANY, 0.0, 0.7),
    ]
)


@pytest.mark.parametrize(
    ("raw", "probability"),
    [(0.6, 0.5), (0.7, 0.5), (0.8, 0.75), (0.7999999999, 0.75), (1.0, 0.75), (0.3, 0.25), (0.0, 0.0)],
)
def test_a_probability_holds_from_its_step_on(raw: float, probability: float) -> None:
    assert STEPS.probability("event.type", "event_type", raw) == probability


def test_a_rule_without_rows_has_its_path_s_probability() -> None:
    assert STEPS.probability("event.type", "another", 0.9) == 0.7


def test_an_unknown_path_keeps_the_rule_s_own_confidence() -> None:
    assert STEPS.probability("event.mood", "another", 0.98765) == 0.988


@given(st.sampled_from(RULES), st.floats(0, 1), st.floats(0, 1))
def test_a_surer_value_of_a_rule_is_never_less_likely(
    rule: tuple[str, str], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    table = calibration()
    assert 0 <= table.probability(*rule, low) <= table.probability(*rule, high) < 1


def test_every_field_has_a_row_for_rules_without_their_own() -> None:
    assert [path for path, reason in RULES if reason == ANY] == sorted(field.path for field in FIELDS)


def test_the_table_has_no_path_that_is_no_field() -> None:
    assert {path for path, _ in RULES} == {field.path for field in FIELDS}


def leaves(node: Node, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Candidate):
        yield path, node.reason
    elif isinstance(node, list):
        for item in node:
            yield from leaves(item, f"{path}[]")
    elif node is not None:
        for name, part in node.items():
            yield from leaves(part, f"{path}.{name}" if path else name)


def test_every_rule_that_finds_something_in_the_gold_has_its_row() -> None:
    assert TEXTS
    missing = set()
    for path in TEXTS:
        text = path.read_text(encoding="utf-8-sig")
        draft = grounding.check(rules.extract(Article(id=path.stem, text=text)), text).draft
        missing |= {rule for rule in leaves(draft, "") if rule not in calibration()}
    assert not missing, f"the table `confidence` knows no {sorted(missing)}; {REFIT}"


def confidence_of(path: str, candidate: Candidate) -> Any:
    group, _, name = path.partition(".")
    return next(iter(assemble({group: {name: candidate}}).provenance.values()))["confidence"]


def test_a_value_of_the_rules_leaves_with_its_probability() -> None:
    candidate = Candidate("award", (Span(0, 4),), 0.9, "event_type")
    expected = calibration().probability("event.type", "event_type", 0.9)
    assert expected != 0.9
    assert confidence_of("event.type", candidate) == expected


@pytest.mark.parametrize("source", ["llm", "rules+llm", "repaired", "input"])
def test_what_has_not_been_counted_keeps_its_confidence(source: str) -> None:
    candidate = Candidate("award", (Span(0, 4),), 0.912, "event_type", source=source)
    assert confidence_of("event.type", candidate) == 0.912


def test_an_open_question_keeps_its_confidence() -> None:
    candidate = Candidate(None, (Span(0, 4),), 0.4, "date_plain", options=("2021-11-24", "2022-11-24"))
    assert confidence_of("event.date", candidate) == 0.4


def test_paths_of_list_items_are_known() -> None:
    name = Candidate("Siti Aminah", (Span(0, 4),), 0.95, "person")
    found = assemble({"people": [{"name": None}, {"name": name}]})
    expected = calibration().probability("people[].name", "person", 0.95)
    assert found.provenance["/people/1/name"]["confidence"] == expected
