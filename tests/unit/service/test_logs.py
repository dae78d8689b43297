"""Lines of the service's log."""

from __future__ import annotations

import json
import logging
from typing import Any

from extractor.service.logs import JsonLines


def line(name: str, message: str, *arguments: object, error: bool = False, **extra: Any) -> dict[str, Any]:
    """What is written of one log record."""
    caught = None
    if error:
        try:
            raise ValueError("RAHASIA")
        except ValueError as raised:
            caught = (ValueError, raised, raised.__traceback__)
    record = logging.LogRecord(name, logging.WARNING, __file__, 7, message, arguments, caught)
    for key, value in extra.items():
        setattr(record, key, value)
    written = JsonLines().format(record)
    assert "\n" not in written
    found: dict[str, Any] = json.loads(written)
    return found


def test_a_line_holds_time_level_event_and_facts() -> None:
    found = line("extractor.service", "request", facts={"status": 200})
    assert found["time"].endswith("+00:00")
    assert {name: found[name] for name in ("level", "event", "status")} == {
        "level": "warning",
        "event": "request",
        "status": 200,
    }


def test_an_error_is_told_by_kind_and_place_only() -> None:
    found = line("uvicorn.error", "Exception in ASGI application\n", error=True)
    assert found["error"].startswith("ValueError at ")
    assert "RAHASIA" not in json.dumps(found)


def test_what_other_libraries_say_is_told_by_its_place_only() -> None:
    for name in ("asyncio", "trafilatura.utils", "lxml"):
        found = line(name, "cannot read %s", "RAHASIA")
        assert found["event"] == "something at test_logs:7"
        assert found["logger"] == name
