"""Ctrl-C: the first lets what is under way come to its end, the second does not."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from extractor.batch import Stop

_STDERR = 2
_TOLD = b"\nstopping: what is under way ends first; press Ctrl-C again to leave at once\n"


@contextmanager
def interruptible(stop: Stop) -> Iterator[None]:
    """Have the first interruption ask `stop` to end the run; the next one raises KeyboardInterrupt."""
    # Signals belong to the main thread; elsewhere the program around this one minds them.
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    is_asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_asked
        if is_asked:
            raise KeyboardInterrupt
        is_asked = True
        # Not through a stream: the signal may have come while one was written to.
        os.write(_STDERR, _TOLD)
        stop.ask("interrupted")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
