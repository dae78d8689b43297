"""What a batch was asked with: kept with its state, and put back when it is collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from extractor import models, prompts
from extractor.errors import SettingsError
from extractor.models import Dialect, ModelConfig
from extractor.pipeline.connection import model_config
from extractor.settings import Settings

_SAME = ("engine", "model", "temperature", "seed", "max_output_tokens")


def told(settings: Settings, mode: str | None = None) -> dict[str, object]:
    """The settings that answers depend on and the form of the requests, without secrets.

    Args:
        settings: They name a model.
        mode: How JSON is asked for; by default as it is known, else as it is likely.

    Raises:
        SettingsError: The prompt or the mode is unknown, or the server cannot be addressed.
    """
    prompt = prompts.load(settings.prompt)
    config = model_config(settings)
    if mode is not None:
        config = replace(config, mode=cast("Any", mode))
    return {
        **{name: getattr(settings, name) for name in _SAME},
        "prompt": prompt.id,
        "prompt_sha256": prompt.sha256,
        "wire_sha256": prompt.wire_sha256,
        "server": config.shown_url,
        "base_url": settings.base_url if _is_plain(settings.base_url, config) else None,
        "dialect": models.assumed(config)._asdict(),
    }


def settings_of(asked_with: Mapping[str, object], settings: Settings) -> Settings:
    """`settings` with all that the answers depend on as it was when they were asked for.

    Raises:
        SettingsError: The prompt has changed since, or the server's address is not known any more.
    """
    made: dict[str, Any] = {name: asked_with[name] for name in (*_SAME, "prompt")}
    restored = replace(settings, **made, base_url=_base_url(asked_with, settings))
    prompt = prompts.load(restored.prompt)
    if (prompt.sha256, prompt.wire_sha256) != (asked_with["prompt_sha256"], asked_with["wire_sha256"]):
        raise SettingsError(
            f"the prompt '{prompt.id}' has changed since the batch was submitted, so its answers cannot be "
            "read any more: collect it with the version that submitted it"
        )
    return restored


def config_of(asked_with: Mapping[str, object], settings: Settings) -> tuple[ModelConfig, Dialect]:
    """The model that was asked, and the form of the requests; `settings` are those of `settings_of`."""
    return model_config(settings), Dialect(**cast("dict[str, Any]", asked_with["dialect"]))


def _base_url(asked_with: Mapping[str, object], settings: Settings) -> str | None:
    for address in (cast("str | None", asked_with["base_url"]), settings.base_url):
        if ModelConfig(settings.model or "?", base_url=address).shown_url == asked_with["server"]:
            return address
    raise SettingsError(f"the batch is at {asked_with['server']}: set OPENAI_BASE_URL to its whole address")


def _is_plain(base_url: str | None, config: ModelConfig) -> bool:
    """Whether an address holds no more than may be shown."""
    return base_url is not None and base_url.rstrip("/") == config.shown_url
