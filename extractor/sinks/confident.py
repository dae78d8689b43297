"""A record without the values that are not sure enough."""

from __future__ import annotations

from typing import Any

from extractor.schema.record import Record
from extractor.sinks.shape import ITEMS, PARTS, needed

_REASON = "low_confidence"
_NEEDED = {name: needed(model) for name, model in {**ITEMS, **PARTS}.items()}


def confident(record: Record, min_confidence: float) -> Record:
    """`record` without leaves whose confidence is below `min_confidence`; `run.dropped` names them.

    An item of a list goes as a whole when it loses a leaf that it cannot stand without, so does the event
    with its type. Pointers are those of the new record, in `run.dropped` those of the old one.
    """
    low = [pointer for pointer, leaf in record.provenance.items() if leaf.confidence < min_confidence]
    if not low:
        return record
    values = record.model_dump()
    provenance, run = values.pop("provenance"), values["run"]
    if run is not None:
        told = ((pointer, _at(values, pointer)) for pointer in low)
        run["dropped"] += [
            {"pointer": pointer, "value": value, "reason": _REASON}
            for pointer, value in told
            if value is not None
        ]
    sieve = _Sieve({*low, *filter(None, map(_hollow, low))})
    kept = sieve.kept({name: value for name, value in values.items() if name != "run"}, "", "")
    result = Record.model_validate(
        {
            **kept,
            "provenance": {sieve.moved[old]: leaf for old, leaf in provenance.items() if old in sieve.moved},
            "run": run,
        }
    )
    result.reasons.update(
        {sieve.moved[old]: reason for old, reason in record.reasons.items() if old in sieve.moved}
    )
    return result


class _Sieve:
    """Leaves out what is `gone`; `moved` tells where each leaf that stays has gone to."""

    def __init__(self, gone: set[str]) -> None:
        self._gone = gone
        self.moved: dict[str, str] = {}

    def kept(self, value: Any, old: str, new: str) -> Any:
        if isinstance(value, dict):
            return {
                name: None
                if f"{old}/{name}" in self._gone
                else self.kept(part, f"{old}/{name}", f"{new}/{name}")
                for name, part in value.items()
            }
        if isinstance(value, list):
            stay = [(index, item) for index, item in enumerate(value) if f"{old}/{index}" not in self._gone]
            return [
                self.kept(item, f"{old}/{index}", f"{new}/{place}")
                for place, (index, item) in enumerate(stay)
            ]
        self.moved[old] = new
        return value


def _hollow(pointer: str) -> str | None:
    """The pointer of the item that the leaf at `pointer` takes with it, None if it stands without."""
    above, _, name = pointer.rpartition("/")
    group = above.split("/")[1] if above else ""
    return above if name in _NEEDED.get(group, ()) else None


def _at(values: Any, pointer: str) -> Any:
    """What stands at `pointer`; None if nothing does."""
    for step in pointer.split("/")[1:]:
        if isinstance(values, list):
            values = values[int(step)] if step.isdigit() and int(step) < len(values) else None
        elif isinstance(values, dict):
            values = values.get(step)
        else:
            return None
    return values
