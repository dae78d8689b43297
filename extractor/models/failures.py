"""Why no answer came, in words that say what to do.

What a server or a library says is never passed on: it may hold parts of the article or of the key. Only codes
are, which are single words.
"""

from __future__ import annotations

import re
import ssl
from typing import TYPE_CHECKING

from extractor.models.protocol import ModelConfig
from extractor.models.waiting import retry_after_s

if TYPE_CHECKING:
    import httpx2
    from openai import APIStatusError

REPEATABLE = frozenset((408, 409, 429, *range(500, 600))) - {501}
_UNSUPPORTED = frozenset((400, 422, 501))
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,59}")
_OVERFLOW = re.compile(r"exceed_context|context[ _](?:size|length|window)|maximum context")
_LONGEST_COMPLAINT = 2_000


class UnavailableError(Exception):
    """No answer came; its text is one sentence that may be shown anywhere.

    Args:
        sentence: What happened and what to do.
        is_repeatable: Whether the same request may fare better later.
        retry_after_s: The seconds that the server asked to wait.
    """

    def __init__(
        self, sentence: str, *, is_repeatable: bool = False, retry_after_s: float | None = None
    ) -> None:
        super().__init__(sentence)
        self.is_repeatable = is_repeatable
        self.retry_after_s = retry_after_s


class RejectedError(UnavailableError):
    """The server does not take a request of this form.

    Args:
        sentence: As above.
        complaint: What the server said, in lower case. It may hold parts of the article: never show it.
    """

    def __init__(self, sentence: str, complaint: str) -> None:
        super().__init__(sentence)
        self.complaint = complaint


def of_status(error: APIStatusError, config: ModelConfig) -> UnavailableError:
    """The failure that an HTTP error stands for."""
    status = error.status_code
    code = _code(error, config)
    shown = f"{status}, {code}" if code else f"{status}"
    complaint = error.message[:_LONGEST_COMPLAINT].lower()
    if code == "insufficient_quota":
        return UnavailableError(f"the account has no credit left ({shown})")
    if status in REPEATABLE:
        return UnavailableError(
            _busy(status, shown), is_repeatable=True, retry_after_s=retry_after_s(error.response.headers)
        )
    if status in _UNSUPPORTED and not _OVERFLOW.search(complaint):
        return RejectedError(f"the server does not accept the request ({shown})", complaint)
    return UnavailableError(_refusal(status, shown, config, is_overflow=bool(_OVERFLOW.search(complaint))))


def of_transport(error: httpx2.HTTPError, config: ModelConfig, *, is_begun: bool) -> UnavailableError:
    """The failure that a broken connection stands for; `is_begun` tells that some of an answer had come."""
    import httpx2

    if isinstance(error, httpx2.TimeoutException):
        return timed_out(config, is_begun=is_begun)
    if isinstance(error, httpx2.ConnectError):
        if _has_cause(error, ssl.SSLError):
            return UnavailableError(
                f"no secure connection to {config.shown_url}: its certificate is not accepted"
            )
        return UnavailableError(
            f"no server answers at {config.shown_url}: is it running, is the address right?",
            is_repeatable=True,
        )
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.TooManyRedirects):
        return UnavailableError(f"{config.shown_url} redirects without end or elsewhere: check the base URL")
    if is_begun:
        return UnavailableError("the connection broke in the middle of an answer", is_repeatable=True)
    return UnavailableError("the connection broke before an answer came", is_repeatable=True)


def timed_out(config: ModelConfig, *, is_begun: bool) -> UnavailableError:
    """The failure of a request that took too long."""
    if is_begun:
        return UnavailableError(
            f"the answer was not complete within {config.timeout_s:g} s", is_repeatable=True
        )
    return UnavailableError(f"no answer came within {config.timeout_s:g} s", is_repeatable=True)


def shown_code(word: object, config: ModelConfig) -> str | None:
    """A server's own word for what is wrong, None if it is none that may be shown."""
    is_secret = config.api_key is not None and config.api_key in str(word)
    return word if isinstance(word, str) and _CODE.fullmatch(word) and not is_secret else None


def _busy(status: int, shown: str) -> str:
    if status == 429:
        return f"the server limits requests ({shown}): fewer workers may help"
    if status == 503:
        return f"the server is overloaded or still starts ({shown})"
    if status < 500:
        return f"the server could not finish the request ({shown})"
    return f"the server failed ({shown})"


def _refusal(status: int, shown: str, config: ModelConfig, *, is_overflow: bool) -> str:
    if status == 401 and config.api_key is None:
        return f"the server asks for an API key ({shown}): set OPENAI_API_KEY"
    if status == 401:
        return f"the server does not accept the API key ({shown}): check OPENAI_API_KEY"
    if status == 403:
        return f"the API key may not use model '{config.name}' ({shown})"
    if status == 404:
        return (
            f"{config.shown_url} knows no model '{config.name}', or is no API ({shown}): "
            "check the model's name and the base URL, which mostly ends in /v1"
        )
    if status == 413 or is_overflow:
        return f"article and answer are too long for the model's context ({shown}): it needs a longer one"
    return f"the server does not accept the request ({shown})"


def _code(error: APIStatusError, config: ModelConfig) -> str | None:
    """The server's own word for the error, if it is one."""
    return next(filter(None, (shown_code(word, config) for word in (error.code, error.type))), None)


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
