"""What every model offers, and how one is addressed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias
from urllib.parse import urlsplit

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.schema.calls import Outcome, Request

Mode: TypeAlias = Literal["json_schema", "tools", "json"]
"""How a server is asked for JSON: by a schema that it enforces, by a tool's arguments, or as any JSON."""

MODES: tuple[Mode, ...] = ("json_schema", "tools", "json")
OPENAI_URL = "https://api.openai.com/v1"
_LOCAL_NAMES = ("localhost", "::1")
_LOCAL_ADDRESS = re.compile(r"127(?:\.\d{1,3}){3}")


class Model(Protocol):
    """What answers requests: a server, a queue, a recording."""

    @property
    def name(self) -> str:
        """The name that records carry."""

    async def complete(self, request: Request) -> Outcome:
        """Answer `request`, or say why there is no answer.

        Never raises on account of a server or of what a model says; bugs of ours do raise.
        """

    async def close(self) -> None:
        """Give back connections and files; more than once does no harm."""


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Where a model is and how it is asked.

    Args:
        name: The model's name as its server knows it.
        base_url: Where an OpenAI-compatible server answers; OpenAI's own by default.
        api_key: What the server asks for, None where it asks for nothing; never shown.
        temperature: Of the model's choices, from 0.
        seed: For servers that repeat themselves under one; None sends none.
        timeout_s: Seconds that one HTTP request may take from its first to its last byte.
        max_attempts: How often one request is sent at most, the first time included.
        max_wait_s: Seconds from the start in which a request may be sent, or sent again.
        mode: How JSON is asked for; `auto` takes the strictest that the server knows.
        input_price_usd: US dollars for a million input tokens; by default from the table of known models.
        output_price_usd: The same for output tokens.
        home: The folder in which the mode found is remembered; None remembers it in this process only.

    Raises:
        SettingsError: A value is none of those allowed.
    """

    name: str
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    temperature: float = 0.0
    seed: int | None = 0
    timeout_s: float = 60.0
    max_attempts: int = 4
    max_wait_s: float = 300.0
    mode: Mode | Literal["auto"] = "auto"
    input_price_usd: float | None = None
    output_price_usd: float | None = None
    home: Path | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise SettingsError("the model has no name; give the one that its server knows it by")
        if self.mode != "auto" and self.mode not in MODES:
            raise SettingsError(f"mode is {self.mode!r}; choose auto or one of {', '.join(MODES)}")
        if self.max_attempts < 1:
            raise SettingsError(f"max_attempts is {self.max_attempts!r}; give at least 1")
        for name in ("timeout_s", "max_wait_s"):
            if not (math.isfinite(value := getattr(self, name)) and value > 0):
                raise SettingsError(f"{name} is {value!r}; give a number of seconds above 0")
        # A key read from a file often ends in a line break; one inside would break the request apart.
        object.__setattr__(self, "api_key", (self.api_key or "").strip() or None)
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable()):
            raise SettingsError("the API key holds characters that no key has; copy it again")
        self._check_url()

    @property
    def url(self) -> str:
        """The base URL that requests go to."""
        return self.base_url or OPENAI_URL

    @property
    def shown_url(self) -> str:
        """The base URL without what may be secret in it: a user's name and password, a query."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}".rstrip("/")

    @property
    def is_local(self) -> bool:
        """Whether the server runs on this machine."""
        host = urlsplit(self.url).hostname or ""
        return host in _LOCAL_NAMES or _LOCAL_ADDRESS.fullmatch(host) is not None

    def _check_url(self) -> None:
        try:
            parts = urlsplit(self.url)
            is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address:
            raise SettingsError("the base URL is no address; it looks like http://127.0.0.1:8080/v1")
