"""The deterministic engine: one module per family of fields, in the order in which they build on each other."""

from extractor.rules.engine import extract

__all__ = ["extract"]
