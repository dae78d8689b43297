"""One value per leaf, and beside it where the value comes from.

Each candidate becomes its leaf's value; what was passed over stays in `alternatives`. A value of the rules
leaves with the probability that it is right in place of the rule's own confidence.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, Union

from extractor.reconcile.calibration import probability
from extractor.schema.types import Candidate, Draft, Node, Value

Plain: TypeAlias = Union[Value, "list[Plain]", "dict[str, Plain]"]
Provenance: TypeAlias = dict[str, dict[str, object]]


class Assembled(NamedTuple):
    """`values`: the record without provenance and run. `provenance`: by leaf pointer (RFC 6901)."""

    values: dict[str, Plain]
    provenance: Provenance


def assemble(draft: Draft) -> Assembled:
    """Turn a draft into the record's plain values and their provenance, both in the draft's order."""
    provenance: Provenance = {}
    values = {name: _settle(node, f"/{name}", name, provenance) for name, node in draft.items()}
    return Assembled(values, provenance)


def _settle(node: Node, pointer: str, path: str, provenance: Provenance) -> Plain:
    if node is None:
        return None
    if isinstance(node, Candidate):
        if node.value is not None or node.options:
            provenance[pointer] = _entry(node, path)
        return node.value
    if isinstance(node, list):
        below = f"{path}[]"
        return [_settle(item, f"{pointer}/{index}", below, provenance) for index, item in enumerate(node)]
    return {
        name: None if item is None else _settle(item, f"{pointer}/{name}", f"{path}.{name}", provenance)
        for name, item in node.items()
    }


def _entry(candidate: Candidate, path: str) -> dict[str, object]:
    spans = candidate.spans
    if len(spans) == 1:
        # Most leaves have one place, and a comprehension costs as much as a call.
        ((start, end),) = spans
        evidence = [{"start": start, "end": end}]
    else:
        evidence = [{"start": start, "end": end} for start, end in spans]
    entry: dict[str, object] = {
        "evidence": evidence,
        "source": candidate.source,
        "confidence": _confidence(candidate, path),
    }
    # Few leaves have any of these, and what is left out is empty in the record.
    if candidate.flags:
        entry["flags"] = [*candidate.flags]
    if candidate.options:
        entry["candidates"] = [*candidate.options]
    if candidate.alternatives:
        entry["alternatives"] = [
            {"value": value, "source": source} for value, source in candidate.alternatives
        ]
    return entry


def _confidence(candidate: Candidate, path: str) -> float:
    """Three decimals; only values of the rules alone have been counted, so only they have a probability.

    One that a model disputes has lost some of it already.
    """
    is_counted = candidate.source == "rules" and "disagreement" not in candidate.flags
    if not is_counted or candidate.value is None:
        return round(candidate.confidence, 3)
    return probability(path, candidate.reason, candidate.confidence)
