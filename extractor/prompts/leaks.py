"""Which words of an answer are the prompt's own: a model that betrays its instructions is not passed on."""

from __future__ import annotations

from functools import cache

from extractor.prompts.template import Prompt
from extractor.text import fold, squeeze

_RUN = 30
"""Characters in a row that no other text shares with a prompt by chance."""
_OWN = ("instructions", "example")


def is_own_text(prompt: Prompt, text: str) -> bool:
    """True when `text` holds a piece of the prompt's instructions or of its example."""
    folded = squeeze(fold(text))
    runs = _runs(prompt)
    return any(folded[at : at + _RUN] in runs for at in range(len(folded) - _RUN + 1))


@cache
def _runs(prompt: Prompt) -> frozenset[str]:
    texts = [squeeze(fold(prompt.block(name))) for name in _OWN if name in prompt.blocks]
    return frozenset(text[at : at + _RUN] for text in texts for at in range(len(text) - _RUN + 1))
