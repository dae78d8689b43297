"""What is known before any article is read: tables with their sources, and one automaton over their names."""

from extractor.knowledge.lexicon import Hit, Hits, scan

__all__ = ["Hit", "Hits", "scan"]
