"""About how many tokens a text is, without a tokenizer: what a prompt costs should be told before it is sent.

The estimate is fitted to SmolLM2's tokenizer on Indonesian news, prompts and answers. It is within 6 % for an
article or a whole request and within 16 % for a short piece. Tokenizers of larger models, which know more
Indonesian, need fewer tokens.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_MARKS = re.compile(r"[^\w\s]+|_+")
_PER_WORD = 1.6
_PER_LETTER = 0.185
_PER_DIGIT = 1.1
_PER_MARKS = 0.15
_PER_LINE = 1.0
_PER_FOREIGN = 0.7


def estimate_tokens(text: str) -> int:
    """About how many of SmolLM2's tokens `text` is; at least 1 for any text."""
    words = _WORD.findall(text)
    tokens = (
        _PER_WORD * len(words)
        + _PER_LETTER * sum(map(len, words))
        + _PER_DIGIT * len(_DIGIT.findall(text))
        + _PER_MARKS * len(_MARKS.findall(text))
        + _PER_LINE * text.count("\n")
        + _PER_FOREIGN * sum(not char.isascii() for char in text)
    )
    return max(round(tokens), bool(text))
