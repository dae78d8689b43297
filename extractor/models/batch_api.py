"""OpenAI's Batch API at one server: files go there, batches of them are made, answers come back as files.

What may be repeated without harm (looking, downloading) is repeated here when time can heal it. Uploading a
file and making a batch are not: whether a broken connection had done its work is for the caller to find out,
by the name of the file and the tag of the batch.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple, TypeVar

from extractor.errors import SettingsError
from extractor.models import failures
from extractor.models.failures import UnavailableError
from extractor.models.protocol import ModelConfig
from extractor.models.transport import silence
from extractor.models.waiting import wait_s

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI
    from openai.types import Batch

ENDPOINT: Final = "/v1/chat/completions"
WINDOW: Final = "24h"
TAG = "edumutu_batch"
"""The key of the metadata by which a batch is found again."""

GONE: Final = "gone"
"""The status of a batch that its provider no longer knows."""

_ENDED = frozenset(("completed", "failed", "expired", "cancelled", GONE))
_CONNECT_S = 10.0
_PURPOSE: Final = "batch"
_PAGE = 100
_OF_ONE = re.compile(r"/(?:files|batches)/[^/]")
T = TypeVar("T")


class RemoteBatch(NamedTuple):
    """A batch as its provider tells it; `errors` are the codes of what was wrong with it as a whole."""

    id: str
    status: str
    total: int = 0
    completed: int = 0
    failed: int = 0
    output_file_id: str | None = None
    error_file_id: str | None = None
    errors: tuple[str, ...] = ()

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in _ENDED


class GoneError(UnavailableError):
    """A batch or a file is no longer there."""


class BatchApi:
    """Files and batches at one server; closed by its `with` block.

    Args:
        config: Where it is, and how patient we are.
        sleep: Waits so many seconds.

    Every method may raise UnavailableError, whose text may be shown, and SettingsError where the server has
    no such API or does not take the key.
    """

    def __init__(self, config: ModelConfig, sleep: Callable[[float], None] | None = None) -> None:
        self.sleep = sleep or time.sleep
        self._config = config
        self._opened: OpenAI | None = None

    def upload(self, path: Path, name: str) -> str:
        """Send a file of requests under `name`, once; the id that it has there."""
        try:
            stream = path.open("rb")
        except OSError as error:
            raise SettingsError(f"{path} cannot be read: {error.strerror or error}") from error
        with self._told(), stream:
            return self._named(self._client.files.create(file=(name, stream), purpose=_PURPOSE))

    def find_file(self, name: str, size_bytes: int) -> str | None:
        """The id of a file of requests that was sent whole under `name` before."""

        def look() -> str | None:
            for file in self._client.files.list(purpose=_PURPOSE):
                if file.filename == name and file.bytes == size_bytes:
                    return file.id
            return None

        return self._repeated(look)

    def create(self, file_id: str, tag: str) -> RemoteBatch:
        """Have a file's requests answered, once; from here on they are paid for."""
        with self._told():
            made = self._client.batches.create(
                input_file_id=file_id, endpoint=ENDPOINT, completion_window=WINDOW, metadata={TAG: tag}
            )
            self._named(made)
            return _plain(made, self._config)

    def find_batches(self, tag: str) -> list[RemoteBatch]:
        """The batches that were made with `tag` before; the latest first, if there are several."""

        def look() -> list[RemoteBatch]:
            listed = self._client.batches.list(limit=_PAGE)
            return [_plain(one, self._config) for one in listed if (one.metadata or {}).get(TAG) == tag]

        return self._repeated(look)

    def retrieve(self, batch_id: str) -> RemoteBatch:
        """How a batch stands now."""
        try:
            return self._repeated(lambda: _plain(self._client.batches.retrieve(batch_id), self._config))
        except GoneError:
            return RemoteBatch(batch_id, GONE)

    def cancel(self, batch_id: str) -> RemoteBatch:
        """Have no further request of a batch answered; what is answered by then is paid for and stays."""
        return self._repeated(lambda: _plain(self._client.batches.cancel(batch_id), self._config))

    def download(self, file_id: str, into: IO[bytes]) -> None:
        """Fetch the whole of a file.

        Raises:
            GoneError: The provider no longer has it.
        """
        self._repeated(lambda: self._fetch(file_id, into))

    def __enter__(self) -> BatchApi:
        return self

    def __exit__(self, *_: object) -> None:
        if self._opened is not None:
            self._opened.close()

    @property
    def attempts(self) -> int:
        """How often one thing is tried at most."""
        return self._config.max_attempts

    @property
    def _client(self) -> OpenAI:
        if self._opened is None:
            self._opened = _client(self._config)
        return self._opened

    def _fetch(self, file_id: str, into: IO[bytes]) -> None:
        size_bytes = self._client.files.retrieve(file_id).bytes or 0
        into.seek(0)
        into.truncate()
        with self._client.files.with_streaming_response.content(file_id) as response:
            for chunk in response.iter_bytes():
                into.write(chunk)
        if into.tell() < size_bytes:
            raise UnavailableError("only a part of the answers came", is_repeatable=True)

    def _repeated(self, ask: Callable[[], T]) -> T:
        from tenacity import Retrying, retry_if_exception, stop_after_attempt

        def told() -> T:
            with self._told():
                return ask()

        retrying = Retrying(
            retry=retry_if_exception(
                lambda error: isinstance(error, UnavailableError) and error.is_repeatable
            ),
            stop=stop_after_attempt(self._config.max_attempts),
            wait=wait_s,
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(told)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say what failed in words of ours."""
        import httpx2
        from openai import APIConnectionError, APIStatusError

        try:
            yield
        except APIStatusError as error:
            raise self._refusal(error) from error
        except APIConnectionError as error:
            cause = error.__cause__ if isinstance(error.__cause__, httpx2.HTTPError) else httpx2.ReadError("")
            raise failures.of_transport(cause, self._config, is_begun=False) from error
        except httpx2.HTTPError as error:
            raise failures.of_transport(error, self._config, is_begun=True) from error
        except (AttributeError, TypeError, ValueError) as error:
            # The client hands on what a server says, also where that is a web page.
            raise self._no_api() from error

    def _refusal(self, error: APIStatusError) -> Exception:
        if error.status_code in {405, 501} or (error.status_code == 404 and not _is_about_one(error)):
            return self._no_api()
        failure = failures.of_status(error, self._config)
        if error.status_code in {401, 403}:
            return SettingsError(str(failure))
        if error.status_code == 404:
            return GoneError("the provider no longer knows the batch or its files (404)")
        return failure

    def _no_api(self) -> SettingsError:
        return SettingsError(
            f"{self._config.shown_url} offers no Batch API (files and batches as at OpenAI): "
            "use extract, which asks article by article"
        )

    def _named(self, made: object) -> str:
        found = getattr(made, "id", None)
        if not isinstance(found, str):
            raise self._no_api()
        return found


def _plain(batch: Batch, config: ModelConfig) -> RemoteBatch:
    counts, errors = batch.request_counts, batch.errors
    codes = [failures.shown_code(error.code, config) for error in (errors.data if errors else None) or ()]
    return RemoteBatch(
        batch.id,
        batch.status,
        total=(counts.total or 0) if counts else 0,
        completed=(counts.completed or 0) if counts else 0,
        failed=(counts.failed or 0) if counts else 0,
        output_file_id=batch.output_file_id or None,
        error_file_id=batch.error_file_id or None,
        errors=tuple(dict.fromkeys(filter(None, codes))),
    )


def _is_about_one(error: APIStatusError) -> bool:
    """Whether the request named one batch or one file, which may be gone where the API is there."""
    return _OF_ONE.search(error.request.url.path) is not None


def _client(config: ModelConfig) -> OpenAI:
    import httpx2
    from openai import DefaultHttpxClient, OpenAI

    silence()
    timeout = httpx2.Timeout(config.timeout_s, connect=min(_CONNECT_S, config.timeout_s))
    return OpenAI(
        base_url=config.url,
        api_key=config.api_key or "none",
        max_retries=0,
        timeout=timeout,
        http_client=DefaultHttpxClient(timeout=timeout, trust_env=not config.is_local),
    )
