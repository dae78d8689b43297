"""The command `dedupe`: records of one event in many outlets become one story with all its sources."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, TextIO

import typer

from extractor.articles import STDIN, find, read
from extractor.cli.output import destination, silence_stdout
from extractor.errors import ArticleError, SettingsError
from extractor.sinks.terminal import plain
from extractor.stories import Member, Signatures, Story, build, cluster, from_article, from_record

FORMATS = ("jsonl", "table")
_FAILED = 1


def run(
    records: Sequence[str],
    articles: Sequence[str],
    *,
    output_format: str,
    min_sources: int,
    output: str | None,
) -> int:
    """Group what `records` (JSON Lines, or `-`) and `articles` (their texts, or more) tell; write stories.

    Stories of fewer than `min_sources` sources are left out. Returns the exit code: 1 if an article could
    not be read.

    Raises:
        SettingsError: A file cannot be read or written, a line is no record, or the extra is missing.
    """
    if output_format not in FORMATS:
        raise SettingsError(f"format {output_format!r} is unknown; choose one of {', '.join(FORMATS)}")
    if STDIN in records and STDIN in articles:
        raise SettingsError("standard input holds records or articles, not both: give one of them as a file")
    signatures = Signatures() if articles else None
    members = [from_record(record, position) for position, record in enumerate(_records(records))]
    failures = _add_texts(members, articles, signatures) if signatures else 0
    counts = Counts()
    stories = counts.of(build(group) for group in cluster(members, signatures) if len(group) >= min_sources)
    try:
        with destination(output) as stream:
            (_write_table if output_format == "table" else _write_lines)(stories, stream)
            stream.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        silence_stdout()
    typer.echo(f"{len(members)} articles: {counts}", err=True)
    return _FAILED if failures else 0


@dataclass
class Counts:
    """What was written: all stories, those of several sources, those with conflicts."""

    stories: int = 0
    shared: int = 0
    differing: int = 0

    def of(self, stories: Iterable[Story]) -> Iterator[Story]:
        """The same stories, counted as they pass: so none has to be kept."""
        for story in stories:
            self.stories += 1
            self.shared += len(story["sources"]) > 1
            self.differing += bool(story["conflicts"])
            yield story

    def __str__(self) -> str:
        return (
            f"{self.stories} stories written, {self.shared} told by several, "
            f"{self.differing} with differing values"
        )


def _records(paths: Sequence[str]) -> Iterator[Any]:
    from pydantic import ValidationError

    from extractor.schema.record import Record

    for path in find(paths):
        for number, line in _lines(path):
            try:
                yield Record.model_validate_json(line)
            except ValidationError as error:
                first = error.errors(include_input=False, include_url=False)[0]
                where = "/".join(map(str, first["loc"]))
                raise SettingsError(
                    f"{path}: line {number} is no record ({where or 'the line'}: {first['msg']}); "
                    "give what extract --format jsonl wrote, and articles with --articles"
                ) from None


def _lines(path: str) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1."""
    try:
        with _binary(path) as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise SettingsError(f"cannot read {path}: {error.strerror or error}") from error


def _binary(path: str) -> IO[bytes]:
    return sys.stdin.buffer if path == STDIN else open(path, "rb")


def _add_texts(members: list[Member], articles: Sequence[str], signatures: Signatures) -> int:
    """Enter each text under its record, known by the text's SHA-256, else by id; the rest become members.

    Returns how many articles could not be read.
    """
    by_text: dict[str, list[int]] = {}
    by_id: dict[str, int] = {}
    for member in members:
        by_id[member.article_id] = member.position
        if member.text_sha256 is not None:
            by_text.setdefault(member.text_sha256, []).append(member.position)
    failures = 0
    entered: set[int] = set()
    for item in read(articles, sys.stdin.buffer):
        if isinstance(item, ArticleError):
            typer.echo(f"failed: {item}", err=True)
            failures += 1
            continue
        positions = by_text.get(item.text_sha256) or [by_id.get(item.id, -1)]
        if positions == [-1]:
            positions = [len(members)]
            members.append(from_article(item, len(members)))
        for position in positions:
            if position not in entered:
                entered.add(position)
                signatures.add(position, item.text)
    return failures


def _write_lines(stories: Iterable[Story], stream: TextIO) -> None:
    for story in stories:
        stream.write(f"{json.dumps(story, ensure_ascii=False)}\n")


def _write_table(stories: Iterable[Story], stream: TextIO) -> None:
    for story in stories:
        stream.write(f"{plain(story['key'])}\n")
        for source in story["sources"]:
            said = " · ".join(part for part in (source["outlet"], source["title"]) if part)
            stream.write(f"  {plain(source['article_id'])}  {plain(said)}".rstrip() + "\n")
        for conflict in story["conflicts"]:
            stream.write(f"  ! {plain(_shown(conflict))}\n")


def _shown(conflict: dict[str, Any]) -> str:
    name = conflict.get("subject") or conflict["field"]
    unit = f" {conflict['unit']}" if conflict.get("unit") else ""
    values = "; ".join(f"{told['value']}{unit} ({', '.join(told['sources'])})" for told in conflict["values"])
    return f"{name}: {values}"
