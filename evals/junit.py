"""A report as JUnit XML, which every build server shows: a suite a group, a case an article.

A case fails where a slot of that group is not right; a provider failure is an error of the case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from evals.view import ErrorRow, View, interval, percent, read

# Code points that XML 1.0 forbids, whatever the escaping.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Mapping[str, object], path: str | Path) -> None:
    """Write the XML of a `report.json` to `path`.

    Raises:
        SettingsError: The dict is no report.
        OSError: The file cannot be written.
    """
    view = read(report)
    Path(path).write_bytes(ElementTree.tostring(_document(view), encoding="utf-8", xml_declaration=True))


def _document(view: View) -> ElementTree.Element:
    errors: defaultdict[tuple[str, str], list[ErrorRow]] = defaultdict(list)
    for error in view.errors:
        errors[_group(error.path), error.article].append(error)
    root = ElementTree.Element("testsuites", name=_clean(view.name))
    for group in view.groups:
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(group.name))
        score = f"F1 {percent(group.f1)} {interval(group.low, group.high)}".strip()
        properties = ElementTree.SubElement(suite, "properties")
        ElementTree.SubElement(properties, "property", name="score", value=score)
        for article in view.articles:
            case = ElementTree.SubElement(
                suite, "testcase", classname=_clean(group.name), name=_clean(article.id)
            )
            _judge(case, article.status, errors[group.name, article.id])
        _count(suite)
    _total(root)
    return root


def _judge(case: ElementTree.Element, status: str, errors: list[ErrorRow]) -> None:
    if status == "INFRA":
        ElementTree.SubElement(case, "error", message="INFRA: the provider gave no answer")
        return
    if errors:
        lines = [f"{error.path} {error.label}: {_values(error)}" for error in errors]
        failure = ElementTree.SubElement(case, "failure", message=f"{len(errors)} slots are not right")
        failure.text = _clean("\n".join(lines))


def _values(error: ErrorRow) -> str:
    return f"gold {error.gold!r}, predicted {error.predicted!r}"


def _count(suite: ElementTree.Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))


def _total(root: ElementTree.Element) -> None:
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))


def _group(path: str) -> str:
    return path.partition(".")[0].removesuffix("[]")


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
