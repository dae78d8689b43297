"""JUnit: a suite a group, a case an article, a failure where a slot is not right."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals import junit
from evals.gate import Verdict
from tests.reports import report


def written(path: Path, **changes: object) -> ElementTree.Element:
    junit.write(report(**changes), path / "junit.xml")
    return ElementTree.parse(path / "junit.xml").getroot()


def case(root: ElementTree.Element, group: str, article: str) -> ElementTree.Element:
    found = root.find(f"testsuite[@name='{group}']/testcase[@name='{article}']")
    assert found is not None
    return found


def test_a_wrong_slot_fails_its_group_in_its_article_and_no_other(tmp_path: Path) -> None:
    root = written(tmp_path)
    failing = {
        (element.get("classname"), element.get("name"))
        for element in root.iter("testcase")
        if element.find("failure") is not None
    }
    assert failing == {("people", "a1"), ("event", "a2")}


def test_a_failure_tells_gold_prediction_and_label(tmp_path: Path) -> None:
    text = case(written(tmp_path), "event", "a2").findtext("failure")
    assert text == "event.date DATE_SHIFT: gold '2022-11-02', predicted '2022-02-11'"


def test_the_counts_add_up(tmp_path: Path) -> None:
    root = written(tmp_path)
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("6", "2", "0")


def test_a_provider_failure_is_an_error_and_no_failure(tmp_path: Path) -> None:
    root = written(tmp_path, articles={"a1": {"status": "INFRA", "groups": {}}}, errors=[])
    assert (root.get("failures"), root.get("errors")) == ("0", "3")


def test_characters_that_xml_forbids_are_replaced(tmp_path: Path) -> None:
    error = report()["errors"][0] | {"gold": None, "path": "people[].name\x00\ud800<&"}
    text = case(written(tmp_path, errors=[error]), "people", "a1").findtext("failure")
    assert text is not None
    assert "people[].name\ufffd\ufffd<&" in text


@pytest.mark.parametrize(
    ("verdict", "failures"), [(Verdict("PASS", 0, ()), "0"), (Verdict("BLOCK", 1, ()), "1")]
)
def test_beside_a_verdict_only_the_verdict_decides(tmp_path: Path, verdict: Verdict, failures: str) -> None:
    junit.write(report(), tmp_path / "junit.xml", verdict=verdict)
    root = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (root.get("tests"), root.get("failures")) == ("7", failures)
    assert str(case(root, "event", "a2").findtext("system-out")).startswith("event.date DATE_SHIFT")
    assert (case(root, "gate", "gate").find("failure") is not None) is bool(verdict.exit_code)
