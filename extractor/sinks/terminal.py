"""Text that a terminal shows and does not obey: an article must not command it."""

from __future__ import annotations

import re

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """`text` with a space in the place of each character that steers a terminal."""
    return _CONTROLS.sub(" ", text)
