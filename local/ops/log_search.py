"""Log lines by their trace: which functions a request, an event or a task passed, in the order of the log."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from local.ops.refused import Refused

TRACE = "logging.googleapis.com/trace"
_SHOWN = ("severity", "message", "function", "route", "topic", "status", "code", "error", "durationMs", "requestId")


def lines_of(file: Path) -> Iterator[str]:
    """Raises `Refused` for a file that cannot be read."""
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            yield from lines
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None


def of_trace(lines: Iterable[str], trace_id: str) -> Iterator[dict[str, Any]]:
    """The JSON log lines of that trace; what is no such line is passed over: logs hold other programs' lines too."""
    for line in lines:
        if trace_id not in line:
            continue
        try:
            entry = json.loads(line[line.index("{") :])
        except ValueError:
            continue
        if isinstance(entry, dict) and str(entry.get(TRACE, "")).rpartition("/")[2] == trace_id:
            yield entry


def shown(entry: Mapping[str, Any]) -> str:
    return "  ".join(f"{name}={entry[name]}" for name in _SHOWN if entry.get(name) is not None)


def cloud_filter(trace_id: str, project: str) -> str:
    """For Cloud Logging (https://cloud.google.com/logging/docs/view/logging-query-language)."""
    return f'trace="projects/{project}/traces/{trace_id}"'
