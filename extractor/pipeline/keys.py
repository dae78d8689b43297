"""The keys that answers and finished records are kept under: all that they depend on, and nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cached_property

from extractor.cache import record_key, response_key
from extractor.pipeline.version import record_version
from extractor.prompts import Prompt, load_any
from extractor.schema.types import Article
from extractor.settings import Settings

_WHOLE = 0
"""Stands for all parts together: the record, and the repair of an answer."""


class Keys:
    """The keys of one article; of the settings only what changes an answer or a record is in them."""

    def __init__(self, article: Article, settings: Settings, prompt: Prompt) -> None:
        self._article = article
        self._settings = settings
        self._prompt = prompt
        self._text_sha256 = article.text_sha256

    def response(self, part: int, parts: int) -> str:
        """The key of the answer to one part, counted from 1."""
        return self._key(part, parts)

    def _key(self, part: int, parts: int, **more: str) -> str:
        settings = self._settings
        return response_key(
            text_sha256=self._text_sha256,
            prompt_sha256=self._prompt.sha256,
            wire_sha256=self._prompt.wire_sha256,
            base_url=settings.base_url or "",
            model=settings.model or "",
            parameters={
                "temperature": settings.temperature,
                "seed": settings.seed,
                "max_output_tokens": settings.max_output_tokens,
                **more,
            },
            part=part,
            parts=parts,
        )

    @cached_property
    def repair(self) -> str:
        """The key of the one answer that repairs the others."""
        return self._key(_WHOLE, _WHOLE, repair=load_any("repair").sha256)

    @cached_property
    def record(self) -> str:
        """The key of the finished record: besides the answer, the code and what came beside the text."""
        beside = [
            asdict(self._article.metadata),
            self._article.encoding_guessed,
            self._settings.engine,
            self._settings.fallback,
        ]
        digest = hashlib.sha256(json.dumps(beside).encode()).hexdigest()
        return record_key((self.repair,), record_version() + digest)
