"""From a model's answer to claims and denials. Nothing here believes anything, and nothing here fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.prompts.drafts import entries
from extractor.prompts.patching import Patcher
from extractor.prompts.template import Prompt
from extractor.schema.claims import Answer
from extractor.schema.types import Value


def read(
    prompt: Prompt, payloads: Sequence[Mapping[str, object]], draft: Mapping[str, Value] | None
) -> Answer:
    """One article's answer out of the payloads of its parts.

    Lists are concatenated in the order of the parts; of single values the first one counts. What has no
    usable shape is in `malformed`, by its place in the payload, with a reason.

    Args:
        prompt: The one that was asked.
        payloads: One for each part that was answered, in order.
        draft: For a patch the draft that the prompt showed (`shown`), else None.
    """
    patcher = Patcher(entries(draft or {}))
    take = patcher.patch if prompt.strategy == "patch" else patcher.add_all
    for payload in payloads:
        take(payload)
    return Answer(patcher.claims, tuple(dict.fromkeys(patcher.denials)), tuple(patcher.malformed))
