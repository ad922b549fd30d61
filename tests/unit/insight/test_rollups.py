"""Counters by time: any period, in any zone, is the sum of what began in it."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.insight.counters import OTHER, Counters
from shared.insight.period import Period
from shared.insight.rollups import ROLLUPS, Rollups, rollup_writes
from shared.platform.ports.documents import Query, Stale
from shared.platform.tenant import ClientDocuments

BEGIN = datetime(2026, 10, 20, tzinfo=UTC)  # Europe's clocks go back on the 25th


def _count(documents: ClientDocuments, began: datetime, **changes: float) -> None:
    documents.batch(rollup_writes(documents, began, {name.replace("__", "."): by for name, by in changes.items()}))


def _hour(at: datetime, zone: str) -> datetime:
    """The beginning of the local hour, told apart from the same one after the clocks went back."""
    offset = at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return (at + offset).replace(minute=0) - offset


@pytest.fixture
def starts(documents: ClientDocuments) -> list[datetime]:
    chance = random.Random(7)  # noqa: S311 - no secret
    starts = [BEGIN + timedelta(minutes=chance.randrange(10 * 24 * 60)) for _ in range(300)]
    for began in starts:
        _count(documents, began, sessions=1, revenue__EUR=7, by__platform__html__sessions=1)
    return starts


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns"])
@pytest.mark.parametrize(
    ("first", "last"),
    [("20T00:00", "30T00:00"), ("21T05:15", "27T21:30"), ("22T01:00", "22T23:45"), ("22T09:00", "22T10:15")],
)
def test_totals_and_days_are_what_began_in_them(
    documents: ClientDocuments, starts: list[datetime], zone: str, first: str, last: str
) -> None:
    """H16."""
    start, end = (datetime.fromisoformat(f"2026-10-{at}:00+00:00") for at in (first, last))
    period = Period(start, end, ZoneInfo(zone))
    within = [began for began in starts if start <= began < end]
    total = Rollups(documents).total(period)
    assert total["sessions"] == total["by.platform.html.sessions"] == len(within)
    assert total["revenue.EUR"] == 7 * len(within)
    by_day = Counter(began.astimezone(ZoneInfo(zone)).date() for began in within)
    daily = Rollups(documents).daily(period)
    assert {day.date: counters["sessions"] for day, counters in daily if counters["sessions"]} == by_day
    hourly = Rollups(documents).hourly(period)
    by_hour = Counter(_hour(began, zone) for began in within)
    assert {_hour(at, zone): counters["sessions"] for at, counters in hourly if counters["sessions"]} == by_hour
    assert Rollups(documents).figures(period) == {"sessions": len(within), "revenue.EUR": 7 * len(within)}


def test_a_period_and_the_one_before_share_nothing_and_leave_nothing_out(documents: ClientDocuments) -> None:
    """H16."""
    now = BEGIN + timedelta(hours=12, minutes=7)
    for minutes in range(-300, 8):
        _count(documents, now + timedelta(minutes=minutes), sessions=1)
    period = Period(now - timedelta(hours=2), now, ZoneInfo("UTC"))
    both = Period(period.before().start, now, ZoneInfo("UTC"))
    rollups = Rollups(documents)
    halves = [rollups.total(each)["sessions"] for each in (period.before(), period)]
    assert sum(halves) == rollups.total(both)["sessions"]
    assert halves == [120, 120]


def test_an_empty_store_counts_nothing(documents: ClientDocuments) -> None:
    period = Period(BEGIN, BEGIN + timedelta(days=2), ZoneInfo("UTC"))
    assert dict(Rollups(documents).total(period)) == {}
    assert [dict(counters) for _, counters in Rollups(documents).daily(period)] == [{}, {}]


def test_what_was_counted_meanwhile_makes_the_batch_stale(documents: ClientDocuments) -> None:
    _count(documents, BEGIN, sessions=1)
    late = rollup_writes(documents, BEGIN, {"sessions": 1})
    _count(documents, BEGIN, sessions=1)
    with pytest.raises(Stale):
        documents.batch(late)


def test_a_document_holds_so_many_products_and_the_others_together(documents: ClientDocuments) -> None:
    names = [f"p{n}" for n in range(250)]
    for name in names:
        documents.batch(rollup_writes(documents, BEGIN, {f"products.{name}.tried": 1}))
    documents.batch(rollup_writes(documents, BEGIN, {"products.p7.tried": -1, "products.p249.tried": -1}))
    total = Rollups(documents).total(Period(BEGIN, BEGIN + timedelta(days=1), ZoneInfo("UTC")))
    products = total.under("products")
    assert len(products) == 200  # p7 is back at nothing, the others are together
    assert products[OTHER]["tried"] == 49


def test_no_document_names_anything_but_time_and_counts(documents: ClientDocuments, starts: list[datetime]) -> None:
    stored = documents.query(Query(ROLLUPS, {})).items
    assert {name for document in stored for name in document.body} == {
        "clientId",
        "grain",
        "start",
        "counts",
        "halves",
    }
    assert all(document.id.startswith("one:") for document in stored)


def test_counters_add_and_take_away() -> None:
    counters = Counters({"a.b": 1, "c": 2}) + {"a.b": 2} - {"c": 2}
    assert dict(counters) == {"a.b": 3}
    assert counters["unheard"] == 0
    assert Counters({"a.b.c": 1, "a.d": 2}).under("a")["b"]["c"] == 1
