"""From settings to a model that answers."""

from __future__ import annotations

from extractor import models
from extractor.errors import SettingsError
from extractor.models import Model, ModelConfig
from extractor.settings import Settings


def connect(settings: Settings) -> Model:
    """The model that `settings` name; nothing is sent yet.

    Raises:
        SettingsError: As for `model_config`, or there is a budget and no price.
    """
    config = model_config(settings)
    if settings.budget_usd is not None and models.price(config) is None:
        raise SettingsError(
            f"a budget needs prices, and none is known for model '{settings.model}': set price_input and "
            "price_output (US dollars for a million tokens) in edumutu.toml"
        )
    return models.connect(config)


def model_config(settings: Settings) -> ModelConfig:
    """Where the model that `settings` name is, and how it is asked.

    Raises:
        SettingsError: OpenAI's own server is meant and there is no key for it, or a value cannot be used.
    """
    if not settings.api_key and not settings.base_url:
        raise SettingsError(
            f"model '{settings.model}' would be asked at OpenAI's server, and no key is set: "
            "set OPENAI_API_KEY, or give the address of your own server with --base-url"
        )
    return ModelConfig(
        name=settings.model or "",
        base_url=settings.base_url,
        api_key=settings.api_key,
        temperature=settings.temperature,
        seed=settings.seed,
        timeout_s=settings.timeout_s,
        max_attempts=settings.max_attempts,
        input_price_usd=settings.price_input,
        output_price_usd=settings.price_output,
        home=settings.home,
    )
