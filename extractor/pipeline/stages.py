"""The stages that every article goes through, with or without a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.pipeline import records
from extractor.schema.types import Article

if TYPE_CHECKING:
    from extractor.grounding import Checked


class Stages:
    """One article's way; `stage` names where it is, for whoever has to explain a failure."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self.stage = "start"

    def rules(self) -> Checked:
        """The rules' draft, without what its evidence does not prove."""
        # Here, not above: compiling their patterns takes 0.1 s that importing this module should not cost.
        from extractor import grounding, rules

        self.stage = "rules"
        draft = rules.extract(self._article)
        self.stage = "grounding"
        return grounding.check(draft, self._article.text)

    def reason(self, error: Exception) -> str:
        """What broke where, without a word of the article."""
        return f"{self.stage}: {records.place_of(error)}"
