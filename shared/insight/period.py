"""A span of time as a merchant means it: in the shop's time zone, with days as its calendar has them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Day:
    """A local calendar day, or what a period holds of it; `start` and `end` in UTC."""

    date: date
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Period:
    """From `start` up to `end`, both UTC; days are those of `zone`."""

    start: datetime
    end: datetime
    zone: ZoneInfo

    def before(self) -> "Period":
        """The period of equal length that ends where this one starts.

        Of whole days it is equal by the local clock: seven days that hold a change to daylight saving follow upon
        seven whole days. Else as much time has passed in both.
        """
        start, end = self._wall(self.start), self._wall(self.end)
        if (end - start) % timedelta(days=1):
            return Period(self.start - (self.end - self.start), self.start, self.zone)
        return Period(self._utc(start - (end - start)), self.start, self.zone)

    def days(self) -> list[Day]:
        """Every local day that the period touches, clipped to it, in order."""
        days: list[Day] = []
        day = self.start.astimezone(self.zone).date()
        while (first := self._midnight(day)) < self.end:
            following = day + timedelta(days=1)
            days.append(Day(day, max(first, self.start), min(self._midnight(following), self.end)))
            day = following
        return days

    def _midnight(self, day: date) -> datetime:
        """The day's first moment; where the clock skips midnight, the moment to which it skips."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def _wall(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None)

    def _utc(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self.zone).astimezone(UTC)
