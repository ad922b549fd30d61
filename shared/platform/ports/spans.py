"""What was done under a trace, told to whoever collects traces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import time_ns
from typing import Protocol

from shared.platform.trace import Trace


@dataclass(frozen=True)
class Span:
    """One answered request, or one call within it. `parent_id` is the caller's span (16 hex digits) where known."""

    name: str
    trace: Trace
    duration_ms: float
    parent_id: str | None = None
    failed: bool = False
    attributes: Mapping[str, str | int] = field(default_factory=dict)
    ended_ns: int = field(default_factory=time_ns)  # since 1970


class SpanSink(Protocol):
    def record(self, span: Span) -> None:
        """Never waits and never raises."""

    def flush(self, timeout_s: float) -> bool:
        """Sends what waits; False when that took too long. For the end of a process."""
