"""The order of the stages for one article, and the border behind which nothing fails.

Whatever goes wrong with one article ends up as that article's record with status `failed`; the others go on.
"""

from __future__ import annotations

import hashlib
import logging
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ArticleError
from extractor.reconcile import Provenance, assemble
from extractor.schema.types import Article
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.schema.record import Record

log = logging.getLogger(__name__)

_VERSIONED_ROOMS = ("canonical", "knowledge", "rules")
_VERSIONED_SUFFIXES = (".py", ".csv")


class Extractor:
    """Turns articles into records, one at a time; holds no state between them."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Use `settings`, by default `Settings()`; neither environment nor files are read here."""
        self.settings = settings or Settings()

    def extract(self, article: Article) -> Record:
        """Make the record of one article; never raises on an article's account.

        A stage that breaks gives a record with status `failed`, whose error names stage, kind and place.
        """
        started_s = time.perf_counter()
        stages = _Stages(article)
        try:
            record = stages.run()
        except Exception as error:  # the one place: an article's bug must not stop the other articles
            # The message stays out: it may quote the article.
            record = _failed(article.id, f"{stages.stage}: {type(error).__name__} at {_place(error)}")
        return _closed(record, started_s)


class _Stages:
    """One article's way; `stage` names where it is, for whoever has to explain a failure."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self.stage = "rules"

    def run(self) -> Record:
        # Here, not above: compiling their patterns takes 0.1 s that importing this module should not cost.
        from extractor import grounding, rules

        article = self._article
        draft = rules.extract(article)
        self.stage = "grounding"
        draft, dropped = grounding.check(draft, article.text)
        self.stage = "reconcile"
        values, provenance = assemble(draft)
        if article.encoding_guessed:
            _flag_all(provenance, "encoding_guessed")
        self.stage = "record"
        return _validated(
            {
                "article_id": article.id,
                "text_sha256": article.text_sha256,
                **values,
                "provenance": provenance,
                "run": {
                    "engine": "rules",
                    "status": "ok",
                    "rules_version": rules_version(),
                    "dropped": [drop._asdict() for drop in dropped],
                },
            }
        )


def failed_record(error: ArticleError) -> Record:
    """The record of an article that could not be read: no values, and in `run.error` why."""
    return _closed(_failed(error.article_id, str(error)), time.perf_counter())


@cache
def rules_version() -> str:
    """The first 12 hexadecimal digits of a SHA-256 over the sources and tables that the rules are made of."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for room in _VERSIONED_ROOMS:
        for path in sorted(root.joinpath(room).rglob("*")):
            if path.suffix in _VERSIONED_SUFFIXES:
                content = path.read_bytes()
                digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
                digest.update(content)
    return digest.hexdigest()[:12]


def _flag_all(provenance: Provenance, flag: str) -> None:
    for entry in provenance.values():
        flags = entry["flags"]
        assert isinstance(flags, list)
        if flag not in flags:
            flags.append(flag)


def _failed(article_id: str, error: str) -> Record:
    return _validated(
        {
            "article_id": article_id,
            "text_sha256": None,
            "in_scope": None,
            "article": None,
            "event": None,
            "run": {"engine": "rules", "status": "failed", "error": error, "rules_version": rules_version()},
        }
    )


def _validated(values: dict[str, object]) -> Record:
    # Here, not above: building the models takes as long as all the rest of the import.
    from extractor.schema.record import Record

    return Record.model_validate(values)


def _place(error: BaseException) -> str:
    """Module and line where `error` was raised, as far as that is known."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"


def _closed(record: Record, started_s: float) -> Record:
    """Note how long it took and log the article's one event."""
    run = record.run
    assert run is not None
    run.duration_s = round(time.perf_counter() - started_s, 6)
    log.info(
        "article_done id=%r status=%s dropped=%d duration_s=%.6f",
        record.article_id,
        run.status,
        len(run.dropped),
        run.duration_s,
    )
    return record
