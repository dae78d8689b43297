"""What an article would cost, before anything is sent.

Calls are known: one for each request without a kept answer. Input tokens are estimated from the words of the
request, output tokens from the answer that would say what the rules found. Both depend on the model, its
tokenizer and its eloquence; where answers of it are kept, what they took at that time shows by how much.
"""

from __future__ import annotations

from functools import reduce
from typing import NamedTuple

from extractor import prompts
from extractor.cache import StoredResponse
from extractor.pipeline.pending import Pending
from extractor.prompts import Prompt
from extractor.schema.calls import NO_USAGE, Request, Usage

_PER_MESSAGE = 4
"""Tokens that a server wraps one message in."""

_FEW = 5
"""Kept answers, of which fewer are no measure."""


class Estimate(NamedTuple):
    """Of one article or many: what is `ahead`, by estimate; and for what was answered before, what the same
    estimate comes to (`foretold`) beside what was `paid` (repairs and retries included).
    """

    ahead: Usage = NO_USAGE
    foretold: Usage = NO_USAGE
    paid: Usage = NO_USAGE

    def plus(self, other: Estimate) -> Estimate:
        """The sum of both, figure by figure."""
        return Estimate(
            self.ahead.plus(other.ahead), self.foretold.plus(other.foretold), self.paid.plus(other.paid)
        )

    @property
    def is_measured(self) -> bool:
        """Whether enough answers of the model are kept to correct what is estimated."""
        return self.foretold.calls >= _FEW

    @property
    def corrected(self) -> Usage:
        """What is ahead, larger or smaller by as much as what was paid missed its estimate; without cost."""
        if not self.is_measured:
            return self.ahead
        ahead, before, paid = self.ahead, self.foretold, self.paid
        return Usage(
            calls=round(ahead.calls * _ratio(paid.calls, before.calls)),
            input_tokens=round(ahead.input_tokens * _ratio(paid.input_tokens, before.input_tokens)),
            output_tokens=round(ahead.output_tokens * _ratio(paid.output_tokens, before.output_tokens)),
        )


def estimate(pending: Pending, prompt: Prompt, *, is_kept: bool, repair: StoredResponse | None) -> Estimate:
    """What the article of `pending`, which is prepared, would take.

    Args:
        pending: Its requests are made, and the kept answers to them found.
        prompt: What they were made with.
        is_kept: Whether its record is there already, so that nothing is asked.
        repair: The kept answer to the one request that repairs the others.
    """
    found = Estimate()
    for one, kept in zip(_each(pending, prompt), pending.kept, strict=True):
        if kept is not None:
            found = found.plus(Estimate(foretold=one, paid=kept.usage))
        elif not is_kept and pending.failure is None:
            found = found.plus(Estimate(ahead=one))
    return found if repair is None else found.plus(Estimate(paid=repair.usage))


def foretold(pending: Pending, prompt: Prompt) -> Usage:
    """What all requests of an article together are estimated to take."""
    return reduce(Usage.plus, _each(pending, prompt), NO_USAGE)


def _each(pending: Pending, prompt: Prompt) -> list[Usage]:
    """The estimate of each request."""
    assert pending.rules is not None
    answer = prompts.expected_answer(prompt, pending.article, pending.sentences, pending.rules.draft)
    output_tokens = round(prompts.estimate_tokens(answer) / max(len(pending.requests), 1))
    return [
        Usage(
            calls=1,
            input_tokens=_input_tokens(request),
            output_tokens=min(output_tokens, request.max_output_tokens),
        )
        for request in pending.requests
    ]


def _input_tokens(request: Request) -> int:
    return sum(prompts.estimate_tokens(message.content) + _PER_MESSAGE for message in request.messages)


def _ratio(paid: int, foretold: int) -> float:
    return paid / foretold if paid and foretold else 1.0
