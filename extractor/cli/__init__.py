"""The command line; `main` is what `edumutu-llm` runs."""

from extractor.cli.app import app, main

__all__ = ["app", "main"]
