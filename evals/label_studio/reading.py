"""What somebody labelled, as a record: typed values as they stand, the others read from the marked words.

The words are read by the code that reads a reviewer's selections, so that a team may mark `Rabu (2/11/2022)`
under `event.date` and type nothing. What cannot be read or placed is told, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from evals.label_studio.grouping import Grouped, Item, Leaf, group
from evals.label_studio.layout import CHOICES, HEADS, LEFT_OUT, OTHER, PATHS
from evals.label_studio.tasks import Annotation
from evals.review.contents.content import Content, inserted
from evals.review.contents.pointers import LISTS, identity_of, items, list_pointer
from evals.review.contents.values import typed
from evals.review.editing.edits import edited
from evals.review.readers.reader import Reader
from evals.review.types import Add, Edit, EditError, Mark, Origin, Set
from evals.skeleton import skeleton
from extractor.canonical.regions import region
from extractor.schema.types import Article, Value


class Labels(NamedTuple):
    """The record that an annotation makes, and what in it could not be used, in plain words."""

    content: Content
    left_out: tuple[str, ...]


def read_annotation(annotation: Annotation, article: Article, aliases: Mapping[str, str]) -> Labels:
    """The record of one annotation.

    Args:
        annotation: Its spans lie in the article's text.
        article: What was labelled.
        aliases: Label of the project → one of ours, or `-` for one that is left out.
    """
    reading = _Reading(article)
    grouped = group(_renamed(annotation, aliases))
    reading.items(grouped)
    for leaf in grouped.singles:
        reading.single(leaf)
    for control, field in CHOICES.items():
        for chosen in annotation.controls.get(control, ()):
            reading.edit(Set(f"/{field.replace('.', '/')}", chosen, ()), f"{control} “{chosen}”")
    for text in annotation.controls.get(OTHER, ()):
        for line in filter(None, map(str.strip, text.splitlines())):
            reading.line(line)
    for leaf in grouped.loose:
        reading.leave(leaf, f"belongs to no item; draw a relation to its {HEADS[_list_of(leaf)]}")
    return Labels(reading.content, tuple(reading.left_out))


def unknown_labels(annotation: Annotation, aliases: Mapping[str, str]) -> set[str]:
    """Labels that are neither ours nor among the aliases."""
    return {mark.label for mark in annotation.marks.values()} - PATHS.keys() - aliases.keys()


class _Reading:
    """A record that grows, label by label."""

    def __init__(self, article: Article) -> None:
        self.content = Content(skeleton(article) | {"event": None}, {}, {}, {})
        self.left_out: list[str] = []
        self._text = article.text
        self._reader = Reader(article)

    def items(self, grouped: Grouped) -> None:
        """Take the items of all lists; regions and organizations first, which the others point at."""
        order = {HEADS[path]: rank for rank, path in enumerate(HEADS)}
        for item in sorted(grouped.items, key=lambda item: order[item.head.label]):
            add = self._add_read if item.head.typed is None else self._add_typed
            try:
                add(item)
            except EditError as error:
                self.leave(item.head, _why(error))

    def single(self, leaf: Leaf) -> None:
        """Take a leaf outside of items, or an item of a list of plain values."""
        path, first = PATHS[leaf.label], leaf.spans[0]
        pointer = _pointer(leaf.label)
        if path.endswith("[]"):
            self.edit(Add(pointer, *first, value=leaf.typed), leaf)
        elif leaf.typed is not None:
            self.edit(Set(pointer, leaf.typed, leaf.spans), leaf)
        else:
            self._mark(pointer, leaf)

    def line(self, line: str) -> None:
        """Take a value that no words prove, or a whole item of such."""
        name, sign, value = (part.strip() for part in line.partition("="))
        if name in HEADS and sign:
            self._whole_item(name, value)
        elif name in PATHS and sign and name.partition(".")[0] not in HEADS:
            pointer = _pointer(name)
            is_listed = PATHS[name].endswith("[]")
            self.edit(Add(pointer, value=value) if is_listed else Set(pointer, value, ()), f"“{line}”")
        else:
            self.left_out.append(f"“{line}”: write it as FIELD = VALUE, such as article.outlet = ANTARA")

    def edit(self, edit: Edit, told: Leaf | str) -> bool:
        """Make one edit; whether it could be made."""
        try:
            self.content = edited(self.content, edit, self._reader).content
        except EditError as error:
            self.leave(told, _why(error))
            return False
        return True

    def leave(self, told: Leaf | str, why: str) -> None:
        """Note what could not be used."""
        if isinstance(told, Leaf):
            start, end = told.spans[0]
            told = f"{told.label} “{self._text[start:end][:60]}” ({start}–{end})"
        self.left_out.append(f"{told}: {why}")

    def _mark(self, pointer: str, leaf: Leaf) -> None:
        for number, span in enumerate(leaf.spans):
            if not self.edit(Mark(pointer, *span, keep_value=number > 0), leaf):
                return

    def _add_read(self, item: Item) -> None:
        """An item without typed values: each leaf is what its words say."""
        path = _list_of(item.head)
        result = edited(self.content, Add(list_pointer(path), *item.head.spans[0]), self._reader)
        self.content, pointer = result.content, result.changed[0]
        for leaf in item.leaves:
            place = f"{pointer}/{_leaf_name(leaf)}"
            if leaf.typed is None:
                self._mark(place, leaf)
            else:
                self.edit(Set(place, leaf.typed, leaf.spans), leaf)

    def _add_typed(self, item: Item) -> None:
        """An item whose values were typed: it holds these and no others."""
        path = _list_of(item.head)
        first, *rest = (item.head.typed or "").split("\n")
        given = {_leaf_name(item.head): first, **dict(map(_assigned, rest))}
        spans = {_leaf_name(item.head): item.head.spans}
        for leaf in item.leaves:
            spans[_leaf_name(leaf)] = leaf.spans
            if leaf.typed is not None:
                given[_leaf_name(leaf)] = leaf.typed
        origins = {name: Origin(found) for name, found in spans.items()}
        pointer = self._append(path, _typed(path, given), origins)
        for leaf in item.leaves:
            if leaf.typed is None:
                self._mark(f"{pointer}/{_leaf_name(leaf)}", leaf)

    def _whole_item(self, path: str, value: str) -> None:
        try:
            given = dict(json.loads(value))
            self._append(path, _typed(path, given), {})
        except (ValueError, TypeError):
            self.left_out.append(f"“{path} = {value}”: write the item as a JSON object")
        except EditError as error:
            self.leave(f"“{path} = {value}”", _why(error))

    def _append(self, path: str, values: Mapping[str, Value], origins: Mapping[str, Origin]) -> str:
        index = len(items(self.content.record, path))
        pointer = f"{list_pointer(path)}/{index}"
        item = {name: values.get(name) for name in LISTS[path]}
        found = {f"{pointer}/{name}": origins.get(name, Origin()) for name in values}
        self.content = inserted(self.content, path, index, item=item, origins=found)
        return pointer


def _typed(path: str, given: Mapping[str, Value]) -> dict[str, Value]:
    """An item's values in the form of their fields; what a region's code tells is filled in."""
    values: dict[str, Value] = {}
    for name, value in given.items():
        if name not in LISTS[path]:
            raise EditError("no_such_leaf", f"{path}.{name}")
        if (read := typed(f"{path}[].{name}", value, f"{path}.{name}")) is not None:
            values[name] = read
    head = identity_of(path).rpartition(".")[2]
    if head not in values:
        raise EditError("required", f"{path}.{head}")
    if path == "regions":
        known = region(str(values["code"]))
        values |= {"name": known.name, "level": known.level}
    return values


def _renamed(annotation: Annotation, aliases: Mapping[str, str]) -> Annotation:
    marks = {
        name: mark._replace(label=aliases.get(mark.label, mark.label))
        for name, mark in annotation.marks.items()
    }
    kept = {name: mark for name, mark in marks.items() if mark.label != LEFT_OUT}
    pairs = tuple(pair for pair in annotation.relations if set(pair) <= kept.keys())
    return annotation._replace(marks=kept, relations=pairs)


def _assigned(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name.strip(), value.strip()


def _list_of(leaf: Leaf) -> str:
    return leaf.label.partition(".")[0]


def _leaf_name(leaf: Leaf) -> str:
    return leaf.label.partition(".")[2]


def _pointer(label: str) -> str:
    return "/" + label.replace(".", "/")


def _why(error: EditError) -> str:
    reason = _WHY.get(error.code, "{code}").format(code=error.code.replace("_", " "), **error.params)
    return f"{error.pointer.strip('/')}: {reason}"


_WHY = {
    "computed": "follows from the region's code",
    "duplicate": "is there already",
    "no_date": "“{value}” is no date; write YYYY-MM-DD, YYYY-MM or YYYY",
    "no_program": "“{value}” is no program of the table",
    "no_region": "“{value}” is no region; write its name or Kemendagri code",
    "no_such_leaf": "there is no such field",
    "not_in_list": "“{value}” is not in the closed list",
    "required": "needs a value",
    "unreadable": "the words say no value of this field; type it",
    "wrong_type": "needs a {expected}",
}
