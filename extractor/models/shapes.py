"""The shape of an answer as instructor takes it, made once for each type.

instructor builds a class and a JSON schema anew with every call and looks through all that the class holds,
which takes as long as the rest of a call. And its schema lacks what a strict server asks for: no additional
properties, every property required. So it gets a class without fields that knows both by itself.
"""

from __future__ import annotations

from functools import lru_cache
from types import new_class
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pydantic import BaseModel


@lru_cache(maxsize=64)
def shape(answer_type: type[BaseModel], *, is_strict: bool) -> type[BaseModel]:
    """What stands for `answer_type` before instructor: the same name and schema; it reads into that type."""
    from instructor import ResponseSchema

    schema = _strict_schema(answer_type) if is_strict else answer_type.model_json_schema()
    schema.setdefault("title", answer_type.__name__)

    def model_json_schema(_cls: type[BaseModel], /, *_: object, **__: object) -> dict[str, Any]:
        # instructor writes into what it gets.
        return dict(schema)

    def model_validate_json(_cls: type[BaseModel], text: str, /, **_: object) -> BaseModel:
        return answer_type.model_validate_json(text)

    members = {
        "__module__": answer_type.__module__,
        "__doc__": answer_type.__doc__,
        "model_json_schema": classmethod(model_json_schema),
        "model_validate_json": classmethod(model_validate_json),
    }
    made = new_class(answer_type.__name__, (ResponseSchema,), {}, lambda body: body.update(members))
    return cast("type[BaseModel]", made)


def _strict_schema(answer_type: type[BaseModel]) -> dict[str, Any]:
    from openai import pydantic_function_tool

    return dict(pydantic_function_tool(answer_type)["function"]["parameters"])
