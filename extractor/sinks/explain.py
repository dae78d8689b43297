"""Why each value is what it is: the rule, the words it read, and what it passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from extractor.knowledge.tables import Row, rows
from extractor.schema.record import LeafProvenance
from extractor.sinks.formats import Entry
from extractor.sinks.leaves import Leaf, sections
from extractor.sinks.terminal import plain

_MODEL = "llm:"
_AGREED = "rules+llm"
_MOST_WORDS = 120


def write_explain(entries: Iterable[Entry], stream: TextIO) -> None:
    """One block a value, in the record's order; then what was proposed and not believed."""
    known = {row["id"]: row for row in rows("reasons")}
    for entry in entries:
        record = entry.record
        run = record.run
        print(f"== {plain(record.article_id)} ({run.status if run else 'unknown'})", file=stream)
        if run and run.error:
            print(f"   error: {plain(run.error)}", file=stream)
        for section in sections(record):
            for item in section.items:
                for leaf in item:
                    stream.writelines(f"{line}\n" for line in _block(leaf, entry, known))
        for drop in run.dropped if run else ():
            print(f"{drop.pointer} = {plain(str(drop.value))}: dropped, {drop.reason}", file=stream)
        print(file=stream)


def _block(leaf: Leaf, entry: Entry, known: dict[str, Row]) -> Iterator[str]:
    origin = entry.record.provenance.get(leaf.pointer)
    if origin is None:
        return
    flags = f" [{', '.join(leaf.flags)}]" if leaf.flags else ""
    yield f"{leaf.pointer} = {plain(leaf.value)}"
    yield f"    by     {origin.source}, confidence {origin.confidence:.3f}{flags}"
    reason = entry.record.reasons.get(leaf.pointer, "")
    row = known.get(reason)
    yield f"    rule   {_rule(reason, row)}"
    for start, end in leaf.spans:
        words = plain((entry.text or "")[start:end])
        shown = words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS]}…"
        yield f"    read   [{start}:{end}] {shown}"
    yield from _lost(origin, row)


def _rule(reason: str, row: Row | None) -> str:
    if row is not None:
        return f"{reason}: {row['rule']}"
    if reason.startswith(_MODEL):
        return f"the model named it; found {reason.removeprefix(_MODEL)}"
    return reason or "unknown"


def _lost(origin: LeafProvenance, row: Row | None) -> Iterator[str]:
    for other in origin.alternatives:
        value = "no value" if other.value is None else plain(str(other.value))
        yield f"    lost   {value} ({other.source}): {_why_lost(origin, other.source, row)}"
    for option in origin.candidates:
        yield f"    open   {plain(str(option))}: the words leave more than one possible"


def _why_lost(origin: LeafProvenance, loser: str, row: Row | None) -> str:
    from_rules = origin.source in {"rules", _AGREED}
    if from_rules and loser == "rules":
        return row["others"] if row else "the rule weighs it less"
    if from_rules:
        return "the rules are sure enough here to stand against a model"
    return "the rules are not sure enough here to stand against the model"
