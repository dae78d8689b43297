"""Prompts: what a model is asked about an article, and how its answer is read."""

from extractor.prompts.asking import requests
from extractor.prompts.drafts import shown
from extractor.prompts.reading import read
from extractor.prompts.repairing import Repair, Repaired, repair, repaired
from extractor.prompts.template import Prompt, available, load, load_any, templates

__all__ = [
    "Prompt",
    "Repair",
    "Repaired",
    "available",
    "load",
    "load_any",
    "read",
    "repair",
    "repaired",
    "requests",
    "shown",
    "templates",
]
