"""Articles in, records out, one at a time.

Whatever goes wrong with one article ends up as that article's record: the rules' with status `fallback` if a
model failed, else one with status `failed`. The others go on.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from extractor.pipeline import records
from extractor.pipeline.loop import PrivateLoop
from extractor.pipeline.stages import Stages
from extractor.schema.types import Article
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.models import Model
    from extractor.pipeline.arrivals import Arrivals, Arrived, Questions
    from extractor.pipeline.estimating import Estimate
    from extractor.schema.kept import Kept
    from extractor.schema.record import Record


class Extractor:
    """Turns articles into records; holds no state between them but the connection to a model.

    Args:
        settings: By default `Settings()`; neither environment nor files are read here.
        model: What answers instead of the server that the settings name, for tests and replays.
        arrivals: Answers that came another way, a provider's batch; they are taken before the model is asked.

    Raises:
        SettingsError: The settings ask for a model, and something that it needs is missing.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        model: Model | None = None,
        arrivals: Arrivals | None = None,
    ) -> None:
        self.settings = settings or Settings()
        self._loop = PrivateLoop()
        self._reader = None
        if self.settings.needs_model:
            # Here, not above: templates and caches take time that the rules alone should not cost.
            from extractor.pipeline.reader import Reader

            self._reader = Reader(self.settings, model, arrivals)

    def extract(self, article: Article) -> Record:
        """Make the record of one article; never raises on an article's account.

        A stage that breaks gives a record with status `failed`, whose error names stage, kind and place.

        Raises:
            BudgetError: The settings' budget is used up.
        """
        if self._reader is None:
            return self._by_rules(article)
        return self.submit(article).result()

    async def extract_async(self, article: Article) -> Record:
        """As `extract`, without blocking the caller's event loop while a model answers."""
        return await asyncio.wrap_future(self.submit(article))

    def submit(self, article: Article, *, is_new: bool = False) -> Future[Record]:
        """Start on an article and return at once; the only error that the future may hold is BudgetError.

        `is_new` says that `kept` has just had nothing, so that it is not asked again.
        """
        if self._reader is not None:
            return self._loop.submit(self._reader.read(article, is_new=is_new))
        done: Future[Record] = Future()
        done.set_result(self._by_rules(article))
        return done

    def kept(self, article: Article) -> Kept | None:
        """The record of `article` if the cache has it as it would be made now; nothing is made or sent."""
        return None if self._reader is None else self._reader.kept(article)

    def estimate(self, article: Article) -> Estimate:
        """What asking about an article would take, and what it took before; nothing is sent."""
        from extractor.pipeline.estimating import Estimate

        return Estimate() if self._reader is None else self._reader.estimate(article)

    def questions(self, article: Article) -> Questions:
        """What would be asked about an article now, for whoever asks another way; nothing is sent."""
        from extractor.pipeline.arrivals import Questions

        return Questions() if self._reader is None else self._reader.questions(article)

    def keep(self, key: str, arrived: Arrived) -> None:
        """Keep an answer that came another way and that no article of this run has taken."""
        if self._reader is not None:
            self._reader.keep(key, arrived)

    def measured(self) -> Estimate:
        """What the model took for articles of earlier runs, beside what they were estimated to take."""
        from extractor.pipeline.estimating import Estimate

        return Estimate() if self._reader is None else self._reader.measured

    def __enter__(self) -> Extractor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection to the model and the cache; the extractor is not used afterwards."""
        if self._reader is not None:
            self._loop.submit(self._reader.close()).result()
            self._reader.leave()
        self._loop.close()

    def _by_rules(self, article: Article) -> Record:
        started_s = time.perf_counter()
        stages = Stages(article)
        try:
            draft, dropped = stages.rules()
            stages.stage = "record"
            record = records.from_draft(article, draft, dropped, {})
            if self.settings.format == "explain":
                records.explain(record, draft)
        except Exception as error:  # the one place: an article's bug must not stop the other articles
            record = records.failed(article.id, stages.reason(error))
        return records.closed(record, started_s)
