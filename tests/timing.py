"""How running time grows with the text, measured so that a loaded machine does not decide it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")

TRIES = 6
RUNS = 3


def growth(
    function: Callable[[Input], object], once: Input, twice: Input, *, tries: int = TRIES, runs: int = RUNS
) -> float:
    """t(twice) / t(once): the smallest of several tries; at most 3 is linear, a quadratic function gives 4.

    Processor time of this process, without garbage collection, the least of so many runs. A loaded machine
    may spoil one try; a quadratic function spoils all of them.
    """
    function(once)
    ratio = float("inf")
    gc.disable()
    try:
        for _ in range(tries):
            ratio = min(ratio, _seconds(function, twice, runs) / _seconds(function, once, runs))
            if ratio <= 2.5:
                break
    finally:
        gc.enable()
    return ratio


def _seconds(function: Callable[[Input], object], value: Input, runs: int) -> float:
    times = []
    for _ in range(runs):
        start = time.process_time()
        function(value)
        times.append(time.process_time() - start)
    # The clock of processor time is coarse: nothing is faster than a tenth of a millisecond.
    return max(min(times), 1e-4)
