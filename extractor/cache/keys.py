"""The keys of the cache: digests of all that an answer depends on.

In front of the digest stand the prompt's own and the model's name, so that what belongs to an old prompt or
model can be found and removed. The article's text has its part in the digest, and nowhere else.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_SEPARATOR = "|"
_PROMPT_DIGITS = 16


class Origin(NamedTuple):
    """What an entry was made with; `prompt` is the beginning of its template's SHA-256."""

    prompt: str
    model: str


def response_key(  # noqa: PLR0913  # each of them changes the answer
    *,
    text_sha256: str,
    prompt_sha256: str,
    wire_sha256: str,
    base_url: str,
    model: str,
    parameters: Mapping[str, object],
    part: int,
    parts: int,
) -> str:
    """The key of one answer; any difference in what was asked of whom gives another one.

    `parameters` are those of decoding (temperature, seed, …), as plain JSON, their order without meaning.
    `prompt_sha256` is the template's, not the rendered prompt's: a draft inside it is kept with the answer.
    """
    asked = [text_sha256, prompt_sha256, wire_sha256, base_url, model, dict(parameters), part, parts]
    return _key(short_prompt(prompt_sha256), model, asked)


def record_key(response_keys: Sequence[str], digest: str) -> str:
    """The key of a record made of these answers by code and tables with this digest."""
    first = origin(response_keys[0]) if response_keys else Origin("", "")
    return _key(first.prompt, first.model, [list(response_keys), digest])


def origin(key: str) -> Origin:
    """The prompt and the model that an entry with this key was made with."""
    prompt, _, rest = key.partition(_SEPARATOR)
    return Origin(prompt, rest.rpartition(_SEPARATOR)[0])


def short_prompt(prompt_sha256: str) -> str:
    """A prompt's digest as keys have it."""
    return prompt_sha256[:_PROMPT_DIGITS]


def _key(prompt: str, model: str, parts: list[object]) -> str:
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return _SEPARATOR.join((prompt, model, digest))
