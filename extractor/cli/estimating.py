"""`extract --dry-run`: what a run would ask and cost, without asking."""

from __future__ import annotations

import os
import sys

import typer

from extractor import articles, models
from extractor.cli.extracting import Job, journal_of
from extractor.cli.progress import configure_logging
from extractor.pipeline import Extractor
from extractor.pipeline.connection import model_config
from extractor.pipeline.estimating import Estimate
from extractor.schema.types import Article
from extractor.settings import Settings

_WIDTH = 14


def estimate(job: Job, settings: Settings) -> int:
    """Print what `run` would ask and cost; returns the exit code.

    Raises:
        SettingsError: As `run` does.
    """
    configure_logging()
    files = articles.find(job.paths)
    count, unread, whole = 0, 0, Estimate()
    if job.journal is not None and not os.path.exists(job.journal):
        job = job._replace(journal=None, is_resumed=False)
    with Extractor(settings) as extractor, journal_of(job, settings) as journal:
        for item in articles.read(files, sys.stdin.buffer):
            count += 1
            if not isinstance(item, Article):
                unread += 1
            elif settings.needs_model and (journal is None or not journal.has(item)):
                whole = whole.plus(extractor.estimate(item))
        if not whole.is_measured:
            whole = whole.plus(extractor.measured())
    _print("articles", f"{count:,}" + (f" ({unread:,} cannot be read)" if unread else ""))
    if settings.needs_model:
        _report(whole, settings)
    else:
        _print("calls", "none: no model is set, rules read the articles")
    return 0


def _report(whole: Estimate, settings: Settings) -> None:
    ahead = whole.corrected
    _print("calls", f"{ahead.calls:,}")
    _print("input tokens", f"about {ahead.input_tokens:,}")
    _print("output tokens", f"about {ahead.output_tokens:,}")
    config = model_config(settings)
    cost_usd = models.cost_usd(config, ahead.input_tokens, ahead.output_tokens)
    known = models.price(config) is not None
    _print("cost", f"about {cost_usd:.4f} USD" if known else "unknown: set price_input and price_output")
    if whole.is_measured:
        _print("estimated", f"by what {whole.foretold.calls:,} earlier calls of this model took")
    else:
        _print("estimated", "by SmolLM2's tokenizer and what the rules find: other models may take half as")
        _print("", "much or twice; after a first run over a few articles this is measured")


def _print(name: str, value: str) -> None:
    typer.echo(f"{name:<{_WIDTH}} {value}")
