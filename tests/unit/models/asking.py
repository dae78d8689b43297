"""One small question, and ways to ask it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from extractor.models import ModelConfig, Pace, connect
from extractor.schema.calls import Message, Outcome, Request
from tests.servers.openai_stub import OpenAIStub

KEY = "sk-planted-0123456789"


class Item(BaseModel):
    text: str
    sentence: str


class Answer(BaseModel):
    """What the article says."""

    model_config = ConfigDict(extra="forbid")

    title: Item | None
    people: list[Item] = []


SAID = '{"title": null, "people": [{"text": "Yuli", "sentence": "s1"}]}'
PAYLOAD = {"title": None, "people": [{"text": "Yuli", "sentence": "s1"}]}


def question(text: str = "s1|Rapat di Palopo", max_output_tokens: int = 200) -> Request:
    return Request((Message("system", "Salin. JSON."), Message("user", text)), Answer, max_output_tokens)


class Slept:
    """A pace that notes its waits and takes no time over them."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.now = 0.0
        self.pace = Pace(self._sleep, lambda: self.now)

    async def _sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.now += seconds


def ask(stub: OpenAIStub, *requests: Request, slept: Slept | None = None, **config: Any) -> list[Outcome]:
    """The outcomes of `requests` (of one question by default), one after the other."""
    return ask_at(stub.base_url, *requests, slept=slept, **config)


def ask_at(url: str, *requests: Request, slept: Slept | None = None, **config: Any) -> list[Outcome]:
    settings: dict[str, Any] = {"name": "stub", "api_key": KEY, "timeout_s": 5.0, **config}
    return asyncio.run(_ask(url, requests or (question(),), slept or Slept(), settings))


async def _ask(
    url: str, requests: Sequence[Request], slept: Slept, settings: dict[str, Any]
) -> list[Outcome]:
    model = connect(ModelConfig(base_url=url, **settings), pace=slept.pace)
    try:
        return [await model.complete(request) for request in requests]
    finally:
        await model.close()
