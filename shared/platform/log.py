"""Log lines: one JSON object each, in the fields Cloud Logging reads, with the current trace.

Only what a caller names as a field is written: never bodies, images, messages, keys or tokens.
"""

import json
import logging
import sys
import traceback
from typing import Any

from shared.platform import trace

_JSON = json.JSONEncoder(ensure_ascii=False, default=str)
_logger = logging.getLogger("ai_discovery")
# Facts that no line shows are not collected (https://docs.python.org/3/howto/logging.html#optimization).
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"severity": record.levelname, "message": record.getMessage()}
        line |= getattr(record, "fields", {})
        if now := trace.current():
            line |= {"logging.googleapis.com/trace": now.trace_id, "logging.googleapis.com/spanId": now.span_id}
            line["requestId"] = now.request_id
        if record.exc_info and record.exc_info[0]:
            # An exception's own text may quote what a shopper wrote: its type and place are enough to find it.
            line["error"] = record.exc_info[0].__name__
            line["stack"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(record.exc_info[2])]
        return _JSON.encode(line)


def configure(level: str) -> None:
    """Writes to standard output; calling it again changes the level only."""
    if not _logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(_JsonLines())
        _logger.addHandler(handler)
        _logger.propagate = False
    _logger.setLevel(level)


def info(message: str, **fields: Any) -> None:
    _logger.info(message, extra={"fields": fields})


def warning(message: str, **fields: Any) -> None:
    _logger.warning(message, extra={"fields": fields})


def error(message: str, *, exc_info: bool = False, **fields: Any) -> None:
    _logger.error(message, exc_info=exc_info, extra={"fields": fields})
