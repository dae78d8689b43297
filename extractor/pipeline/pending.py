"""One article under way with a model: what was asked, what came, what it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.pipeline.keys import Keys
from extractor.pipeline.stages import Stages
from extractor.schema.calls import NO_USAGE, Outcome, Request, Usage
from extractor.schema.claims import Answer
from extractor.schema.types import Article, Sentence, Value

if TYPE_CHECKING:
    from extractor.cache import StoredResponse
    from extractor.canonical.context import Context
    from extractor.grounding import Checked, Grounded


@dataclass(slots=True)
class Pending:
    """The state of one article between the first question and the record.

    `outcomes` has one place for each of `requests`, None where nothing came yet; `kept` has the same for the
    answers that were known from the start. `shown` is the rules' draft as the requests show it, None where
    they show none. `usage` is what was paid now, for this record.
    """

    article: Article
    keys: Keys
    stages: Stages
    rules: Checked | None = None
    sentences: tuple[Sentence, ...] = ()
    shown: Mapping[str, Value] | None = None
    requests: tuple[Request, ...] = ()
    outcomes: list[Outcome | None] = field(default_factory=list)
    kept: Sequence[StoredResponse | None] = ()
    usage: Usage = NO_USAGE
    context: Context | None = None
    answer: Answer | None = None
    grounded: Grounded | None = None

    @property
    def failure(self) -> Outcome | None:
        """The first outcome that is no answer; None when there is none."""
        return next((one for one in self.outcomes if one is not None and one.kind != "complete"), None)

    @property
    def is_lasting(self) -> bool:
        """True when the same article would fare the same again: no server failed, and no code of ours."""
        if self.failure is not None:
            return self.failure.kind != "unavailable"
        return self.grounded is not None
