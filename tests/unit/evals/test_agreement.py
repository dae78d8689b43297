"""Two annotators: the same scorer, Krippendorff's alpha, and the project's own two passes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals import agreement
from evals.agreement import agree, krippendorff_alpha
from extractor.errors import SettingsError

PASSES = Path(__file__).resolve().parents[3] / "gold" / "passes"


def folder(path: Path, **records: dict[str, Any]) -> Path:
    path.mkdir()
    for name, record in records.items():
        (path / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    return path


def person(name: str, acting: object = None) -> dict[str, Any]:
    return {"name": name, "role": "Kepala", "acting": acting, "organization": None}


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [
        # Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): examples A and B.
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
        ("abcabc", "abcabc", 1.0),
    ],
)
def test_alpha_is_that_of_its_author(first: str, second: str, alpha: float) -> None:
    assert krippendorff_alpha(list(zip(first, second, strict=True))) == pytest.approx(alpha, abs=0.0005)


def test_alpha_of_values_that_never_vary_is_not_defined() -> None:
    assert krippendorff_alpha([("a", "a")] * 5) is None
    assert krippendorff_alpha([]) is None


def test_alpha_of_systematic_disagreement_is_below_chance() -> None:
    alpha = krippendorff_alpha([("a", "b"), ("b", "a")] * 5)
    assert alpha is not None
    assert alpha < 0


def test_the_two_passes_over_the_gold_reach_the_goal() -> None:
    found = agree(PASSES / "first", PASSES / "second")
    assert len(found.articles) == 10
    assert found.overall == pytest.approx(0.968, abs=0.01)
    assert found.reaches_goal
    assert not [group.name for group in found.groups if group.is_diagnostic]
    assert agreement.render(found).startswith("overall 0.9")


def test_it_does_not_matter_which_annotator_comes_first() -> None:
    found = [
        agree(PASSES / left, PASSES / right) for left, right in (("first", "second"), ("second", "first"))
    ]
    assert found[0].overall == found[1].overall
    assert found[0].groups == found[1].groups
    assert found[0].alphas == found[1].alphas


def test_a_field_that_only_one_filled_lowers_its_group_alone(tmp_path: Path) -> None:
    one = folder(tmp_path / "a", x={"in_scope": True, "programs": ["anbk", "pmp"]})
    two = folder(tmp_path / "b", x={"in_scope": True, "programs": ["anbk"]})
    groups = {group.name: group for group in agree(one, two).groups}
    assert groups["programs"] == ("programs", pytest.approx(2 / 3), 2)
    assert groups["programs"].is_diagnostic
    assert groups["in_scope"].f1 == 1.0
    assert groups["people"].f1 is None


def test_closed_sets_are_compared_on_what_both_have_and_null_is_a_value(tmp_path: Path) -> None:
    one = folder(
        tmp_path / "a",
        x={
            "event": None,
            "people": [person("Rina Wati"), person("Budi Santoso", "Plt"), person("Umar Said")],
        },
        y={"event": {"type": "meeting"}, "people": []},
    )
    two = folder(
        tmp_path / "b",
        x={
            "event": {"type": "meeting"},
            "people": [person("Budi Santoso", "Plt"), person("Rina Wati", "Plh")],
        },
        y={"event": {"type": "meeting"}, "people": []},
    )
    alphas = {one.path: one for one in agree(one, two).alphas}
    assert alphas["people[].acting"].units == 2
    assert alphas["people[].acting"].alpha == pytest.approx(
        krippendorff_alpha([(None, "Plh"), ("Plt", "Plt")]) or 0
    )
    assert alphas["event.type"] == ("event.type", 0.0, 2)


def test_alternatives_of_the_first_annotator_are_accepted(tmp_path: Path) -> None:
    one = folder(
        tmp_path / "a", x={"programs": [{"any_of": ["anbk", "an"]}, {"value": "pmp", "optional": True}]}
    )
    two = folder(tmp_path / "b", x={"programs": [{"any_of": ["an", "anbk"]}, {"ignore": True}]})
    assert agree(one, two).overall == 1.0


def test_articles_of_one_annotator_are_named_and_not_counted(tmp_path: Path) -> None:
    one = folder(tmp_path / "a", x={"in_scope": True}, y={"in_scope": True})
    two = folder(tmp_path / "b", x={"in_scope": True}, z={"in_scope": False})
    found = agree(one, two)
    assert (found.articles, found.missing, found.reaches_goal) == (("x",), ("y", "z"), False)
    assert "labelled once: y, z" in agreement.render(found)
    assert json.loads(json.dumps(found.to_json()))["missing"] == ["y", "z"]


def test_annotators_without_a_shared_article_are_refused(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "a", x={}), folder(tmp_path / "b", y={})
    with pytest.raises(SettingsError, match="no article is in both"):
        agree(one, two)
