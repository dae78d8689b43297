"""What form of request a server takes: found out once, by what it refuses, and remembered.

Servers that call themselves OpenAI-compatible differ in how they are asked for JSON, and OpenAI's own models
in which parameters they take. No extra request is spent on it: the first real one is sent in the strictest
form, and each refusal that names a part of the form leaves that part out.
"""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Literal, NamedTuple

from extractor import durable
from extractor.models.protocol import MODES, Mode, ModelConfig

log = logging.getLogger(__name__)

FILE = "modes.json"
_NEXT: dict[Mode, Mode] = {"json_schema": "tools", "tools": "json"}
_NAMES_OF_MODE = {
    "json_schema": re.compile(r"response_format|json_schema|structured|grammar|guided"),
    "tools": re.compile(r"\btools?\b|tool_choice|function"),
}
_NAMES_OF_STRICT = re.compile(r"\bstrict\b|additionalproperties|invalid schema")
_REFUSES = re.compile(
    r"not? support|unsupported|unrecognized|unknown|unexpected|invalid|extra|not permitted|not allowed"
)
_known: dict[str, Dialect] = {}


class Dialect(NamedTuple):
    """The form of a request: how JSON is asked for, and which parameters go along."""

    mode: Mode = "json_schema"
    is_strict: bool = True
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    has_temperature: bool = True
    has_seed: bool = True


def adapted(dialect: Dialect, complaint: str, *, is_mode_fixed: bool = False) -> Dialect | None:
    """The next form to try after a refusal, None if none suits it.

    Args:
        dialect: What was refused.
        complaint: What the server said, in lower case.
        is_mode_fixed: Whether the mode must stay.
    """
    is_refused = _REFUSES.search(complaint) is not None
    if is_refused and dialect.limit == "max_tokens" and "max_completion_tokens" in complaint:
        return dialect._replace(limit="max_completion_tokens")
    if is_refused and dialect.has_temperature and "temperature" in complaint:
        return dialect._replace(has_temperature=False)
    if is_refused and dialect.has_seed and re.search(r"\bseed\b", complaint):
        return dialect._replace(has_seed=False)
    if dialect.is_strict and dialect.mode != "json" and _NAMES_OF_STRICT.search(complaint):
        return dialect._replace(is_strict=False)
    names = _NAMES_OF_MODE.get(dialect.mode)
    if names is None or is_mode_fixed or not names.search(complaint):
        return None
    return dialect._replace(mode=_NEXT[dialect.mode], is_strict=True)


def assumed(config: ModelConfig) -> Dialect:
    """The form for requests of which none can be tried first: the one remembered, else the likeliest."""
    known = recall(config)
    if known is None:
        # OpenAI's own models all take the newer of the two names, and the latest of them no other.
        known = Dialect(limit="max_completion_tokens" if config.base_url is None else "max_tokens")
    return known if config.mode == "auto" else known._replace(mode=config.mode)


def recall(config: ModelConfig) -> Dialect | None:
    """What is remembered of a server and model, None if nothing is."""
    key = _key(config)
    if key not in _known and config.home is not None:
        kept = _read(config.home / FILE).get(key)
        if (dialect := _dialect(kept)) is not None:
            _known[key] = dialect
    return _known.get(key)


def remember(config: ModelConfig, dialect: Dialect) -> None:
    """Keep what a server took, for this process and, if there is a folder, for later ones."""
    key = _key(config)
    if _known.get(key) == dialect:
        return
    _known[key] = dialect
    if config.home is not None:
        path = config.home / FILE
        _write(path, {**_read(path), key: dialect._asdict()})


def forget(config: ModelConfig) -> None:
    """Find a server's form anew with the next request."""
    key = _key(config)
    _known.pop(key, None)
    if config.home is not None and key in (kept := _read(config.home / FILE)):
        _write(config.home / FILE, {name: value for name, value in kept.items() if name != key})


def _key(config: ModelConfig) -> str:
    return f"{config.shown_url} {config.name}"


def _dialect(value: object) -> Dialect | None:
    if not isinstance(value, dict) or value.keys() != set(Dialect._fields):
        return None
    dialect = Dialect(**value)
    is_known = dialect.mode in MODES and dialect.limit in {"max_tokens", "max_completion_tokens"}
    return dialect if is_known else None


def _read(path: Path) -> dict[str, object]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(path: Path, kept: dict[str, object]) -> None:
    """Replace the file as a whole, so that no other process reads half of it."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True)
        durable.replace(path, content.encode(), is_synced=False)
    except OSError as error:
        log.warning("%s cannot be written (%s): modes are found anew next time", path, error.strerror)
