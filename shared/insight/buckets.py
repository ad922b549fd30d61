"""The spans of time that are counted together: a UTC day, and a quarter of an hour.

Every time zone's offset is a multiple of a quarter of an hour, so days of any zone are made of these without rest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Grain = Literal["day", "quarter"]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HALF_HOUR, QUARTER = timedelta(minutes=30), timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LENGTHS: dict[Grain, timedelta] = {"day": DAY, "quarter": QUARTER}
_FORMS: dict[Grain, str] = {"day": "%Y-%m-%d", "quarter": "%Y-%m-%dT%H:%MZ"}


@dataclass(frozen=True)
class Bucket:
    grain: Grain
    start: datetime

    @classmethod
    def holding(cls, at: datetime, grain: Grain) -> "Bucket":
        return cls(grain, floor(at.astimezone(UTC), _LENGTHS[grain]))

    @property
    def name(self) -> str:
        return self.start.strftime(_FORMS[self.grain])


def floor(at: datetime, step: timedelta) -> datetime:
    return at - (at - _EPOCH) % step


def ceiling(at: datetime, step: timedelta) -> datetime:
    return at + (_EPOCH - at) % step


def days(start: datetime, end: datetime) -> Iterator[Bucket]:
    """From `start`, a UTC midnight, up to `end`."""
    while start < end:
        yield Bucket("day", start)
        start += DAY


def quarters(start: datetime, end: datetime) -> Iterator[Bucket]:
    """From `start`, a whole quarter, up to `end`."""
    while start < end:
        yield Bucket("quarter", start)
        start += QUARTER
