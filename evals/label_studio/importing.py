"""Annotations into a folder of gold: each becomes its annotator's pass, and gold where there is none yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from evals.label_studio.layout import LEFT_OUT, PATHS
from evals.label_studio.reading import read_annotation, unknown_labels
from evals.label_studio.tasks import Annotation, Task
from evals.review.contents.content import Content, origin_json
from evals.review.storage.files import Folder, is_file_name
from extractor.errors import SettingsError
from extractor.schema.types import Article

_ID_CHARS = 16


class Imported(NamedTuple):
    """The files that were written, and what could not be used, in plain words."""

    written: tuple[Path, ...]
    left_out: tuple[str, ...]


def import_tasks(
    tasks: Sequence[Task],
    folder: Path,
    *,
    annotator: str | None,
    aliases: Mapping[str, str],
    is_replacing: bool = False,
) -> Imported:
    """Write the annotations of `tasks` as records.

    Args:
        tasks: Of one project.
        folder: The folder of gold.
        annotator: Whose passes they are; None takes the names of the export.
        aliases: Label of the project → label of ours, or `-` for one that is left out.
        is_replacing: Whether passes that are there already are written anew.

    Raises:
        SettingsError: A label or annotator is not known, or a name is none for a file. Nothing is written.
    """
    _check_labels(tasks, aliases)
    named = [(task, one, _annotator(task, one, annotator)) for task in tasks for one in task.annotations]
    folders = {name: Folder(folder, name) for _, _, name in named}
    written: list[Path] = []
    left_out: list[str] = []
    for task, annotation, name in named:
        importing = _Import(task, folders[name], is_replacing)
        written += importing.run(annotation, aliases)
        left_out += (f"task {task.number}: {note}" for note in importing.left_out)
    return Imported(tuple(written), tuple(left_out))


class _Import:
    """One annotation on its way into the folder."""

    def __init__(self, task: Task, folder: Folder, is_replacing: bool) -> None:
        article = Article(id=task.article_id or "", text=task.text)
        self._article = article if task.article_id else Article(article.text_sha256[:_ID_CHARS], task.text)
        self._folder = folder
        self._is_replacing = is_replacing
        self.left_out: list[str] = []

    def run(self, annotation: Annotation, aliases: Mapping[str, str]) -> Iterator[Path]:
        """Write the pass, and gold if it is this annotator's to settle; gives the files."""
        name = self._article.id
        own = self._folder.own_path(name)
        if trouble := self._trouble():
            self.left_out.append(trouble)
            return
        content, notes = read_annotation(annotation, self._article, aliases)
        self.left_out += notes
        record = _record(content)
        if faults := list(_faults(record)):
            self.left_out += (f"not written: {fault}" for fault in faults)
            return
        with self._folder.lock():
            if own.exists() and not self._is_replacing:
                self.left_out.append(f"{own} is there already; --replace writes it anew")
                return
            is_gold = self._folder.writes_gold(name)
            self._folder.keep_text(self._article)
            self._folder.write_own(name, record)
            yield own
            if is_gold:
                saved_at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                self._folder.write_gold(self._article, record, saved_at)
                yield self._folder.gold_path(name)

    def _trouble(self) -> str | None:
        if not is_file_name(self._article.id):
            return f"{self._article.id!r} cannot be a file's name; correct data.article_id"
        if self._folder.has_other_text(self._article):
            return f"the folder has another text under the name {self._article.id}"
        return None


def _check_labels(tasks: Sequence[Task], aliases: Mapping[str, str]) -> None:
    if strange := {target for target in aliases.values() if target not in PATHS and target != LEFT_OUT}:
        raise SettingsError(
            f"--label names no field: {', '.join(sorted(strange))}; fields are {', '.join(PATHS)}"
        )
    found = {label for task in tasks for one in task.annotations for label in unknown_labels(one, aliases)}
    if found:
        raise SettingsError(
            f"labels that are no fields: {', '.join(sorted(found))}; say which field each is with "
            f"--label NAME=FIELD, or --label NAME={LEFT_OUT} to leave it out; fields are {', '.join(PATHS)}"
        )


def _annotator(task: Task, annotation: Annotation, given: str | None) -> str:
    name = given or annotation.annotator
    if name is None:
        raise SettingsError(f"task {task.number} does not say who labelled it; give --annotator NAME")
    return name


def _record(content: Content) -> dict[str, object]:
    provenance = {pointer: origin_json(origin) for pointer, origin in content.origins.items()}
    return {**content.record, "provenance": provenance}


def _faults(record: Mapping[str, object]) -> Iterator[str]:
    from pydantic import ValidationError

    from extractor.schema.record import Record

    try:
        Record.model_validate(record)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            why = "needs a value; mark it there" if fault["input"] is None else fault["msg"]
            yield f"/{'/'.join(map(str, fault['loc']))}: {why}"
