"""How often a process that reads articles looks for reference cycles."""

from __future__ import annotations

import gc

_AFTER = (20_000, 20, 100)


def collect_seldom() -> None:
    """Have Python look for reference cycles less often, in this process.

    Articles leave hardly any, and each look takes time for all the articles under way: a tenth of the whole.
    """
    gc.set_threshold(*_AFTER)
