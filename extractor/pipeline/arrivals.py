"""Answers that come another way than by asking the model, and what is asked for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from extractor.pipeline.estimating import Estimate
from extractor.schema.calls import Outcome, Request
from extractor.schema.types import Value


class Question(NamedTuple):
    """One request whose answer is not known yet.

    `key` is the one that its answer is kept under. `draft` is what the rules had found, as the request shows
    it; None where it shows nothing.
    """

    key: str
    request: Request
    draft: Mapping[str, Value] | None = None


class Questions(NamedTuple):
    """All that would be asked about an article now, and what that is estimated to take."""

    asked: tuple[Question, ...] = ()
    estimate: Estimate = Estimate()


class Arrived(NamedTuple):
    """What came of a question; `draft` is the one that it showed."""

    outcome: Outcome
    draft: Mapping[str, Value] | None = None


class Arrivals(Protocol):
    """Answers by the keys of their questions; asked by the thread that articles are read in."""

    def concerns(self, text_sha256: str) -> bool:
        """Whether there was a question about the article with this text."""

    def take(self, key: str) -> Arrived | None:
        """What came of the question with `key`, None if there was none.

        What it took is told the first time only, so that it is counted once.
        """


class NotAsked:
    """A model that answers nothing: articles are read from what has arrived, and nothing more is asked.

    Args:
        name: The name that records carry.
        reason: Why there is no answer to what is asked all the same.
    """

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self._reason = reason

    async def complete(self, _: Request) -> Outcome:
        """No answer."""
        return Outcome("unavailable", error=self._reason)

    async def close(self) -> None:
        """Do nothing: nothing is open."""
