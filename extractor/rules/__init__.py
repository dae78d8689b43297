"""The deterministic engine: one module per family of fields; `engine` has their order."""

from extractor.rules.engine import context, extract

__all__ = ["context", "extract"]
