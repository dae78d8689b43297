"""Is each value what the article says? `check` tests evidence, `ground` finds it for claims."""

from extractor.grounding.check import NEEDED, Checked, check
from extractor.grounding.ground import Grounded, ground

__all__ = ["NEEDED", "Checked", "Grounded", "check", "ground"]
