"""What the tests of models share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from extractor.models import dialects


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Ports are used again: what one stub took must not be remembered for the next."""
    dialects._known.clear()
    yield
    dialects._known.clear()
