"""From a model's answers to the record: ground them, weigh them against the rules, tell how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor import grounding, prompts
from extractor.pipeline import records
from extractor.pipeline.pending import Pending
from extractor.prompts import Prompt, Repair
from extractor.reconcile import model_only, weigh
from extractor.schema.claims import Claims
from extractor.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from extractor.schema.claims import Drop
    from extractor.schema.record import Record
    from extractor.schema.types import Draft, Node

# A repair may take 30 % of the tokens that the first request and its answer took; it is cut by characters,
# of which its dense lines have fewer to the token.
_REPAIR_SHARE = 0.27
_MIN_REPAIR_TOKENS = 32
# A repair is a second call: it is made where items are lost, more than one in twenty of what was found.
_WORTH_SHARE = 0.05


class Checker:
    """Makes records of one run's answers; everything here is synchronous and asks nobody."""

    def __init__(self, settings: Settings, prompt: Prompt) -> None:
        self._settings = settings
        self._prompt = prompt

    def ground(self, pending: Pending) -> None:
        """Read the answers, all of them complete, and find what they cite."""
        pending.stages.stage = "prompts"
        payloads = [outcome.payload or {} for outcome in pending.outcomes if outcome is not None]
        pending.answer = prompts.read(self._prompt, payloads, pending.shown)
        pending.context = pending.stages.context()
        self._ground(pending, pending.answer.claims, frozenset())

    def repair(self, pending: Pending) -> Repair | None:
        """The request that asks once more for what was not found; None if there is nothing worth it."""
        first = pending.outcomes[0]
        if pending.grounded is None or first is None:
            return None
        lost = [failed for failed in pending.grounded.failed if failed.path in grounding.NEEDED]
        if len(lost) <= _WORTH_SHARE * (len(lost) + _count(pending.grounded.draft)):
            return None
        max_output_tokens = int(_REPAIR_SHARE * first.usage.output_tokens)
        if max_output_tokens < _MIN_REPAIR_TOKENS:
            return None
        pending.stages.stage = "repair"
        asked_chars = sum(len(message.content) for message in pending.requests[0].messages)
        return prompts.repair(
            pending.article,
            pending.sentences,
            lost,
            budget_chars=int(_REPAIR_SHARE * asked_chars),
            max_output_tokens=max_output_tokens,
        )

    def apply(self, pending: Pending, payload: Mapping[str, object]) -> None:
        """Ground again, with the leaves of a repair's answer in place of those that failed."""
        assert pending.answer is not None
        pending.stages.stage = "repair"
        repaired = prompts.repaired(pending.answer.claims, payload)
        self._ground(pending, repaired.claims, repaired.pointers)

    def record(self, pending: Pending) -> Record:
        """The record of what was grounded."""
        assert pending.rules is not None
        assert pending.answer is not None
        assert pending.grounded is not None
        pending.stages.stage = "reconcile"
        ours, theirs = pending.rules, pending.grounded
        dropped = tuple(map(self._discreet, (*pending.answer.malformed, *theirs.dropped)))
        if self._settings.engine == "llm":
            draft = model_only(ours.draft, theirs.draft)
        else:
            is_complete = self._prompt.strategy == "full"
            weighed = weigh(ours.draft, theirs.draft, pending.answer.denials, is_complete=is_complete)
            draft, dropped = weighed.draft, (*ours.dropped, *dropped, *weighed.dropped)
        pending.stages.stage = "record"
        return self._record(pending, draft, dropped, {})

    def fallback(self, pending: Pending, reason: str) -> Record:
        """The rules' record, or with `fallback` off or without the rules one that failed, for that reason."""
        if pending.rules is None or not self._settings.fallback:
            return records.failed(pending.article.id, reason, self._run(pending))
        how = {"status": "fallback", "error": reason}
        return self._record(pending, pending.rules.draft, pending.rules.dropped, how)

    def _discreet(self, drop: Drop) -> Drop:
        """`drop` without words of the prompt, which an article may have ordered the model to tell."""
        is_own = isinstance(drop.value, str) and prompts.is_own_text(self._prompt, drop.value)
        return drop._replace(value=None, reason="prompt_text") if is_own else drop

    def _ground(self, pending: Pending, claims: Claims, repaired: frozenset[str]) -> None:
        assert pending.context is not None
        pending.stages.stage = "grounding"
        pending.grounded = grounding.ground(
            claims,
            pending.article,
            pending.sentences,
            pending.context,
            canaries=self._prompt.canaries,
            repaired=repaired,
        )

    def _record(
        self, pending: Pending, draft: Draft, dropped: Iterable[Drop], how: Mapping[str, object]
    ) -> Record:
        record = records.from_draft(pending.article, draft, dropped, {**self._run(pending), **how})
        if self._settings.format == "explain":
            records.explain(record, draft)
        return record

    def _run(self, pending: Pending) -> dict[str, object]:
        usage = pending.usage
        has_answer = any(one is not None and one.kind != "unavailable" for one in pending.outcomes)
        return {
            "engine": self._settings.engine,
            "model": self._settings.model,
            "prompt": self._prompt.id,
            "prompt_sha256": self._prompt.sha256,
            "cached": has_answer and not usage.calls,
            "calls": usage.calls,
            "input_tokens": usage.input_tokens,
            "output_tokens": usage.output_tokens,
            "cost_usd": round(usage.cost_usd, 9),
        }


def _count(node: Node) -> int:
    """How many leaves of a draft hold something."""
    if isinstance(node, dict):
        return sum(map(_count, node.values()))
    return sum(map(_count, node)) if isinstance(node, list) else node is not None
