"""A report as JUnit XML, which every build server shows: a suite a group, a case an article.

A case fails where a slot of that group is not right; a provider failure is an error of the case. Beside the
gate's verdict slots that are not right are only told: the verdict is what decides, as its exit code does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from evals.gate import Verdict, render
from evals.view import ErrorRow, View, interval, percent, read

# Code points that XML 1.0 forbids, whatever the escaping.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Mapping[str, object], path: str | Path, *, verdict: Verdict | None = None) -> None:
    """Write the XML of a `report.json` to `path`, with a suite `gate` of one case if there is a verdict.

    Raises:
        SettingsError: The dict is no report.
        OSError: The file cannot be written.
    """
    document = _document(read(report), verdict)
    Path(path).write_bytes(ElementTree.tostring(document, encoding="utf-8", xml_declaration=True))


def _document(view: View, verdict: Verdict | None) -> ElementTree.Element:
    errors: defaultdict[tuple[str, str], list[ErrorRow]] = defaultdict(list)
    for error in view.errors:
        errors[_group(error.path), error.article].append(error)
    root = ElementTree.Element("testsuites", name=_clean(view.name))
    if verdict is not None:
        _gate(root, verdict)
    for group in view.groups:
        suite = ElementTree.SubElement(root, "testsuite", name=_clean(group.name))
        score = f"F1 {percent(group.f1)} {interval(group.low, group.high)}".strip()
        properties = ElementTree.SubElement(suite, "properties")
        ElementTree.SubElement(properties, "property", name="score", value=score)
        for article in view.articles:
            found = errors[group.name, article.id]
            _judge(_case(suite, article.id), article.status, found, is_told_only=verdict is not None)
    for suite in root:
        _count(suite)
    _total(root)
    return root


def _gate(root: ElementTree.Element, verdict: Verdict) -> None:
    case = _case(ElementTree.SubElement(root, "testsuite", name="gate"), "gate")
    if verdict.exit_code:
        ElementTree.SubElement(case, "failure", message=verdict.status).text = _clean(render(verdict))
    else:
        ElementTree.SubElement(case, "system-out").text = _clean(render(verdict))


def _case(suite: ElementTree.Element, name: str) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname=str(suite.get("name")), name=_clean(name))


def _judge(case: ElementTree.Element, status: str, errors: list[ErrorRow], *, is_told_only: bool) -> None:
    if status == "INFRA":
        ElementTree.SubElement(case, "error", message="INFRA: the provider gave no answer")
    elif errors:
        text = "\n".join(f"{error.path} {error.label}: {_values(error)}" for error in errors)
        message = f"{len(errors)} slots are not right"
        found = (
            ElementTree.SubElement(case, "system-out")
            if is_told_only
            else ElementTree.SubElement(case, "failure", message=message)
        )
        found.text = _clean(text)


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
