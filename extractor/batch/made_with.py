"""What the records of a journal have in common: the code and the settings that they depend on."""

from __future__ import annotations

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
