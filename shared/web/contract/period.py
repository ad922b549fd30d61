"""The range of time that a question is about."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, StringConstraints

from shared.insight.period import Period
from shared.web.contract.base import Contract, Id
from shared.web.errors import ApiError, Detail

LONGEST = timedelta(days=400)
_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)  # room for the period before
_RANGES = {
    "24h": timedelta(hours=24),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
}
_Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:\d\d))?$", max_length=40)]


class PeriodQuery(Contract):
    """`range` ends now; else `from` and `to`: RFC 3339 times, or days of the zone `tz`, `to` being the last one."""

    from_: Annotated[_Moment | None, Field(alias="from")] = None
    to: _Moment | None = None
    range: Literal["24h", "7d", "30d", "90d"] | None = None
    tz: Annotated[str, StringConstraints(min_length=1, max_length=64)] = "UTC"
    client_id: Id | None = None

    def period(self, now: datetime) -> Period:
        """The last 30 days where nothing is said. Raises `ApiError` INVALID_REQUEST."""
        zone = _zone(self.tz)
        if self.range and (self.from_ or self.to):
            raise _invalid("range", "does not go together with from and to")
        if self.range or not self.from_:
            if self.to:
                raise _invalid("from", "is needed beside to")
            return Period(now - _RANGES[self.range or "30d"], now, zone)
        start = _moment("from", self.from_, zone, whole_days=0)
        end = _moment("to", self.to, zone, whole_days=1) if self.to else now
        for field, at in (("from", start), ("to", end)):
            if not _EARLIEST <= at <= _LATEST:
                raise _invalid(field, "must lie after 1970 and before 9000")
        if end <= start:
            raise _invalid("to", "must lie after from")
        if end - start > LONGEST:
            raise _invalid("from", f"must lie at most {LONGEST.days} days before to")
        return Period(start, end, zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _invalid("tz", "is no time zone; use a name such as Europe/Berlin") from None


def _moment(field: str, text: str, zone: ZoneInfo, *, whole_days: int) -> datetime:
    """A day means its first moment, `whole_days` later."""
    try:
        if "T" in text:
            return datetime.fromisoformat(text).astimezone(UTC)
        day = date.fromisoformat(text) + timedelta(days=whole_days)
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _invalid(field, "is no time; use a form such as 2026-11-22 or 2026-11-22T10:00:00Z") from None


def _invalid(field: str, problem: str) -> ApiError:
    return ApiError("INVALID_REQUEST", "The range of time is not usable: see details.", [Detail(field, problem)])
