"""The shape of an answer as instructor takes it, made once for each type.

instructor builds a new class and a new JSON schema with every call (1 ms), and its schema lacks what a strict
server asks for: no additional properties, every property required.
"""

from __future__ import annotations

from functools import lru_cache
from types import new_class
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pydantic import BaseModel


@lru_cache(maxsize=64)
def shape(answer_type: type[BaseModel], *, is_strict: bool) -> type[BaseModel]:
    """`answer_type` in the form that instructor passes through as it is, with its schema ready."""
    from instructor import response_schema

    schema = _strict_schema(answer_type) if is_strict else answer_type.model_json_schema()
    schema.setdefault("title", answer_type.__name__)

    def model_json_schema(_cls: type[BaseModel], /, *_: object, **__: object) -> dict[str, Any]:
        # instructor writes into what it gets.
        return dict(schema)

    base = response_schema(answer_type)
    members = {
        "__module__": answer_type.__module__,
        "__doc__": answer_type.__doc__,
        "model_json_schema": classmethod(model_json_schema),
    }
    return cast(
        "type[BaseModel]", new_class(answer_type.__name__, (base,), {}, lambda body: body.update(members))
    )


def _strict_schema(answer_type: type[BaseModel]) -> dict[str, Any]:
    from openai import pydantic_function_tool

    return dict(pydantic_function_tool(answer_type)["function"]["parameters"])
