"""Records as Label Studio tasks, labelled or pre-labelled.

A region's value is always written out, so that what comes back does not depend on how a later version reads
the same words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from evals.label_studio.layout import CHOICES, DERIVED, HEADS, LABELS, OTHER, PATHS, TEXT, VALUE
from extractor.schema.types import Article

_Json = dict[str, object]
_Spans = Mapping[str, Sequence[tuple[int, int]]]


class Labelled(NamedTuple):
    """An article and its record; `spans` are those that prove a leaf, by its pointer."""

    article: Article
    record: Mapping[str, object]
    spans: _Spans
    annotator: str


def tasks(labelled: Sequence[Labelled], *, are_predictions: bool = False) -> list[_Json]:
    """What *Import* of a Label Studio project takes, as plain JSON values.

    Args:
        labelled: One task for each.
        are_predictions: Whether the records are shown as pre-annotations, to be corrected; else they are
            annotations that somebody made.
    """
    return [_task(number, one, are_predictions=are_predictions) for number, one in enumerate(labelled, 1)]


def _task(number: int, one: Labelled, *, are_predictions: bool) -> _Json:
    result = _Regions(one.article.text, one.spans).of(one.record)
    data = {"article_id": one.article.id, "text_sha256": one.article.text_sha256, TEXT: one.article.text}
    if are_predictions:
        return {
            "id": number,
            "data": data,
            "predictions": [{"model_version": one.annotator, "result": result}],
        }
    who = {"email": f"{one.annotator}@localhost"}
    return {"id": number, "data": data, "annotations": [{"completed_by": who, "result": result}]}


class _Regions:
    """The results of one annotation, made leaf by leaf."""

    def __init__(self, text: str, spans: _Spans) -> None:
        self._text = text
        self._spans = spans
        self._numbers = count(1)
        self._results: list[_Json] = []
        self._others: list[str] = []

    def of(self, record: Mapping[str, object]) -> list[_Json]:
        for name, value in record.items():
            if name in HEADS:
                for index, item in enumerate(_items(value)):
                    self._item(name, index, item)
            elif isinstance(value, Mapping):
                for leaf, content in value.items():
                    self._leaf(f"{name}.{leaf}", f"/{name}/{leaf}", content)
            elif name in _SINGLE:
                self._leaf(name, f"/{name}", value)
        if self._others:
            self._results.append(_control(OTHER, "textarea", {"text": self._others}))
        return self._results

    def _leaf(self, label: str, pointer: str, value: object) -> None:
        """A value or a list of plain values outside of items."""
        if isinstance(value, list):
            for index, one in enumerate(value):
                self._leaf(label, f"{pointer}/{index}", one)
        elif (control := _CONTROLS.get(label)) is not None:
            if value is not None:
                chosen = value if isinstance(value, str) else json.dumps(value)
                self._results.append(_control(control, "choices", {"choices": [chosen]}))
        elif value is not None and not self._mark(label, pointer, [_written(value)]):
            self._others.append(f"{label} = {_written(value)}")

    def _item(self, name: str, index: int, item: Mapping[str, object]) -> None:
        head = HEADS[name]
        pointer = f"/{name}/{index}"
        leaves = {f"{name}.{leaf}": value for leaf, value in item.items() if value is not None}
        kept = {label: value for label, value in leaves.items() if label not in DERIVED}
        loose = [
            f"{label.partition('.')[2]} = {_written(value)}"
            for label, value in kept.items()
            if label != head and not self._places(label, _pointer(pointer, label))
        ]
        first = self._mark(head, _pointer(pointer, head), [_written(kept[head]), *loose])
        if first is None:
            self._others.append(f"{name} = {json.dumps(item, ensure_ascii=False)}")
            return
        for label, value in kept.items():
            if label != head and (mark := self._mark(label, _pointer(pointer, label), [_written(value)])):
                self._relate(mark, first)

    def _mark(self, label: str, pointer: str, lines: list[str]) -> str | None:
        """Mark what proves a leaf; the first region holds the value. Its id, None where nothing proves it."""
        first: str | None = None
        for start, end in self._places(label, pointer):
            name = f"r{next(self._numbers)}"
            place = {"start": start, "end": end}
            words = {**place, "text": self._text[start:end], "labels": [label]}
            self._results.append({**_control(LABELS, "labels", words), "id": name})
            if first is None:
                first = name
                typed = {**place, "text": ["\n".join(lines)]}
                self._results.append({**_control(VALUE, "textarea", typed), "id": name})
            else:
                self._relate(name, first)
        return first

    def _places(self, label: str, pointer: str) -> Sequence[tuple[int, int]]:
        return self._spans.get(pointer, ()) if label in PATHS else ()

    def _relate(self, name: str, to: str) -> None:
        self._results.append({"type": "relation", "from_id": name, "to_id": to, "direction": "right"})


_CONTROLS = {label: control for control, label in CHOICES.items()}
_SINGLE = ("in_scope", "programs", "summary")


def _items(value: object) -> Iterator[Mapping[str, object]]:
    return (item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else iter(())


def _pointer(item: str, label: str) -> str:
    return f"{item}/{label.partition('.')[2]}"


def _control(name: str, kind: str, value: Mapping[str, object]) -> _Json:
    return {"from_name": name, "to_name": TEXT, "type": kind, "value": dict(value)}


def _written(value: object) -> str:
    """As people in Indonesia write it, which is how it is read again: a comma before the decimals."""
    if isinstance(value, float):
        return f"{value}".replace(".", ",")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
