"""Label Studio's JSON as plain values: tasks, their annotations, the regions marked in each.

Fields that we do not need (who may see a task, how long it took) are left aside; what we need and do not find
is said with the number of its task.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, cast

from evals.label_studio.layout import TEXT
from extractor.errors import SettingsError

_Json = Mapping[str, object]


class Mark(NamedTuple):
    """A region `[start, end)` of the text in code points, its label, and the value typed for it."""

    id: str
    label: str
    start: int
    end: int
    value: str | None


class Annotation(NamedTuple):
    """What one person labelled: marks by their ids, pairs of related ones, values of other controls."""

    annotator: str | None
    marks: Mapping[str, Mark]
    relations: tuple[tuple[str, str], ...]
    controls: Mapping[str, tuple[str, ...]]


class Task(NamedTuple):
    """One article, `data` as it was imported there, and its annotations in the order of their making."""

    number: int
    article_id: str | None
    text: str
    annotations: tuple[Annotation, ...]


def read_tasks(path: Path) -> list[Task]:
    """The tasks of an export in the format `JSON`.

    Raises:
        SettingsError: The file cannot be read, or is no such export.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(found, list):
        raise SettingsError(f"{path} is no list of tasks; export the project in Label Studio's format JSON")
    return [_task(number, task) for number, task in enumerate(found, 1)]


def _task(number: int, task: object) -> Task:
    data = task.get("data") if isinstance(task, Mapping) else None
    text = data.get(TEXT) if isinstance(data, Mapping) else None
    if not isinstance(task, Mapping) or not isinstance(data, Mapping) or not isinstance(text, str):
        raise SettingsError(
            f"task {number} has no data.{TEXT}; export the format JSON (not JSON-MIN), with the article as "
            f"data.{TEXT}"
        )
    named = data.get("article_id")
    return Task(number, str(named) if named else None, text, tuple(_annotations(number, task, text)))


def _annotations(number: int, task: _Json, text: str) -> Iterator[Annotation]:
    listed = task.get("annotations")
    for annotation in listed if isinstance(listed, list) else []:
        if isinstance(annotation, Mapping) and not annotation.get("was_cancelled"):
            yield _annotation(number, annotation, text)


def _annotation(number: int, annotation: _Json, text: str) -> Annotation:
    marks: dict[str, Mark] = {}
    typed: dict[str, str] = {}
    relations: list[tuple[str, str]] = []
    controls: dict[str, tuple[str, ...]] = {}
    results = cast("list[_Json]", annotation.get("result") or [])
    regions = {str(result.get("id")) for result in results if result.get("type") == "labels"}
    for result in results:
        kind, name = result.get("type"), str(result.get("id"))
        value = cast("_Json", result.get("value") or {})
        if kind == "labels":
            marks[name] = _mark(number, name, value, text)
        elif kind == "relation":
            relations.append((str(result.get("from_id")), str(result.get("to_id"))))
        elif kind == "textarea" and name in regions:
            typed[name] = "\n".join(_texts(value, "text"))
        elif kind in {"choices", "textarea"}:
            words = _texts(value, "choices" if kind == "choices" else "text")
            controls[str(result.get("from_name"))] = words
    valued = {name: mark._replace(value=typed.get(name)) for name, mark in marks.items()}
    pairs = tuple(pair for pair in relations if set(pair) <= valued.keys())
    return Annotation(_annotator(annotation), valued, pairs, controls)


def _texts(value: _Json, name: str) -> tuple[str, ...]:
    given = value.get(name)
    return tuple(map(str, given)) if isinstance(given, list) else (str(given),) if given else ()


def _mark(number: int, name: str, value: _Json, text: str) -> Mark:
    labels = _texts(value, "labels")
    start, end = value.get("start"), value.get("end")
    if not labels or not isinstance(start, int) or not isinstance(end, int):
        raise SettingsError(f"task {number}: region {name} has no label or no place in the text")
    printed = value.get("text")
    span = _place(text, start, end, printed if isinstance(printed, str) else None)
    if span is None:
        raise SettingsError(
            f"task {number}: region {name} ({start}–{end}) does not hold the words that it was drawn over; "
            "was the article changed after it was imported?"
        )
    return Mark(name, labels[0], *span, None)


def _place(text: str, start: int, end: int, printed: str | None) -> tuple[int, int] | None:
    """The span in code points; versions before 1.4 counted an emoji as two, as browsers do."""
    is_inside = 0 <= start < end <= len(text)
    if printed is None:
        return (start, end) if is_inside else None
    # A line end may come back as two letters.
    words = printed.replace("\\n", "\n")
    if is_inside and text[start:end] == words:
        return start, end
    units = text.encode("utf-16-le", "surrogatepass")
    before = units[: 2 * start].decode("utf-16-le", "ignore")
    shifted = len(before)
    return (shifted, shifted + len(words)) if text.startswith(words, shifted) else None


def _annotator(annotation: _Json) -> str | None:
    """The name before the @ of an address; a number where the export names nobody."""
    who = annotation.get("completed_by")
    if isinstance(who, Mapping):
        who = who.get("email") or who.get("id")
    return None if who is None else str(who).partition("@")[0]
