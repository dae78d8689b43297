"""Surface text to canonical value: numbers, dates, names, organizations, regions, regulations.

Rules, the check of evidence and the evaluation read through the same functions, so that a value is the same
wherever it comes from.
"""

from extractor.canonical.evidence import CANONICALISERS

__all__ = ["CANONICALISERS"]
