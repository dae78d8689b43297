"""The deterministic engine: one module per family of fields; `engine` has their order."""

from extractor.rules.engine import extract

__all__ = ["extract"]
