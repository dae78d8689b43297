"""Short pieces of news with the values that a careful reader finds in them, one file per family of fields.

A file holds blocks divided by empty lines before `@`. `@ name [tag, tag]` opens a block, `! cause` says why
its values are still missed, the lines after it are the text, and each `= …` line states wanted values: items
are divided by `;`, equally right answers by `|`, `-` is null, `none` an empty list, `?` opens an item that
may be missing. Only the fields of the file's family are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from extractor import Extractor
from extractor.canonical.regions import region
from extractor.schema.types import Article

FOLDER = Path(__file__).parent
FAMILIES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))
HARD_PARTS = {
    "speakers": "who speaks",
    "roles": "posts with their organizations",
    "years": "years that are not printed",
    "noise": "page noise gives no values",
    "canonical": "organizations' full names",
    "binding": "figures with their subject and region",
    "type": "type of the event",
}
# A single line would be a headline.
_CLOSING = "Kegiatan itu berlangsung hingga sore hari dan ditutup dengan doa bersama di tempat yang sama."
_HEAD = re.compile(r"@ (\S+)(?: \[(.+)\])?")
_SCALARS = ("pages", "dates", "events")
_COLUMNS = {
    "people": ("name", "role", "acting", "organization"),
    "indicators": ("subject", "value", "unit", "region"),
    "regulations": ("kind", "number", "year"),
    "statements": ("speaker", "quote"),
}


class Snippet(NamedTuple):
    """One block: `wanted` are the `=` lines without the mark, `cause` why it is known to fail."""

    family: str
    name: str
    tags: tuple[str, ...]
    text: str
    wanted: tuple[str, ...]
    cause: str | None


@cache
def read(family: str) -> tuple[Snippet, ...]:
    """The snippets of the file `family`.txt, in its order."""
    content = (FOLDER / f"{family}.txt").read_text(encoding="utf-8")
    return tuple(_block(family, block) for block in re.split(r"\n\n(?=@ )", content.strip()))


def _block(family: str, block: str) -> Snippet:
    head, *lines = block.split("\n")
    match = _HEAD.fullmatch(head)
    assert match, head
    tags = tuple(tag.strip() for tag in (match[2] or "").split(",") if tag)
    causes = [line[2:] for line in lines if line.startswith("! ")]
    wanted = tuple(line[2:] for line in lines if line.startswith("= "))
    text = "\n".join(line for line in lines if not line.startswith(("! ", "= ")))
    assert wanted, head
    return Snippet(family, match[1], tags, text, wanted, causes[0] if causes else None)


def faults(snippet: Snippet) -> list[str]:
    """What is wrong with the values that the rules find in the snippet; empty when all are right."""
    text = snippet.text if snippet.family == "pages" else f"{snippet.text}\n\n{_CLOSING}"
    record = Extractor().extract(Article(snippet.name, text)).model_dump(mode="json")
    assert record["run"]["status"] == "ok", record["run"]
    if snippet.family in _SCALARS:
        return _scalar_faults(snippet.wanted, {**(record["event"] or {}), **record["article"]})
    return _list_faults(_items(snippet), _found(snippet.family, record))


def _scalar_faults(wanted: Sequence[str], values: Mapping[str, Any]) -> list[str]:
    wrong = []
    for line in wanted:
        key, _, answer = line.partition(": ")
        value = values.get(key)
        if isinstance(value, list) or key in ("parties", "reporters", "editors"):
            items = [] if answer == "-" else [(item,) for item in _split(answer)]
            wrong += [f"{key}: {fault}" for fault in _list_faults(items, [(name,) for name in value or ()])]
            continue
        shown = _place(value) if key == "region" else _shown(value)
        if not _fits(answer, shown):
            wrong.append(f"{key}: {shown} instead of {answer}")
    return wrong


def _items(snippet: Snippet) -> list[tuple[str, ...]]:
    if snippet.wanted == ("none",):
        return []
    if snippet.family in _COLUMNS:
        most = len(_COLUMNS[snippet.family]) - 1
        return [tuple(part.strip() for part in line.split(";", most)) for line in snippet.wanted]
    return [(item,) for line in snippet.wanted for item in _split(line)]


def _found(family: str, record: Mapping[str, Any]) -> list[tuple[str, ...]]:
    if family in _COLUMNS:
        return [
            tuple(_place(item[key]) if key == "region" else _shown(item[key]) for key in _COLUMNS[family])
            for item in record[family]
        ]
    if family == "programs":
        return [(name,) for name in record[family]]
    return [(item["name"],) for item in record[family]]


def _list_faults(wanted: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> list[str]:
    left = list(found)
    wrong = []
    for item in wanted:
        answers = (item[0].removeprefix("?"), *item[1:])
        match = next((values for values in left if all(map(_fits, answers, values))), None)
        if match is not None:
            left.remove(match)
        elif not item[0].startswith("?"):
            wrong.append("misses " + "; ".join(item))
    return wrong + ["gives " + "; ".join(item) for item in left]


def _split(answer: str) -> Iterator[str]:
    return (item.strip() for item in answer.split(";"))


def _fits(answer: str, value: str) -> bool:
    return value.casefold() in (choice.strip().casefold() for choice in answer.split("|"))


def _shown(value: object) -> str:
    return "-" if value is None else str(value)


def _place(code: str | None) -> str:
    return "-" if code is None else region(code).name
