"""The deterministic engine: one module per family of fields; `engine` has their order.

Who asks for the draft and for the context of one article lets `prepare` scan it, once for both.
"""

from extractor.rules.engine import context, extract
from extractor.rules.mentions import Scan
from extractor.rules.scan import scan as prepare

__all__ = ["Scan", "context", "extract", "prepare"]
