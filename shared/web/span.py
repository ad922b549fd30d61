"""What a function did under the current trace, told to whoever collects traces."""

from shared.platform import trace
from shared.platform.ports.spans import Span
from shared.platform.wiring import Platform


def record_span(platform: Platform, name: str, duration_ms: float, *, failed: bool) -> None:
    now = trace.current()
    if now and platform.spans:
        platform.spans.record(Span(name, now, duration_ms, parent_id=now.parent_id, failed=failed))
