"""All that is to be asked, written down as the provider wants it: one request a line, in files of its size.

Beside each file stands another one with what is needed to take the answers: the key that each is kept under,
which article it is about, and the draft that it corrects.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from extractor.batch.provider.state import Parcel, State, private
from extractor.errors import SettingsError
from extractor.models import ENDPOINT, Composer
from extractor.pipeline import Extractor
from extractor.pipeline.arrivals import Question
from extractor.pipeline.estimating import Estimate
from extractor.schema.types import Article


class Limits(NamedTuple):
    """What one file of requests may hold; by default as much as OpenAI takes."""

    requests: int = 50_000
    size_bytes: int = 200_000_000


def prepare(
    state: State, extractor: Extractor, items: Iterable[object], composer: Composer, *, limits: Limits
) -> None:
    """Write down every request that `items` need, and note in `state` that it is done.

    Articles that the cache answers need none; of two articles with the same text one is asked about. What
    an earlier attempt has written is written anew.

    Raises:
        SettingsError: The disk does not take it.
    """
    state.parcels, state.articles, state.known, state.unread = [], 0, 0, 0
    asked: set[str] = set()
    ahead = Estimate()
    with _writing(state, limits) as desk:
        for item in items:
            state.articles += 1
            if not isinstance(item, Article):
                state.unread += 1
                continue
            questions = extractor.questions(item)
            state.known += not questions.asked
            new = [question for question in questions.asked if question.key not in asked]
            if new:
                ahead = ahead.plus(questions.estimate)
            for question in new:
                asked.add(question.key)
                desk.add(_request_line(question, composer), _asked_line(question, item))
    if not ahead.is_measured:
        ahead = ahead.plus(extractor.measured())
    state.estimate = [ahead.corrected.input_tokens, ahead.corrected.output_tokens]
    state.is_prepared = True
    state.save()


def id_of(key: str) -> str:
    """The `custom_id` of a question: the digest in its key, 64 characters, the most that providers take."""
    return key.rpartition("|")[2]


def _request_line(question: Question, composer: Composer) -> bytes:
    line = {
        "custom_id": id_of(question.key),
        "method": "POST",
        "url": ENDPOINT,
        "body": composer.body(question.request),
    }
    return json.dumps(line, separators=(",", ":")).encode() + b"\n"


def _asked_line(question: Question, article: Article) -> bytes:
    draft = None if question.draft is None else dict(question.draft)
    return json.dumps({"key": question.key, "text": article.text_sha256, "draft": draft}).encode() + b"\n"


class _Desk:
    """The files that are written now."""

    def __init__(self, state: State, limits: Limits) -> None:
        self._state = state
        self._limits = limits
        self._open: tuple[IO[bytes], IO[bytes]] | None = None

    def add(self, request: bytes, asked: bytes) -> None:
        """Write one request; begin the next file where the present one has no room for it."""
        parcels = self._state.parcels
        is_full = self._open is not None and (
            parcels[-1].requests >= self._limits.requests
            or parcels[-1].size_bytes + len(request) > self._limits.size_bytes
        )
        if is_full:
            self.close()
        if self._open is None:
            parcel = Parcel(number=len(parcels) + 1, requests=0, size_bytes=0)
            parcels.append(parcel)
            self._open = (
                private(self._state.path("requests", parcel)),
                private(self._state.path("asked", parcel)),
            )
        requests, questions = self._open
        requests.write(request)
        questions.write(asked)
        parcels[-1].requests += 1
        parcels[-1].size_bytes += len(request)

    def close(self) -> None:
        """Force the present files to the disk."""
        files, self._open = self._open or (), None
        for file in files:
            with file:
                file.flush()
                os.fsync(file.fileno())


@contextmanager
def _writing(state: State, limits: Limits) -> Iterator[_Desk]:
    desk = _Desk(state, limits)
    try:
        try:
            yield desk
        finally:
            desk.close()
    except OSError as error:
        raise SettingsError(f"cannot write to {state.folder}: {error.strerror or error}") from error
