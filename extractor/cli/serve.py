"""The command `serve`: the HTTP service in this process, until it is told to end."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import typer

from extractor.batch import collect_seldom
from extractor.errors import SettingsError
from extractor.service.options import ServiceOptions
from extractor.settings import load

_COLLECTORS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


def print_new_key() -> int:
    """Print a key and its digest; nothing is kept."""
    from extractor.service.guards.keys import new_key

    made = new_key()
    typer.echo(f"key     {made.key}\ndigest  {made.digest}")
    typer.echo("give the key to whoever calls the service, and the digest to EDUMUTU_API_KEYS", err=True)
    return 0


def run(flags: Mapping[str, object], service: Mapping[str, Any]) -> int:
    """Serve until interrupted or terminated; the address is told on stderr.

    Args:
        flags: Settings that were given outright.
        service: What `ServiceOptions` is made of, besides keys and home, which are settings.

    Raises:
        SettingsError: The extra is not installed, a setting is wrong, or the address cannot be used.
    """
    settings = load(flags)
    options = ServiceOptions(
        **service,
        api_keys=frozenset(settings.api_keys),
        home=settings.home,
        has_traces=any(os.environ.get(name) for name in _COLLECTORS)
        and os.environ.get("OTEL_SDK_DISABLED", "").lower() != "true",
    )
    try:
        from extractor.service.app import create_app
        from extractor.service.server import serve
    except ModuleNotFoundError as error:
        raise SettingsError(
            "the service needs the extra 'service': pip install 'edumutu-llm[service]'"
        ) from error
    app = create_app(settings, options)
    collect_seldom()
    serve(
        app,
        options.host,
        options.port,
        trusted_proxies=options.trusted_proxies,
        finish_s=options.request_timeout_s,
        on_stop=app.state.service.stopping.set,
    )
    return 0
