"""What the records of a journal have in common: the code and the settings that they depend on."""

from __future__ import annotations

import json
from collections.abc import Mapping

from extractor.errors import SettingsError
from extractor.pipeline import record_version
from extractor.settings import Settings


def made_with(settings: Settings) -> dict[str, object]:
    """The settings that change records, as plain values without secrets, and the version of the code."""
    made: dict[str, object] = {"engine": settings.engine, "version": record_version()[:12]}
    if not settings.needs_model:
        return made
    # Here, not above: the rules alone need no templates.
    from extractor import prompts
    from extractor.models import ModelConfig

    prompt = prompts.load(settings.prompt)
    return {
        **made,
        "model": settings.model,
        "server": ModelConfig(settings.model or "", base_url=settings.base_url).shown_url,
        "prompt": f"{prompt.id} ({prompt.sha256[:12]})",
        "temperature": settings.temperature,
        "seed": settings.seed,
        "max_output_tokens": settings.max_output_tokens,
        "fallback": settings.fallback,
    }


def refuse_other(what: str, before: Mapping[str, object], now: Mapping[str, object]) -> None:
    """Let nothing be continued that was made with other settings.

    Args:
        what: What is to be continued, up to the verb: "the journal x was".
        before: Its settings, as they were read from it.
        now: Those of this run.

    Raises:
        SettingsError: They differ; the message names each that does.
    """
    now = json.loads(json.dumps(now))
    changed = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if changed:
        pairs = ", ".join(f"{name} {before.get(name)!r}, now {now.get(name)!r}" for name in changed)
        raise SettingsError(
            f"{what} made with other settings ({pairs}): resume with the same ones, or start anew; answers "
            "that are in the cache are not paid for again"
        )
