"""What all our pages share: how templates are rendered, and how text, links and evidence look.

Articles are strangers' text, so there is one place that turns escaping on, and no way to forget it.
"""

from extractor.pages.look import HUES, base_css
from extractor.pages.templates import environment

__all__ = ["HUES", "base_css", "environment"]
