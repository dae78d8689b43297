"""The stages that every article goes through, with or without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.pipeline import records
from extractor.schema.types import Article

if TYPE_CHECKING:
    from extractor.canonical.context import Context
    from extractor.grounding import Checked
    from extractor.rules import Scan
    from extractor.schema.types import Sentence


class Stages:
    """One article's way; `stage` names where it is, for whoever has to explain a failure."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._seen: Scan | None = None
        self.stage = "start"

    def rules(self) -> Checked:
        """The rules' draft, without what its evidence does not prove."""
        # Here, not above: compiling their patterns takes 0.1 s that importing this module should not cost.
        from extractor import grounding, rules

        self.stage = "rules"
        self._seen = rules.prepare(self._article)
        draft = rules.extract(self._seen)
        self.stage = "grounding"
        return grounding.check(draft, self._article.text)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences of the article, once the rules have read it."""
        assert self._seen is not None
        return self._seen.sentences

    def context(self) -> Context:
        """What the rules that have read the article know of it as a whole."""
        from extractor import rules

        assert self._seen is not None
        self.stage = "rules"
        return rules.context(self._seen)

    def reason(self, error: Exception) -> str:
        """What broke where, without a word of the article."""
        return f"{self.stage}: {records.place_of(error)}"
