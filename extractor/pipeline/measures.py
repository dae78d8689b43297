"""By how much earlier answers of a model missed their estimate, kept for the next estimate.

Tokenizers differ by half, and models in how much they say; both show in a few answers. Each run measures its
first ones and adds them to a small file of numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from extractor import durable
from extractor.models import ModelConfig
from extractor.pipeline.estimating import Estimate
from extractor.prompts import Prompt
from extractor.schema.calls import Usage
from extractor.settings import Settings

FILE = "measures.json"
MOST_IN_A_RUN = 50
_MOST_CALLS = 1000
"""Of so many calls the file keeps half, so that a model which changes is followed."""


class Measures:
    """What is known of one model under one prompt; `kept` from earlier runs, `made` in this one."""

    def __init__(self, settings: Settings, prompt: Prompt) -> None:
        server = ModelConfig(settings.model or "", base_url=settings.base_url).shown_url
        self._key = f"{server} {settings.model} {prompt.id} {prompt.sha256[:12]}"
        self._path = settings.home / FILE
        self.made = Estimate()

    @property
    def is_wanted(self) -> bool:
        """Whether this run has measured too little yet."""
        return self.made.foretold.calls < MOST_IN_A_RUN

    @property
    def kept(self) -> Estimate:
        """The sums of earlier runs; nothing where the file is missing or holds something else."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            sums = _read(self._path)[self._key]
            return Estimate(foretold=_usage(sums["foretold"]), paid=_usage(sums["paid"]))
        return Estimate()

    def add(self, foretold: Usage, paid: Usage) -> None:
        """Note what one article was estimated to take, and what it took."""
        self.made = self.made.plus(Estimate(foretold=foretold, paid=paid))

    def save(self) -> None:
        """Add what this run has measured to the file; without a word where that cannot be done."""
        if not self.made.foretold.calls:
            return
        total = self.kept.plus(self.made)
        share = 0.5 if total.foretold.calls > _MOST_CALLS else 1.0
        sums = {"foretold": _plain(total.foretold, share), "paid": _plain(total.paid, share)}
        with suppress(OSError):
            _write(self._path, {**_read(self._path), self._key: sums})
        self.made = Estimate()


def _plain(usage: Usage, share: float) -> list[int]:
    return [round(share * count) for count in (usage.calls, usage.input_tokens, usage.output_tokens)]


def _usage(counts: object) -> Usage:
    calls, input_tokens, output_tokens = (int(count) for count in counts)  # type: ignore[attr-defined]  # as suppressed
    return Usage(calls=calls, input_tokens=input_tokens, output_tokens=output_tokens)


def _read(path: Path) -> dict[str, dict[str, object]]:
    with suppress(OSError, ValueError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(kept, dict):
            return kept
    return {}


def _write(path: Path, kept: Mapping[str, object]) -> None:
    """Replace the file as a whole, so that no other process reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
    durable.replace(path, content.encode(), is_synced=False)
