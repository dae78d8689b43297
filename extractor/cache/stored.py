"""One answer of a model as it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from extractor.schema.calls import NO_USAGE, OutcomeKind, Usage
from extractor.schema.types import Value

_KINDS = frozenset(get_args(OutcomeKind)) - {"unavailable"}


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """How one request ended, whatever it took at that time.

    `draft` is what the rules had found when a patch was asked for: the answer speaks of it, of no later one.
    `error` is one sentence without article text, None for a complete answer.
    """

    kind: OutcomeKind
    payload: Mapping[str, object] | None = None
    usage: Usage = NO_USAGE
    draft: Mapping[str, Value] | None = None
    error: str | None = None

    @property
    def is_lasting(self) -> bool:
        """False where no answer came at all: the next attempt may fare better."""
        return self.kind in _KINDS


def dump(response: StoredResponse) -> str:
    """The response as JSON text."""
    return json.dumps(
        {
            "kind": response.kind,
            "payload": None if response.payload is None else dict(response.payload),
            "usage": list(response.usage),
            "draft": None if response.draft is None else dict(response.draft),
            "error": response.error,
        }
    )


def load(text: str) -> StoredResponse | None:
    """The response that `dump` wrote; None if the text is none."""
    try:
        kept = json.loads(text)
        response = StoredResponse(
            kept["kind"], kept["payload"], Usage(*kept["usage"]), kept["draft"], kept["error"]
        )
        is_whole = response.is_lasting and all(
            part is None or isinstance(part, dict) for part in (response.payload, response.draft)
        )
    except (ValueError, TypeError, KeyError):
        return None
    return response if is_whole else None
