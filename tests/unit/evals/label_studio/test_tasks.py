"""Label Studio's JSON is read as it was drawn: spans, values, relations; what cannot be is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.label_studio.tasks import Mark, read_tasks
from extractor.errors import SettingsError

TEXT = "📉 Kepala BPMP,\nYuli Haryanto, hadir."


def region(start: int, end: int, label: str = "people.name", name: str = "a", **value: Any) -> dict[str, Any]:
    return {
        "id": name,
        "from_name": "field",
        "to_name": "text",
        "type": "labels",
        "value": {"start": start, "end": end, "labels": [label], **value},
    }


def written(path: Path, *results: dict[str, Any], text: str = TEXT, **annotation: Any) -> Path:
    task = {"id": 7, "data": {"text": text}, "annotations": [{"result": list(results), **annotation}]}
    path.write_text(json.dumps([task]), encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tasks.json"


START, END = TEXT.index("Yuli"), TEXT.index(", hadir")


@pytest.mark.parametrize(
    ("start", "end", "printed"),
    [
        pytest.param(START, END, "Yuli Haryanto", id="code points"),
        pytest.param(START + 1, END + 1, "Yuli Haryanto", id="the units of a browser"),
        pytest.param(START, END, None, id="words not exported"),
        pytest.param(START - 5, END, r"PMP,\nYuli Haryanto", id="a line end as two letters"),
    ],
)
def test_a_region_stands_over_its_words(path: Path, start: int, end: int, printed: str | None) -> None:
    value = {} if printed is None else {"text": printed}
    [task] = read_tasks(written(path, region(start, end, **value)))
    [mark] = task.annotations[0].marks.values()
    expected = "Yuli Haryanto" if printed is None else printed.replace("\\n", "\n")
    assert TEXT[mark.start : mark.end] == expected


def test_values_relations_and_choices_are_read(path: Path) -> None:
    value = {"id": "a", "from_name": "value", "type": "textarea", "value": {"text": ["Yuli Haryanto"]}}
    relation = {"type": "relation", "from_id": "b", "to_id": "a", "direction": "right"}
    dangling = {"type": "relation", "from_id": "b", "to_id": "gone"}
    choice = {"from_name": "in_scope", "type": "choices", "value": {"choices": ["true"]}}
    [task] = read_tasks(
        written(path, region(START, END), region(2, 8, "people.role", "b"), value, relation, dangling, choice)
    )
    annotation = task.annotations[0]
    assert annotation.marks["a"] == Mark("a", "people.name", START, END, "Yuli Haryanto")
    assert annotation.marks["b"].value is None
    assert annotation.relations == (("b", "a"),)
    assert annotation.controls == {"in_scope": ("true",)}


@pytest.mark.parametrize(
    ("who", "name"),
    [({"id": 3, "email": "sari@example.org"}, "sari"), ({"id": 3}, "3"), (5, "5"), (None, None)],
)
def test_the_annotator_is_named_as_the_export_can(path: Path, who: object, name: str | None) -> None:
    [task] = read_tasks(written(path, completed_by=who))
    assert task.annotations[0].annotator == name


def test_what_was_cancelled_is_left_out(path: Path) -> None:
    [task] = read_tasks(written(path, region(START, END), was_cancelled=True))
    assert task.annotations == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("{", "cannot be read as JSON", id="no JSON"),
        pytest.param("{}", "no list of tasks", id="no list"),
        pytest.param('[{"text": "x"}]', "task 1 has no data.text", id="the format JSON-MIN"),
    ],
)
def test_what_is_no_export_is_refused(path: Path, content: str, words: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        read_tasks(path)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        pytest.param(region(START, END, text="Sari"), "does not hold the words", id="another text"),
        pytest.param(region(START, 900), "does not hold the words", id="outside"),
        pytest.param(
            {"id": "a", "type": "labels", "value": {"labels": []}}, "no label or no place", id="bare"
        ),
    ],
)
def test_a_region_that_fits_nowhere_is_refused(path: Path, result: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=f"task 1: region a .*{words}"):
        read_tasks(written(path, result))
