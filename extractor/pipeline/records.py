"""Records made whole: from a draft, from an error, from the cache."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

from extractor.errors import ArticleError
from extractor.pipeline.version import rules_version
from extractor.reconcile import Provenance, assemble
from extractor.schema.claims import Drop
from extractor.schema.types import Article, Candidate, Draft, Node

if TYPE_CHECKING:
    from extractor.schema.kept import Kept
    from extractor.schema.record import Record

Ended = TypeVar("Ended", "Record", "Kept")
log = logging.getLogger(__name__)


def from_draft(article: Article, draft: Draft, dropped: Iterable[Drop], run: Mapping[str, object]) -> Record:
    """An article's record; `run` overrides what a run by rules says of itself.

    Raises:
        ValidationError: The draft is none of a record, which is a stage's bug.
    """
    values, provenance = assemble(draft)
    if article.encoding_guessed:
        _flag_all(provenance, "encoding_guessed")
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
                **run,
                "dropped": [drop._asdict() for drop in dropped],
            },
        }
    )


def explain(record: Record, draft: Draft) -> None:
    """Note at `record` by which rule each leaf of `draft` came about."""
    record.reasons.update(_reasons(draft, ""))


def failed_record(error: ArticleError) -> Record:
    """The record of an article that could not be read: no values, and in `run.error` why."""
    return closed(failed(error.article_id, str(error)), time.perf_counter())


def failed(article_id: str, error: str, run: Mapping[str, object] | None = None) -> Record:
    """A record without values, with `error` as the reason; `run` as for `from_draft`."""
    return _validated(
        {
            "article_id": article_id,
            "text_sha256": None,
            "in_scope": None,
            "article": None,
            "event": None,
            "run": {
                "engine": "rules",
                "rules_version": rules_version(),
                **(run or {}),
                "status": "failed",
                "error": error,
            },
        }
    )


def closed(record: Ended, started_s: float) -> Ended:
    """Note how long it took and log the article's one event."""
    run = record.run
    assert run is not None
    run.duration_s = round(time.perf_counter() - started_s, 6)
    log.info(
        "article_done id=%r status=%s dropped=%d duration_s=%.6f engine=%s model=%s prompt=%s calls=%d "
        "input_tokens=%d output_tokens=%d",
        *(record.article_id, run.status, len(run.dropped), run.duration_s, run.engine, run.model),
        *(run.prompt, run.calls, run.input_tokens, run.output_tokens),
    )
    return record


def place_of(error: BaseException) -> str:
    """Kind of error, module and line where it was raised; not its message, which may quote the article."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = (
        f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "an unknown place"
    )
    return f"{type(error).__name__} at {where}"


def _validated(values: Mapping[str, object]) -> Record:
    # Here, not above: building the models takes as long as all the rest of the import.
    from extractor.schema.record import Record

    return Record.model_validate(values)


def _reasons(node: Node, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Candidate):
        yield pointer, node.reason
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from _reasons(item, f"{pointer}/{index}")
    elif node is not None:
        for name, part in node.items():
            yield from _reasons(part, f"{pointer}/{name}")


def _flag_all(provenance: Provenance, flag: str) -> None:
    for entry in provenance.values():
        flags = entry.setdefault("flags", [])
        assert isinstance(flags, list)
        if flag not in flags:
            flags.append(flag)
