"""Is each value what the article says? `check` proves leaves by their evidence."""

from extractor.grounding.check import Checked, check

__all__ = ["Checked", "check"]
