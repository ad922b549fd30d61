"""A document as Firestore holds it: what a body hides, its expiry, and what a version says.

A version is the time of the last change, which compare-and-set needs, and the expiry that held then: so a write to a
known version knows without a question whether what it changes is past its time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.platform.adapters.firestore_values import to_body
from shared.platform.adapters.limits import DISTANCE_FIELD
from shared.platform.indexes import EXPIRY_FIELD
from shared.platform.ports.documents import Document

Pb = Any
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 12, 31, tzinfo=UTC)  # so that one bound leaves out what has expired and nothing else


@dataclass(frozen=True)
class Version:
    changed_at: str  # seconds.nanoseconds
    expires_at: int  # microseconds since 1970

    @classmethod
    def of(cls, changed_at: Pb, expires_at: int) -> "Version":
        return cls(f"{changed_at.seconds}.{changed_at.nanos:09d}", expires_at)

    @classmethod
    def parse(cls, text: str) -> "Version | None":
        """None for what no store of this kind ever gave."""
        changed_at, _, expires_at = text.partition("~")
        seconds, _, nanos = changed_at.partition(".")
        if not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in (seconds, nanos, expires_at)):
            return None
        return cls(changed_at, int(expires_at))

    def __str__(self) -> str:
        return f"{self.changed_at}~{self.expires_at}"

    def put_into(self, timestamp: Pb) -> None:
        timestamp.seconds, timestamp.nanos = map(int, self.changed_at.split("."))


@dataclass(frozen=True)
class Stored:
    raw: Pb

    @property
    def id(self) -> str:
        return str(self.raw.name.rsplit("/", 1)[1])

    @property
    def version(self) -> Version:
        return Version.of(self.raw.update_time, self._expires_at())

    @property
    def distance(self) -> float:
        return float(self.raw.fields[DISTANCE_FIELD].double_value)

    def lives(self, now: datetime) -> bool:
        return self._expires_at() > micros(now)

    def document(self) -> Document:
        body = to_body(self.raw.fields)
        body.pop(EXPIRY_FIELD, None)
        body.pop(DISTANCE_FIELD, None)
        return Document(self.id, body, str(self.version))

    def _expires_at(self) -> int:
        if EXPIRY_FIELD not in self.raw.fields:  # written by other hands
            return micros(FOREVER)
        at = self.raw.fields[EXPIRY_FIELD].timestamp_value
        return int(at.seconds * 1_000_000 + at.nanos // 1000)


def micros(at: datetime) -> int:
    """Microseconds since 1970, exact."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def put_time(value: Pb, at: datetime) -> None:
    seconds, rest = divmod(micros(at), 1_000_000)
    value.timestamp_value.seconds, value.timestamp_value.nanos = seconds, rest * 1000
