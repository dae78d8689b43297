"""One article with a model: take what is known, ask for the rest, keep what came.

`prepare`, `answer` and `finish` are synchronous and hold all that is decided; waiting lies between them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from extractor import prompts
from extractor.cache import Cache, StoredResponse
from extractor.errors import SettingsError
from extractor.pipeline import records
from extractor.pipeline.arrivals import Arrivals, Arrived, Question, Questions
from extractor.pipeline.budget import Budget, BudgetError
from extractor.pipeline.checking import Checker
from extractor.pipeline.connection import connect
from extractor.pipeline.estimating import Estimate, estimate, foretold
from extractor.pipeline.keys import Keys
from extractor.pipeline.measures import Measures
from extractor.pipeline.pending import Pending
from extractor.pipeline.stages import Stages
from extractor.schema.calls import Outcome, Request
from extractor.schema.kept import Kept, packed
from extractor.schema.types import Article, Value
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.models import Model
    from extractor.schema.record import Record

log = logging.getLogger(__name__)


class Reader:
    """Reads articles with a model and the rules; articles under way at once do not know of each other.

    Args:
        settings: Their engine needs a model.
        model: What answers; by default the server that the settings name.
        arrivals: Answers that came another way; they are taken before the model is asked.

    Raises:
        SettingsError: The prompt is unknown or does not fit the engine, the server cannot be addressed, or
            there is a budget and no price.
    """

    def __init__(
        self, settings: Settings, model: Model | None = None, arrivals: Arrivals | None = None
    ) -> None:
        self._settings = settings
        self._arrivals = arrivals
        self._prompt = prompts.load(settings.prompt)
        if settings.engine == "llm" and self._prompt.strategy == "patch":
            raise SettingsError(
                f"prompt '{self._prompt.id}' corrects what the rules found; use it with engine 'hybrid'"
            )
        self._model = model or connect(settings)
        self._budget = Budget(settings.budget_usd)
        self._measures = Measures(settings, self._prompt)
        self._cache = Cache.open(settings.home, is_enabled=settings.cache)
        self._checker = Checker(settings, self._prompt)

    async def read(self, article: Article, *, is_new: bool = False) -> Record:
        """Make the record of one article; never raises on an article's account.

        Args:
            article: What is read.
            is_new: Whether the cache has just been asked for its record, and had none.

        Raises:
            BudgetError: It would have to be asked about, and the budget is used up.
        """
        started_s = time.perf_counter()
        pending = self._pending(article)
        kept = None if is_new else self._kept(pending)
        if kept is not None and (record := _whole(kept)) is not None:
            return records.closed(record, started_s)
        record = await self._made(pending)
        if pending.is_lasting:
            self._cache.put_record(pending.keys.record, packed(record))
        if record.run is not None:
            record.run.retries = pending.usage.retries
        return records.closed(record, started_s)

    def kept(self, article: Article) -> Kept | None:
        """The record of `article` if it is there already; any thread may ask, and nothing is waited for."""
        started_s = time.perf_counter()
        kept = self._kept(self._pending(article))
        return None if kept is None else records.closed(kept, started_s)

    def prepare(self, article: Article) -> Pending:
        """Run the rules, and note what is known already; parts without an outcome are to be asked."""
        pending = self._pending(article)
        self._prepare(pending)
        return pending

    def answer(self, pending: Pending, index: int, outcome: Outcome) -> None:
        """Note what came of request `index` and keep it, so that it is paid for once."""
        request = pending.requests[index]
        pending.outcomes[index] = outcome
        self._pay(pending, pending.keys.response(request.part, request.parts), outcome)

    def finish(self, pending: Pending) -> Record:
        """Weigh what came against the rules; without a usable answer the rules' record stands."""
        if pending.failure is not None:
            return self._checker.fallback(pending, f"{pending.failure.kind}: {pending.failure.error}")
        if pending.grounded is None:
            self._checker.ground(pending)
        return self._checker.record(pending)

    def estimate(self, article: Article) -> Estimate:
        """What `read` would ask now, and what was paid when it was asked before; nothing is sent."""
        pending = self._pending(article)
        try:
            is_kept = self._kept(pending) is not None
            self._prepare(pending)
            repair = self._cache.get_response(pending.keys.repair)
            return estimate(pending, self._prompt, is_kept=is_kept, repair=repair)
        except Exception:  # as in `read`, a bug costs one article its questions
            return Estimate()

    def questions(self, article: Article) -> Questions:
        """The requests that `read` would send now, for whoever asks another way; nothing is sent."""
        pending = self._pending(article)
        try:
            if self._kept(pending) is not None:
                return Questions()
            self._prepare(pending)
            if pending.failure is not None:
                return Questions()
            asked = tuple(
                Question(pending.keys.response(request.part, request.parts), request, pending.shown)
                for request, outcome in zip(pending.requests, pending.outcomes, strict=True)
                if outcome is None
            )
            return Questions(asked, estimate(pending, self._prompt, is_kept=False, repair=None))
        except Exception:  # as in `read`, a bug costs one article its questions
            return Questions()

    def keep(self, key: str, arrived: Arrived) -> None:
        """Keep an answer that no article of this run has taken, so that it is not paid for again."""
        self._keep(key, arrived.outcome, arrived.draft)

    @property
    def measured(self) -> Estimate:
        """What earlier runs took beside what they were estimated to take."""
        return self._measures.kept

    async def close(self) -> None:
        """Close the connection to the model, and the cache."""
        self._measures.save()
        await self._model.close()
        self.leave()

    def leave(self) -> None:
        """Close what the calling thread has open of the cache; each thread has a connection of its own."""
        self._cache.close()

    def _pending(self, article: Article) -> Pending:
        return Pending(article, Keys(article, self._settings, self._prompt), Stages(article))

    def _kept(self, pending: Pending) -> Kept | None:
        """The record as it was made before by the same code, in the name of this article."""
        if self._arrivals is not None and self._arrivals.concerns(pending.article.text_sha256):
            return None
        text = None if self._settings.format == "explain" else self._cache.get_record(pending.keys.record)
        if text is None:
            return None
        try:
            kept = Kept(text, pending.article.id)
        except ValueError:
            log.warning("a cached record is damaged and is made anew")
            return None
        run = kept.run
        run.cached, run.calls, run.input_tokens, run.output_tokens, run.cost_usd = True, 0, 0, 0, 0.0
        return kept

    async def _made(self, pending: Pending) -> Record:
        try:
            self._prepare(pending)
            await self._ask(pending)
            if pending.failure is None:
                self._checker.ground(pending)
                await self._repair(pending)
            self._measure(pending)
            return self.finish(pending)
        except BudgetError:
            raise
        except Exception as error:  # the one place: an article's bug must not stop the other articles
            return self._rescued(pending, pending.stages.reason(error))

    def _rescued(self, pending: Pending, reason: str) -> Record:
        """The rules' record after a bug of ours; if they are what is broken, one without values."""
        pending.grounded = None
        try:
            return self._checker.fallback(pending, reason)
        except ValueError:
            pending.rules = None
            return self._checker.fallback(pending, reason)

    def _prepare(self, pending: Pending) -> None:
        stages, article = pending.stages, pending.article
        pending.rules = stages.rules()
        stages.stage = "prompts"
        pending.sentences = stages.sentences
        is_patch = self._prompt.strategy == "patch"
        pending.shown = prompts.shown(pending.rules.draft) if is_patch else None
        pending.requests = prompts.requests(
            self._prompt,
            article,
            pending.sentences,
            draft=pending.shown,
            max_output_tokens=self._settings.max_output_tokens,
        )
        stages.stage = "cache"
        self._recall(pending)
        if self._arrivals is not None:
            self._take(pending, self._arrivals)

    def _recall(self, pending: Pending) -> None:
        """Take the answers that are kept, and with patches the draft that they answer, be it an older one."""
        keys = (pending.keys.response(request.part, request.parts) for request in pending.requests)
        kept = [self._cache.get_response(key) for key in keys]
        if pending.shown is not None:
            drafts = [stored.draft for stored in kept if stored is not None]
            # Answers to different drafts cannot be read together.
            if len(drafts) < len(kept) or any(draft != drafts[0] for draft in drafts):
                kept = [None] * len(kept)
            else:
                pending.shown = drafts[0]
        pending.kept = kept
        pending.outcomes = [None if stored is None else _replayed(stored) for stored in kept]

    def _take(self, pending: Pending, arrivals: Arrivals) -> None:
        """Take what has arrived; whatever of it is no answer gives way to answers that are kept."""
        keys = [pending.keys.response(request.part, request.parts) for request in pending.requests]
        taken = [arrivals.take(key) for key in keys]
        is_whole = all(one is not None and one.outcome.kind != "unavailable" for one in taken)
        is_known = not is_whole and None not in pending.outcomes
        for index, arrived in enumerate(taken):
            if arrived is None:
                continue
            usage = arrived.outcome.usage
            if is_known:
                pending.usage = pending.usage.plus(usage)
                continue
            if pending.shown is not None and arrived.draft is not None:
                pending.shown = arrived.draft
            if usage.calls:
                self.answer(pending, index, arrived.outcome)
            else:
                pending.outcomes[index] = arrived.outcome

    async def _ask(self, pending: Pending) -> None:
        for index, request in enumerate(pending.requests):
            if pending.outcomes[index] is None:
                self.answer(pending, index, await self._complete(pending, request))
            if pending.failure is not None:
                # The article falls back as a whole: more answers would be paid for and not used.
                return

    async def _complete(self, pending: Pending, request: Request) -> Outcome:
        if self._budget.is_spent:
            raise BudgetError(pending.usage)
        outcome = await self._model.complete(request)
        self._budget.spend(outcome.usage.cost_usd)
        return outcome

    def _measure(self, pending: Pending) -> None:
        """Compare what was just paid with its estimate, for a few articles that nothing was kept of."""
        is_new = not any(pending.kept) and pending.failure is None
        if is_new and pending.usage.calls and self._measures.is_wanted:
            self._measures.add(foretold(pending, self._prompt), pending.usage)

    async def _repair(self, pending: Pending) -> None:
        """Ask once more for what was not found; with kept answers only if the repair is kept, too."""
        if pending.usage.calls:
            repair = self._checker.repair(pending)
            if repair is None or self._budget.is_spent:
                return
            outcome = await self._complete(pending, repair.request)
            self._pay(pending, pending.keys.repair, outcome)
        else:
            stored = self._cache.get_response(pending.keys.repair)
            if stored is None:
                return
            outcome = _replayed(stored)
        if outcome.payload is not None:
            self._checker.apply(pending, outcome.payload)

    def _pay(self, pending: Pending, key: str, outcome: Outcome) -> None:
        pending.usage = pending.usage.plus(outcome.usage)
        self._keep(key, outcome, pending.shown)

    def _keep(self, key: str, outcome: Outcome, draft: Mapping[str, Value] | None) -> None:
        if outcome.kind != "unavailable":
            stored = StoredResponse(outcome.kind, outcome.payload, outcome.usage, draft, outcome.error)
            self._cache.put_response(key, stored)


def _replayed(stored: StoredResponse) -> Outcome:
    """A kept answer: nothing is paid for it again."""
    return Outcome(stored.kind, stored.payload, error=stored.error)


def _whole(kept: Kept) -> Record | None:
    try:
        return kept.record
    except ValueError:
        log.warning("a cached record is damaged and is made anew")
        return None
