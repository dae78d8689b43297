"""Is each value what the article says? `check` tests evidence, `ground` finds it for claims."""

from extractor.grounding.check import Checked, check
from extractor.grounding.ground import Grounded, ground

__all__ = ["Checked", "Grounded", "check", "ground"]
