"""Every setting, read once: flag, else environment (`EDUMUTU_*`), else `edumutu.toml`, else the default.

A key that nobody knows is an error: a misspelled setting would otherwise do nothing, silently.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from extractor.errors import SettingsError
from extractor.sinks import FORMATS, Format

FILE = "edumutu.toml"
PREFIX = "EDUMUTU_"

_WORDS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_NEEDS_MODEL = ("llm", "hybrid")


@dataclass(frozen=True, slots=True)
class Settings:
    """How articles are read and records are written.

    Args:
        engine: What reads the articles; this version has the rules.
        format: How records are written.
        strict: Whether records that an engine only fell back to count as failures (exit 1).

    Raises:
        SettingsError: A value is none of those allowed.
    """

    engine: Literal["rules"] = "rules"
    format: Format = "jsonl"
    strict: bool = False

    def __post_init__(self) -> None:
        if self.engine in _NEEDS_MODEL:
            raise SettingsError(
                f"engine '{self.engine}' needs a model, and this version runs rules only; use engine 'rules'"
            )
        if self.engine != "rules":
            raise SettingsError(f"engine is {self.engine!r}; this version knows 'rules'")
        if self.format not in FORMATS:
            raise SettingsError(f"format is {self.format!r}; choose one of {', '.join(FORMATS)}")
        if not isinstance(self.strict, bool):
            raise SettingsError(f"strict is {self.strict!r}; write true or false")


KEYS = tuple(field.name for field in fields(Settings))


def load(
    flags: Mapping[str, object] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Gather the settings of one run.

    Args:
        flags: What the caller set outright; None values count as not set.
        environ: The environment; the process's own by default.
        folder: Where `edumutu.toml` is looked for; the working directory by default.

    Raises:
        SettingsError: A key is unknown, a value is not allowed, or the file cannot be read.
    """
    given = {key: value for key, value in (flags or {}).items() if value is not None}
    _refuse_unknown(given, "flag", KEYS)
    layers = (
        _from_file((folder or Path()) / FILE),
        _from_environment(os.environ if environ is None else environ),
        given,
    )
    merged: dict[str, object] = {}
    for layer in layers:
        merged.update(layer)
    return Settings(**merged)  # type: ignore[arg-type]  # Settings checks each value itself


def _from_file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    _refuse_unknown(values, f"key of {path}", KEYS)
    return values


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    values = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
    _refuse_unknown(values, "environment variable", tuple(f"{PREFIX}{key.upper()}" for key in KEYS))
    return {
        key: _parsed(key, value) for name, value in values.items() if (key := name[len(PREFIX) :].lower())
    }


def _parsed(key: str, value: str) -> object:
    """What an environment variable's text means; `strict` is a word for yes or no."""
    return _WORDS.get(value.lower(), value) if key == "strict" else value


def _refuse_unknown(values: Mapping[str, object], what: str, known: tuple[str, ...]) -> None:
    if unknown := sorted(set(values) - set(known)):
        raise SettingsError(f"unknown {what}: {', '.join(unknown)}; this version knows {', '.join(known)}")
