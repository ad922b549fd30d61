"""One trace id through requests, events and log lines (W3C Trace Context, https://www.w3.org/TR/trace-context/)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from random import getrandbits

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


@dataclass(frozen=True, slots=True)
class Trace:
    trace_id: str  # 32 hex digits
    span_id: str  # 16 hex digits
    request_id: str
    parent_id: str | None = None  # the caller's span

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id}-01"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    return _current.get()


def _random_hex(digits: int) -> str:
    """Ids only tell requests apart, so they need no system call for randomness that nobody could guess."""
    return f"{getrandbits(4 * digits) or 1:0{digits}x}"


@contextmanager
def begin(traceparent: str | None, request_id: str | None = None) -> Iterator[Trace]:
    """Continues the caller's trace, or begins one; what does not fit the standard is not taken over."""
    caller = _TRACEPARENT.fullmatch(traceparent or "")
    trace_id = caller[1] if caller else _random_hex(32)
    known = request_id if request_id and _REQUEST_ID.fullmatch(request_id) else None
    trace = Trace(trace_id, _random_hex(16), known or trace_id, caller[2] if caller else None)
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)
