"""Billing months and their days, by UTC: a bill has to come out the same wherever it is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MONTH = r"^20\d{2}-(0[1-9]|1[0-2])$"
SETTLING = timedelta(hours=1)  # a write that was under way at midnight has landed by then


@dataclass(frozen=True, order=True)
class Month:
    start: datetime

    @classmethod
    def named(cls, name: str) -> "Month":
        """Raises ValueError for what is not like "2026-11"."""
        if not re.fullmatch(MONTH, name):
            raise ValueError(f"a month is named like 2026-11, not {name!r}")
        return cls(datetime(int(name[:4]), int(name[5:]), 1, tzinfo=UTC))

    @classmethod
    def of(cls, at: datetime) -> "Month":
        utc = at.astimezone(UTC)
        return cls(datetime(utc.year, utc.month, 1, tzinfo=UTC))

    @property
    def name(self) -> str:
        return f"{self.start:%Y-%m}"

    @property
    def end(self) -> datetime:
        """The next month's first moment."""
        return (self.start + timedelta(days=32)).replace(day=1)

    @property
    def before(self) -> "Month":
        return Month.of(self.start - timedelta(days=1))

    def days(self) -> Iterator[date]:
        day = self.start
        while day < self.end:
            yield day.date()
            day += timedelta(days=1)

    def is_over(self, now: datetime) -> bool:
        """Over and settled."""
        return now >= self.end + SETTLING


def start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def end_of(day: date) -> datetime:
    return start_of(day) + timedelta(days=1)
