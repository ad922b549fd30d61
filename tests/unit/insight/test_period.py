"""A period's days are those of the shop's calendar, also where daylight saving begins and ends."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from shared.insight.period import Period
from shared.web.contract.period import PeriodQuery
from shared.web.errors import ApiError

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 28, 15, 0, tzinfo=UTC)


def _asked(**query: str) -> Period:
    return PeriodQuery.model_validate(query).period(NOW)


def test_a_week_with_the_end_of_daylight_saving_has_a_day_of_25_hours() -> None:
    """H16: 2026-10-25 in Berlin."""
    days = _asked(**{"from": "2026-10-19", "to": "2026-10-25", "tz": "Europe/Berlin"}).days()
    assert [day.date for day in days] == [date(2026, 10, 19) + timedelta(days=n) for n in range(7)]
    assert [(day.end - day.start) / timedelta(hours=1) for day in days] == [24] * 6 + [25]
    assert all(day.end == following.start for day, following in pairwise(days))


def test_the_week_before_is_seven_whole_days_across_the_change() -> None:
    after = _asked(**{"from": "2026-10-25", "to": "2026-10-31", "tz": "Europe/Berlin"})
    before = after.before()
    assert before.end == after.start
    assert [day.date.isoformat() for day in before.days()][0::6] == ["2026-10-18", "2026-10-24"]
    assert before.start == datetime(2026, 10, 17, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"),  # 24 hours that the clocks show as 23
        ("2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z"),  # 45 minutes that they show as less than none
        ("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"),
    ],
)
def test_before_what_is_not_of_whole_days_as_much_time_has_passed(start: str, end: str) -> None:
    """H16."""
    period = _asked(**{"from": start, "to": end, "tz": "Europe/Berlin"})
    before = period.before()
    assert (before.end, before.end - before.start) == (period.start, period.end - period.start)


@pytest.mark.parametrize(
    ("zone", "hours_ahead"), [("Asia/Kolkata", 5.5), ("Asia/Kathmandu", 5.75), ("America/St_Johns", -3.5)]
)
def test_zones_off_by_parts_of_an_hour_begin_their_days_there(zone: str, hours_ahead: float) -> None:
    (day,) = _asked(**{"from": "2026-11-10", "to": "2026-11-10", "tz": zone}).days()
    assert day.start == datetime(2026, 11, 10, tzinfo=UTC) - timedelta(hours=hours_ahead)


def test_a_day_whose_midnight_is_skipped_begins_where_the_clock_goes_on() -> None:
    """Santiago, 2026-09-06: the clock goes from 00:00 to 01:00."""
    days = _asked(**{"from": "2026-09-05", "to": "2026-09-07", "tz": "America/Santiago"}).days()
    assert [(day.end - day.start) / timedelta(hours=1) for day in days] == [24, 23, 24]


def test_a_range_ends_now_and_its_first_day_is_what_is_left_of_it() -> None:
    period = _asked(range="7d", tz="Europe/Berlin")
    assert (period.start, period.end) == (NOW - timedelta(days=7), NOW)
    assert len(period.days()) == 8


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-11-10", "to": "2026-11-01"}, "to"),
        ({"from": "2016-11-10", "to": "2026-11-01"}, "from"),
        ({"from": "2026-11-10T00:00:00Z", "to": "2026-11-10T00:00:00Z"}, "to"),
        ({"to": "2026-11-10"}, "from"),
        ({"range": "7d", "from": "2026-11-10"}, "range"),
        ({"range": "7d", "tz": "Mars/Olympus"}, "tz"),
        ({"range": "7d", "tz": "../../etc/passwd"}, "tz"),
        ({"from": "2026-13-40"}, "from"),
        ({"from": "0001-01-01", "to": "9999-12-31", "tz": "Asia/Tokyo"}, "from"),
        ({"from": "0001-01-01", "to": "0001-01-05"}, "from"),
        ({"from": "9999-12-30T00:00:00Z", "to": "9999-12-31T23:59:59Z", "tz": "Asia/Tokyo"}, "from"),
    ],
)
def test_a_range_that_cannot_be_is_refused_with_what_is_wrong(query: dict[str, str], field: str) -> None:
    """K7: reversed, ten years long, an unknown zone."""
    with pytest.raises(ApiError) as refused:
        _asked(**query)
    assert refused.value.code == "INVALID_REQUEST"
    assert [detail.field for detail in refused.value.details] == [field]
