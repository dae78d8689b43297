"""Turn Indonesian education news into records whose every value is proved by its place in the text.

The names are loaded when they are first used: importing the package alone costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.pipeline import Extractor
    from extractor.schema.record import Record
    from extractor.schema.types import Article
    from extractor.settings import Settings

    __version__: str

__all__ = ["Article", "Extractor", "Record", "Settings", "__version__"]

_HOMES = {
    "Article": "extractor.schema.types",
    "Extractor": "extractor.pipeline",
    "Record": "extractor.schema.record",
    "Settings": "extractor.settings",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        value: object = import_module("importlib.metadata").version("edumutu-llm")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
