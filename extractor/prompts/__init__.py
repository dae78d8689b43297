"""Prompts: what a model is asked about an article, and how its answer is read."""

from extractor.prompts.asking import examples, requests
from extractor.prompts.drafts import shown
from extractor.prompts.expected import expected_answer
from extractor.prompts.leaks import is_own_text
from extractor.prompts.reading import read
from extractor.prompts.repairing import Repair, Repaired, repair, repaired
from extractor.prompts.template import Prompt, available, load, load_any, templates
from extractor.prompts.tokens import estimate_tokens

__all__ = [
    "Prompt",
    "Repair",
    "Repaired",
    "available",
    "estimate_tokens",
    "examples",
    "expected_answer",
    "is_own_text",
    "load",
    "load_any",
    "read",
    "repair",
    "repaired",
    "requests",
    "shown",
    "templates",
]
