"""The settings of one run, checked when they are made."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from extractor.errors import SettingsError
from extractor.sinks import FORMATS, MASKS, Format, Mask

Engine: TypeAlias = Literal["rules", "llm", "hybrid"]

AUTO = "auto"
ENGINES = ("rules", "llm", "hybrid")
_FLAGS = ("strict", "cache", "fallback", "only_in_scope")
_POSITIVE = ("timeout_s", "max_output_tokens", "workers", "max_attempts")
_NOT_NEGATIVE = ("temperature", "price_input", "price_output", "budget_usd")
_MIN_OUTPUT_TOKENS = 16
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Settings:
    """How articles are read and records are written.

    Args:
        engine: What reads the articles; by default `hybrid` when a model is set, else `rules`.
        format: How records are written.
        strict: Whether records that an engine only fell back to count as failures (exit 1).
        model: The model's name as its server knows it. Nothing is sent anywhere while this is None.
        base_url: Where an OpenAI-compatible server answers, `http://127.0.0.1:8080/v1`; OpenAI's by default.
        api_key: What the server asks for; never shown, logged or stored.
        prompt: `full`, `patch`, or a template with its version, `full.v1`.
        temperature: Of the model's choices, from 0 (always the likeliest word).
        seed: For servers that repeat themselves under one; None sends none.
        timeout_s: Seconds that one request may take, its answer included.
        max_output_tokens: Where an answer is cut off.
        workers: Articles under way at once.
        max_attempts: Requests sent for one answer at most, the first one included.
        price_input: US dollars for a million input tokens; by default from the table of known models.
        price_output: The same for output tokens.
        budget_usd: US dollars after which one run asks no more; None for no limit.
        cache: Whether answers are kept and asked for only once.
        fallback: Whether the rules' record stands when the model fails; else the article fails.
        home: The folder of caches, journals and runs.
        min_confidence: Values that are less sure than this, from 0 to 1, are not written.
        only_in_scope: Whether only articles about education are written (and those that failed).
        redact_people: `private` takes out the names of persons who hold no public post.
        api_keys: SHA-256 digests of the keys that the HTTP service lets in, in hexadecimal.

    Raises:
        SettingsError: A value is none of those allowed.
    """

    engine: Engine = AUTO  # type: ignore[assignment]  # never `auto` once it is made
    format: Format = "jsonl"
    strict: bool = False
    model: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    prompt: str = "full"
    temperature: float = 0.0
    seed: int | None = 0
    timeout_s: float = 120.0
    max_output_tokens: int = 4096
    workers: int = 8
    max_attempts: int = 4
    price_input: float | None = None
    price_output: float | None = None
    budget_usd: float | None = None
    cache: bool = True
    fallback: bool = True
    home: Path = Path(".edumutu")
    min_confidence: float = 0.0
    only_in_scope: bool = False
    redact_people: Mask = "none"
    api_keys: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if str(self.engine) == AUTO:
            object.__setattr__(self, "engine", "hybrid" if self.model else "rules")
        if self.engine not in ENGINES:
            raise SettingsError(f"engine is {self.engine!r}; choose one of {', '.join(ENGINES)}")
        if self.needs_model and not self.model:
            raise SettingsError(
                f"engine '{self.engine}' needs a model: give --model NAME or set EDUMUTU_MODEL "
                "(--base-url for a server other than OpenAI's)"
            )
        if self.format not in FORMATS:
            raise SettingsError(f"format is {self.format!r}; choose one of {', '.join(FORMATS)}")
        if self.redact_people not in MASKS:
            raise SettingsError(f"redact_people is {self.redact_people!r}; choose one of {', '.join(MASKS)}")
        self._check_types()
        self._check_ranges()
        self._check_digests()

    @property
    def needs_model(self) -> bool:
        """Whether articles are sent to a model."""
        return self.engine != "rules"

    def _check_types(self) -> None:
        for name in _FLAGS:
            if not isinstance(value := getattr(self, name), bool):
                raise SettingsError(f"{name} is {value!r}; write true or false")
        for name in ("model", "base_url", "api_key", "prompt"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, str) or not value.strip()):
                shown = "not a text" if name == "api_key" else repr(value)
                raise SettingsError(f"{name} is {shown}; give a name, or leave it out")
        if self.seed is not None and not _is_whole(self.seed):
            raise SettingsError(f"seed is {self.seed!r}; give a whole number")
        if self.base_url is not None and not self.base_url.startswith(("http://", "https://")):
            raise SettingsError(f"base_url is {self.base_url!r}; it begins with http:// or https://")

    def _check_ranges(self) -> None:
        for name in _POSITIVE:
            value = getattr(self, name)
            if not _is_number(value) or value <= 0 or (name != "timeout_s" and not _is_whole(value)):
                raise SettingsError(f"{name} is {value!r}; give a number above 0")
        for name in _NOT_NEGATIVE:
            value = getattr(self, name)
            if value is not None and (not _is_number(value) or value < 0):
                raise SettingsError(f"{name} is {value!r}; give a number from 0")
        if not _is_number(self.min_confidence) or not 0 <= self.min_confidence <= 1:
            raise SettingsError(f"min_confidence is {self.min_confidence!r}; give a number from 0 to 1")
        if self.max_output_tokens < _MIN_OUTPUT_TOKENS:
            raise SettingsError(
                f"max_output_tokens is {self.max_output_tokens}; give at least {_MIN_OUTPUT_TOKENS}"
            )

    def _check_digests(self) -> None:
        if not isinstance(self.api_keys, list | tuple) or not all(map(_is_digest, self.api_keys)):
            # Never shown: it may be a key itself.
            raise SettingsError(
                "api_keys holds something else than SHA-256 digests of 64 hexadecimal digits; "
                "`edumutu-llm serve --new-key` prints a key and its digest"
            )
        object.__setattr__(self, "api_keys", tuple(self.api_keys))


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
