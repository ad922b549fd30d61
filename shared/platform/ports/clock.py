"""Time and identity, injected so that tests can hold them still."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]  # aware, UTC
NewId = Callable[[], str]


def timestamp(at: datetime) -> str:
    """RFC 3339 UTC with milliseconds: always the same width, so that text order is time order."""
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return f"{utc.isoformat(timespec='milliseconds')[:-6]}Z"


def parse_timestamp(text: str) -> datetime:
    """Inverse of `timestamp`; takes any RFC 3339 time."""
    return datetime.fromisoformat(text).astimezone(UTC)
