"""Log lines: one JSON object each on standard output, in the fields Cloud Logging reads, with the current trace.

Only what a caller names as a field is written: never bodies, images, messages, keys or tokens. The standard library's
logging would do the same by way of records, handlers and formatters, at several times the cost of the line.
"""

import json
import sys
import traceback
from typing import Any, Literal

from shared.platform import trace

Severity = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LEVELS: tuple[Severity, ...] = ("DEBUG", "INFO", "WARNING", "ERROR")
_JSON = json.JSONEncoder(ensure_ascii=False, default=str)

_least = LEVELS.index("INFO")
_trace_prefix = ""


def configure(level: Severity, project: str | None = None) -> None:
    """Lines below this level are left out from now on. With the Google Cloud `project` that the lines go to, their
    trace is named as Cloud Logging links it to Cloud Trace: `projects/PROJECT/traces/TRACE`
    (https://cloud.google.com/logging/docs/structured-logging#special-payload-fields); without, it is the bare id."""
    global _least, _trace_prefix
    _least = LEVELS.index(level)
    _trace_prefix = f"projects/{project}/traces/" if project else ""


def info(message: str, **fields: Any) -> None:
    _write("INFO", message, fields)


def warning(message: str, **fields: Any) -> None:
    _write("WARNING", message, fields)


def error(message: str, *, cause: BaseException | None = None, **fields: Any) -> None:
    """An exception's own text may quote what a shopper wrote: its type and place are enough to find it."""
    if cause is not None:
        fields["error"] = type(cause).__name__
        fields["stack"] = list(places(cause))
    _write("ERROR", message, fields)


def places(cause: BaseException | None) -> tuple[str, ...]:
    """Where it was raised and passed through, from the outside in."""
    frames = traceback.extract_tb(cause.__traceback__) if cause is not None else ()
    return tuple(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)


def _write(severity: Severity, message: str, fields: dict[str, Any]) -> None:
    if LEVELS.index(severity) < _least:
        return
    line = {"severity": severity, "message": message, **fields}
    if now := trace.current():
        line["logging.googleapis.com/trace"] = _trace_prefix + now.trace_id
        line["logging.googleapis.com/spanId"] = now.span_id
        line["requestId"] = now.request_id
    sys.stdout.write(_JSON.encode(line) + "\n")  # one call, so that lines of several threads do not mix
    sys.stdout.flush()
