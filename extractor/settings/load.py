"""Flag, else environment (`EDUMUTU_*`, `OPENAI_*`), else `edumutu.toml`, else the default.

A key that nobody knows is an error: a misspelled setting would otherwise do nothing, silently.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path

from extractor.errors import SettingsError
from extractor.settings.values import Settings

FILE = "edumutu.toml"
PREFIX = "EDUMUTU_"
SECRET = "api_key"

_WORDS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
# What other programs that speak to the same servers read, too.
_SHARED = {"OPENAI_API_KEY": SECRET, "OPENAI_BASE_URL": "base_url"}
_TYPES = {field.name: str(field.type) for field in fields(Settings)}
KEYS = tuple(name for name in _TYPES if name != SECRET)


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
    if isinstance(home := merged.get("home"), str):
        merged["home"] = Path(home)
    return Settings(**merged)  # type: ignore[arg-type]  # Settings checks each value itself


def _from_file(path: Path) -> dict[str, object]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    if SECRET in values:
        raise SettingsError(
            f"{path} holds {SECRET}; files are shared and kept, so put it into OPENAI_API_KEY"
        )
    _refuse_unknown(values, f"key of {path}", KEYS)
    return values


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    shared = {key: environ[name] for name, key in _SHARED.items() if environ.get(name)}
    own = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
    _refuse_unknown(own, "environment variable", tuple(f"{PREFIX}{key.upper()}" for key in KEYS))
    parsed = {key: _parsed(key, value) for name, value in own.items() if (key := name[len(PREFIX) :].lower())}
    return {**shared, **parsed}


def _parsed(key: str, value: str) -> object:
    """What an environment variable's text means; what cannot be read stays text, which Settings refuses."""
    for kind, read in _READERS.items():
        if _TYPES[key].startswith(kind):
            return read(value)
    return value


def _number(read: Callable[[str], object]) -> Callable[[str], object]:
    def parse(text: str) -> object:
        try:
            return read(text)
        except ValueError:
            return text

    return parse


_READERS: dict[str, Callable[[str], object]] = {
    "bool": lambda text: _WORDS.get(text.lower(), text),
    "int": _number(int),
    "float": _number(float),
    "tuple": lambda text: tuple(part.strip() for part in text.split(",") if part.strip()),
}


def _refuse_unknown(values: Mapping[str, object], what: str, known: tuple[str, ...]) -> None:
    if unknown := sorted(set(values) - set(known)):
        raise SettingsError(f"unknown {what}: {', '.join(unknown)}; this version knows {', '.join(known)}")
