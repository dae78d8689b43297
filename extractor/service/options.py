"""What the service is told beside the settings of extraction: where it listens, whom it lets in, how much."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import SettingsError

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """How the service runs.

    Args:
        host: The address that it listens on; any other than this machine's own needs `api_keys`.
        port: 0 takes a free one.
        api_keys: SHA-256 digests of the keys that are let in, in hexadecimal; empty lets everybody in.
        rate_per_minute: Requests of one key, or of one address where there are no keys; 0 for no limit.
        max_body_bytes: The largest body of a request.
        max_upload_bytes: The same for batches, which are written to disk as they come.
        request_timeout_s: Seconds until an answer has to begin.
        records: The database of records that the dashboard shows.
        home: The folder of batches and runs.
        trusted_proxies: Addresses of proxies, separated by commas, whose word on the caller is believed.
        names: Names by which the service may be called, besides its address; behind a proxy the public ones.
        has_traces: Whether requests are told to an OpenTelemetry collector.

    Raises:
        SettingsError: A value is none of those allowed, or an address is open to others without keys.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    api_keys: frozenset[str] = frozenset()
    rate_per_minute: int = 6_000
    max_body_bytes: int = 16_000_000
    max_upload_bytes: int = 1_000_000_000
    request_timeout_s: float = 300.0
    records: Path | None = None
    home: Path = Path(".edumutu")
    trusted_proxies: str = ""
    names: frozenset[str] = frozenset()
    has_traces: bool = False

    def __post_init__(self) -> None:
        if (opening := self._opening()) and not self.api_keys:
            raise SettingsError(
                f"{opening} opens the service to others and there are no API keys: make one with "
                "`edumutu-llm serve --new-key` and put its digest into EDUMUTU_API_KEYS"
            )
        if not 0 <= self.port <= 65_535:
            raise SettingsError(f"port is {self.port}; give a number from 0 to 65535")
        if self.rate_per_minute < 0:
            raise SettingsError(f"rate_per_minute is {self.rate_per_minute}; give a number from 0")
        for name in ("max_body_bytes", "max_upload_bytes", "request_timeout_s"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} is {getattr(self, name)}; give a number above 0")

    def _opening(self) -> str | None:
        """What lets others than programs of this machine in; None if nothing does."""
        if not self.is_local:
            return f"host {self.host}"
        if self.trusted_proxies:
            return f"a proxy at {self.trusted_proxies}"
        return f"the name {min(self.names)}" if self.names else None

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the service."""
        if self.host in LOOPBACK_NAMES:
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def allowed_hosts(self) -> frozenset[str] | None:
        """The names that a request may call the service by; None for any, which keys have to guard then."""
        if self.is_local:
            return LOOPBACK_NAMES | {self.host} | self.names
        if self.names:
            return self.names | {self.host} | LOOPBACK_NAMES
        return None
