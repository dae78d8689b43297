"""Logs of the service: one JSON object a line on stderr, without texts of articles and without keys."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_DISCREET = frozenset({"extractor", "opentelemetry", "uvicorn"})


class JsonLines(logging.Formatter):
    """A record as one line: time, level, event, and what the caller gave as `extra={"facts": {…}}`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; of an exception its kind and place, not its message, which may quote an article."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = place_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _event(record: logging.LogRecord) -> str:
    """The message; of other libraries only where it comes from, for it may quote what they were given."""
    if record.name.partition(".")[0] in _DISCREET:
        return record.getMessage().strip()
    return f"something at {record.module}:{record.lineno}"


def configure_logging() -> None:
    """Send all logs of this process to stderr as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    # Its errors are pages that are none, which their callers are told of.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # An article's own closing event is part of the line of its request.
    logging.getLogger("extractor.service").setLevel(logging.INFO)


def place_of(error: BaseException) -> str:
    """Kind of error and where it was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"
