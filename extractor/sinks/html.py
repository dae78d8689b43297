"""One page that shows each article beside its record, every value linked to the words that prove it.

The page stands alone: no script, no font, no picture, nothing from elsewhere. All text goes through the
template's escaping, since articles and their metadata are strangers' text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TextIO

from extractor.pages import HUES, environment
from extractor.schema.record import Dropped, Record
from extractor.sinks.formats import Entry
from extractor.sinks.leaves import SECTIONS, Leaf, Section, sections
from extractor.sinks.marks import Evidence, MarkedSentence, mark

# Short class names: they stand at every mark of a page that may hold hundreds of articles.
_CLASSES = {name: f"c{index}" for index, name in enumerate(SECTIONS)}


class _Fact(NamedTuple):
    """One leaf as the page shows it; `target` is the anchor of the words that prove it."""

    label: str
    value: str
    target: str
    confidence: str
    notes: str


class _Part(NamedTuple):
    name: str
    css: str
    items: list[list[_Fact]]


class _View(NamedTuple):
    """One article as the page shows it."""

    number: int
    article_id: str
    title: str
    status: str
    error: str
    paragraphs: list[list[MarkedSentence]]
    parts: list[_Part]
    dropped: list[Dropped]


def write_html(entries: Iterable[Entry], stream: TextIO) -> None:
    """The whole page, an article at a time."""
    legend = [(name, _CLASSES[name], HUES[name]) for name in SECTIONS]
    template = environment("extractor.sinks").get_template("page.html")
    for chunk in template.generate(views=_views(entries), legend=legend, classes=_CLASSES):
        stream.write(chunk)


def _views(entries: Iterable[Entry]) -> Iterator[_View]:
    for number, entry in enumerate(entries, start=1):
        yield _view(number, entry)


def _view(number: int, entry: Entry) -> _View:
    record, run = entry.record, entry.record.run
    found = sections(record)
    paragraphs = mark(entry.text, list(_evidence(found))) if entry.text is not None else []
    anchors = {
        piece.anchor for paragraph in paragraphs for sentence in paragraph for piece in sentence.pieces
    }
    return _View(
        number=number,
        article_id=record.article_id,
        title=_title(record),
        status=run.status if run else "",
        error=(run.error if run else None) or "",
        paragraphs=paragraphs,
        parts=[_part(section, number, anchors) for section in found],
        dropped=run.dropped if run else [],
    )


def _title(record: Record) -> str:
    return (record.article.title if record.article else None) or record.article_id


def _evidence(parts: Iterable[Section]) -> Iterator[Evidence]:
    for section in parts:
        for index, item in enumerate(section.items):
            name = f"{section.name} {index + 1}" if len(section.items) > 1 else section.name
            for leaf in item:
                for start, end in leaf.spans:
                    yield Evidence(start, end, section.name, name)


def _part(section: Section, number: int, anchors: Collection[int | None]) -> _Part:
    items = [[_fact(leaf, section.name, number, anchors) for leaf in item] for item in section.items]
    return _Part(section.name, _CLASSES[section.name], items)


def _fact(leaf: Leaf, section: str, number: int, anchors: Collection[int | None]) -> _Fact:
    notes = list(leaf.flags)
    if leaf.candidates:
        notes.append(f"possible: {', '.join(leaf.candidates)}")
    start = leaf.spans[0][0] if leaf.spans else None
    return _Fact(
        label="" if leaf.label == section else leaf.label.replace("_", " "),
        value=leaf.value,
        target=f"a{number}-{start}" if start is not None and start in anchors else "",
        confidence="" if leaf.confidence is None else f"{leaf.confidence:.2f}",
        notes=", ".join(notes),
    )
