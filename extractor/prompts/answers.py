"""The types that an answer is checked against, and their JSON Schema as servers of every kind take it."""

from __future__ import annotations

import copy
import hashlib
import json
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from extractor.prompts.wire import EVENT, EVENT_TYPES, LISTS, MOST_ITEMS, PATCHED, SCALARS, Slot, Strategy


class Wire(BaseModel):
    """Part of an answer: a key may be left out, none may be added."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, answer: Any) -> Any:
        """Null for a list is none, which servers that enforce no schema let models write."""
        if not isinstance(answer, dict):
            return answer
        return {name: value for name, value in answer.items() if value is not None}

    @classmethod
    def model_json_schema(cls, *_args: Any, **_options: Any) -> dict[str, Any]:
        """The schema without references, bounds and titles of its parts, and with every key required.

        That is what strict servers demand and what grammars are made of; null and [] say "nothing".
        """
        return copy.deepcopy(_schema(cls))


@cache
def answer_type(strategy: Strategy) -> type[BaseModel]:
    """The type of the answer to a prompt of that strategy."""
    if strategy == "full":
        return _model("Full", {slot.name: _scalar(slot) for slot in SCALARS} | _lists(LISTS))
    if strategy == "patch":
        fix = _model("Fix", {"at": (str, ...), "to": (str | None, None)})
        add = _model("Add", _lists(PATCHED))
        return _model(
            "Patch", {"add": (add, Field(default_factory=add)), "fix": _list(fix), "drop": _list(str)}
        )
    value = _model("Again", {"at": (str, ...), "text": (str | None, None)})
    return _model("Repair", {"values": _list(value)})


@cache
def wire_sha256(strategy: Strategy) -> str:
    """Hexadecimal SHA-256 of the answer's JSON Schema."""
    schema = json.dumps(answer_type(strategy).model_json_schema(), ensure_ascii=False)
    return hashlib.sha256(schema.encode()).hexdigest()


def _scalar(slot: Slot) -> tuple[Any, Any]:
    return ((Literal[EVENT_TYPES] if slot.path == EVENT else str) | None, None)


def _lists(slots: tuple[Slot, ...]) -> dict[str, Any]:
    return {slot.name: _list(_item(slot) if slot.leaves else str) for slot in slots}


def _item(slot: Slot) -> type[BaseModel]:
    return _model(slot.name.title(), dict.fromkeys(slot.leaves, (str | None, None)))


def _list(item: Any) -> tuple[Any, Any]:
    return (list[item], Field(default_factory=list, max_length=MOST_ITEMS))


def _model(name: str, fields: dict[str, Any]) -> type[BaseModel]:
    return create_model(name, __base__=Wire, **fields)


@cache
def _schema(model: type[Wire]) -> dict[str, Any]:
    written = super(Wire, model).model_json_schema()
    # A name for the whole: clients that offer the answer as a tool call it by it.
    return {"title": model.__name__, **_flat(written, written.get("$defs", {}))}


def _flat(node: Any, definitions: dict[str, Any]) -> Any:
    """`node` with its references followed."""
    if isinstance(node, list):
        return [_flat(one, definitions) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _flat(definitions[node["$ref"].rpartition("/")[2]], definitions)
    options = [_flat(one, definitions) for one in node.get("anyOf", ())]
    if len(options) == 2 and all(set(one) == {"type"} for one in options):
        return {"type": [one["type"] for one in options]}
    if options:
        return {"anyOf": options}
    kept: dict[str, Any] = {key: node[key] for key in ("type", "enum") if key in node}
    if "items" in node:
        kept["items"] = _flat(node["items"], definitions)
    if "properties" in node:
        kept["properties"] = {name: _flat(one, definitions) for name, one in node["properties"].items()}
        kept["required"] = list(kept["properties"])
        kept["additionalProperties"] = False
    return kept
